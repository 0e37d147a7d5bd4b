#include "app/run.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>

#include "app/commands.hpp"
#include "app/config.hpp"
#include "app/serve.hpp"
#include "base/messages.hpp"

namespace otklik::app {
namespace {

Language SpokenLanguage() {
  const char* set = std::getenv("OTKLIK_LANGUAGE");
  return LanguageFrom(set ? set : "ru", Language::kRussian);
}

// Of settings that could not be read: the language asked for before them.
int FailWith(const Error& error, Language language = SpokenLanguage()) {
  fmt::print(stderr, "{}\n", Explain(error, language));
  return 1;
}

int PrintConfig(const Result<LoadedConfig>& loaded, Language asked) {
  if (!loaded) return FailWith(loaded.error(), asked);
  const bool russian = loaded->config.language == "ru";
  for (const Setting& setting : AllSettings()) {
    const std::string& source = loaded->sources.at(setting.key);
    fmt::print("{} = \"{}\"\n    {}\n    {}\n", setting.key, loaded->values.at(setting.key),
               russian ? setting.about_ru : setting.about_en,
               source == "default" ? (russian ? "по умолчанию" : "default") : source);
  }
  for (const std::string& name : IgnoredVariables())
    fmt::print("\n{}\n", Say(Problem{"variable_ignored", {name}, {}, {}},
                             LanguageFrom(loaded->config.language, Language::kRussian)));
  fmt::print("\n{}\n", Say("config_ok", LanguageFrom(loaded->config.language, Language::kRussian)));
  return 0;
}

// The commands and what was given to them.
struct Commands {
  explicit Commands(CLI::App& app);
  int Run(const Config& settings) const;

  CLI::App *serve, *config, *query, *import_responses, *undo, *export_responses, *backup, *restore, *rebuild, *demo;
  ServeOptions serve_options;
  ImportOptions import_options;
  std::string query_text = "-", copy_file, export_file, export_survey, until;
  std::int64_t import_number = 0;
  bool check = false, force = false;

 private:
  void AddImport(CLI::App& app);
  void AddExport(CLI::App& app);
};

Commands::Commands(CLI::App& app) {
  serve = app.add_subcommand("serve", "Serve until stopped");
  serve->add_flag("--demo", serve_options.demo, "Load the demo company if there are no data yet");
  config = app.add_subcommand("config", "Explain every setting");
  config->add_flag("--check", check, "Explain every setting and every mistake");
  query = app.add_subcommand("query", "Answer a query in JSON");
  query->add_option("query", query_text, "The query; @FILE reads a file, - standard input");
  AddImport(app);
  AddExport(app);
  backup = app.add_subcommand("backup", "Write a copy of the records, while the server runs or not");
  backup->add_option("file", copy_file, "The new file")->required();
  restore = app.add_subcommand("restore", "Put a backup in place");
  restore->add_option("file", copy_file, "The backup")->required();
  restore->add_flag("--force", force, "Replace the data that are there");
  rebuild = app.add_subcommand("rebuild", "Make everything derived anew from the records");
  demo = app.add_subcommand("demo", "Load the demo company into an empty data folder");
  demo->add_option("--until", until, "Its last day, as 2019-12-31; yesterday if not given");
}

void Commands::AddImport(CLI::App& app) {
  CLI::App* import = app.add_subcommand("import", "Import data, or undo an import");
  import->require_subcommand(1);
  import_responses = import->add_subcommand("responses", "Import responses from a delimited file");
  import_responses->add_option("file", import_options.file, "The file")->required();
  import_responses->add_option("--survey", import_options.survey, "Key of the survey")->required();
  import_responses->add_option("--map", import_options.map, "Mapping file: which column means what")->required();
  import_responses->add_flag("--dry-run", import_options.dry_run, "Check the file, keep nothing");
  import_responses->add_flag("--skip-bad-rows", import_options.skip_bad_rows,
                             "Keep the good rows of a file that has bad ones");
  undo = import->add_subcommand("undo", "Take a whole import back");
  undo->add_option("number", import_number, "Number of the import")->required();
}

void Commands::AddExport(CLI::App& app) {
  CLI::App* exported = app.add_subcommand("export", "Export data");
  exported->require_subcommand(1);
  export_responses = exported->add_subcommand("responses", "Export a survey's responses as CSV");
  export_responses->add_option("file", export_file, "The new file")->required();
  export_responses->add_option("--survey", export_survey, "Key of the survey")->required();
}

int Commands::Run(const Config& settings) const {
  if (serve->parsed()) return Serve(settings, serve_options);
  if (query->parsed()) return RunQuery(settings, query_text);
  if (import_responses->parsed()) return RunImport(settings, import_options);
  if (undo->parsed()) return RunUndo(settings, import_number);
  if (export_responses->parsed()) return RunExport(settings, export_survey, export_file);
  if (backup->parsed()) return RunBackup(settings, copy_file);
  if (restore->parsed()) return RunRestore(settings, copy_file, force);
  if (rebuild->parsed()) return RunRebuild(settings);
  return RunDemo(settings, until);
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
    app.add_option_function<std::string>(
        "--" + setting.key, [&given, key = setting.key](const std::string& value) { given[key] = value; },
        setting.about_en);
  }
  app.fallthrough();
  const Commands commands(app);
  CLI11_PARSE(app, argc, argv);
  const auto loaded = LoadConfig(file, given, commands.config->parsed());
  const auto said = given.find("language");
  const Language asked = said == given.end() ? SpokenLanguage() : LanguageFrom(said->second, SpokenLanguage());
  if (commands.config->parsed()) return PrintConfig(loaded, asked);
  if (!loaded) return FailWith(loaded.error(), asked);
  try {
    return commands.Run(loaded->config);
  } catch (const ErrorException& error) {
    return FailWith(error.error());
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
  }
  return 1;
}

}  // namespace otklik::app
