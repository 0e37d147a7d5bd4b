// Is a series going up or down: an inverse-variance line through the periods.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/net.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// One point of a series. Points with different times, in any unit; slope is per that unit.
struct TrendPoint {
  double t = 0;
  double value = 0;
  double variance = 0;  // of the value, > 0
};

struct Trend {
  Status status = Status::kOk;
  std::string reason;
  int periods = 0;                                     // used
  std::optional<double> slope, se, z, p;               // p two-sided normal, from `se`
  std::optional<double> se_overdispersed;              // se * max(1, sqrt(Q / df)); the one to show
  std::optional<Interval> interval;                    // slope +- z * se_overdispersed
  std::optional<double> homogeneity_q, homogeneity_p;  // all periods equal? df = K - 1
  std::optional<double> residual_q, residual_p;        // is a line enough? df = K - 2, null when df = 0
};

// Weighted least squares with weights 1 / variance. Fewer than 2 points: undefined / need_at_least_2_periods; equal
// times: undefined / same_time; a variance that is not positive (below 1e-30): refused / zero_variance_period; a number
// beyond 1e30: invalid_input / value_not_finite.
Trend FitTrend(std::span<const TrendPoint> points, double confidence);

struct NetPeriod {
  double t = 0;
  NetCounts counts;
};

// How a period's variance is taken. Smoothed (+1/2 to each category) is the default: raw, a period of promoters only
// would have variance 0 and all the weight.
enum class TrendVariance { kSmoothed, kRaw };

// The slope of a net index in points per unit of t. Periods without responses are left out; with fewer than 3 others:
// undefined / need_at_least_3_periods (for two, use the difference).
Trend FitNetTrend(std::span<const NetPeriod> periods, TrendVariance variance, double confidence);

}  // namespace otklik::stats
