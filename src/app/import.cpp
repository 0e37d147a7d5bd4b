#include "app/import.hpp"

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "exchange/csv/csv_import.hpp"

namespace otklik::app {
namespace {

constexpr std::size_t kChunk = 1000;  // rows of one transaction: well under 100 ms, so that live responses go between

Result<std::string> ReadFile(const std::string& path, const char* field) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Fail(Code::kInvalid, "config_missing", {}, field, path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

intake::StoredResponse Stored(const csv::ImportedRow& row, const program::Version& version, const std::string& survey,
                              const TimeZone& zone) {
  intake::StoredResponse stored;
  stored.id = row.id.ToString();
  stored.survey = survey;
  stored.version = version.questionnaire.version;
  stored.started_at = stored.changed_at = stored.finished_at = row.finished_at;
  stored.day = zone.DayOf(row.finished_at);
  stored.channel = row.channel;
  stored.language = row.language;
  stored.account = row.account;
  stored.contact = row.contact;
  json::object attributes;
  for (const auto& [key, value] : row.dimensions) {
    if (key == "segment")
      stored.segment = value;
    else if (key == "partner")
      stored.partner = value;
    else if (key == "role")
      stored.role = value;
    else if (key == "tenure")
      stored.tenure = value;
    else if (key == "stage")
      stored.stage = value;
    else
      attributes[key] = value;
  }
  stored.attributes = json::serialize(attributes);
  stored.body_hash = "import";
  intake::SummariseAnswers(version.questionnaire, row.answers, stored);
  return stored;
}

// One reading of the file; `take` gets every good row.
class Reading {
 public:
  Reading(const ImportOptions& options, const csv::ImportMap& map, const survey::Questionnaire& questionnaire,
          const TimeZone& zone, std::string fingerprint, TimeMs latest)
      : in_(options.file, std::ios::binary),
        size_(std::filesystem::file_size(options.file)),
        importer_(csv::Importer::Open(in_, map, questionnaire, zone, std::move(fingerprint), latest)) {}

  Result<void> Each(const std::function<Result<void>(csv::ImportedRow&&)>& take, csv::ProblemReport& report,
                    const std::function<void(double)>& progress) {
    if (!importer_) return importer_.error();
    for (;;) {
      auto item = (*importer_)->Next();
      if (!item) return item.error();
      if (!*item) return {};
      if (const auto* bad = std::get_if<csv::BadRow>(&**item)) {
        report.Add(*bad);
      } else if (auto taken = take(std::move(std::get<csv::ImportedRow>(**item))); !taken) {
        return taken;
      }
      if ((*importer_)->rows_read() % 1000 == 0)
        progress(size_ ? static_cast<double>((*importer_)->bytes_read()) / static_cast<double>(size_) : 1);
    }
  }
  csv::Importer& importer() { return **importer_; }

 private:
  std::ifstream in_;
  std::uintmax_t size_;
  Result<std::unique_ptr<csv::Importer>> importer_;
};

struct Prepared {
  std::shared_ptr<const program::Survey> survey;
  std::optional<csv::ImportMap> map;
  std::string fingerprint;
};

Result<Prepared> Prepare(Company& company, const ImportOptions& options) {
  Prepared prepared;
  prepared.survey = company.surveys->Find(options.survey);
  if (!prepared.survey) return Fail(Code::kNotFound, "unknown_survey", {}, "survey", options.survey);
  if (!std::filesystem::is_regular_file(options.file))
    return Fail(Code::kInvalid, "config_missing", {}, "file", options.file);
  if (prepared.survey->current().questionnaire.anonymous)
    return Fail(Code::kRefused, "anonymous_import", {}, "survey", options.survey);
  const auto text = ReadFile(options.map, "map");
  if (!text) return text.error();
  const auto document = ReadJson(*text);
  if (!document) return document.error();
  auto map = csv::ParseMap(*document, prepared.survey->current().questionnaire);
  if (!map) return map.error();
  prepared.map = std::move(*map);
  std::ifstream in(options.file, std::ios::binary);
  prepared.fingerprint = csv::FileFingerprint(in);
  return prepared;
}

std::string Join(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// Rows whose own id a response of another survey may have, looked up many at a time.
class HeldElsewhere {
 public:
  HeldElsewhere(Company& company, const std::string& survey) : company_(company), survey_(survey) {}

  // Whether there are so many that they should be looked up.
  bool Add(const csv::ImportedRow& row) {
    ids_.push_back(row.id.ToString());
    rows_.push_back({row.row_number, row.own_id});
    return ids_.size() == kMost;
  }

  // Those that are held go to the report; how many do not.
  std::uint64_t Settle(const std::string& column, csv::ProblemReport& report) {
    const auto surveys = company_.imports->SurveysHolding(ids_, survey_);
    std::uint64_t free = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto& [number, id] = rows_[i];
      if (surveys[i].empty()) {
        ++free;
      } else {
        report.Add({number, {{number, column, id, {"csv_id_elsewhere", {surveys[i]}, {}, {}}}}});
      }
    }
    ids_.clear();
    rows_.clear();
    return free;
  }

 private:
  static constexpr std::size_t kMost = 1000;
  Company& company_;
  const std::string& survey_;
  std::vector<std::string> ids_;
  std::vector<std::pair<std::uint64_t, std::string>> rows_;
};

// The row repeats an id that was kept: is it the same response? One of another survey is a bad row, as the check of the
// file has said; where it came only since then, the import ends.
Result<void> CountRepeated(Company& company, const intake::StoredResponse& row, bool skip_bad, ImportOutcome& outcome) {
  constexpr std::uint64_t kNamed = 5;
  const auto kept = company.responses->Find(row.id);
  if (kept && kept->survey != row.survey) {
    if (!skip_bad) return Fail(Code::kConflict, "csv_id_elsewhere", {kept->survey}, "id", row.id);
    ++outcome.bad;
    return {};
  }
  ++outcome.repeated;
  if (!kept || kept->answers == row.answers) return {};
  if (++outcome.differing <= kNamed) outcome.differing_ids += (outcome.differing_ids.empty() ? "" : ", ") + row.id;
  if (outcome.differing == kNamed + 1) outcome.differing_ids += " …";
  return {};
}

// One transaction of hidden rows; `rows` gets what the columns will count of them.
Result<void> Keep(Company& company, std::int64_t import, std::vector<intake::StoredResponse>& chunk, bool skip_bad,
                  std::vector<answers::Row>& rows, ImportOutcome& outcome) {
  const auto added = company.imports->Add(import, chunk);
  if (!added) return added.error();
  outcome.added += *added;
  for (const intake::StoredResponse& stored : chunk) {
    if (stored.seq == 0) {
      if (auto counted = CountRepeated(company, stored, skip_bad, outcome); !counted) return counted;
    } else if (auto row = company.rows->Make(stored)) {
      rows.push_back(std::move(*row));
    }
  }
  chunk.clear();
  return {};
}

}  // namespace

Result<ImportOutcome> ImportResponses(Company& company, const ImportOptions& options, Language language,
                                      const std::function<void(double)>& progress) {
  auto prepared = Prepare(company, options);
  if (!prepared) return prepared.error();
  const program::Version& version = prepared->survey->current();
  const TimeZone zone = company.intake->time_zone();
  const TimeMs latest = company.clock.Now() + 24 * 3'600'000LL;
  ImportOutcome outcome;
  csv::ProblemReport report;
  {
    Reading check(options, *prepared->map, version.questionnaire, zone, prepared->fingerprint, latest);
    HeldElsewhere held(company, options.survey);
    const auto checked = check.Each(
        [&](csv::ImportedRow&& row) {
          if (row.own_id.empty()) {
            ++outcome.rows;
          } else if (held.Add(row)) {
            outcome.rows += held.Settle(check.importer().id_column(), report);
          }
          return Result<void>{};
        },
        report, [&](double share) { progress(share / 2); });
    if (!checked) return checked.error();
    outcome.rows += held.Settle(check.importer().id_column(), report);
    outcome.unmapped = Join(check.importer().unmapped_columns());
    outcome.encoding = check.importer().encoding();
    outcome.delimiter = csv::DelimiterText(check.importer().delimiter());
  }
  outcome.bad = report.bad_rows();
  outcome.problems = report.Explain(language);
  outcome.refused = outcome.bad > 0 && !options.skip_bad_rows;
  if (options.dry_run || outcome.refused) return outcome;

  if (const auto swept = company.imports->Sweep(); !swept) return swept.error();  // what an earlier try left hidden
  const auto begun = company.imports->Begin(options.survey, std::filesystem::path(options.file).filename().string(),
                                            prepared->fingerprint, options.actor);
  if (!begun) return begun.error();
  auto rows = std::make_shared<std::vector<answers::Row>>();
  std::vector<intake::StoredResponse> chunk;
  outcome.bad = 0;
  const auto flush = [&] { return Keep(company, *begun, chunk, options.skip_bad_rows, *rows, outcome); };
  Reading keep(options, *prepared->map, version.questionnaire, zone, prepared->fingerprint, latest);
  csv::ProblemReport again;
  auto kept = keep.Each(
      [&](csv::ImportedRow&& row) -> Result<void> {
        chunk.push_back(Stored(row, version, options.survey, zone));
        return chunk.size() == kChunk ? flush() : Result<void>{};
      },
      again, [&](double share) { progress(0.5 + share / 2); });
  if (kept) kept = flush();
  if (!kept) return kept.error();
  outcome.bad += again.bad_rows();
  const auto shown = company.imports->Show(*begun, outcome.added, rows, options.actor);
  if (!shown) return shown.error();
  outcome.import = *begun;
  return outcome;
}

Result<void> UndoImport(Company& company, std::int64_t import, const std::string& actor) {
  if (auto undone = company.imports->Undo(import, company.imports->SeqsOf(import), actor); !undone) return undone;
  return company.imports->Sweep();
}

}  // namespace otklik::app
