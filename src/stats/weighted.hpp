// Weighted means: sums of weights by value are enough, no rows needed.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/status.hpp"

namespace otklik::stats {

// All rows that gave one value: how many, their weights summed, their squared weights summed. Rows of weight 0 count in
// `n`.
struct WeightedCell {
  double value = 0;
  double n = 0;
  double weight = 0;
  double squared_weight = 0;
};

struct WeightedMean {
  Estimate estimate;  // n is the number of rows; t interval, n - 1 degrees of freedom; method linearised_t
  double total_weight = 0;
  double effective_n = 0;                          // (sum w)^2 / sum w^2 (Kish): for screening, never for the interval
  double design_effect = 0;                        // n sum w^2 / (sum w)^2 (Kish)
  std::optional<double> linearised_design_effect;  // se^2 / (weighted variance / n); null without variation
};

// sum(w x) / sum(w) with Var = n / (n - 1) sum(u^2), u = w (x - mean) / sum(w), the with-replacement linearisation of
// survey::svymean. A weight that is negative, not finite or above 1e30 (weight < 0, squared_weight < 0): invalid_input
// / negative_weight; a value beyond 1e30: invalid_input / value_not_finite. Total 0: undefined / zero_total_weight. No
// rows: undefined / no_valid_responses. One row: value only (single_response); all alike: zero_variance.
WeightedMean EstimateWeightedMean(std::span<const WeightedCell> cells, double confidence);

// The same from rows: values and weights of equal length; any negative weight is caught.
WeightedMean EstimateWeightedMean(std::span<const double> values, std::span<const double> weights, double confidence);

// Weights with none above `cap_times_median` medians: those above are cut to the cap and the rest scaled up to keep the
// total, until none exceeds it. Off by default: it trades bias for variance.
struct TrimmedWeights {
  Status status = Status::kOk;
  std::string reason;
  double cap = 0;
  std::vector<double> weights;
  double design_effect_before = 0, design_effect_after = 0;  // Kish
};

// Negative weight, or one above 1e30: invalid_input / negative_weight. Total 0: undefined / zero_total_weight. A cap
// below the mean weight cannot hold: refused / cap_below_mean.
TrimmedWeights TrimWeights(std::span<const double> weights, double cap_times_median);

// A stratified sample of a population whose strata sizes are known.
struct Stratum {
  double population = 0;  // N_h
  double n = 0;           // n_h
  double mean = 0;
  double variance = 0;  // s_h^2 with n_h - 1
};

// Sum of W_h mean_h with Var = sum W_h^2 (1 - n_h / N_h) s_h^2 / n_h; normal interval; method stratified. A stratum
// with n_h = 1: refused / stratum_with_one_response; with none: refused / population_cell_without_respondents; n_h >
// N_h: invalid_input / n_exceeds_N; a negative count or variance: invalid_input / stratum.
Estimate EstimateStratifiedMean(std::span<const Stratum> strata, double confidence);

}  // namespace otklik::stats
