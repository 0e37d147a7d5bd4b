#include "stats/weighted.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "stats/quantile.hpp"

namespace otklik::stats {
namespace {

WeightedMean Failed(Status status, std::string reason, double n) {
  WeightedMean result;
  result.estimate.status = status;
  result.estimate.reason = std::move(reason);
  result.estimate.n = n;
  result.estimate.method = "linearised_t";
  return result;
}

bool ValidWeight(double weight) { return weight >= 0 && std::isfinite(weight); }

// Sum of u^2 before the factor n / (n - 1); exactly 0 when all values with weight are alike.
double LinearisedSquares(std::span<const WeightedCell> cells, double mean, double total) {
  double squares = 0;
  const WeightedCell* first = nullptr;
  bool alike = true;
  for (const WeightedCell& cell : cells) {
    if (cell.weight == 0) continue;
    if (first == nullptr) first = &cell;
    alike = alike && cell.value == first->value;
    squares += (cell.value - mean) * (cell.value - mean) * cell.squared_weight;
  }
  return alike ? 0 : squares / (total * total);
}

}  // namespace

WeightedMean EstimateWeightedMean(std::span<const WeightedCell> cells, double confidence) {
  double n = 0, total = 0, squares = 0, sum = 0;
  for (const WeightedCell& cell : cells) {
    if (!ValidWeight(cell.weight) || !ValidWeight(cell.squared_weight) || !(cell.n >= 0)) {
      return Failed(Status::kInvalidInput, "negative_weight", 0);
    }
    n += cell.n;
    total += cell.weight;
    squares += cell.squared_weight;
    sum += cell.weight * cell.value;
  }
  if (!ValidConfidence(confidence)) return Failed(Status::kInvalidInput, "confidence_out_of_range", n);
  if (n == 0) return Failed(Status::kUndefined, "no_valid_responses", 0);
  if (total == 0) return Failed(Status::kUndefined, "zero_total_weight", n);
  WeightedMean result;
  result.total_weight = total;
  result.effective_n = total * total / squares;
  result.design_effect = n * squares / (total * total);
  Estimate& estimate = result.estimate;
  estimate.method = "linearised_t";
  estimate.n = n;
  estimate.value = sum / total;
  if (n <= 1) {
    estimate.interval_reason = "single_response";
    return result;
  }
  estimate.se = std::sqrt(n / (n - 1) * LinearisedSquares(cells, *estimate.value, total));
  if (*estimate.se == 0) {
    estimate.interval_reason = "zero_variance";
    return result;
  }
  const double half = StudentCritical(confidence, n - 1) * *estimate.se;
  estimate.interval = Interval{*estimate.value - half, *estimate.value + half};
  return result;
}

WeightedMean EstimateWeightedMean(std::span<const double> values, std::span<const double> weights, double confidence) {
  if (values.size() != weights.size()) return Failed(Status::kInvalidInput, "unequal_lengths", 0);
  std::vector<WeightedCell> cells;
  for (std::size_t i = 0; i < values.size(); ++i) {
    cells.push_back({values[i], 1, weights[i], weights[i] * weights[i]});
  }
  return EstimateWeightedMean(cells, confidence);
}

}  // namespace otklik::stats
