#include <cmath>

#include "answers/answers.hpp"
#include "answers/window.hpp"
#include "base/json.hpp"

namespace otklik::answers {
namespace {

constexpr std::size_t kMaxText = 1000;
constexpr std::size_t kMaxValues = 1000;

// A string, or an array of strings.
std::vector<std::string> Strings(const json::value& value, const std::string& field, std::vector<Problem>& problems) {
  std::vector<std::string> result;
  const auto add = [&](const json::value& one, const std::string& at) {
    if (!one.is_string()) {
      problems.push_back({"not_a_string", {}, at, Short(one)});
    } else if (one.get_string().size() > kMaxText) {
      problems.push_back({"text_too_long", {std::to_string(kMaxText)}, at, Short(one)});
    } else {
      result.emplace_back(one.get_string());
    }
  };
  const json::array* array = value.if_array();
  if (!array) {
    add(value, field);
  } else if (array->size() > kMaxValues) {
    problems.push_back({"too_many_values", {std::to_string(kMaxValues)}, field, std::to_string(array->size())});
  } else {
    for (std::size_t i = 0; i < array->size(); ++i) add((*array)[i], field + "[" + std::to_string(i) + "]");
  }
  return result;
}

void ReadWhere(ObjectReader& reader, Query& query, std::vector<Problem>& problems) {
  const json::value* where = reader.Find("where");
  if (!where) return;
  const json::object* object = where->if_object();
  if (!object) {
    reader.Report("where", "not_an_object", {}, Short(*where));
    return;
  }
  for (const auto& member : *object) {
    const std::string key(member.key());
    query.where[key] = Strings(member.value(), "where." + key, problems);
  }
}

void ReadDay(ObjectReader& reader, std::string_view key, std::optional<Day>& day) {
  const auto text = reader.String(key);
  if (!text) return;
  day = ParseDay(*text);
  if (!day) reader.Report(key, "bad_date", {}, *text);
}

// {"last": 12, "unit": "month"}: the running unit and the ones before it.
void ReadLast(ObjectReader& period, Query& query, Day today) {
  constexpr int kMostUnits = 3660;
  const auto count = period.Int("last", 1, kMostUnits, true);
  const auto name = period.String("unit", true);
  const auto unit = name ? TimeUnitFrom(*name) : std::nullopt;
  if (name && !unit) period.Report("unit", "not_one_of", {"day, week, month, quarter, year"}, *name);
  if (period.Find("from") || period.Find("to")) period.Report("last", "period_form");
  if (!count || !unit) return;
  query.last = LastPeriod{static_cast<int>(*count), *unit};
  const Window window = LastWindow(*query.last, today);
  query.from = window.from;
  query.to = window.to;
}

void ReadPeriod(ObjectReader& reader, Query& query, Day today, std::vector<Problem>& problems) {
  const json::value* value = reader.Find("period");
  if (!value) return;
  ObjectReader period(*value, "period", problems);
  if (period.Find("last") || period.Find("unit")) {
    ReadLast(period, query, today);
  } else {
    ReadDay(period, "from", query.from);
    ReadDay(period, "to", query.to);
  }
  period.Finish();
}

// One margin; its totals are at least two numbers.
PopulationMargin ReadMargin(const json::value& value, const std::string& field, std::vector<Problem>& problems) {
  constexpr std::size_t kMostCategories = 100;
  PopulationMargin margin;
  ObjectReader reader(value, field, problems);
  margin.dimension = reader.String("dimension", true, kMaxText).value_or("");
  const json::value* totals = reader.Require("totals");
  if (totals && !totals->is_object()) reader.Report("totals", "not_an_object", {}, Short(*totals));
  if (totals && totals->is_object()) {
    const json::object& object = totals->get_object();
    if (object.size() < 2 || object.size() > kMostCategories)
      reader.Report("totals", "bad_count", {"2", std::to_string(kMostCategories)}, std::to_string(object.size()));
    ObjectReader numbers(*totals, field + ".totals", problems);
    double sum = 0;
    for (const auto& member : object) {
      const std::string key(member.key());
      const auto number = numbers.Number(key, true);
      if (number && !(*number >= 0 && *number <= 1e12))
        numbers.Report(key, "number_range", {"0", "1e12"}, Short(member.value()));
      margin.totals[key] = number.value_or(0);
      sum += number.value_or(0);
    }
    if (sum <= 0 && problems.empty()) reader.Report("totals", "totals_all_zero");
  }
  reader.Finish();
  return margin;
}

// ---- writing -------------------------------------------------------------------------------------------

// Never NaN, never -0.
json::value Number(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == 0) return 0;
  if (std::floor(value) == value && std::abs(value) < 9e15) return static_cast<std::int64_t>(value);
  return value;
}

json::value Number(const std::optional<double>& value) { return value ? Number(*value) : json::value(nullptr); }

json::value ToJson(const std::optional<stats::Interval>& interval) {
  if (!interval) return nullptr;
  return json::array{Number(interval->low), Number(interval->high)};
}

json::value ToJson(const Text& text) {
  json::object object;
  for (const auto& [language, words] : text.by_language) object[language] = words;
  return object;
}

json::value ToJson(const std::optional<Day>& from, const std::optional<Day>& to) {
  json::object period;
  period["from"] = from ? json::value(FormatDay(*from)) : json::value(nullptr);
  period["to"] = to ? json::value(FormatDay(*to)) : json::value(nullptr);
  return period;
}

std::string_view EstimandName(Estimand estimand) { return estimand == Estimand::kAccount ? "account" : "contact"; }

json::object EstimateJson(const stats::Estimate& estimate) {
  json::object object;
  object["n"] = Number(estimate.n);
  object["estimate"] = Number(estimate.value);
  object["se"] = Number(estimate.se);
  object["interval"] = ToJson(estimate.interval);
  object["status"] = stats::StatusName(estimate.status);
  object["reason"] = estimate.reason;
  return object;
}

json::object ChangeJson(const stats::Difference& change) {
  json::object object;
  object["status"] = stats::StatusName(change.status);
  object["reason"] = change.reason;
  object["value"] = Number(change.value);
  object["se"] = Number(change.se);
  object["interval"] = ToJson(change.interval);
  object["interval_reason"] = change.interval_reason;
  object["p"] = Number(change.p);
  object["method"] = change.method;
  return object;
}

json::object GroupJson(const Group& group) {
  json::object object;
  object["key"] = json::array(group.key.begin(), group.key.end());
  object["n"] = Number(group.estimate.n);
  object["responses"] = group.responses;
  object["missing"] = {{"not_answered", group.not_answered}, {"hard_to_say", group.hard_to_say}};
  json::object distribution;
  for (const auto& [score, answers] : group.distribution) distribution[std::to_string(score)] = answers;
  object["distribution"] = std::move(distribution);
  if (group.accounts) object["accounts"] = *group.accounts;
  if (group.without_account) object["without_account"] = *group.without_account;
  object["status"] = stats::StatusName(group.estimate.status);
  object["reason"] = group.estimate.reason;
  object["estimate"] = Number(group.estimate.value);
  object["se"] = Number(group.estimate.se);
  object["interval"] = ToJson(group.estimate.interval);
  object["interval_reason"] = group.estimate.interval_reason;
  object["method"] = group.estimate.method;
  if (group.previous) object["previous"] = EstimateJson(*group.previous);
  if (group.change) object["change"] = ChangeJson(*group.change);
  if (group.versus_rest) {
    json::object versus_rest = ChangeJson(group.versus_rest->difference);
    versus_rest["p_adjusted"] = Number(group.versus_rest->p_adjusted);
    object["versus_rest"] = std::move(versus_rest);
  }
  return object;
}

json::object WeightedJson(const WeightedTotal& weighted) {
  json::object object = EstimateJson(weighted.estimate);
  object["interval_reason"] = weighted.estimate.interval_reason;
  object["method"] = weighted.estimate.method;
  object["design_effect"] = Number(weighted.design_effect);
  object["weight_ratio"] = Number(weighted.weight_ratio);
  json::array categories, problems;
  for (const WeightedTotal::Category& one : weighted.categories) {
    categories.push_back({{"dimension", one.dimension},
                          {"value", one.value},
                          {"answers", Number(one.answers)},
                          {"share", Number(one.share)},
                          {"population", Number(one.population)}});
  }
  for (const auto& [dimension, value] : weighted.problem_categories)
    problems.push_back({{"dimension", dimension}, {"value", value}});
  object["categories"] = std::move(categories);
  object["problem_categories"] = std::move(problems);
  return object;
}

std::string_view KindName(MetricKind kind) {
  switch (kind) {
    case MetricKind::kNet:
      return "net";
    case MetricKind::kShare:
      return "share";
    case MetricKind::kMean:
      return "mean";
    case MetricKind::kCsi:
      return "csi";
  }
  return "";
}

json::object MetricJson(const QueryResult& result) {
  const Metric& metric = *result.metric;
  json::object object;
  object["key"] = metric.key;
  object["version"] = metric.version;
  object["name"] = ToJson(metric.name);
  object["unit"] = metric.unit;
  object["kind"] = KindName(metric.kind);
  object["lower_is_better"] = result.lower_is_better;
  object["range"] = json::object{{"min", Number(result.range_min)}, {"max", Number(result.range_max)}};
  return object;
}

json::object BreakJson(const Break& one) {
  json::object object;
  object["survey"] = one.survey;
  object["item"] = one.item;
  object["at"] = FormatDay(one.at);
  object["kind"] = one.kind == Break::Kind::kVersion ? "version" : "mode";
  object["from"] = one.from;
  object["to"] = one.to;
  return object;
}

}  // namespace

// Every margin counts the same population.
void ReadMargins(ObjectReader& reader, std::string_view key, std::vector<PopulationMargin>& margins,
                 std::vector<Problem>& problems) {
  constexpr std::size_t kMostMargins = 3;
  const json::value* value = reader.Find(key);
  if (!value) return;
  const json::array* array = value->if_array();
  if (!array) return reader.Report(key, "not_an_array", {}, Short(*value));
  if (array->size() > kMostMargins)
    return reader.Report(key, "too_many_values", {std::to_string(kMostMargins)}, std::to_string(array->size()));
  std::optional<double> population;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const std::string field = reader.PathOf(key) + "[" + std::to_string(i) + "]";
    margins.push_back(ReadMargin((*array)[i], field, problems));
    double sum = 0;
    for (const auto& [category, total] : margins.back().totals) sum += total;
    if (!population) population = sum;
    if (std::abs(sum - *population) <= 1e-6 * *population) continue;
    problems.push_back(
        {"margin_totals_differ", {Short(json::value(*population))}, field + ".totals", Short(json::value(sum))});
  }
}

Result<Query> ParseQuery(const boost::json::value& document, Day today) {
  std::vector<Problem> problems;
  ObjectReader reader(document, "", problems);
  Query query;
  query.today = today;
  query.metric = reader.String("metric", true, kMaxText).value_or("");
  if (const json::value* by = reader.Find("by")) query.by = Strings(*by, "by", problems);
  ReadWhere(reader, query, problems);
  ReadPeriod(reader, query, today, problems);
  if (const auto compare = reader.String("compare")) {
    if (*compare == "previous_period") {
      query.compare = Compare::kPreviousPeriod;
    } else if (*compare != "none") {
      reader.Report("compare", "not_one_of", {"none, previous_period"}, *compare);
    }
  }
  if (const auto estimand = reader.String("estimand")) {
    if (*estimand == EstimandName(Estimand::kAccount)) {
      query.estimand = Estimand::kAccount;
    } else if (*estimand == EstimandName(Estimand::kContact)) {
      query.estimand = Estimand::kContact;
    } else {
      reader.Report("estimand", "not_one_of", {"contact, account"}, *estimand);
    }
  }
  if (const auto cluster = reader.String("cluster")) {
    if (*cluster == "respondent") {
      query.cluster = Cluster::kRespondent;
    } else if (*cluster != "account") {
      reader.Report("cluster", "not_one_of", {"account, respondent"}, *cluster);
    }
    if (*cluster == "respondent" && query.estimand == Estimand::kAccount)
      reader.Report("cluster", "not_one_of", {"account"}, *cluster);
  }
  if (const auto mixture = reader.String("mixture")) {
    if (*mixture == "largest_survey") {
      query.mixture = Mixture::kLargestSurvey;
    } else if (*mixture != "refuse") {
      reader.Report("mixture", "not_one_of", {"refuse, largest_survey"}, *mixture);
    }
  }
  ReadMargins(reader, "weights", query.weights, problems);
  if (const auto confidence = reader.Number("confidence")) query.confidence = *confidence;
  reader.Finish();
  if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
  return query;
}

boost::json::value ToJson(const QueryResult& result) {
  json::object object;
  object["metric"] = MetricJson(result);
  object["period"] = ToJson(result.from, result.to);
  if (result.previous_from) object["previous"] = ToJson(result.previous_from, result.previous_to);
  object["as_of"] = result.as_of;
  object["channels"] = json::array(result.channels.begin(), result.channels.end());
  if (result.narrowed_to) {
    json::object answers;
    for (const auto& [survey, count] : result.narrowed_to->answers) answers[survey] = count;
    object["narrowed_to"] = {{"survey", result.narrowed_to->survey}, {"answers", std::move(answers)}};
  }
  object["estimand"] = EstimandName(result.estimand);
  json::array other_means;
  for (const OtherMean& other : result.other_means) {
    json::object one = EstimateJson(other.estimate);
    one["estimand"] = EstimandName(other.estimand);
    other_means.push_back(std::move(one));
  }
  object["other_means"] = std::move(other_means);
  if (result.client_base) {
    const ClientBase& base = *result.client_base;
    object["client_base"] = {{"accounts", Number(base.accounts)},
                             {"answered", Number(base.answered)},
                             {"nonresponse", ToJson(base.nonresponse)}};
  }
  if (result.weighted) object["weighted"] = WeightedJson(*result.weighted);
  json::array breaks;
  for (const Break& one : result.breaks) breaks.push_back(BreakJson(one));
  object["breaks"] = std::move(breaks);
  object["total"] = GroupJson(result.total);
  json::array groups;
  groups.reserve(result.groups.size());
  for (const Group& group : result.groups) groups.push_back(GroupJson(group));
  object["groups"] = std::move(groups);
  return object;
}

}  // namespace otklik::answers
