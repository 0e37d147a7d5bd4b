#include "answers/answer_store.hpp"

#include <algorithm>
#include <limits>

#include "answers/columns.hpp"
#include "answers/run_query.hpp"
#include "answers/stages.hpp"
#include "base/json.hpp"

namespace otklik::answers {
namespace {

constexpr Day kLastDay = 65535;

std::optional<Problem> CheckScores(const Row& row, const SurveySchema& schema, const std::string& field) {
  const auto& items = schema.items.at(row.version);
  if (row.scores.size() != items.size()) {
    return Problem{
        "scores_length", {std::to_string(items.size())}, field + ".scores", std::to_string(row.scores.size())};
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Column& column = schema.columns[items[i]];
    const int score = row.scores[i];
    if (score >= survey::kHardToSay || (score >= column.scale.min && score <= column.scale.max)) continue;
    return Problem{"score_out_of_scale",
                   {column.item, std::to_string(column.scale.min), std::to_string(column.scale.max)},
                   field + ".scores[" + std::to_string(i) + "]",
                   std::to_string(score)};
  }
  return std::nullopt;
}

std::optional<Problem> CheckRow(const Row& row, const Schema& schema, const std::string& field) {
  const auto survey = schema.find(row.survey);
  if (survey == schema.end()) return Problem{"unknown_survey", {}, field + ".survey", row.survey};
  if (!survey->second->items.contains(row.version)) {
    return Problem{"unknown_survey_version", {row.survey}, field + ".version", std::to_string(row.version)};
  }
  if (row.day < 0 || row.day > kLastDay) {
    return Problem{"day_out_of_range", {FormatDay(0), FormatDay(kLastDay)}, field + ".day", std::to_string(row.day)};
  }
  if (row.seq > std::numeric_limits<std::uint32_t>::max()) {
    return Problem{"seq_out_of_range", {}, field + ".seq", std::to_string(row.seq)};
  }
  return CheckScores(row, *survey->second, field);
}

Plan RowsPlan(const Schema& schema, bool with_anonymous) {
  Plan plan;
  plan.rows = true;
  plan.f = {0};
  for (const auto& [key, survey] : schema) {
    if (with_anonymous || !survey->anonymous) plan.surveys.push_back({key, survey, {}, {}});
  }
  return plan;
}

DimensionValues Ranked(std::string key, bool of_question, const std::map<std::string, std::uint64_t>& counts,
                       std::size_t most) {
  DimensionValues result{std::move(key), of_question, {counts.begin(), counts.end()}, counts.size()};
  std::stable_sort(result.values.begin(), result.values.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (result.values.size() > most) result.values.resize(most);
  return result;
}

struct ColumnCount {
  const Column* column = nullptr;
  std::uint64_t answers = 0;
  std::map<std::string, std::uint64_t> stamped;  // of them, by the stage of the response
};

// Answers of every score column of the surveys that are not anonymous.
std::vector<ColumnCount> ColumnCounts(const Schema& schema, const View& view, int threads) {
  Plan plan;
  plan.f.assign(survey::kHardToSay, 0);
  std::vector<ColumnCount> columns;
  for (const auto& [key, survey] : schema) {
    if (survey->anonymous) continue;
    PlanSurvey& planned = plan.surveys.emplace_back(PlanSurvey{key, survey, {}, {}});
    for (std::uint32_t i = 0; i < survey->columns.size(); ++i) {
      if (survey->columns[i].importance) continue;
      planned.columns.push_back({i, static_cast<std::uint32_t>(columns.size())});
      columns.push_back({&survey->columns[i], 0, {}});
    }
  }
  const auto groups = view.Counts(plan, threads);
  if (!groups) return columns;
  for (const GroupCounts& group : *groups) columns[group.key.part].answers = group.respondents;
  plan.by = {"stage"};
  plan.filters = {StampedFilter()};
  const auto stamped = view.Counts(plan, threads);
  if (!stamped) return columns;  // more stages than a list can offer
  for (const GroupCounts& group : *stamped) {
    columns[group.key.part].stamped[group.key.values.front()] = group.respondents;
  }
  return columns;
}

// Answers by value of a question-level dimension; the stage of a response goes before the question's.
std::map<std::string, std::uint64_t> CountsBy(const std::string& dimension, const std::vector<ColumnCount>& columns) {
  std::map<std::string, std::uint64_t> counts;
  for (const ColumnCount& one : columns) {
    std::uint64_t own = one.answers;
    if (dimension == "stage") {
      for (const auto& [stage, answers] : one.stamped) {
        counts[stage] += answers;
        own -= answers;
      }
    }
    counts[ValueOf(*one.column, dimension)] += own;
  }
  return counts;
}

}  // namespace

AnswerStore::AnswerStore() : AnswerStore(MakeColumnEngine()) {}
AnswerStore::AnswerStore(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
AnswerStore::~AnswerStore() = default;

void AnswerStore::AddMetric(Metric metric) {
  const std::lock_guard lock(mutex_);
  std::string key = metric.key;
  metrics_.emplace(std::move(key), std::make_unique<const Metric>(std::move(metric)));
}

void AnswerStore::PutMetric(Metric metric) {
  const std::lock_guard lock(mutex_);
  auto& slot = metrics_[metric.key];
  if (slot) former_metrics_.push_back(std::move(slot));
  slot = std::make_unique<const Metric>(std::move(metric));
}

void AnswerStore::RemoveMetric(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = metrics_.find(key);
  if (found == metrics_.end()) return;
  former_metrics_.push_back(std::move(found->second));
  metrics_.erase(found);
}

const Metric* AnswerStore::FindMetric(std::string_view key) const {
  const std::lock_guard lock(mutex_);
  const auto found = metrics_.find(key);
  return found == metrics_.end() ? nullptr : found->second.get();
}

std::vector<const Metric*> AnswerStore::Metrics() const {
  const std::lock_guard lock(mutex_);
  std::vector<const Metric*> all;
  for (const auto& [key, metric] : metrics_) all.push_back(metric.get());
  return all;
}

void AnswerStore::AddQuestionnaire(const survey::Questionnaire& questionnaire) {
  const std::lock_guard lock(mutex_);
  auto next = std::make_shared<Schema>(*schema_);
  auto& slot = (*next)[questionnaire.key];
  auto grown = slot ? std::make_shared<SurveySchema>(*slot) : std::make_shared<SurveySchema>();
  AddVersion(*grown, questionnaire);
  slot = std::move(grown);
  schema_ = std::move(next);
}

std::shared_ptr<const Schema> AnswerStore::schema() const {
  const std::lock_guard lock(mutex_);
  return schema_;
}

std::vector<std::string> AnswerStore::MeasuresOf(const Metric& metric) const {
  const auto known = schema();
  std::set<std::string> measures;
  for (const auto& [key, survey] : *known) {
    if (survey->anonymous) continue;
    for (const Column& column : survey->columns) {
      const bool kind = std::find(metric.question_kinds.begin(), metric.question_kinds.end(),
                                  survey::KindName(column.kind)) != metric.question_kinds.end();
      const bool scale =
          metric.any_scale || (column.scale.min == metric.scale_min && column.scale.max == metric.scale_max &&
                               column.scale.lower_is_better == metric.lower_is_better);
      if (kind && scale && !column.measures.empty()) measures.insert(column.measures);
    }
  }
  return {measures.begin(), measures.end()};
}

std::vector<std::string> AnswerStore::ItemList(std::string_view survey) const {
  const auto known = schema();
  std::vector<std::string> items;
  const auto found = known->find(survey);
  if (found == known->end()) return items;
  for (const Column& column : found->second->columns) items.push_back(column.item);
  return items;
}

void AnswerStore::DeclareAttribute(std::string key) {
  const std::lock_guard lock(mutex_);
  if (IsAttribute(key)) declared_.insert(std::move(key));
}

std::vector<std::string> AnswerStore::Attributes() const {
  std::vector<std::string> seen = engine_->Attributes();
  const std::lock_guard lock(mutex_);
  std::set<std::string> all = declared_;
  all.insert(seen.begin(), seen.end());
  return {all.begin(), all.end()};
}

Result<void> AnswerStore::Append(std::span<const Row> rows) {
  std::uint64_t as_of = 0;
  for (const Row& row : rows) as_of = std::max(as_of, row.seq);
  return Apply(rows, {}, as_of);
}

void AnswerStore::Delete(std::uint64_t seq) { engine_->Apply({{}, std::span(&seq, 1), 0, schema().get()}); }

Result<void> AnswerStore::Apply(std::span<const Row> rows, std::span<const std::uint64_t> deleted,
                                std::uint64_t as_of) {
  const auto known = schema();
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < rows.size() && problems.size() < 100; ++i) {
    if (auto problem = CheckRow(rows[i], *known, "rows[" + std::to_string(i) + "]")) {
      problems.push_back(std::move(*problem));
    }
  }
  if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
  engine_->Apply({rows, deleted, as_of, known.get()});
  return {};
}

std::uint64_t AnswerStore::as_of() const { return engine_->Now()->as_of(); }

Result<QueryResult> AnswerStore::Run(const Query& query, int threads) const {
  const auto view = engine_->Now();  // before the schema, so that the schema knows every row of it
  Known known{schema(), Attributes(), prefer_accounts_, std::nullopt, {}};
  if (const std::uint64_t accounts = declared_accounts_) known.accounts = static_cast<double>(accounts);
  if (query.where.contains("stage")) known.stages = StampedStages(*known.schema, *view, std::max(1, threads));
  const Metric* metric = FindMetric(query.metric);
  if (!metric) {
    std::vector<std::string> keys;
    for (const Metric* one : Metrics()) keys.push_back(one->key);
    const std::string near = Nearest(query.metric, keys), listed = Listed(keys);
    if (near.empty()) return Fail(Code::kInvalid, "unknown_metric", {listed}, "metric", query.metric);
    return Fail(Code::kInvalid, "unknown_metric_near", {near, listed}, "metric", query.metric);
  }
  if (auto checked = CheckQuery(query, known); !checked) return checked.error();
  return RunQuery(query, *metric, known, *view, std::max(1, threads));
}

Result<void> AnswerStore::Save(std::ostream& out, const SnapshotStamp& stamp) const {
  return engine_->Save(out, stamp, *schema());
}

Result<void> AnswerStore::Load(std::istream& in, const SnapshotStamp& stamp) {
  return engine_->Load(in, stamp, *schema());
}

std::vector<DimensionValues> AnswerStore::Dimensions(int threads, std::size_t most) const {
  const auto view = engine_->Now();
  const auto known = schema();
  std::vector<DimensionValues> result;
  std::vector<std::string> dimensions = ResponseDimensions();
  for (std::string& attribute : Attributes()) dimensions.push_back(std::move(attribute));
  for (const std::string& dimension : dimensions) {
    Plan plan = RowsPlan(*known, false);
    plan.by = {dimension};
    const auto groups = view->Counts(plan, threads);
    if (!groups) continue;  // more values than a list can offer
    std::map<std::string, std::uint64_t> counts;
    for (const GroupCounts& group : *groups) counts[group.key.values.front()] = group.responses;
    result.push_back(Ranked(dimension, false, counts, most));
  }
  const auto columns = ColumnCounts(*known, *view, threads);
  for (const std::string& dimension : QuestionDimensions()) {
    result.push_back(Ranked(dimension, true, CountsBy(dimension, columns), most));
  }
  return result;
}

std::vector<SurveyCount> AnswerStore::SurveyCounts(int threads) const {
  const auto view = engine_->Now();
  const auto known = schema();
  Plan plan = RowsPlan(*known, true);
  plan.by = {"survey", "completion"};
  std::map<std::string, SurveyCount> counts;
  for (const auto& [key, survey] : *known) counts[key].survey = key;
  const auto groups = view->Counts(plan, threads);
  if (groups) {
    for (const GroupCounts& group : *groups) {
      SurveyCount& count = counts[group.key.values[0]];
      (group.key.values[1] == "abandoned" ? count.abandoned : count.finished) = group.responses;
    }
  }
  std::vector<SurveyCount> result;
  for (auto& [key, count] : counts) result.push_back(std::move(count));
  return result;
}

}  // namespace otklik::answers
