// The server's side of the command line: a secret in the data folder lets the same machine's commands ask the server
// that holds the folder.
#pragma once

#include <string>

#include "api/api.hpp"
#include "api/responses_export.hpp"
#include "app/company.hpp"

namespace otklik::app {

// <data>/control: "address port secret", readable by the owner alone, there while the server runs.
class ControlFile {
 public:
  ControlFile(const std::string& folder, const std::string& address, int port, const std::string& secret);
  ~ControlFile();

 private:
  std::string path_;
};

http::Handler ControlQuery(api::Services& services);
// Answers as a stream: progress events, then one "done" or "error".
http::Handler ControlImport(Company& company);
http::Handler ControlUndo(Company& company);
http::Handler ControlBackup(Company& company);
// Answers with the number of responses on a line of its own, then the file.
http::Handler ControlExport(Company& company);

// A survey's responses, ready to be read part by part; the answers have to be loaded.
Result<std::shared_ptr<api::ResponsesExport>> OpenExport(Company& company, const std::string& survey);

// A copy of the records as they are now, while the server goes on. SQLite only.
Result<void> Backup(Company& company, const std::string& file);

}  // namespace otklik::app
