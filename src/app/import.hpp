// Import of responses from a delimited file, on an opened company.
#pragma once

#include <functional>
#include <string>

#include "app/company.hpp"

namespace otklik::app {

struct ImportOptions {
  std::string file, survey, map;  // paths and a key
  bool dry_run = false;
  bool skip_bad_rows = false;
  std::string actor = "import";
};

struct ImportOutcome {
  std::int64_t import = 0;  // 0: nothing was kept
  std::uint64_t rows = 0, added = 0, repeated = 0, bad = 0;
  // Of the repeated: rows whose id was kept before with other answers. What was kept stays.
  std::uint64_t differing = 0;
  std::string differing_ids;        // the first few
  std::string problems;             // what is wrong, by column and kind, in `language`
  std::string unmapped;             // columns nobody asked for
  std::string encoding, delimiter;  // as the file was read
  bool refused = false;             // bad rows, and not told to skip them
};

// All rows or none: the file is read once to check it, then again to keep it. `progress` gets 0..1.
Result<ImportOutcome> ImportResponses(Company& company, const ImportOptions& options, Language language,
                                      const std::function<void(double)>& progress);
Result<void> UndoImport(Company& company, std::int64_t import, const std::string& actor);

}  // namespace otklik::app
