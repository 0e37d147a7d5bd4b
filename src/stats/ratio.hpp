// How many times more: the ratio of two means of money (promoters' value over detractors').
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "stats/status.hpp"

namespace otklik::stats {

// An interval by Fieller's theorem. Unbounded (no interval) when the denominator's mean is not distinguishable from 0.
struct FiellerInterval {
  bool unbounded = false;
  std::optional<Interval> interval;
};

struct MeanRatio {
  Status status = Status::kOk;
  std::string reason;
  double first_mean = 0, second_mean = 0;
  std::optional<double> value;
  FiellerInterval fieller_t;  // the default: t with Satterthwaite's degrees of freedom
  FiellerInterval fieller_z;
  std::optional<double> df;
  std::optional<double> log_se;                // delta method on the log; null unless both means are positive
  std::optional<Interval> log_interval;        // the quick view
  std::optional<double> geometric_mean_ratio;  // another estimand, robust; null unless all values are positive
  std::optional<double> difference_p;          // Welch, of the means
  std::optional<double> log_difference_p;      // Welch, of the logs; null unless all values are positive
  std::string interval_reason;  // single_response, zero_variance, denominator_mean_not_distinguishable_from_zero
};

// Independent samples, the first over the second, same units. An empty one: undefined / no_valid_responses; second mean
// 0: undefined / denominator_mean_zero; a value that is not finite or beyond 1e30: invalid_input / value_not_finite.
// Fieller 1954.
MeanRatio EstimateMeanRatio(std::span<const double> first, std::span<const double> second, double confidence);

// Percentile bootstrap of the ratio, for heavy tails; the unit is one value, so values are accounts. All resamples are
// written down when there are at most a million, otherwise `resamples` are drawn by a generator started with `seed`. A
// quantile is the smallest value whose distribution function reaches p; resamples with a denominator of 0 count as
// infinite.
struct RatioBootstrap {
  Status status = Status::kOk;  // as EstimateMeanRatio; refused / unbounded_bootstrap when an end is infinite
  std::string reason;
  std::optional<double> value;
  std::optional<Interval> interval;
  std::int64_t resamples = 0;
  std::int64_t infinite = 0;
  bool exact = false;
};
RatioBootstrap BootstrapMeanRatio(std::span<const double> first, std::span<const double> second, double confidence,
                                  std::int64_t resamples, std::uint64_t seed);

}  // namespace otklik::stats
