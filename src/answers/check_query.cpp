#include <algorithm>
#include <set>

#include "answers/planner.hpp"
#include "base/json.hpp"

namespace otklik::answers {
namespace {

const std::vector<std::string>& TimeUnits() {
  static const std::vector<std::string> all = {"day", "week", "month", "quarter", "year"};
  return all;
}

std::vector<std::string> KnownDimensions(const Known& known, bool with_time) {
  std::vector<std::string> all = ResponseDimensions();
  const auto add = [&](const std::vector<std::string>& more) { all.insert(all.end(), more.begin(), more.end()); };
  add(QuestionDimensions());
  add(known.attributes);
  if (with_time) add(TimeUnits());
  return all;
}

Problem Unknown(const std::string& what, const std::string& field, const std::string& value,
                const std::vector<std::string>& choices) {
  const std::string near = Nearest(value, choices), listed = Listed(choices);
  if (near.empty()) return {"unknown_" + what, {listed}, field, value};
  return {"unknown_" + what + "_near", {near, listed}, field, value};
}

void CheckBy(const Query& query, const Known& known, std::vector<Problem>& problems) {
  constexpr std::size_t kMaxBy = 3;
  if (query.by.size() > kMaxBy) {
    problems.push_back({"too_many_dimensions", {std::to_string(kMaxBy)}, "by", std::to_string(query.by.size())});
  }
  const auto all = KnownDimensions(known, true);
  std::set<std::string> seen;
  int times = 0;
  for (std::size_t i = 0; i < query.by.size(); ++i) {
    const std::string& dimension = query.by[i];
    const std::string field = "by[" + std::to_string(i) + "]";
    if (std::find(all.begin(), all.end(), dimension) == all.end()) {
      problems.push_back(Unknown("query_dimension", field, dimension, all));
    }
    if (!seen.insert(dimension).second) problems.push_back({"dimension_twice", {}, field, dimension});
    if (TimeUnitFrom(dimension) && ++times == 2) problems.push_back({"two_time_units", {}, field, dimension});
  }
}

// The values a dimension can have, where the surveys alone decide that.
std::set<std::string> ChoicesOf(const std::string& dimension, const Schema& schema) {
  std::set<std::string> values;
  for (const auto& [key, survey] : schema) {
    if (dimension == "survey") values.insert(key);
    if (!IsQuestionDimension(dimension)) continue;
    for (const Column& column : survey->columns) values.insert(ValueOf(column, dimension));
  }
  return values;
}

void CheckWhere(const Query& query, const Known& known, std::vector<Problem>& problems) {
  const auto all = KnownDimensions(known, false);
  for (const auto& [dimension, values] : query.where) {
    const std::string field = "where." + dimension;
    if (TimeUnitFrom(dimension)) {
      problems.push_back({"time_in_where", {}, field, dimension});
      continue;
    }
    if (std::find(all.begin(), all.end(), dimension) == all.end()) {
      problems.push_back(Unknown("query_dimension", field, dimension, all));
      continue;
    }
    if (values.empty()) problems.push_back({"no_values", {}, field, ""});
    if (dimension != "survey" && !IsQuestionDimension(dimension)) continue;
    auto choices = ChoicesOf(dimension, *known.schema);
    if (dimension == "stage") choices.insert(known.stages.begin(), known.stages.end());
    for (const std::string& value : values) {
      if (choices.contains(value)) continue;
      problems.push_back(Unknown("value", field, value, {choices.begin(), choices.end()}));
    }
  }
}

void CheckWeights(const Query& query, const Known& known, std::vector<Problem>& problems) {
  std::vector<std::string> all = ResponseDimensions();
  all.insert(all.end(), known.attributes.begin(), known.attributes.end());
  std::set<std::string> seen;
  for (std::size_t i = 0; i < query.weights.size(); ++i) {
    const std::string& dimension = query.weights[i].dimension;
    const std::string field = "weights[" + std::to_string(i) + "].dimension";
    if (std::find(all.begin(), all.end(), dimension) == all.end())
      problems.push_back(Unknown("query_dimension", field, dimension, all));
    if (!seen.insert(dimension).second) problems.push_back({"dimension_twice", {}, field, dimension});
  }
}

}  // namespace

Result<void> CheckQuery(const Query& query, const Known& known) {
  constexpr double kLowest = 0.5;
  constexpr double kHighest = 0.999;
  std::vector<Problem> problems;
  CheckBy(query, known, problems);
  CheckWhere(query, known, problems);
  CheckWeights(query, known, problems);
  if (!(query.confidence >= kLowest && query.confidence <= kHighest)) {
    problems.push_back({"confidence_range", {"0.5", "0.999"}, "confidence", Short(json::value(query.confidence))});
  }
  if (query.from && query.to && *query.from > *query.to) {
    problems.push_back({"period_order", {FormatDay(*query.from)}, "period.to", FormatDay(*query.to)});
  }
  if (query.estimand == Estimand::kAccount &&
      std::find(query.by.begin(), query.by.end(), "account") != query.by.end()) {
    problems.push_back({"estimand_by_account", {}, "estimand", "account"});
  }
  if (query.compare != Compare::kNone && problems.empty() && !Before(query)) {
    problems.push_back({"comparison_needs_period", {}, "compare", "previous_period"});
  }
  if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
  return {};
}

}  // namespace otklik::answers
