// The commands besides serve. Each works on the data folder itself, or through the server that holds it.
#pragma once

#include <string>

#include "app/config.hpp"
#include "app/import.hpp"

namespace otklik::app {

int RunQuery(const Config& config, const std::string& query);  // JSON, or @file
int RunImport(const Config& config, ImportOptions options);
int RunUndo(const Config& config, std::int64_t import);
int RunBackup(const Config& config, const std::string& file);
int RunRestore(const Config& config, const std::string& file, bool force);
int RunRebuild(const Config& config);
int RunDemo(const Config& config, const std::string& until);  // YYYY-MM-DD; empty: yesterday

}  // namespace otklik::app
