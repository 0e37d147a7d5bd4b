// Did an action change anything: difference in differences and interrupted series.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/net.hpp"
#include "stats/status.hpp"
#include "stats/trend.hpp"

namespace otklik::stats {

// Four independent samples of a net index.
struct BeforeAfter {
  NetCounts treated_before, treated_after, control_before, control_after;
};

// Which interval of a difference in differences.
enum class EffectInterval {
  kNormal,   // as published: the spread taken as known; claims 5.4 % instead of 5 at 4 x 20 answers
  kStudent,  // t with Satterthwaite's df: what people are shown
};

struct DifferenceInDifferences {
  Difference effect;  // points; df is Satterthwaite's, with kNormal for information; method did_hc2 or did_hc2_t
  std::optional<double> change_treated, change_control;
  std::string empty_cell;  // the sample that has nobody
};

// (T1 - T0) - (C1 - C0) with SE^2 = sum of the four s^2 / n (HC2 of the regression). An empty sample: undefined /
// empty_cell; a sample of one: value only (single_response). It stands on parallel trends: show EstimatePretrend.
// Treated groups chosen because their score was low regress to the mean: the caller must refuse unless the control was
// chosen the same way.
DifferenceInDifferences EstimateDifferenceInDifferences(const BeforeAfter& samples, double confidence,
                                                        EffectInterval interval = EffectInterval::kNormal);

// A panel, one value per account before and after: Welch's t on the changes. The default when half or more are the same
// accounts.
Difference EstimatePanelEffect(std::span<const double> treated_before, std::span<const double> treated_after,
                               std::span<const double> control_before, std::span<const double> control_after,
                               double confidence);

// The slope of the gap treated - control before the action, points per period. A large p is no proof of parallel
// trends: show what slope could have been seen.
struct Pretrend {
  Trend trend;
  std::optional<double> detectable_slope;  // two-sided alpha = 1 - confidence, power 0.8
};
// All four of equal length (else invalid_input / unequal_lengths), errors not both 0.
Pretrend EstimatePretrend(std::span<const double> treated, std::span<const double> control,
                          std::span<const double> se_treated, std::span<const double> se_control, double confidence);

// y = b0 + b1 t + b2 after + b3 s, t = 1, 2 ..., s = periods since the first after the action.
struct InterruptedCoefficient {
  double value = 0;
  double se_ols = 0;
  double se_newey_west = 0;  // Bartlett weights, no prewhitening, no degrees-of-freedom factor
  double se = 0;             // the larger of the two: the one to report
};
struct InterruptedSeries {
  Status status = Status::kOk;
  std::string reason;
  InterruptedCoefficient intercept, slope, level_change, slope_change;
  int lag = 0;
  double durbin_watson = 0;
  double autocorrelation = 0;  // of residuals, lag 1
  double r2 = 0;
  double effect_at_last = 0, counterfactual_at_last = 0;
  bool short_series = false;  // fewer than 8 points on a side: say so
};

// `first_after` is the index (from 0) of the first point after the action. Lag null: floor(4 (n / 100)^(2/9)). Fewer
// than 3 points on a side: refused / fewer_than_3_points_before_or_after. A change of mode, price or sample at the same
// time must be refused by the caller.
InterruptedSeries FitInterruptedSeries(std::span<const double> y, int first_after, std::optional<int> lag);

}  // namespace otklik::stats
