#include <boost/json/serialize.hpp>
#include <set>

#include "api/api.hpp"

namespace otklik::api {

using answers::Metric;
using http::Request;
using http::Response;

namespace {

Day Today(const Services& services) { return services.intake.time_zone().DayOf(services.clock.Now()); }

json::value Doubles(const std::vector<double>& values) {
  json::array array;
  for (const double value : values) array.push_back(value);
  return array;
}

const char* KindName(answers::MetricKind kind) {
  switch (kind) {
    case answers::MetricKind::kNet:
      return "net";
    case answers::MetricKind::kShare:
      return "share";
    case answers::MetricKind::kCsi:
      return "csi";
    case answers::MetricKind::kMean:
      break;
  }
  return "mean";
}

// Answers per measure, as the store's dimensions count them.
std::uint64_t ResponsesWith(const std::vector<std::string>& measures,
                            const std::vector<answers::DimensionValues>& dimensions) {
  std::uint64_t most = 0;
  for (const auto& dimension : dimensions) {
    if (dimension.key != "measures") continue;
    for (const auto& [value, count] : dimension.values) {
      if (std::find(measures.begin(), measures.end(), value) != measures.end()) most = std::max(most, count);
    }
  }
  return most;
}

// `own`: the keys that the company has defined.
json::object MetricJson(Services& services, const Metric& metric, const std::set<std::string>& own,
                        const std::vector<answers::DimensionValues>& dimensions) {
  const auto measures = services.answers.MeasuresOf(metric);
  return json::object{{"key", metric.key},
                      {"version", metric.version},
                      {"own", own.contains(metric.key)},
                      {"kind", KindName(metric.kind)},
                      {"name", ToJson(metric.name)},
                      {"description", ToJson(metric.description)},
                      {"unit", metric.unit},
                      {"scale", {{"min", metric.scale_min}, {"max", metric.scale_max}}},
                      {"f", Doubles(metric.f)},
                      {"offset", metric.offset},
                      {"range", {{"min", metric.range_min}, {"max", metric.range_max}}},
                      {"lower_is_better", metric.lower_is_better},
                      {"question_kinds", json::array(metric.question_kinds.begin(), metric.question_kinds.end())},
                      {"measures", json::array(measures.begin(), measures.end())},
                      {"responses", ResponsesWith(measures, dimensions)}};
}

}  // namespace

Response PostQuery(Services& services, Request& request) {
  const json::value body = BodyOf(request);
  const answers::Query query = OrThrow(answers::ParseQuery(body, Today(services)));
  return Json(200, answers::ToJson(OrThrow(services.answers.Run(query, services.query_threads))));
}

Response GetMetrics(Services& services, Request&) {
  const auto dimensions = services.answers.Dimensions(services.query_threads);
  const auto own = services.own_metrics.Keys();
  json::array metrics;
  for (const Metric* metric : services.answers.Metrics())
    metrics.push_back(MetricJson(services, *metric, own, dimensions));
  return Json(200, json::object{{"metrics", std::move(metrics)}});
}

Response PutMetric(Services& services, Request& request) {
  const std::string& key = request.parameters.at("key");
  const auto put = OrThrow(services.own_metrics.Define(key, BodyOf(request), CallerOf(request).actor()));
  const auto dimensions = services.answers.Dimensions(services.query_threads);
  return Json(put.created ? 201 : 200, MetricJson(services, *put.metric, {key}, dimensions));
}

Response DeleteMetric(Services& services, Request& request) {
  OrThrow(services.own_metrics.Remove(request.parameters.at("key"), CallerOf(request).actor()));
  return NoContent();
}

Response GetDimensions(Services& services, Request&) {
  const auto surveys = services.surveys.All();
  const auto accounts = services.people.AccountNames();
  json::array dimensions;
  for (const answers::DimensionValues& dimension : services.answers.Dimensions(services.query_threads)) {
    json::array values;
    for (const auto& [value, count] : dimension.values) {
      if (value.empty()) continue;
      Text label = services.labels.Value(dimension.key, value, *surveys);
      const auto account = dimension.key == "account" ? accounts.find(value) : accounts.end();
      if (account != accounts.end()) label = Text{{{"ru", account->second}, {"en", account->second}}};
      values.push_back(json::object{{"value", value}, {"label", ToJson(label)}, {"responses", count}});
    }
    if (values.empty()) continue;
    dimensions.push_back(json::object{{"key", dimension.key},
                                      {"name", ToJson(services.labels.Dimension(dimension.key))},
                                      {"values", std::move(values)}});
  }
  return Json(200, json::object{{"dimensions", std::move(dimensions)}});
}

Response GetJourney(Services& services, Request&) {
  const auto surveys = services.surveys.All();
  std::map<std::pair<std::size_t, std::string>, std::set<std::pair<std::size_t, std::string>>> stages;
  for (const auto& [key, survey] : *surveys) {
    for (const survey::Criterion& criterion : survey->current().questionnaire.criteria) {
      if (criterion.stage.empty()) continue;
      auto& processes = stages[{services.labels.Place("stage", criterion.stage), criterion.stage}];
      if (!criterion.process.empty())
        processes.insert({services.labels.Place("process", criterion.process), criterion.process});
    }
  }
  const auto named = [&](const char* dimension, const std::string& value) {
    return json::object{{"key", value}, {"name", ToJson(services.labels.Value(dimension, value, *surveys))}};
  };
  json::array stage_list;
  for (const auto& [stage, processes] : stages) {
    json::object one = named("stage", stage.second);
    json::array process_list;
    for (const auto& [place, process] : processes) process_list.push_back(named("process", process));
    one["processes"] = std::move(process_list);
    stage_list.push_back(std::move(one));
  }
  json::array roles;
  for (const answers::DimensionValues& dimension : services.answers.Dimensions(services.query_threads)) {
    if (dimension.key != "role") continue;
    std::set<std::pair<std::size_t, std::string>> sorted;
    for (const auto& [value, count] : dimension.values) {
      if (!value.empty()) sorted.insert({services.labels.Place("role", value), value});
    }
    for (const auto& [place, role] : sorted) roles.push_back(named("role", role));
  }
  return Json(200, json::object{{"stages", std::move(stage_list)}, {"roles", std::move(roles)}});
}

Response GetToday(Services& services, Request& request) {
  const access::Caller& caller = CallerOf(request);
  const Scope scope = ScopeOf(caller);
  const auto seen = caller.user ? services.company.FindSeen(caller.user->id, "today") : std::nullopt;
  constexpr TimeMs kDayMs = 86'400'000;
  const TimeMs since = seen ? seen->at : services.clock.Now() - kDayMs;
  insight::NewCounts counts;
  for (const auto& [survey, one] : services.responses.CountNew(since, seen ? seen->seq : 0, scope)) {
    if (IsAnonymous(services, survey)) continue;
    counts.responses += one.responses;
    counts.with_comment += one.with_comment;
    counts.unhappy += one.unhappy;
  }
  insight::ResponseFilter filter;
  filter.only_with_comment = true;
  filter.limit = 10;
  json::array latest;
  for (const intake::StoredResponse& response : ListNamed(services, filter, scope)) {
    latest.push_back(ResponseItem(services, response));
  }
  return Json(200, json::object{{"since", FormatTime(since)},
                                {"new_responses", counts.responses},
                                {"new_with_comment", counts.with_comment},
                                {"unhappy", counts.unhappy},
                                {"latest", std::move(latest)}});
}

}  // namespace otklik::api
