// vectors [--skip-unknown] FOLDER: runs every case of every *.json in the folder and says what differs.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "stats/vectors/run.hpp"

namespace {

namespace fs = std::filesystem;
using otklik::vectors::AllMethods;
using otklik::vectors::MethodTable;
using otklik::vectors::Tally;

void RunFile(const fs::path& path, const MethodTable& methods, Tally& tally) {
  std::ifstream stream(path);
  std::stringstream text;
  text << stream.rdbuf();
  otklik::vectors::RunDocument(path.filename().string(), text.str(), methods, tally, std::cout);
}

int Report(const Tally& tally, bool skip_unknown) {
  int unknown = 0;
  for (const auto& [method, count] : tally.unknown) {
    std::cout << "not implemented: " << method << " (" << count << " cases)\n";
    unknown += count;
  }
  std::cout << tally.passed << " passed, " << tally.failed << " failed, " << unknown << " not implemented\n";
  if (tally.failed > 0 || tally.passed + unknown == 0) return 1;
  return unknown > 0 && !skip_unknown ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  bool skip_unknown = false;
  std::string folder;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--skip-unknown") {
      skip_unknown = true;
    } else if (folder.empty() && !argument.starts_with("-")) {
      folder = argument;
    } else {
      folder.clear();
      break;
    }
  }
  std::error_code error;
  if (folder.empty() || !fs::is_directory(folder, error)) {
    std::cerr << "usage: vectors [--skip-unknown] FOLDER\nFOLDER must be a folder with *.json vector files\n";
    return 2;
  }
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  const MethodTable methods = AllMethods();
  Tally tally;
  for (const fs::path& file : files) RunFile(file, methods, tally);
  return Report(tally, skip_unknown);
}
