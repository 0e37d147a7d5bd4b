#include "app/config.hpp"

#include <arpa/inet.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "base/json.hpp"
#include "base/text.hpp"

namespace otklik::app {
namespace {

constexpr int kMinThreads = 1, kMaxThreads = 64;
constexpr std::size_t kShownCharacters = 80;

std::string Upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

// A TOML value as the text it would have in the environment; nothing if it is of another type.
std::optional<std::string> AsText(const toml::node& node, SettingType type) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer(); number && type == SettingType::kThreads)
    return std::to_string(number->get());
  if (const auto* flag = node.as_boolean(); flag && type == SettingType::kFlag) return flag->get() ? "true" : "false";
  if (const auto* array = node.as_array(); array && type == SettingType::kList) {
    std::string joined;
    for (const toml::node& one : *array) {
      const auto* text = one.as_string();
      if (!text) return std::nullopt;
      joined += (joined.empty() ? "" : ",") + text->get();
    }
    return joined;
  }
  return std::nullopt;
}

Problem WrongType(const Setting& setting, const toml::node& node) {
  std::ostringstream written;
  written << toml::node_view<const toml::node>(node);
  Problem problem{"not_a_string", {}, setting.key, Truncate(written.str(), kShownCharacters)};
  if (setting.type == SettingType::kList) problem.key = "not_a_list";
  if (setting.type == SettingType::kFlag) problem.key = "not_a_boolean";
  if (setting.type == SettingType::kThreads) {
    problem.key = "not_an_integer";
    problem.args = {std::to_string(kMinThreads), std::to_string(kMaxThreads)};
  }
  return problem;
}

class Reader {
 public:
  Reader(const std::map<std::string, std::string>& values, std::vector<Problem>& problems)
      : values_(values), problems_(problems) {}

  std::string Text(const char* key) const { return values_.at(key); }
  int Threads(const char* key) {
    const std::string& text = values_.at(key);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < kMinThreads || value > kMaxThreads) {
      Report(key, "not_an_integer", {std::to_string(kMinThreads), std::to_string(kMaxThreads)});
    }
    return value;
  }
  bool Bool(const char* key) {
    const std::string& text = values_.at(key);
    if (text != "true" && text != "false") Report(key, "not_a_boolean", {});
    return text == "true";
  }
  std::string OneOf(const char* key, const std::vector<std::string>& allowed) {
    const std::string& text = values_.at(key);
    std::string list;
    for (const std::string& one : allowed) {
      if (one == text) return text;
      list += (list.empty() ? "" : ", ") + one;
    }
    Report(key, "not_one_of", {list});
    return text;
  }
  std::vector<std::string> List(const char* key) const {
    std::vector<std::string> items;
    std::string_view rest = values_.at(key);
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      if (comma != 0) items.emplace_back(rest.substr(0, comma));
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    return items;
  }
  void Report(const char* key, std::string message, std::vector<std::string> args) {
    problems_.push_back({std::move(message), std::move(args), key, values_.at(key)});
  }

 private:
  const std::map<std::string, std::string>& values_;
  std::vector<Problem>& problems_;
};

void ReadFile(const std::string& file, LoadedConfig& loaded, std::vector<Problem>& problems) {
  toml::table table;
  try {
    table = toml::parse_file(file);
  } catch (const toml::parse_error& error) {
    problems.push_back(
        {"config_syntax", {std::to_string(error.source().begin.line), std::string(error.description())}, file, ""});
    return;
  }
  std::vector<std::string> known;
  for (const Setting& setting : AllSettings()) known.push_back(setting.key);
  for (const auto& [key, node] : table) {
    const std::string name(key.str());
    const auto setting = std::find(known.begin(), known.end(), name);
    if (setting == known.end()) {
      const std::string near = Nearest(name, known);
      problems.push_back({near.empty() ? "unknown_key" : "unknown_key_near", {near}, name, file});
      continue;
    }
    const Setting& asked = AllSettings()[static_cast<std::size_t>(setting - known.begin())];
    if (const auto text = AsText(node, asked.type)) {
      loaded.values[name] = *text;
      loaded.sources[name] = file;
    } else {
      problems.push_back(WrongType(asked, node));
    }
  }
}

void ReadEnvironment(LoadedConfig& loaded) {
  for (const Setting& setting : AllSettings()) {
    const std::string variable = "OTKLIK_" + Upper(setting.key);
    if (const char* value = std::getenv(variable.c_str())) {
      loaded.values[setting.key] = value;
      loaded.sources[setting.key] = variable;
    }
  }
}

// Variables of our prefix that are no settings, with the setting nearest to each, if one is near.
std::vector<std::pair<std::string, std::string>> StrangeVariables() {
  std::vector<std::string> known;
  for (const Setting& setting : AllSettings()) known.push_back(setting.key);
  std::vector<std::pair<std::string, std::string>> strange;
  for (char** entry = environ; *entry; ++entry) {
    std::string_view name = *entry;
    name = name.substr(0, name.find('='));
    if (!name.starts_with("OTKLIK_")) continue;
    std::string key(name.substr(7));
    for (char& c : key) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const std::string near = Nearest(key, known);
    if (near != key) strange.emplace_back(name, near);
  }
  return strange;
}

// A variable that is nearly a setting is a slip of the pen; others may belong to somebody else.
void CheckEnvironment(std::vector<Problem>& problems) {
  for (const auto& [name, near] : StrangeVariables()) {
    if (!near.empty()) problems.push_back({"unknown_key_near", {near}, name, {}});
  }
}

bool IsAddress(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

void Check(const Config& config, Reader& reader) {
  if (config.port() < 0 || !IsAddress(config.address())) reader.Report("listen", "bad_listen", {});
  for (const std::string& proxy : config.trusted_proxies) {
    if (!IsAddress(proxy)) reader.Report("trusted_proxies", "bad_proxy", {proxy});
  }
  const bool http = config.public_url.starts_with("http://"), https = config.public_url.starts_with("https://");
  if (!config.public_url.empty() && ((!http && !https) || config.public_url.ends_with('/'))) {
    reader.Report("public_url", "bad_public_url", {});
  }
  if (config.secure_cookies && http) reader.Report("secure_cookies", "secure_needs_https", {});
  if (https && !config.secure_cookies) reader.Report("secure_cookies", "https_needs_secure", {});
  const bool postgres = config.records.starts_with("postgresql://") || config.records.starts_with("postgres://");
  if (!config.records.empty() && !postgres) reader.Report("records", "bad_records", {});
  if (config.data.empty()) reader.Report("data", "empty_text", {});
}

// A root's rights and a read-only file system make asking for permissions useless: it is tried.
bool CanMakeFolderIn(const std::filesystem::path& folder) {
  std::string probe = (folder / ".otklik-check-XXXXXX").string();
  return mkdtemp(probe.data()) && rmdir(probe.c_str()) == 0;
}

void TryFolder(const std::string& data, Reader& reader) {
  if (data.empty()) return;
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::absolute(data, ignored);
  std::filesystem::path there = folder;
  while (!std::filesystem::exists(there, ignored) && there != there.parent_path()) there = there.parent_path();
  if (!std::filesystem::is_directory(there, ignored)) {
    reader.Report("data", "not_a_folder", {there.string()});
  } else if (!CanMakeFolderIn(there)) {
    reader.Report("data", there == folder ? "folder_unwritable" : "folder_unmakeable", {there.string()});
  }
}

}  // namespace

const std::vector<Setting>& AllSettings() {
  static const std::vector<Setting> settings = {
      {"data", "data", "folder of the database and the snapshots", "папка базы и снимков"},
      {"listen", "127.0.0.1:8080", "address and port to serve on", "адрес и порт, на которых отвечать"},
      {"public_url", "", "address as clients see it, for links and QR codes; empty: http:// and listen",
       "адрес, как его видят клиенты, для ссылок и QR-кодов; пусто: http:// и listen"},
      {"records", "", "where the records are kept; empty: SQLite in the data folder, or postgresql://...",
       "где хранятся записи; пусто: SQLite в папке данных, или postgresql://..."},
      {"synchronous", "FULL",
       "SQLite's durability: FULL; OFF loses acknowledged responses at a power cut and is for tests",
       "надёжность SQLite: FULL; OFF теряет подтверждённые ответы при сбое питания и годится только для проверок"},
      {"secure_cookies", "false", "true behind https: cookies are then sent over https alone",
       "true за https: cookie тогда уходят только по https", SettingType::kFlag},
      {"trusted_proxies", "", "addresses of proxies whose X-Forwarded-For is believed, by comma",
       "адреса прокси, чьему X-Forwarded-For верить, через запятую", SettingType::kList},
      {"io_threads", "2", "threads that talk to the network, 1 to 64", "потоки сети, от 1 до 64",
       SettingType::kThreads},
      {"work_threads", "2", "threads for everything longer, 1 to 64", "потоки для долгой работы, от 1 до 64",
       SettingType::kThreads},
      {"query_threads", "2", "threads of one query, 1 to 64", "потоки одного запроса к показателям, от 1 до 64",
       SettingType::kThreads},
      {"log_level", "info", "debug, info, warn or error", "debug, info, warn или error"},
      {"language", "ru", "language of the command line's messages: ru or en",
       "язык сообщений командной строки: ru или en"},
  };
  return settings;
}

std::string Config::address() const { return listen.substr(0, listen.rfind(':')); }

int Config::port() const {
  const auto colon = listen.rfind(':');
  if (colon == std::string::npos) return -1;
  int port = -1;
  const auto [end, error] = std::from_chars(listen.data() + colon + 1, listen.data() + listen.size(), port);
  return error == std::errc() && end == listen.data() + listen.size() && port >= 0 && port <= 65535 ? port : -1;
}

std::string Config::url() const { return public_url.empty() ? "http://" + listen : public_url; }

Result<LoadedConfig> LoadConfig(const std::string& file, const std::map<std::string, std::string>& given,
                                bool try_folder) {
  LoadedConfig loaded;
  std::vector<Problem> problems;
  for (const Setting& setting : AllSettings()) {
    loaded.values[setting.key] = setting.otherwise;
    loaded.sources[setting.key] = "default";
  }
  const std::string path = file.empty() ? "otklik.toml" : file;
  if (std::filesystem::exists(path)) {
    ReadFile(path, loaded, problems);
  } else if (!file.empty()) {
    problems.push_back({"config_missing", {}, "config", file});
  }
  ReadEnvironment(loaded);
  CheckEnvironment(problems);
  for (const auto& [key, value] : given) {
    loaded.values[key] = value;
    loaded.sources[key] = "--" + key;
  }
  Reader reader(loaded.values, problems);
  Config& config = loaded.config;
  config.data = reader.Text("data");
  config.listen = reader.Text("listen");
  config.public_url = reader.Text("public_url");
  config.records = reader.Text("records");
  config.synchronous = reader.OneOf("synchronous", {"FULL", "OFF"});
  config.secure_cookies = reader.Bool("secure_cookies");
  config.trusted_proxies = reader.List("trusted_proxies");
  config.io_threads = reader.Threads("io_threads");
  config.work_threads = reader.Threads("work_threads");
  config.query_threads = reader.Threads("query_threads");
  config.log_level = reader.OneOf("log_level", {"debug", "info", "warn", "error"});
  config.language = reader.OneOf("language", {"ru", "en"});
  Check(config, reader);
  if (try_folder) TryFolder(config.data, reader);
  if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
  return loaded;
}

std::vector<std::string> IgnoredVariables() {
  std::vector<std::string> ignored;
  for (const auto& [name, near] : StrangeVariables()) {
    if (near.empty()) ignored.push_back(name);
  }
  std::ranges::sort(ignored);
  return ignored;
}

}  // namespace otklik::app
