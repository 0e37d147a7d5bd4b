# Sourced by ./run and ./check: installs what is missing and builds. Quiet when there is nothing to do.

packages="g++ cmake ninja-build ccache mold pkg-config libboost1.81-dev libboost-json1.81-dev
  libsoci-dev libsqlite3-dev libpq-dev libicu-dev libsodium-dev libspdlog-dev libfmt-dev libcli11-dev
  libtomlplusplus-dev libeigen3-dev libqrencode-dev libuchardet-dev libcurl4-openssl-dev zlib1g-dev"
check_packages="python3 clang libclang-rt-14-dev libgtest-dev libgmock-dev postgresql chromium-headless-shell fonts-dejavu-core strace"

say() { printf '%s\n' "== $*" >&2; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# install_packages [more packages]: through apt-get, only those that are missing.
install_packages() {
  local missing="" package
  for package in $packages "$@"; do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $package"
  done
  if [ -n "$missing" ]; then
    say "installing$missing"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
  fi
  local node_major
  node_major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
  if [ "${node_major:-0}" -lt 18 ] || ! command -v npm >/dev/null; then
    say "installing Node.js"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
  fi
}

# The dashboard: npm packages from the lock file and web/dist, only when a source is newer than the last build.
build_web() {
  if [ ! -f web/node_modules/.installed ] || [ web/package-lock.json -nt web/node_modules/.installed ]; then
    say "npm packages of the dashboard"
    (cd web && npm ci --no-audit --no-fund --loglevel=error)
    touch web/node_modules/.installed
  fi
  if [ ! -f web/dist/index.html ] ||
    [ -n "$(find web api/openapi.yaml -newer web/dist/index.html -type f -not -path '*/node_modules/*' -not -path '*/dist/*' -print -quit)" ]; then
    say "building the dashboard"
    (cd web && npm run --silent build)
  fi
}

# build_release TARGET...: configures once, then lets Ninja decide.
build_release() { build_preset release "$@"; }

build_preset() {
  local preset=$1
  shift
  if [ ! -f "build/$preset/build.ninja" ]; then
    say "configuring build/$preset"
    cmake --preset "$preset" >/dev/null
  fi
  say "building $* in build/$preset"
  cmake --build "build/$preset" --target "$@" -- --quiet >&2
}
