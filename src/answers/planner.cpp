#include "answers/planner.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "answers/stages.hpp"
#include "answers/window.hpp"

namespace otklik::answers {
namespace {

using Surveys = std::vector<std::shared_ptr<const SurveySchema>>;

const std::vector<std::string>* Allowed(const Query& query, const std::string& dimension) {
  const auto found = query.where.find(dimension);
  return found == query.where.end() ? nullptr : &found->second;
}

bool Contains(const std::vector<std::string>* allowed, const std::string& value) {
  return !allowed || std::find(allowed->begin(), allowed->end(), value) != allowed->end();
}

bool Fits(const Metric& metric, const Column& column) {
  if (column.importance) return false;
  const auto& kinds = metric.question_kinds;
  if (std::find(kinds.begin(), kinds.end(), survey::KindName(column.kind)) == kinds.end()) return false;
  return metric.any_scale || (column.scale.min == metric.scale_min && column.scale.max == metric.scale_max &&
                              column.scale.lower_is_better == metric.lower_is_better);
}

bool Passes(const Query& query, const Column& column) {
  for (const std::string& dimension : QuestionDimensions()) {
    if (!Contains(Allowed(query, dimension), ValueOf(column, dimension))) return false;
  }
  const auto* versions = Allowed(query, "version");
  return std::any_of(column.versions.begin(), column.versions.end(),
                     [&](int version) { return Contains(versions, std::to_string(version)); });
}

std::string RowName(const Column& column) {
  return column.item.size() > column.question.size() ? column.item.substr(column.question.size() + 1) : std::string();
}

bool SharesVersion(const Column& a, const Column& b) {
  return std::any_of(a.versions.begin(), a.versions.end(), [&](int version) {
    return std::find(b.versions.begin(), b.versions.end(), version) != b.versions.end();
  });
}

// The importance asked for what `satisfaction` rates: the same criterion, or the same row where no criterion is set.
// The newest column wins.
std::optional<std::uint32_t> ImportanceOf(const SurveySchema& schema, const Column& satisfaction) {
  std::optional<std::uint32_t> found;
  for (std::uint32_t i = 0; i < schema.columns.size(); ++i) {
    const Column& column = schema.columns[i];
    if (!column.importance || column.criterion != satisfaction.criterion) continue;
    if (column.criterion.empty() && (RowName(column).empty() || RowName(column) != RowName(satisfaction))) continue;
    if (SharesVersion(column, satisfaction)) found = i;
  }
  return found;
}

std::vector<Chosen> Choose(const Query& query, const Metric& metric, const Surveys& surveys) {
  std::vector<Chosen> chosen;
  for (const auto& survey : surveys) {
    for (std::uint32_t i = 0; i < survey->columns.size(); ++i) {
      const Column& column = survey->columns[i];
      if (!Fits(metric, column) || !Passes(query, column)) continue;
      if (metric.kind == MetricKind::kCsi && !ImportanceOf(*survey, column)) continue;
      chosen.push_back({survey, i, 0, &column});
    }
  }
  return chosen;
}

// ---- anonymous surveys ---------------------------------------------------------------------------------

// What an anonymous survey may not be asked; empty if nothing.
std::string TooFine(const Query& query) {
  const auto harmless = [](const std::string& dimension) { return dimension == "survey" || dimension == "measures"; };
  for (const std::string& dimension : query.by) {
    if (!harmless(dimension)) return dimension;
  }
  for (const auto& [dimension, values] : query.where) {
    if (!harmless(dimension)) return dimension;
  }
  if (query.compare != Compare::kNone) return "compare";
  if (query.estimand == Estimand::kAccount) return "estimand";
  if (!query.weights.empty()) return "weights";
  return query.from || query.to ? "period" : "";
}

Error Alone(const Surveys& surveys) {
  std::string names;
  for (const auto& survey : surveys) names += (names.empty() ? "" : ", ") + survey->key;
  return Fail(Code::kRefused, "anonymous_alone", {names}, "where.survey");
}

// An anonymous survey is asked alone and as a whole, or it is left out.
Result<std::vector<Chosen>> ChooseGuarded(const Query& query, const Metric& metric, const Schema& schema,
                                          bool stamped) {
  Surveys open, anonymous;
  const auto* wanted = Allowed(query, "survey");
  for (const auto& [key, survey] : schema) {
    if (Contains(wanted, key)) (survey->anonymous ? anonymous : open).push_back(survey);
  }
  if (wanted && !anonymous.empty() && open.size() + anonymous.size() > 1) return Alone(anonymous);
  std::vector<Chosen> chosen = Choose(query, metric, open);
  if (!chosen.empty() || stamped || anonymous.empty()) return chosen;
  std::erase_if(anonymous, [&](const auto& survey) { return Choose(query, metric, {survey}).empty() && !wanted; });
  if (anonymous.empty()) return chosen;
  if (anonymous.size() > 1) return Alone(anonymous);
  const std::string too_fine = TooFine(query);
  if (!too_fine.empty()) {
    return Fail(Code::kRefused, "anonymous_total_only", {anonymous.front()->key}, too_fine, anonymous.front()->key);
  }
  return Choose(query, metric, anonymous);
}

// ---- what may not be mixed -----------------------------------------------------------------------------

std::set<std::string> Distinct(const std::vector<Chosen>& chosen, const std::string& dimension) {
  std::set<std::string> values;
  for (const Chosen& one : chosen) {
    values.insert(dimension == "survey" ? one.survey->key : ValueOf(*one.column, dimension));
  }
  return values;
}

std::vector<Chosen> AllChosen(const QueryPlan& plan) {
  std::vector<Chosen> all = plan.chosen;
  if (plan.stamped) all.insert(all.end(), plan.stamped->chosen.begin(), plan.stamped->chosen.end());
  return all;
}

std::vector<PlanSurvey> SurveysOf(const std::vector<Chosen>& chosen) {
  std::map<std::string, PlanSurvey> surveys;
  for (const Chosen& one : chosen) {
    PlanSurvey& survey = surveys[one.survey->key];
    survey.survey = one.survey->key;
    survey.schema = one.survey;
    survey.columns.push_back({one.index, one.part});
  }
  std::vector<PlanSurvey> result;
  for (auto& [key, survey] : surveys) {
    std::stable_sort(survey.columns.begin(), survey.columns.end(),
                     [](const PlanColumn& a, const PlanColumn& b) { return a.part < b.part; });
    result.push_back(std::move(survey));
  }
  return result;
}

enum class Counted { kAnswers, kShown };

// How often each value of a question-level dimension was answered within the query's period, or shown within it and the
// period it is compared with.
Result<std::vector<std::uint64_t>> CountValues(const QueryPlan& plan, const Query& query, const std::string& dimension,
                                               const std::set<std::string>& values, Counted what, const View& view,
                                               int threads) {
  std::vector<std::uint64_t> counted(values.size());
  const auto add = [&](Plan by_value, std::vector<Chosen> chosen) -> Result<void> {
    for (Chosen& one : chosen) {
      const std::string value = dimension == "survey" ? one.survey->key : ValueOf(*one.column, dimension);
      one.part = static_cast<std::uint32_t>(std::distance(values.begin(), values.find(value)));
    }
    by_value.surveys = SurveysOf(chosen);
    by_value.by.clear();
    by_value.time.reset();
    by_value.from = query.from;
    by_value.to = query.to;
    if (what == Counted::kShown && query.compare != Compare::kNone) {
      if (const auto previous = Before(query)) by_value.from = previous->window.from;
    }
    auto counts = view.Counts(by_value, threads);
    if (!counts) return counts.error();
    for (const GroupCounts& group : *counts) {
      const auto answers = std::accumulate(group.scores.begin(), group.scores.end(), std::uint64_t{0});
      counted[group.key.part] += what == Counted::kAnswers ? answers : group.responses;
    }
    return {};
  };
  if (auto added = add(plan.plan, plan.chosen); !added) return added.error();
  if (plan.stamped) {
    if (auto added = add(plan.stamped->plan, plan.stamped->chosen); !added) return added.error();
  }
  return counted;
}

// The refusal with its choices: as one text, then each choice and its answers.
Error Mixed(const QueryPlan& plan, const Query& query, const std::string& problem, const std::string& dimension,
            const View& view, int threads) {
  const auto values = Distinct(AllChosen(plan), dimension);
  const auto answers = CountValues(plan, query, dimension, values, Counted::kAnswers, view, threads);
  if (!answers) return answers.error();
  std::vector<std::string> args(1);
  std::size_t part = 0;
  for (const std::string& value : values) {
    const std::string count = std::to_string((*answers)[part++]);
    args[0] += (args[0].empty() ? "" : ", ") + (value.empty() ? "\"\"" : value) + " (" + count + ")";
    args.push_back(value);
    args.push_back(count);
  }
  return Fail(Code::kRefused, problem, std::move(args), "where." + dimension);
}

// A survey that nobody was asked in then mixes with nothing: what was not shown is left out, if that leaves anything.
Result<void> LeaveOutUnasked(QueryPlan& plan, const Query& query, const std::string& dimension, const View& view,
                             int threads) {
  const auto values = Distinct(AllChosen(plan), dimension);
  const auto shown = CountValues(plan, query, dimension, values, Counted::kShown, view, threads);
  if (!shown) return shown.error();
  std::set<std::string> unasked;
  std::size_t part = 0;
  for (const std::string& value : values) {
    if ((*shown)[part++] == 0) unasked.insert(value);
  }
  if (unasked.size() == values.size()) return {};
  const auto leave_out = [&](const Chosen& one) {
    return unasked.contains(dimension == "survey" ? one.survey->key : ValueOf(*one.column, dimension));
  };
  std::erase_if(plan.chosen, leave_out);
  if (plan.stamped) std::erase_if(plan.stamped->chosen, leave_out);
  return {};
}

// Only the survey with the most answers within the query's period is counted.
Result<void> NarrowToLargest(QueryPlan& plan, const Query& query, const View& view, int threads) {
  const auto surveys = Distinct(AllChosen(plan), "survey");
  const auto answers = CountValues(plan, query, "survey", surveys, Counted::kAnswers, view, threads);
  if (!answers) return answers.error();
  const auto largest = std::max_element(answers->begin(), answers->end()) - answers->begin();
  NarrowedTo narrowed{*std::next(surveys.begin(), largest), {}};
  std::size_t part = 0;
  for (const std::string& survey : surveys) narrowed.answers[survey] = (*answers)[part++];
  const auto another = [&](const Chosen& one) { return one.survey->key != narrowed.survey; };
  std::erase_if(plan.chosen, another);
  if (plan.stamped) std::erase_if(plan.stamped->chosen, another);
  plan.narrowed_to = std::move(narrowed);
  return {};
}

bool GroupsBy(const Query& query, const std::string& dimension) {
  return std::find(query.by.begin(), query.by.end(), dimension) != query.by.end();
}

// A query that would mix what cannot be compared is refused, or only its total where the groups keep it apart.
Result<void> RefuseMixture(const Query& query, QueryPlan& plan, const View& view, int threads) {
  const bool of_scores = plan.metric->kind == MetricKind::kMean || plan.metric->kind == MetricKind::kCsi;
  struct Rule {
    bool applies;
    std::string dimension, problem;
  };
  for (const Rule& rule : {Rule{plan.metric->kind == MetricKind::kCsi, "survey", "mixed_surveys"},
                           Rule{true, "measures", "mixed_measures"}, Rule{of_scores, "scale", "mixed_scales"}}) {
    if (!rule.applies || Distinct(AllChosen(plan), rule.dimension).size() < 2) continue;
    if (auto left = LeaveOutUnasked(plan, query, rule.dimension, view, threads); !left) return left.error();
    if (Distinct(AllChosen(plan), rule.dimension).size() < 2) continue;
    if (GroupsBy(query, rule.dimension) && rule.dimension != "survey") {
      if (plan.total_refused.empty()) plan.total_refused = rule.problem;
      continue;
    }
    if (rule.dimension == "survey" && query.mixture == Mixture::kLargestSurvey) {
      if (auto narrowed = NarrowToLargest(plan, query, view, threads); !narrowed) return narrowed.error();
      continue;
    }
    return Mixed(plan, query, rule.problem, rule.dimension, view, threads);
  }
  return {};
}

// ---- putting it together -------------------------------------------------------------------------------

using Parts = std::map<std::vector<std::string>, std::uint32_t>;

std::vector<std::vector<std::string>> Number(Parts& parts) {
  std::vector<std::vector<std::string>> all;
  for (auto& [values, index] : parts) {
    index = static_cast<std::uint32_t>(all.size());
    all.push_back(values);
  }
  return all;
}

// The column's question-level values; `stage` instead of its own where one is given.
std::vector<std::string> PartValues(const QueryPlan& plan, const Column& column, const std::string* stage = nullptr) {
  std::vector<std::string> values;
  for (const std::string& dimension : plan.question_by) {
    values.push_back(stage && dimension == "stage" ? *stage : ValueOf(column, dimension));
  }
  return values;
}

// Parts of the rows that have a stage: first without it, for the engine, then with each stage that occurs.
Result<void> AddStampedParts(QueryPlan& plan, Parts& parts, const View& view, int threads) {
  static const std::string kAnyStage;
  StampedRows& stamped = *plan.stamped;
  Parts without;
  for (const Chosen& one : stamped.chosen) without.emplace(PartValues(plan, *one.column, &kAnyStage), 0);
  Number(without);
  std::map<std::uint32_t, const Column*> columns;
  for (Chosen& one : stamped.chosen) {
    one.part = without.at(PartValues(plan, *one.column, &kAnyStage));
    columns[one.part] = one.column;
  }
  stamped.plan.surveys = SurveysOf(stamped.chosen);
  auto found = StampedParts(stamped, view, threads);
  if (!found) return found.error();
  for (const GroupKey& key : *found) parts.emplace(PartValues(plan, *columns.at(key.part), &key.values.front()), 0);
  Number(parts);
  for (const GroupKey& key : *found) {
    stamped.parts[{key.values.front(), key.part}] =
        parts.at(PartValues(plan, *columns.at(key.part), &key.values.front()));
  }
  return {};
}

Result<void> AddParts(QueryPlan& plan, const View& view, int threads) {
  Parts parts;
  for (const Chosen& one : plan.chosen) parts.emplace(PartValues(plan, *one.column), 0);
  if (plan.stamped) {
    if (auto added = AddStampedParts(plan, parts, view, threads); !added) return added.error();
  }
  plan.parts = Number(parts);
  for (Chosen& one : plan.chosen) one.part = parts.at(PartValues(plan, *one.column));
  plan.plan.surveys = SurveysOf(plan.chosen);
  return {};
}

void AddScale(QueryPlan& plan) {
  const Metric& metric = *plan.metric;
  const std::vector<Chosen> chosen = AllChosen(plan);
  if (chosen.empty()) {
    plan.scale.min = metric.any_scale ? 0 : metric.scale_min;
    plan.scale.max = metric.any_scale ? 0 : metric.scale_max;
    plan.scale.lower_is_better = metric.lower_is_better;
  } else {
    plan.scale = chosen.front().column->scale;
  }
  for (const Chosen& one : chosen) {
    plan.scale.min = std::min(plan.scale.min, one.column->scale.min);
    plan.scale.max = std::max(plan.scale.max, one.column->scale.max);
  }
  plan.plan.f.assign(static_cast<std::size_t>(plan.scale.max) + 1, 0);
  for (int score = plan.scale.min; score <= plan.scale.max; ++score) {
    const auto place = static_cast<std::size_t>(score);
    if (metric.kind == MetricKind::kMean || metric.kind == MetricKind::kCsi) {
      plan.plan.f[place] = score;
    } else {
      const double f = metric.f[static_cast<std::size_t>(score - metric.scale_min)];
      plan.plan.f[place] = static_cast<int>(metric.kind == MetricKind::kNet ? f / 100 : f);
    }
  }
  if (plan.stamped) plan.stamped->plan.f = plan.plan.f;
}

void AddPairs(QueryPlan& plan) {
  plan.moments.emplace();
  for (const Chosen& one : plan.chosen) {
    const std::uint32_t importance = *ImportanceOf(*one.survey, *one.column);
    plan.moments->pairs.push_back({one.index, importance, one.part});
    plan.importance_max = std::max(plan.importance_max, one.survey->columns[importance].scale.max);
  }
  std::stable_sort(plan.moments->pairs.begin(), plan.moments->pairs.end(),
                   [](const PlanPair& a, const PlanPair& b) { return a.part < b.part; });
  plan.moments->base = plan.plan;
}

void AddBy(const Query& query, QueryPlan& plan) {
  for (const std::string& dimension : query.by) {
    if (const auto unit = TimeUnitFrom(dimension)) {
      plan.plan.time = unit;
    } else if (IsQuestionDimension(dimension)) {
      plan.question_by.push_back(dimension);
    } else {
      plan.plan.by.push_back(dimension);
    }
  }
  for (const auto& [dimension, values] : query.where) {
    if (dimension == "survey" || IsQuestionDimension(dimension)) continue;
    plan.plan.filters.push_back({dimension, values});
  }
}

// Rows with a stage of their own get a plan of theirs, and the query's plan leaves them out.
Result<void> AddStamped(const Query& query, const Metric& metric, const Schema& schema, QueryPlan& plan,
                        const View& view, int threads) {
  Surveys open;
  std::vector<PlanSurvey> asked;
  for (const auto& [key, survey] : schema) {
    if (survey->anonymous || !Contains(Allowed(query, "survey"), key)) continue;
    open.push_back(survey);
    asked.push_back({key, survey, {}, {}});
  }
  auto found = StampedSurveys(asked, query, plan.plan.filters, view, threads);
  if (!found) return found.error();
  std::erase_if(open, [&](const auto& survey) { return !Contains(&*found, survey->key); });
  Query any_stage = query;
  any_stage.where.erase("stage");
  StampedRows stamped;
  stamped.chosen = Choose(any_stage, metric, open);
  stamped.plan = plan.plan;
  stamped.plan.filters.push_back(StampedFilter(query));
  plan.plan.filters.push_back(UnstampedFilter());
  if (!stamped.chosen.empty()) plan.stamped = std::move(stamped);
  return {};
}

// What a total of this survey is made of; a release is of these columns.
std::vector<std::uint32_t> ColumnsAsked(const QueryPlan& plan, const SurveySchema& schema) {
  std::vector<std::uint32_t> columns;
  for (const Chosen& one : plan.chosen) {
    if (one.survey.get() != &schema) continue;
    columns.push_back(one.index);
    if (plan.metric->kind != MetricKind::kCsi) continue;
    if (const auto importance = ImportanceOf(schema, *one.column)) columns.push_back(*importance);
  }
  return columns;
}

// A CSI has its error by respondent.
void AddClusters(const Query& query, bool prefer_accounts, QueryPlan& plan) {
  plan.estimand = query.estimand.value_or(Estimand::kContact);
  if (plan.minimum || plan.metric->kind == MetricKind::kCsi || query.cluster == Cluster::kRespondent) return;
  const auto& by = plan.plan.by;
  const auto place = std::find(by.begin(), by.end(), "account");
  plan.by_account = place == by.end();
  if (!plan.by_account) plan.account_place = static_cast<std::size_t>(place - by.begin());
  plan.prefers_accounts = prefer_accounts && !query.estimand && plan.by_account;
}

}  // namespace

Result<QueryPlan> MakePlan(const Query& query, const Metric& metric, const Known& known, const View& view,
                           int threads) {
  if (query.estimand == Estimand::kAccount && metric.kind == MetricKind::kCsi) {
    return Fail(Code::kInvalid, "estimand_csi", {}, "estimand", "account");
  }
  if (!query.weights.empty() && metric.kind == MetricKind::kCsi)
    return Fail(Code::kInvalid, "weights_csi", {}, "weights");
  QueryPlan plan;
  plan.metric = &metric;
  AddBy(query, plan);
  if (UsesStage(query, metric)) {
    if (auto stamped = AddStamped(query, metric, *known.schema, plan, view, threads); !stamped) return stamped.error();
  }
  auto chosen = ChooseGuarded(query, metric, *known.schema, plan.stamped.has_value());
  if (!chosen) return chosen.error();
  plan.chosen = std::move(*chosen);
  if (const auto* versions = Allowed(query, "version")) plan.versions = *versions;
  AddScale(plan);
  if (auto mixed = RefuseMixture(query, plan, view, threads); !mixed) return mixed.error();
  AddScale(plan);  // again: what was left out may have had a wider one
  if (auto added = AddParts(plan, view, threads); !added) return added.error();
  for (PlanSurvey& survey : plan.plan.surveys) {
    if (!survey.schema->anonymous) continue;
    plan.minimum = survey.schema->minimum;
    survey.max_seq = view.ReleasedUpTo(*survey.schema, ColumnsAsked(plan, *survey.schema), *plan.minimum);
  }
  if (metric.kind == MetricKind::kCsi) AddPairs(plan);
  AddClusters(query, known.prefer_accounts, plan);
  return plan;
}

std::vector<std::string> ValuesOf(const GroupKey& key, const Query& query, const QueryPlan& plan) {
  std::vector<std::string> values;
  std::size_t response = 0;
  std::size_t question = 0;
  for (const std::string& dimension : query.by) {
    if (const auto unit = TimeUnitFrom(dimension)) {
      values.push_back(PeriodName(*unit, key.period));
    } else if (IsQuestionDimension(dimension)) {
      values.push_back(plan.parts.at(key.part)[question++]);
    } else {
      values.push_back(key.values[response++]);
    }
  }
  return values;
}

}  // namespace otklik::answers
