// The methods a vector file can name: each takes a case's input and gives an object of named results.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stats/net.hpp"
#include "stats/score_counts.hpp"
#include "stats/status.hpp"

namespace otklik::vectors {

namespace json = boost::json;

using Method = std::function<json::object(const json::object& input)>;
using MethodTable = std::map<std::string, Method, std::less<>>;

MethodTable MetricMethods();       // net indices, shares, means, CSI
MethodTable ValueMethods();        // retention, lifetime value
MethodTable IntegralMethods();     // integral CSI
MethodTable UncertaintyMethods();  // one sample, two samples, trend, accounts
MethodTable WeightingMethods();    // calibration, strata, trimming
MethodTable PlanningMethods();     // sample sizes, quotas, response rates
MethodTable EffectMethods();       // effect of an action, A/B tests
MethodTable LoyaltyMethods();      // money by group, renewal, survival, churn models
MethodTable DriverMethods();       // survey modes, key drivers
MethodTable IndexMethods();        // client centricity
MethodTable TopicMethods();        // comments

// Input that no method takes: the case's status is invalid_input with this reason.
struct InvalidInput {
  std::string reason;
};
inline void Require(bool holds, const char* reason) {
  if (!holds) throw InvalidInput{reason};
}

// Reading a case's input. A key that is missing or of another kind throws std::exception, which fails the case.
double Number(const json::object& input, std::string_view key);
double Number(const json::object& input, std::string_view key, double otherwise);  // also for null
int Whole(double value);                                                           // -1e6 .. 1e6 and whole, else throws
int Whole(const json::object& input, std::string_view key);
std::optional<double> MaybeNumber(const json::object& input, std::string_view key);
std::string Text(const json::object& input, std::string_view key);
std::vector<double> Numbers(const json::value& list);
std::vector<std::optional<double>> MaybeNumbers(const json::value& list);
std::vector<std::optional<double>> MaybeNumbers(const json::object& input, std::string_view key);
std::vector<double> Numbers(const json::object& input, std::string_view key);
double Confidence(const json::object& input);       // "conf", 0.95 unless given; inside (0, 1)
stats::NetCounts NetOf(const json::object& input);  // promoters, passives, detractors
stats::NetCounts NetOf(const json::array& three);   // the same as a list
stats::ScoreCounts ScoreCountsOf(const json::object& input, std::string_view key, int scale_min);

// Writing a result. A null stays a null.
json::value Value(const std::optional<double>& number);
json::value Value(const std::optional<stats::Interval>& interval);  // [low, high]
json::array List(std::span<const double> numbers);
json::array List(std::span<const std::optional<double>> numbers);
json::value Low(const std::optional<stats::Interval>& interval);
json::value High(const std::optional<stats::Interval>& interval);
json::object Failure(stats::Status status, std::string_view reason);

// status and reason of any answer that has them.
template <class Answer>
json::object StatusOf(const Answer& answer) {
  json::object out = Failure(answer.status, answer.reason);
  return out;
}

}  // namespace otklik::vectors
