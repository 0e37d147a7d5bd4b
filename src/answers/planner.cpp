#include "answers/planner.hpp"

#include <algorithm>
#include <map>
#include <set>

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
  return query.from || query.to ? "period" : "";
}

Error Alone(const Surveys& surveys) {
  std::string names;
  for (const auto& survey : surveys) names += (names.empty() ? "" : ", ") + survey->key;
  return Fail(Code::kRefused, "anonymous_alone", {names}, "where.survey");
}

// An anonymous survey is asked alone and as a whole, or it is left out.
Result<std::vector<Chosen>> ChooseGuarded(const Query& query, const Metric& metric, const Schema& schema) {
  Surveys open, anonymous;
  const auto* wanted = Allowed(query, "survey");
  for (const auto& [key, survey] : schema) {
    if (Contains(wanted, key)) (survey->anonymous ? anonymous : open).push_back(survey);
  }
  if (wanted && !anonymous.empty() && open.size() + anonymous.size() > 1) return Alone(anonymous);
  std::vector<Chosen> chosen = Choose(query, metric, open);
  if (!chosen.empty() || anonymous.empty()) return chosen;
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

void AddColumns(QueryPlan& plan) {
  std::map<std::string, PlanSurvey> surveys;
  for (const Chosen& one : plan.chosen) {
    PlanSurvey& survey = surveys[one.survey->key];
    survey.survey = one.survey->key;
    survey.schema = one.survey;
    survey.columns.push_back({one.index, one.part});
  }
  plan.plan.surveys.clear();
  for (auto& [key, survey] : surveys) {
    std::stable_sort(survey.columns.begin(), survey.columns.end(),
                     [](const PlanColumn& a, const PlanColumn& b) { return a.part < b.part; });
    plan.plan.surveys.push_back(std::move(survey));
  }
}

// The refusal with its choices: as one text, then each choice and its answers.
Error Mixed(QueryPlan plan, const Query& query, const std::string& problem, const std::string& dimension,
            const View& view, int threads) {
  const auto values = Distinct(plan.chosen, dimension);
  for (Chosen& one : plan.chosen) {
    const std::string value = dimension == "survey" ? one.survey->key : ValueOf(*one.column, dimension);
    one.part = static_cast<std::uint32_t>(std::distance(values.begin(), values.find(value)));
  }
  AddColumns(plan);
  plan.plan.by.clear();
  plan.plan.time.reset();
  plan.plan.from = query.from;
  plan.plan.to = query.to;
  auto counts = view.Counts(plan.plan, threads);
  if (!counts) return counts.error();
  std::vector<std::uint64_t> answers(values.size());
  for (const GroupCounts& group : *counts) {
    for (const std::uint64_t count : group.scores) answers[group.key.part] += count;
  }
  std::vector<std::string> args(1);
  std::size_t part = 0;
  for (const std::string& value : values) {
    const std::string count = std::to_string(answers[part++]);
    args[0] += (args[0].empty() ? "" : ", ") + (value.empty() ? "\"\"" : value) + " (" + count + ")";
    args.push_back(value);
    args.push_back(count);
  }
  return Fail(Code::kRefused, problem, std::move(args), "where." + dimension);
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
    if (!rule.applies || Distinct(plan.chosen, rule.dimension).size() < 2) continue;
    if (GroupsBy(query, rule.dimension) && rule.dimension != "survey") {
      if (plan.total_refused.empty()) plan.total_refused = rule.problem;
      continue;
    }
    return Mixed(plan, query, rule.problem, rule.dimension, view, threads);
  }
  return {};
}

// ---- putting it together -------------------------------------------------------------------------------

void AddParts(QueryPlan& plan) {
  std::map<std::vector<std::string>, std::uint32_t> parts;
  const auto values_of = [&](const Chosen& one) {
    std::vector<std::string> values;
    for (const std::string& dimension : plan.question_by) values.push_back(ValueOf(*one.column, dimension));
    return values;
  };
  for (const Chosen& one : plan.chosen) parts.emplace(values_of(one), 0);
  for (auto& [values, index] : parts) {
    index = static_cast<std::uint32_t>(plan.parts.size());
    plan.parts.push_back(values);
  }
  for (Chosen& one : plan.chosen) one.part = parts.at(values_of(one));
}

void AddScale(QueryPlan& plan) {
  const Metric& metric = *plan.metric;
  if (plan.chosen.empty()) {
    plan.scale.min = metric.any_scale ? 0 : metric.scale_min;
    plan.scale.max = metric.any_scale ? 0 : metric.scale_max;
    plan.scale.lower_is_better = metric.lower_is_better;
  } else {
    plan.scale = plan.chosen.front().column->scale;
  }
  for (const Chosen& one : plan.chosen) {
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

}  // namespace

Result<QueryPlan> MakePlan(const Query& query, const Metric& metric, const Known& known, const View& view,
                           int threads) {
  QueryPlan plan;
  plan.metric = &metric;
  auto chosen = ChooseGuarded(query, metric, *known.schema);
  if (!chosen) return chosen.error();
  plan.chosen = std::move(*chosen);
  AddBy(query, plan);
  if (const auto* versions = Allowed(query, "version")) plan.versions = *versions;
  AddScale(plan);
  if (auto mixed = RefuseMixture(query, plan, view, threads); !mixed) return mixed.error();
  AddParts(plan);
  AddColumns(plan);
  for (PlanSurvey& survey : plan.plan.surveys) {
    if (!survey.schema->anonymous) continue;
    plan.minimum = survey.schema->minimum;
    survey.max_seq = view.ReleasedUpTo(survey.survey, *plan.minimum);
  }
  if (metric.kind == MetricKind::kCsi) AddPairs(plan);
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
