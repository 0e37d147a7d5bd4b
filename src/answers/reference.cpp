#include "answers/reference.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "stats/csi.hpp"

namespace otklik::answers {
namespace {

std::uint8_t ScoreIn(const Row& row, const SurveySchema& schema, std::uint32_t column) {
  const auto& items = schema.items.at(row.version);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i] == column) return row.scores[i];
  }
  return survey::kNotShown;
}

bool Passes(const Row& row, const Plan& plan, const PlanSurvey& survey) {
  if (row.survey != survey.survey) return false;
  if (survey.max_seq && row.seq > *survey.max_seq) return false;
  if ((plan.from && row.day < *plan.from) || (plan.to && row.day > *plan.to)) return false;
  for (const PlanFilter& filter : plan.filters) {
    const std::string value = ValueOf(row, filter.dimension);
    const bool listed = std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end();
    if (listed == filter.excluded) return false;
  }
  return true;
}

GroupKey KeyOf(const Row& row, const Plan& plan, std::uint32_t part) {
  GroupKey key;
  if (plan.time) key.period = StartOf(*plan.time, row.day);
  for (const std::string& dimension : plan.by) key.values.push_back(ValueOf(row, dimension));
  key.part = part;
  return key;
}

// What one respondent answered: how often, and the sum of f.
struct Answered {
  std::int64_t answers = 0, sum = 0;
};

// Adds one respondent's scores of one part; not shown to any item: not a response of the group.
Answered AddScores(std::map<GroupKey, GroupCounts>& groups, GroupKey key, const Plan& plan,
                   const std::vector<std::uint8_t>& scores) {
  if (std::all_of(scores.begin(), scores.end(), [](int s) { return s == survey::kNotShown; })) return {};
  GroupCounts& group = groups[key];
  group.key = std::move(key);
  group.scores.resize(plan.f.size());
  std::int64_t answers = 0;
  std::int64_t sum = 0;
  for (const std::uint8_t score : scores) {
    if (score == survey::kHardToSay) ++group.hard_to_say;
    if (score == survey::kNotAnswered) ++group.not_answered;
    if (score >= survey::kHardToSay) continue;
    ++group.scores[score];
    ++answers;
    sum += plan.f[score];
  }
  ++group.responses;
  if (answers > 0) ++group.respondents;
  group.sum_mm += static_cast<std::uint64_t>(answers * answers);
  group.sum_ma += answers * sum;
  group.sum_aa += static_cast<std::uint64_t>(sum * sum);
  return {answers, sum};
}

void AddCross(CrossSums& cross, const Answered& part, const Answered& all) {
  if (part.answers > 0 && all.answers > part.answers) ++cross.also_elsewhere;
  cross.mm += static_cast<std::uint64_t>(part.answers * all.answers);
  cross.ma += part.answers * all.sum;
  cross.am += part.sum * all.answers;
  cross.aa += part.sum * all.sum;
}

void CountRow(std::map<GroupKey, GroupCounts>& groups, const Row& row, const Plan& plan, const PlanSurvey& survey) {
  if (plan.rows) {
    AddScores(groups, KeyOf(row, plan, 0), plan, {survey::kNotAnswered});
    return;
  }
  std::map<std::uint32_t, std::vector<std::uint8_t>> scores_of_part;
  for (const PlanColumn& column : survey.columns) {
    scores_of_part[column.part].push_back(ScoreIn(row, *survey.schema, column.column));
  }
  Answered all;
  std::map<std::uint32_t, Answered> answered;
  for (const auto& [part, scores] : scores_of_part) {
    const Answered one = AddScores(groups, KeyOf(row, plan, part), plan, scores);
    answered[part] = one;
    all.answers += one.answers;
    all.sum += one.sum;
  }
  if (!plan.crossed) return;
  for (const auto& [part, one] : answered) {
    if (one.answers > 0) AddCross(groups.at(KeyOf(row, plan, part)).cross, one, all);
  }
}

Error TooManyGroups(std::size_t most = kMaxGroups) {
  return Fail(Code::kInvalid, "too_many_groups", {std::to_string(most)}, "by");
}

class ReferenceView : public View {
 public:
  ReferenceView(std::shared_ptr<const std::vector<Row>> rows, std::uint64_t as_of)
      : rows_(std::move(rows)), as_of_(as_of) {}

  std::uint64_t as_of() const override { return as_of_; }

  Result<std::vector<GroupCounts>> Counts(const Plan& plan, int) const override {
    std::map<GroupKey, GroupCounts> groups;
    for (const Row& row : *rows_) {
      for (const PlanSurvey& survey : plan.surveys) {
        if (Passes(row, plan, survey)) CountRow(groups, row, plan, survey);
      }
    }
    if (groups.size() > plan.most_groups) return TooManyGroups(plan.most_groups);
    std::vector<GroupCounts> result;
    for (auto& [key, group] : groups) {
      if (plan.keys_only) group = GroupCounts{key};
      result.push_back(std::move(group));
    }
    return result;
  }

  Result<std::vector<GroupMoments>> Moments(const MomentsPlan& plan, int) const override;
  std::uint64_t ReleasedUpTo(const SurveySchema& survey, std::span<const std::uint32_t> columns,
                             int minimum) const override;

 private:
  std::shared_ptr<const std::vector<Row>> rows_;
  std::uint64_t as_of_;
};

std::optional<int> AnswerIn(const Row& row, const SurveySchema& schema, std::uint32_t column) {
  const int score = ScoreIn(row, schema, column);
  return score < survey::kHardToSay ? std::optional(score) : std::nullopt;
}

Result<std::vector<GroupMoments>> ReferenceView::Moments(const MomentsPlan& plan, int) const {
  const PlanSurvey& survey = plan.base.surveys.front();
  std::map<std::uint32_t, std::vector<PlanPair>> pairs_of_part;
  for (const PlanPair& pair : plan.pairs) pairs_of_part[pair.part].push_back(pair);
  std::map<GroupKey, stats::CsiMoments> groups;
  for (const Row& row : *rows_) {
    if (!Passes(row, plan.base, survey)) continue;
    for (const auto& [part, pairs] : pairs_of_part) {
      std::vector<std::optional<int>> satisfaction, importance;
      for (const PlanPair& pair : pairs) {
        satisfaction.push_back(AnswerIn(row, *survey.schema, pair.satisfaction));
        importance.push_back(AnswerIn(row, *survey.schema, pair.importance));
      }
      stats::CsiMoments& moments = groups[KeyOf(row, plan.base, part)];
      moments.items = static_cast<int>(pairs.size());
      stats::AddRespondent(moments, satisfaction, importance);
    }
  }
  std::erase_if(groups, [](const auto& group) { return group.second.respondents == 0; });
  if (groups.size() > kMaxGroups) return TooManyGroups();
  std::vector<GroupMoments> result;
  std::size_t total = 0;
  for (auto& [key, moments] : groups) {
    total += moments.gram.size();
    result.push_back({key, moments.respondents, std::move(moments.gram)});
  }
  if (total > kMaxMoments) return TooManyGroups();
  return result;
}

std::uint64_t ReferenceView::ReleasedUpTo(const SurveySchema& survey, std::span<const std::uint32_t> columns,
                                          int minimum) const {
  std::vector<ReleaseRow> rows;
  for (const Row& row : *rows_) {
    if (row.survey != survey.key) continue;
    ReleaseRow& one = rows.emplace_back(ReleaseRow{row.seq, {}});
    for (const std::uint32_t column : columns)
      one.answered.push_back(ScoreIn(row, survey, column) < survey::kHardToSay);
  }
  return ReleaseEnd(std::move(rows), minimum);
}

class ReferenceEngine : public Engine {
 public:
  void Apply(const Batch& batch) override {
    const std::lock_guard lock(mutex_);
    auto next = std::make_shared<std::vector<Row>>();
    for (const Row& row : *rows_) {
      const bool gone = std::find(batch.deleted.begin(), batch.deleted.end(), row.seq) != batch.deleted.end();
      if (!gone) next->push_back(row);
    }
    next->insert(next->end(), batch.rows.begin(), batch.rows.end());
    for (const Row& row : batch.rows) {
      for (const auto& [key, value] : row.dimensions) {
        if (IsAttribute(key)) attributes_.insert(key);
      }
    }
    rows_ = std::move(next);
    as_of_ = std::max(as_of_, batch.as_of);
  }

  std::shared_ptr<const View> Now() const override {
    const std::lock_guard lock(mutex_);
    return std::make_shared<ReferenceView>(rows_, as_of_);
  }

  std::vector<std::string> Attributes() const override {
    const std::lock_guard lock(mutex_);
    return {attributes_.begin(), attributes_.end()};
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const std::vector<Row>> rows_ = std::make_shared<std::vector<Row>>();
  std::set<std::string> attributes_;
  std::uint64_t as_of_ = 0;
};

}  // namespace

std::unique_ptr<Engine> MakeReferenceEngine() { return std::make_unique<ReferenceEngine>(); }

}  // namespace otklik::answers
