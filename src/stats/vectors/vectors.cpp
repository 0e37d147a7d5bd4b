// vectors [--skip-unknown] FOLDER: runs every case of every *.json in the folder and says what differs.
#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "stats/vectors/methods.hpp"

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using otklik::vectors::MethodTable;

struct Tally {
  int passed = 0;
  int failed = 0;
  std::map<std::string, int> unknown;  // method -> cases
};

MethodTable AllMethods() {
  MethodTable all;
  for (MethodTable part :
       {otklik::vectors::MetricMethods(), otklik::vectors::ValueMethods(), otklik::vectors::IntegralMethods(),
        otklik::vectors::UncertaintyMethods(), otklik::vectors::WeightingMethods(), otklik::vectors::PlanningMethods(),
        otklik::vectors::EffectMethods(), otklik::vectors::LoyaltyMethods(), otklik::vectors::DriverMethods(),
        otklik::vectors::IndexMethods(), otklik::vectors::TopicMethods()}) {
    all.merge(part);
  }
  return all;
}

// Differences between an expected value and the one we got, one line each, under their path.
void Compare(const json::value& expected, const json::value* got, double tolerance, const std::string& path,
             std::vector<std::string>& differences) {
  const auto differs = [&] {
    differences.push_back(path + ": expected " + json::serialize(expected) + ", got " +
                          (got == nullptr ? "nothing" : json::serialize(*got)));
  };
  if (got == nullptr) return differs();
  if (expected.is_object()) {
    if (!got->is_object()) return differs();
    for (const auto& [key, value] : expected.as_object()) {
      Compare(value, got->as_object().if_contains(key), tolerance, path + "." + std::string(key), differences);
    }
  } else if (expected.is_array()) {
    if (!got->is_array() || got->as_array().size() != expected.as_array().size()) return differs();
    for (std::size_t i = 0; i < expected.as_array().size(); ++i) {
      Compare(expected.as_array()[i], &got->as_array()[i], tolerance, path + "[" + std::to_string(i) + "]",
              differences);
    }
  } else if (expected.is_number()) {
    if (!got->is_number()) return differs();
    const double want = expected.to_number<double>();
    const double have = got->to_number<double>();
    const double allowed = std::max(tolerance, 1e-12) * std::max(1.0, std::abs(want));
    if (!(std::abs(have - want) <= allowed)) differs();
  } else if (expected != *got) {
    differs();
  }
}

void RunCase(const std::string& file, const json::object& record, const MethodTable& methods, Tally& tally) {
  const std::string name = file + " " + std::string(record.at("case").as_string());
  const std::string method(record.at("method").as_string());
  const auto found = methods.find(method);
  if (found == methods.end()) {
    ++tally.unknown[method];
    return;
  }
  std::vector<std::string> differences;
  try {
    const json::value got = found->second(record.at("input").as_object());
    Compare(record.at("expected"), &got, record.at("tolerance").to_number<double>(), "", differences);
  } catch (const std::exception& error) {
    differences.push_back(std::string(": ") + error.what());
  }
  ++(differences.empty() ? tally.passed : tally.failed);
  for (const std::string& difference : differences) {
    std::cout << "FAIL " << name << " (" << method << ") " << difference.substr(difference.starts_with('.') ? 1 : 0)
              << '\n';
  }
}

void RunFile(const fs::path& path, const MethodTable& methods, Tally& tally) {
  try {
    std::ifstream stream(path);
    std::stringstream text;
    text << stream.rdbuf();
    const json::value document = json::parse(text.str());
    const json::value& cases = document.is_object() ? document.as_object().at("cases") : document;
    for (const json::value& record : cases.as_array()) {
      RunCase(path.filename().string(), record.as_object(), methods, tally);
    }
  } catch (const std::exception& error) {
    ++tally.failed;
    std::cout << "FAIL " << path.string() << ": " << error.what() << '\n';
  }
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
