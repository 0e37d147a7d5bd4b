#include "app/run.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "app/config.hpp"
#include "app/serve.hpp"
#include "base/messages.hpp"

namespace otklik::app {
namespace {

Language SpokenLanguage() {
  const char* set = std::getenv("OTKLIK_LANGUAGE");
  return LanguageFrom(set ? set : "ru", Language::kRussian);
}

int FailWith(const Error& error) {
  fmt::print(stderr, "{}\n", Explain(error, SpokenLanguage()));
  return 1;
}

int PrintConfig(const Result<LoadedConfig>& loaded) {
  if (!loaded) return FailWith(loaded.error());
  const bool russian = loaded->config.language == "ru";
  for (const Setting& setting : AllSettings()) {
    const std::string& source = loaded->sources.at(setting.key);
    fmt::print("{} = \"{}\"\n    {}\n    {}\n", setting.key, loaded->values.at(setting.key), russian ? setting.about_ru : setting.about_en,
               source == "default" ? (russian ? "по умолчанию" : "default") : source);
  }
  fmt::print("\n{}\n", Say("config_ok", LanguageFrom(loaded->config.language, Language::kRussian)));
  return 0;
}

}  // namespace

int Run(int argc, char** argv) {
  if (sodium_init() < 0) return 1;
  spdlog::set_default_logger(spdlog::stderr_color_mt("otklik"));
  CLI::App app("Otklik: surveys, honest metrics, live dashboards");
  app.require_subcommand(1);
  std::string file;
  std::map<std::string, std::string> given;
  app.add_option("--config", file, "TOML file with settings");
  for (const Setting& setting : AllSettings()) {
    app.add_option_function<std::string>("--" + setting.key, [&given, key = setting.key](const std::string& value) { given[key] = value; },
                                         setting.about_en);
  }
  app.fallthrough();

  CLI::App* serve = app.add_subcommand("serve", "Serve until stopped");
  ServeOptions serve_options;
  serve->add_flag("--demo", serve_options.demo, "Load the demo company if there are no data yet");
  CLI::App* config = app.add_subcommand("config", "Explain every setting");
  bool check = false;
  config->add_flag("--check", check, "Explain every setting and every mistake");
  CLI11_PARSE(app, argc, argv);

  const auto loaded = LoadConfig(file, given);
  if (config->parsed()) return PrintConfig(loaded);
  if (!loaded) return FailWith(loaded.error());
  try {
    if (serve->parsed()) return Serve(loaded->config, serve_options);
  } catch (const ErrorException& error) {
    return FailWith(error.error());
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
  }
  return 1;
}

}  // namespace otklik::app
