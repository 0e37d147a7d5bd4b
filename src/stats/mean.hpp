// A mean of scores with a t interval, from exact integer sums.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "stats/status.hpp"

namespace otklik::stats {

// Sufficient statistic of a mean of integer scores. Exact, so that the order of adding never shows.
// Bounds: n * sum_of_squares is taken in 128 bits, so any int64 values are safe.
struct MeanMoments {
  std::int64_t n = 0;
  std::int64_t sum = 0;
  std::int64_t sum_of_squares = 0;
};

// Sample variance with n - 1; null for n < 2. Exactly 0 when all scores are alike.
std::optional<double> SampleVariance(const MeanMoments& moments);

// A mean with its t interval (n - 1 degrees of freedom), in the score's units.
// n = 0: undefined / no_valid_responses. n = 1: value, `se` null, no interval (single_response). All scores alike:
// value, se 0, no interval (zero_variance): [x; x] would be false. Sums that no scores can give (n < 0,
// sum^2 > n sum_of_squares): invalid_input / impossible_moments.
Estimate EstimateMean(std::int64_t n, std::int64_t sum, std::int64_t sum_of_squares, double confidence);

// The same for real values (per-client indices, revenue).
Estimate EstimateMean(std::span<const double> values, double confidence);

}  // namespace otklik::stats
