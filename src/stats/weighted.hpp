// Weighted means: sums of weights by value are enough, no rows needed.
#pragma once

#include <span>

#include "stats/status.hpp"

namespace otklik::stats {

// All rows that gave one value: how many, their weights summed, their squared weights summed. Rows of weight 0 count in `n`.
struct WeightedCell {
  double value = 0;
  double n = 0;
  double weight = 0;
  double squared_weight = 0;
};

struct WeightedMean {
  Estimate estimate;        // n is the number of rows; t interval, n - 1 degrees of freedom; method linearised_t
  double total_weight = 0;
  double effective_n = 0;   // (sum w)^2 / sum w^2 (Kish): for screening, never for the interval
  double design_effect = 0; // n sum w^2 / (sum w)^2
};

// sum(w x) / sum(w) with Var = n / (n - 1) sum(u^2), u = w (x - mean) / sum(w), the with-replacement linearisation of
// survey::svymean. A weight that is negative or not finite (weight < 0, squared_weight < 0): invalid_input /
// negative_weight. Total 0: undefined / zero_total_weight. No rows: undefined / no_valid_responses. One row: value only
// (single_response); all alike: zero_variance.
WeightedMean EstimateWeightedMean(std::span<const WeightedCell> cells, double confidence);

// The same from rows: values and weights of equal length; any negative weight is caught.
WeightedMean EstimateWeightedMean(std::span<const double> values, std::span<const double> weights, double confidence);

}  // namespace otklik::stats
