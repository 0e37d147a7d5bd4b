// Differences of two estimates: later minus earlier, in the metric's units. Interval and p-value always agree.
#pragma once

#include <limits>
#include <span>

#include "stats/csi.hpp"
#include "stats/mean.hpp"
#include "stats/net.hpp"
#include "stats/share.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// Common edges: a side without responses makes the difference undefined with that side's reason, a wrong side makes it
// invalid_input. A difference that has a value but no honest interval keeps the value and says why in interval_reason.

// How the errors of the two sides hang together where they share respondents. The default is independent samples.
struct Dependence {
  double correlation = 0;                                   // of the two estimates, -1..1
  double max_df = std::numeric_limits<double>::infinity();  // no t has more: independent respondents of both sides - 1
};

// Independent samples of a net index, in points (an offset cancels). Interval: MOVER of the two score intervals (Zou
// and Donner 2008); p is the smallest alpha whose interval excludes 0. `se` is null when a side has n = 1. method
// mover_score. With a dependence the MOVER of correlated estimates (Zou 2007), method mover_score_dependent.
Difference DifferenceNet(const NetCounts& later, const NetCounts& earlier, double confidence,
                         const Dependence& dependence = {});

// Other comparisons of two net indices, offered next to the default.
enum class NetComparison {
  kAdjustedHalf,  // +1/2 to each category of each side, then Wald: the closed form for tables; its value is the shifted
                  // one
  kWald,          // normal with variance n
  kWelch,         // t with n - 1, Satterthwaite's degrees of freedom
};

// As DifferenceNet by another method, in points. kWald and kWelch give no interval when neither side varies
// (zero_variance).
Difference CompareNet(const NetCounts& later, const NetCounts& earlier, NetComparison method, double confidence);

// Independent samples of a share, 0..1: MOVER of the two Wilson intervals (Newcombe 1998, method 10) and the p that
// agrees. method newcombe; with a dependence as DifferenceNet, newcombe_dependent.
Difference DifferenceShare(const ShareCounts& later, const ShareCounts& earlier, double confidence,
                           const Dependence& dependence = {});

// Independent samples of a mean: Welch's t with Satterthwaite's degrees of freedom. A side with n = 1: value only
// (single_response); no variation on either side: value only (zero_variance). method welch.
Difference DifferenceMean(const MeanMoments& later, const MeanMoments& earlier, double confidence);

// Independent samples of a CSI, variant A in percent: linearised errors, t with Satterthwaite's degrees of freedom.
// method welch.
Difference DifferenceCsi(const CsiMoments& later, const CsiMoments& earlier, double confidence);

// The parts of Welch's comparison for any two estimates with standard errors. With a dependence the variance loses
// twice the covariance, and the degrees of freedom are Satterthwaite's or max_df, whichever is less; welch_dependent.
Difference WelchDifference(const Estimate& later, double later_df, const Estimate& earlier, double earlier_df,
                           double confidence, const Dependence& dependence = {});

// The same respondents in both waves: paired t on x2 - x1 of net scores in {-100, 0, 100} or any other per-person
// values, later and earlier of equal length. n < 2 or no variation: value only.
Difference DifferencePaired(std::span<const double> later, std::span<const double> earlier, double confidence);

}  // namespace otklik::stats
