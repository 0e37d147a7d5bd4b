// simulate [--replicates N] [--seed S] FILE...: do intervals cover what they say, are nulls left alone? The tables
// replace what stands between the markers of each file. 0: all promised rows hold, 1: some do not, 2: wrong input.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <limits>

#include "report.hpp"

namespace {

namespace simulate = otklik::simulate;

struct Options {
  std::int64_t replicates = 20'000;
  std::int64_t seed = 1;
  std::vector<std::string> files;
};

int RunAll(const Options& options) {
  // Pages first: a wrong one should not cost the minutes of a run.
  std::vector<simulate::Page> pages;
  for (const std::string& file : options.files) pages.push_back(simulate::ReadPage(file));
  const auto rows = simulate::AllRows();
  const auto results = simulate::Run(rows, options.replicates, static_cast<std::uint64_t>(options.seed));
  for (const simulate::Page& page : pages) {
    simulate::WritePage(page, simulate::Tables(page.language, rows, results, options.replicates, options.seed));
  }
  const auto missing = simulate::Missing(simulate::Language::kEnglish, rows, results);
  if (missing.empty()) {
    std::printf("all promised rows hold\n");
    return 0;
  }
  std::printf("promised rows that do not hold: %zu\n", missing.size());
  for (const std::string& row : missing) std::printf("  %s\n", row.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int kWrongInput = 2;
  Options options;
  CLI::App app("Simulates surveys whose truth is known and writes how often Otklik is right into Markdown files.");
  app.add_option("--replicates", options.replicates, "simulated surveys a cell")
      ->capture_default_str()
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{100'000'000}));
  app.add_option("--seed", options.seed, "of the random numbers")
      ->capture_default_str()
      ->check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()));
  app.add_option("FILE", options.files, "with the lines <!-- simulate: begin --> and <!-- simulate: end -->")
      ->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kWrongInput;
  }
  try {
    return RunAll(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "simulate: %s\n", error.what());
    return kWrongInput;
  }
}
