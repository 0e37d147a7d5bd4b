#include "stats/mean.hpp"

#include <cmath>
#include <string>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

__extension__ using Wide = __int128;

// n * sum(x^2) - (sum x)^2, exact: n^2 times the variance with n.
Wide Spread(const MeanMoments& moments) {
  return static_cast<Wide>(moments.n) * moments.sum_of_squares - static_cast<Wide>(moments.sum) * moments.sum;
}

Estimate Without(Status status, std::string reason, double n) {
  Estimate result;
  result.status = status;
  result.reason = std::move(reason);
  result.n = n;
  result.method = "t";
  return result;
}

Estimate FromMoments(double n, double mean, std::optional<double> variance, double confidence) {
  Estimate result;
  result.n = n;
  result.method = "t";
  result.value = mean;
  if (!variance) {
    result.interval_reason = "single_response";
    return result;
  }
  result.se = std::sqrt(*variance / n);
  if (*variance == 0) {
    result.interval_reason = "zero_variance";
    return result;
  }
  const double half = StudentCritical(confidence, n - 1) * *result.se;
  result.interval = Interval{mean - half, mean + half};
  return result;
}

}  // namespace

std::optional<double> SampleVariance(const MeanMoments& moments) {
  if (moments.n < 2) return std::nullopt;
  const auto n = static_cast<double>(moments.n);
  return static_cast<double>(Spread(moments)) / n / (n - 1);
}

Estimate EstimateMean(std::int64_t n, std::int64_t sum, std::int64_t sum_of_squares, double confidence) {
  const MeanMoments moments{n, sum, sum_of_squares};
  if (!ValidConfidence(confidence)) return Without(Status::kInvalidInput, "confidence_out_of_range", 0);
  if (n < 0 || sum_of_squares < 0 || Spread(moments) < 0) {
    return Without(Status::kInvalidInput, "impossible_moments", 0);
  }
  if (n == 0) return Without(Status::kUndefined, "no_valid_responses", 0);
  const auto count = static_cast<double>(n);
  return FromMoments(count, static_cast<double>(sum) / count, SampleVariance(moments), confidence);
}

Estimate EstimateMean(std::span<const double> values, double confidence) {
  if (!ValidConfidence(confidence)) return Without(Status::kInvalidInput, "confidence_out_of_range", 0);
  const auto n = static_cast<double>(values.size());
  if (values.empty()) return Without(Status::kUndefined, "no_valid_responses", 0);
  bool alike = true;
  double sum = 0;
  for (const double value : values) {
    if (!IsValue(value)) return Without(Status::kInvalidInput, "value_not_finite", n);
    sum += value;
    alike = alike && value == values.front();
  }
  if (values.size() == 1) return FromMoments(n, sum, std::nullopt, confidence);
  if (alike) return FromMoments(n, values.front(), 0.0, confidence);
  double squares = 0;
  for (const double value : values) squares += (value - sum / n) * (value - sum / n);
  return FromMoments(n, sum / n, squares / (n - 1), confidence);
}

}  // namespace otklik::stats
