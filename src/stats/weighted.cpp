#include "stats/weighted.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

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

bool ValidWeight(double weight) { return IsWeight(weight); }

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
    if (!IsWeight(cell.weight) || !(cell.squared_weight >= 0 && std::isfinite(cell.squared_weight)) ||
        !IsWeight(cell.n)) {
      return Failed(Status::kInvalidInput, "negative_weight", 0);
    }
    if (!IsValue(cell.value)) return Failed(Status::kInvalidInput, "value_not_finite", 0);
    n += cell.n;
    total += cell.weight;
    squares += cell.squared_weight;
    sum += cell.weight * cell.value;
  }
  if (!ValidConfidence(confidence)) return Failed(Status::kInvalidInput, "confidence_out_of_range", n);
  if (n == 0) return Failed(Status::kUndefined, "no_valid_responses", 0);
  if (!(total > kSmallestTotal)) return Failed(Status::kUndefined, "zero_total_weight", n);
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
  double spread = 0;
  for (const WeightedCell& cell : cells) {
    spread += cell.weight * (cell.value - *estimate.value) * (cell.value - *estimate.value);
  }
  const double plain_variance = spread / total * n / (n - 1) / n;
  if (plain_variance > 0) result.linearised_design_effect = *estimate.se * *estimate.se / plain_variance;
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

namespace {

double KishDesignEffect(const std::vector<double>& weights) {
  double sum = 0, squares = 0;
  for (const double weight : weights) {
    sum += weight;
    squares += weight * weight;
  }
  return static_cast<double>(weights.size()) * squares / (sum * sum);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

TrimmedWeights TrimWeights(std::span<const double> weights, double cap_times_median) {
  TrimmedWeights result;
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!std::all_of(weights.begin(), weights.end(), ValidWeight)) {
    result.status = Status::kInvalidInput;
    result.reason = "negative_weight";
    return result;
  }
  if (!(total > kSmallestTotal)) {
    result.status = Status::kUndefined;
    result.reason = "zero_total_weight";
    return result;
  }
  result.weights.assign(weights.begin(), weights.end());
  result.cap = cap_times_median * Median(result.weights);
  result.design_effect_before = KishDesignEffect(result.weights);
  if (!(result.cap * static_cast<double>(weights.size()) >= total)) {
    result.status = Status::kRefused;
    result.reason = "cap_below_mean";
    return result;
  }
  const auto over = [&](double weight) { return weight > result.cap * (1 + 1e-14); };
  while (std::any_of(result.weights.begin(), result.weights.end(), over)) {
    double capped = 0, rest = 0;
    for (double& weight : result.weights) {
      weight = std::min(weight, result.cap);
      (weight == result.cap ? capped : rest) += weight;
    }
    if (rest == 0) break;
    const double scale = (total - capped) / rest;
    for (double& weight : result.weights) {
      if (weight != result.cap && weight > 0) weight *= scale;
    }
  }
  result.design_effect_after = KishDesignEffect(result.weights);
  return result;
}

Estimate EstimateStratifiedMean(std::span<const Stratum> strata, double confidence) {
  const auto failed = [](Status status, const char* reason) {
    Estimate result;
    result.status = status;
    result.reason = reason;
    result.method = "stratified";
    return result;
  };
  if (!ValidConfidence(confidence)) return failed(Status::kInvalidInput, "confidence_out_of_range");
  double population = 0;
  for (const Stratum& stratum : strata) {
    if (!IsCount(stratum.n) || !IsCount(stratum.population) || !IsValue(stratum.mean) || !(stratum.variance >= 0)) {
      return failed(Status::kInvalidInput, "stratum");
    }
    if (!(stratum.n <= stratum.population)) return failed(Status::kInvalidInput, "n_exceeds_N");
    if (stratum.population == 0) continue;
    if (stratum.n == 0) return failed(Status::kRefused, "population_cell_without_respondents");
    if (stratum.n == 1 && stratum.population > 1) return failed(Status::kRefused, "stratum_with_one_response");
    population += stratum.population;
  }
  if (population == 0) return failed(Status::kUndefined, "no_valid_responses");
  Estimate result;
  result.method = "stratified";
  double mean = 0, variance = 0;
  for (const Stratum& stratum : strata) {
    if (stratum.population == 0) continue;
    const double share = stratum.population / population;
    result.n += stratum.n;
    mean += share * stratum.mean;
    variance += share * share * (1 - stratum.n / stratum.population) * stratum.variance / stratum.n;
  }
  result.value = mean;
  result.se = std::sqrt(variance);
  if (variance == 0) {
    result.interval_reason = result.n == population ? "census" : "zero_variance";
    return result;
  }
  const double half = NormalCritical(confidence) * *result.se;
  result.interval = Interval{mean - half, mean + half};
  return result;
}

}  // namespace otklik::stats
