#include "app/control.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>

#include "app/import.hpp"
#include "base/messages.hpp"

namespace otklik::app {

using http::Request;
using http::Response;

namespace {

std::string Event(const char* name, const json::value& data) {
  return fmt::format("event: {}\ndata: {}\n\n", name, json::serialize(data));
}

struct Asked {
  ImportOptions options;
  Language language = Language::kRussian;
};

Asked ReadImport(const Request& request) {
  const json::value body = api::BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  Asked asked;
  asked.options.file = reader.String("file", true, 4096).value_or("");
  asked.options.survey = reader.String("survey", true, 100).value_or("");
  asked.options.map = reader.String("map", true, 4096).value_or("");
  asked.options.dry_run = reader.Bool("dry_run", false);
  asked.options.skip_bad_rows = reader.Bool("skip_bad_rows", false);
  asked.language = LanguageFrom(reader.String("language", false, 10).value_or("ru"), Language::kRussian);
  reader.Finish();
  api::ThrowIfAny(std::move(problems));
  return asked;
}

json::value OutcomeJson(const ImportOutcome& outcome) {
  return json::object{
      {"import", outcome.import},     {"rows", outcome.rows},           {"added", outcome.added},
      {"repeated", outcome.repeated}, {"differing", outcome.differing}, {"differing_ids", outcome.differing_ids},
      {"bad", outcome.bad},           {"problems", outcome.problems},   {"unmapped", outcome.unmapped},
      {"encoding", outcome.encoding}, {"delimiter", outcome.delimiter}, {"refused", outcome.refused}};
}

void RunImport(Company& company, const Asked& asked, http::EventStream& stream) {
  int shown = -1;
  const auto progress = [&](double share) {
    const int percent = static_cast<int>(share * 100);
    if (percent == shown) return;
    shown = percent;
    stream.Push(Event("progress", share));
  };
  try {
    const auto outcome = ImportResponses(company, asked.options, asked.language, progress);
    stream.Push(outcome ? Event("done", OutcomeJson(*outcome))
                        : Event("error", json::value(Explain(outcome.error(), asked.language))));
  } catch (const std::exception& error) {
    stream.Push(Event("error", error.what()));
  }
  stream.Close();
}

}  // namespace

ControlFile::ControlFile(const std::string& folder, const std::string& address, int port, const std::string& secret)
    : path_(folder + "/control") {
  std::ofstream(path_) << (address == "0.0.0.0" ? "127.0.0.1" : address) << ' ' << port << ' ' << secret << '\n';
  chmod(path_.c_str(), 0600);
}

ControlFile::~ControlFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

http::Handler ControlQuery(api::Services& services) { return api::Sync(services, api::PostQuery); }

http::Handler ControlImport(Company& company) {
  return [&company](std::shared_ptr<Request> request, http::Reply reply) {
    const Asked asked = ReadImport(*request);
    Response response;
    response.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}};
    api::AddSecurityHeaders(response);
    response.on_stream = [&company, asked](std::shared_ptr<http::EventStream> stream) {
      company.RunInBackground([&company, asked, stream] { RunImport(company, asked, *stream); });
    };
    reply(std::move(response));
  };
}

http::Handler ControlUndo(Company& company) {
  return [&company](std::shared_ptr<Request> request, http::Reply reply) {
    const json::value body = api::BodyOf(*request);
    std::vector<Problem> problems;
    ObjectReader reader(body, "", problems);
    const auto import = reader.Int("import", 1, 1LL << 53, true);
    reader.Finish();
    api::ThrowIfAny(std::move(problems));
    api::OrThrow(UndoImport(company, *import, "import"));
    Response response = api::Json(200, json::object{{"import", *import}});
    api::AddSecurityHeaders(response);
    reply(std::move(response));
  };
}

http::Handler ControlBackup(Company& company) {
  return [&company](std::shared_ptr<Request> request, http::Reply reply) {
    const json::value body = api::BodyOf(*request);
    std::vector<Problem> problems;
    ObjectReader reader(body, "", problems);
    const auto file = reader.String("file", true, 4096);
    reader.Finish();
    api::ThrowIfAny(std::move(problems));
    api::OrThrow(Backup(company, *file));
    Response response = api::Json(200, json::object{{"file", *file}});
    api::AddSecurityHeaders(response);
    reply(std::move(response));
  };
}

Result<std::shared_ptr<api::ResponsesExport>> OpenExport(Company& company, const std::string& survey) {
  auto found = company.surveys->Find(survey);
  if (!found) return Fail(Code::kNotFound, "unknown_survey", {}, "survey", survey);
  auto opened = api::ResponsesExport::Open(found, company.answers->Attributes(), *company.responses, Scope::Company());
  if (!opened) return opened.error();
  if (auto noted = company.settings->Note("responses_exported", survey, "export"); !noted) return noted.error();
  return std::shared_ptr<api::ResponsesExport>(std::move(*opened));
}

http::Handler ControlExport(Company& company) {
  return [&company](std::shared_ptr<Request> request, http::Reply reply) {
    const json::value body = api::BodyOf(*request);
    std::vector<Problem> problems;
    ObjectReader reader(body, "", problems);
    const auto survey = reader.String("survey", true, 100);
    reader.Finish();
    api::ThrowIfAny(std::move(problems));
    const auto rows = api::OrThrow(OpenExport(company, *survey));
    const auto counts = company.responses->CountsOf(*survey, Scope::Company());
    std::string count = std::to_string(counts.finished + counts.abandoned) + "\n";
    Response response;
    response.headers = {{"Content-Type", "text/csv; charset=utf-8"}, {"Cache-Control", "no-store"}};
    api::AddSecurityHeaders(response);
    response.next_part = [rows, first = std::move(count)]() mutable -> std::optional<std::string> {
      if (!first.empty()) return std::exchange(first, {});
      return rows->Next();
    };
    reply(std::move(response));
  };
}

Result<void> Backup(Company& company, const std::string& file) {
  if (company.database->backend() != records::Backend::kSqlite)
    return Fail(Code::kInvalid, "backup_needs_sqlite", {}, "records");
  if (std::filesystem::exists(file)) return Fail(Code::kConflict, "backup_exists", {}, "file", file);
  const std::filesystem::path parent = std::filesystem::absolute(file).parent_path();
  if (!std::filesystem::is_directory(parent))
    return Fail(Code::kNotFound, "folder_missing", {}, "file", parent.string());
  return company.database->CopyTo(file);
}

}  // namespace otklik::app
