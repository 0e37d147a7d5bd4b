#include "stats/vectors/methods.hpp"

#include <cmath>
#include <stdexcept>

#include "stats/quantile.hpp"

namespace otklik::vectors {

double Number(const json::object& input, std::string_view key) { return input.at(key).to_number<double>(); }

double Number(const json::object& input, std::string_view key, double otherwise) {
  return MaybeNumber(input, key).value_or(otherwise);
}

std::optional<double> MaybeNumber(const json::object& input, std::string_view key) {
  const json::value* value = input.if_contains(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  return value->to_number<double>();
}

std::string Text(const json::object& input, std::string_view key) { return std::string(input.at(key).as_string()); }

std::vector<double> Numbers(const json::value& list) {
  std::vector<double> numbers;
  for (const json::value& value : list.as_array()) numbers.push_back(value.to_number<double>());
  return numbers;
}

std::vector<std::optional<double>> MaybeNumbers(const json::value& list) {
  std::vector<std::optional<double>> numbers;
  for (const json::value& value : list.as_array()) {
    numbers.push_back(value.is_null() ? std::nullopt : std::optional<double>(value.to_number<double>()));
  }
  return numbers;
}

int Whole(double value) {
  constexpr double kMost = 1e6;
  if (!(std::abs(value) <= kMost) || std::floor(value) != value) throw std::out_of_range("not a whole number");
  return static_cast<int>(value);
}

int Whole(const json::object& input, std::string_view key) { return Whole(Number(input, key)); }

std::vector<std::optional<double>> MaybeNumbers(const json::object& input, std::string_view key) {
  return MaybeNumbers(input.at(key));
}

std::vector<double> Numbers(const json::object& input, std::string_view key) { return Numbers(input.at(key)); }

double Confidence(const json::object& input) {
  const double confidence = Number(input, "conf", 0.95);
  Require(stats::ValidConfidence(confidence), "confidence_out_of_range");
  return confidence;
}

stats::NetCounts NetOf(const json::object& input) {
  return {Number(input, "promoters"), Number(input, "passives"), Number(input, "detractors")};
}

stats::NetCounts NetOf(const json::array& three) {
  const std::vector<double> counts = Numbers(json::value(three));
  return {counts.at(0), counts.at(1), counts.at(2)};
}

stats::ScoreCounts ScoreCountsOf(const json::object& input, std::string_view key, int scale_min) {
  stats::ScoreCounts scores;
  scores.scale_min = scale_min;
  constexpr std::int64_t kMost = 1'000'000'000;  // sums of squares of scores stay exact
  for (const json::value& count : input.at(key).as_array()) {
    scores.counts.push_back(count.to_number<std::int64_t>());
    Require(scores.counts.back() >= 0 && scores.counts.back() <= kMost, "negative_count");
  }
  return scores;
}

json::value Value(const std::optional<double>& number) { return number ? json::value(*number) : json::value(nullptr); }

json::value Value(const std::optional<stats::Interval>& interval) {
  if (!interval) return nullptr;
  return json::array{interval->low, interval->high};
}

json::array List(std::span<const double> numbers) { return json::array(numbers.begin(), numbers.end()); }

json::array List(std::span<const std::optional<double>> numbers) {
  json::array list;
  for (const std::optional<double>& number : numbers) list.push_back(Value(number));
  return list;
}

json::value Low(const std::optional<stats::Interval>& interval) {
  return interval ? json::value(interval->low) : json::value(nullptr);
}

json::value High(const std::optional<stats::Interval>& interval) {
  return interval ? json::value(interval->high) : json::value(nullptr);
}

json::object Failure(stats::Status status, std::string_view reason) {
  json::object out{{"status", stats::StatusName(status)}};
  if (!reason.empty()) out["reason"] = reason;
  return out;
}

}  // namespace otklik::vectors
