#include "app/commands.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "app/control.hpp"
#include "app/control_client.hpp"
#include "app/progress.hpp"
#include "base/messages.hpp"

namespace otklik::app {
namespace {

Language Spoken(const Config& config) { return LanguageFrom(config.language, Language::kRussian); }

}  // namespace

int FailWith(const Error& error, const Config& config) {
  fmt::print(stderr, "{}\n", Explain(error, Spoken(config)));
  return 1;
}

void Tell(const Config& config, const char* key, std::vector<std::string> args) {
  fmt::print("{}\n", Say(Problem{key, std::move(args), {}, {}}, Spoken(config)));
}

Result<std::unique_ptr<Company>> OpenFolder(const Config& config, const Clock& clock) {
  // A slip in --data must not look like an empty company.
  if (!std::filesystem::is_directory(config.data))
    return Fail(Code::kNotFound, "folder_missing", {}, "data", config.data);
  return Company::Open(config, clock);
}

bool HeldByServer(const Error& error) {
  return error.code == Code::kBusy && error.problems.front().key == "folder_in_use";
}

namespace {

// {"metric": ...} as given, or the contents of @file, or standard input for "-".
Result<std::string> TextOf(const std::string& given) {
  std::stringstream text;
  if (given == "-") {
    text << std::cin.rdbuf();
  } else if (given.starts_with('@')) {
    std::ifstream file(given.substr(1));
    if (!file) return Fail(Code::kNotFound, "config_missing", {}, "query", given.substr(1));
    text << file.rdbuf();
  } else {
    return given;
  }
  return text.str();
}

Result<std::string> QueryFolder(Company& company, const std::string& text) {
  if (auto loaded = company.LoadAnswers(); !loaded) return loaded.error();
  const auto document = ReadJson(text);
  if (!document) return document.error();
  const auto query = answers::ParseQuery(*document, company.intake->time_zone().DayOf(company.clock.Now()));
  if (!query) return query.error();
  const auto result = company.answers->Run(*query, company.config.query_threads);
  if (!result) return result.error();
  return json::serialize(answers::ToJson(*result));
}

void TellOutcome(const Config& config, const ImportOutcome& outcome, bool dry_run) {
  if (!outcome.problems.empty()) fmt::print("{}\n", outcome.problems);
  Tell(config, "import_read_as", {outcome.encoding, outcome.delimiter});
  if (!outcome.unmapped.empty()) Tell(config, "import_unmapped", {outcome.unmapped});
  const auto number = [](auto value) { return std::to_string(value); };
  if (dry_run) return Tell(config, "import_checked", {number(outcome.rows), number(outcome.bad)});
  if (outcome.refused) return Tell(config, "import_refused", {number(outcome.rows), number(outcome.bad)});
  Tell(config, "import_done",
       {number(outcome.import), number(outcome.added), number(outcome.repeated), number(outcome.bad)});
  if (outcome.differing > 0) Tell(config, "import_differing", {number(outcome.differing), outcome.differing_ids});
}

// The server's stream of progress, ended by "done" or "error".
Result<ImportOutcome> ImportThroughServer(const Config& config, const ImportOptions& options, Progress& progress) {
  const json::object body{{"file", std::filesystem::absolute(options.file).string()},
                          {"survey", options.survey},
                          {"map", std::filesystem::absolute(options.map).string()},
                          {"dry_run", options.dry_run},
                          {"skip_bad_rows", options.skip_bad_rows},
                          {"language", config.language}};
  std::string pending, done, failed;
  const auto take = [&](std::string_view data) {
    pending += data;
    for (auto end = pending.find("\n\n"); end != std::string::npos; end = pending.find("\n\n")) {
      const std::string event = pending.substr(0, end);
      pending.erase(0, end + 2);
      const auto at = event.find("\ndata: ");
      if (at == std::string::npos) continue;
      const std::string value = event.substr(at + 7);
      if (event.starts_with("event: progress")) progress.Show(json::parse(value).to_number<double>());
      if (event.starts_with("event: done")) done = value;
      if (event.starts_with("event: error")) failed = std::string(json::parse(value).as_string());
    }
  };
  const auto asked = AskServer(config, "/control/import", json::serialize(body), take);
  if (!asked) return asked.error();
  if (!failed.empty()) return Fail(Code::kInvalid, "server_said", {failed});
  if (done.empty()) return Fail(Code::kInvalid, "no_answer_from_server", {pending});
  const json::value result = json::parse(done);
  const json::object& object = result.as_object();
  ImportOutcome outcome;
  outcome.import = object.at("import").to_number<std::int64_t>();
  outcome.rows = object.at("rows").to_number<std::uint64_t>();
  outcome.added = object.at("added").to_number<std::uint64_t>();
  outcome.repeated = object.at("repeated").to_number<std::uint64_t>();
  outcome.differing = object.at("differing").to_number<std::uint64_t>();
  outcome.differing_ids = std::string(object.at("differing_ids").as_string());
  outcome.bad = object.at("bad").to_number<std::uint64_t>();
  outcome.problems = std::string(object.at("problems").as_string());
  outcome.unmapped = std::string(object.at("unmapped").as_string());
  outcome.encoding = std::string(object.at("encoding").as_string());
  outcome.delimiter = std::string(object.at("delimiter").as_string());
  outcome.refused = object.at("refused").as_bool();
  return outcome;
}

}  // namespace

int RunQuery(const Config& config, const std::string& given) {
  const auto read = TextOf(given);
  if (!read) return FailWith(read.error(), config);
  const std::string& text = *read;
  const SystemClock clock;
  auto company = OpenFolder(config, clock);
  if (!company && !HeldByServer(company.error())) return FailWith(company.error(), config);
  const Result<std::string> result = company ? QueryFolder(**company, text) : AskServer(config, "/control/query", text);
  if (!result) return FailWith(result.error(), config);
  fmt::print("{}\n", *result);
  return 0;
}

int RunImport(const Config& config, ImportOptions options) {
  const SystemClock clock;
  auto company = OpenFolder(config, clock);
  if (!company && !HeldByServer(company.error())) return FailWith(company.error(), config);
  Result<ImportOutcome> outcome = ImportOutcome{};
  {
    Progress progress(Say("importing", Spoken(config)));
    outcome = company ? ImportResponses(**company, options, Spoken(config), progress.callback())
                      : ImportThroughServer(config, options, progress);
  }
  if (!outcome) return FailWith(outcome.error(), config);
  TellOutcome(config, *outcome, options.dry_run);
  return outcome->refused ? 1 : 0;
}

int RunUndo(const Config& config, std::int64_t import) {
  const SystemClock clock;
  auto company = OpenFolder(config, clock);
  if (!company && !HeldByServer(company.error())) return FailWith(company.error(), config);
  if (company) {
    if (const auto undone = UndoImport(**company, import, "import"); !undone) return FailWith(undone.error(), config);
  } else {
    const auto asked = AskServer(config, "/control/import/undo", json::serialize(json::object{{"import", import}}));
    if (!asked) return FailWith(asked.error(), config);
  }
  Tell(config, "import_undone", {std::to_string(import)});
  return 0;
}

int RunBackup(const Config& config, const std::string& file) {
  const std::string absolute = std::filesystem::absolute(file).string();
  const SystemClock clock;
  auto company = OpenFolder(config, clock);
  if (!company && !HeldByServer(company.error())) return FailWith(company.error(), config);
  if (company) {
    if (const auto done = Backup(**company, absolute); !done) return FailWith(done.error(), config);
  } else {
    const auto asked = AskServer(config, "/control/backup", json::serialize(json::object{{"file", absolute}}));
    if (!asked) return FailWith(asked.error(), config);
  }
  Tell(config, "backup_done", {absolute});
  return 0;
}

namespace {

// The copy of a backup as a database to start with.
Result<void> MakeReady(const std::filesystem::path& copy, const std::string& file) {
  if (const auto checked = records::Database::CheckFile(copy.string()); !checked)
    return Fail(Code::kInvalid, "not_a_backup", {}, "file", file);
  records::DatabaseConfig where;
  where.url = copy.string();
  auto opened = records::Database::Open(where);
  if (!opened) return opened.error();
  SystemRandom random;
  (*opened)->NewEpoch(random.NewSecret(9));  // whatever was derived from the old data is now known to be old
  return {};
}

}  // namespace

int RunRestore(const Config& config, const std::string& file, bool force) {
  const auto lock = FolderLock::Take(config.data);
  if (!lock) return FailWith(lock.error(), config);
  if (!config.records.empty()) return FailWith(Fail(Code::kInvalid, "backup_needs_sqlite", {}, "records"), config);
  if (!std::filesystem::exists(file)) return FailWith(Fail(Code::kInvalid, "config_missing", {}, "file", file), config);
  char head[16] = {};
  std::ifstream(file, std::ios::binary).read(head, sizeof head);
  if (std::string_view(head, 15) != "SQLite format 3")
    return FailWith(Fail(Code::kInvalid, "not_a_backup", {}, "file", file), config);
  const std::filesystem::path target = std::filesystem::path(config.data) / "otklik.db";
  if (std::filesystem::exists(target) && !force)
    return FailWith(Fail(Code::kConflict, "folder_has_data", {}, "data", config.data), config);
  // A whole copy first, checked and brought up to date: until it is ready nothing is lost.
  const std::filesystem::path arrived = target.string() + ".restored";
  std::filesystem::copy_file(file, arrived, std::filesystem::copy_options::overwrite_existing);
  std::filesystem::permissions(arrived, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  if (const auto ready = MakeReady(arrived, file); !ready) {
    std::filesystem::remove(arrived);
    return FailWith(ready.error(), config);
  }
  for (const char* old : {"otklik.db-wal", "otklik.db-shm", "answers.snapshot"}) {
    std::filesystem::remove(std::filesystem::path(config.data) / old);
  }
  std::filesystem::rename(arrived, target);
  Tell(config, "restore_done", {file});
  return 0;
}

int RunRebuild(const Config& config) {
  const SystemClock clock;
  auto company = OpenFolder(config, clock);
  if (!company) return FailWith(company.error(), config);
  std::filesystem::remove(std::filesystem::path(config.data) / "answers.snapshot");
  const auto start = std::chrono::steady_clock::now();
  {
    Progress progress(Say("loading_answers", Spoken(config)));
    if (const auto loaded = (*company)->LoadAnswers(progress.callback()); !loaded)
      return FailWith(loaded.error(), config);
  }
  (*company)->SaveAnswers();
  std::uint64_t responses = 0;
  for (const auto& count : (*company)->answers->SurveyCounts(config.query_threads))
    responses += count.finished + count.abandoned;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  Tell(config, "rebuild_done", {std::to_string(responses), fmt::format("{:.1f}", seconds)});
  return 0;
}

int RunDemo(const Config& config, const std::string& until) {
  const SystemClock clock;
  auto company = Company::Open(config, clock);
  if (!company) return FailWith(company.error(), config);
  const auto day =
      until.empty() ? std::optional((*company)->intake->time_zone().DayOf(clock.Now()) - 1) : ParseDay(until);
  if (!day) return FailWith(Fail(Code::kInvalid, "bad_date", {}, "until", until), config);
  if (!(*company)->surveys->All()->empty())
    return FailWith(Fail(Code::kConflict, "folder_has_data", {}, "data", config.data), config);
  Progress progress(Say("loading_demo", Spoken(config)));
  if (const auto loaded = (*company)->LoadDemo(*day, progress.callback()); !loaded)
    return FailWith(loaded.error(), config);
  Tell(config, "demo_done", {config.data});
  return 0;
}

}  // namespace otklik::app
