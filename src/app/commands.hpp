// The commands besides serve. Each works on the data folder itself, or through the server that holds it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/company.hpp"
#include "app/config.hpp"
#include "app/import.hpp"

namespace otklik::app {

int RunQuery(const Config& config, const std::string& query);  // JSON, or @file
int RunImport(const Config& config, ImportOptions options);
int RunUndo(const Config& config, std::int64_t import);
int RunExport(const Config& config, const std::string& survey, const std::string& file);
int RunBackup(const Config& config, const std::string& file);
int RunRestore(const Config& config, const std::string& file, bool force);
int RunRebuild(const Config& config);
int RunDemo(const Config& config, const std::string& until);  // YYYY-MM-DD; empty: yesterday

// What the commands have in common: an error in the user's language and exit status 1, a line of success, the folder
// opened (or kBusy where a server holds it).
int FailWith(const Error& error, const Config& config);
void Tell(const Config& config, const char* key, std::vector<std::string> args = {});
Result<std::unique_ptr<Company>> OpenFolder(const Config& config, const Clock& clock);
bool HeldByServer(const Error& error);

}  // namespace otklik::app
