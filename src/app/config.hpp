// Settings: defaults, then a TOML file, then environment variables, then the command line; each explained.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/language.hpp"
#include "base/result.hpp"

namespace otklik::app {

struct Config {
  std::string data = "data";  // folder of the database and snapshots
  std::string listen = "127.0.0.1:8080";
  std::string public_url;            // empty: http:// and `listen`
  std::string records;               // empty: SQLite in the data folder; or postgresql://...
  std::string synchronous = "FULL";  // of SQLite
  bool secure_cookies = false;
  std::vector<std::string> trusted_proxies;
  int io_threads = 2;
  int work_threads = 2;
  int query_threads = 2;
  std::string log_level = "info";
  std::string language = "ru";  // of the command line's messages

  std::string address() const;  // of listen
  int port() const;
  std::string url() const;  // public_url, or what stands for it
};

enum class SettingType { kText, kThreads, kFlag, kList };  // kList: texts by comma, or an array of them

struct Setting {
  std::string key;        // as in the file; OTKLIK_<KEY> in the environment
  std::string otherwise;  // default
  std::string about_en, about_ru;
  SettingType type = SettingType::kText;
};
const std::vector<Setting>& AllSettings();

// Where each value came from, for `config --check`: "default", the file, or the variable.
struct LoadedConfig {
  Config config;
  std::map<std::string, std::string> values, sources;
};

// `file` empty: otklik.toml of the working folder, if it is there. `given` are values of the command line. Every
// mistake is a problem: unknown keys (with the nearest known one), wrong types, values outside their bounds,
// combinations that cannot work. With `try_folder` also a data folder that this user cannot write to or make; it is
// tried with an empty folder that is taken away at once.
Result<LoadedConfig> LoadConfig(const std::string& file, const std::map<std::string, std::string>& given,
                                bool try_folder = false);

// Variables of the environment that begin like settings and are none, nor nearly one; sorted.
std::vector<std::string> IgnoredVariables();

}  // namespace otklik::app
