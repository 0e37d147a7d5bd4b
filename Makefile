# Short names for what one does often; the build itself is CMake's.
.DEFAULT_GOAL := help
.PHONY: help run check bench simulate clean

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: ## build and serve the demo company at http://127.0.0.1:8080
	@./run

check: ## build with sanitizers and run every test
	@./check

bench: ## measure what README and ARCHITECTURE promise; ONLY="submit latency page nps start import" for a part
	@bash -c '. scripts/install.sh && install_packages && build_web && build_release bench'
	@node bench/run.mjs $(ONLY)

simulate: ## check by simulation what intervals and tests promise; the tables go to docs/
	@bash -c '. scripts/install.sh && install_packages && build_release simulate'
	@build/release/simulate docs/en/simulations.md docs/ru/simulations.md

clean: ## throw the builds away; data folders stay
	@rm -rf build web/dist
