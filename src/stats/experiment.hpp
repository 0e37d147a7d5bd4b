// A/B tests: was the split as planned, and a test that stays valid however often one looks.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/contingency.hpp"
#include "stats/net.hpp"
#include "stats/share.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// The level at which an effect is hidden because people were not split as planned.
inline constexpr double kSplitAlpha = 0.001;

struct SplitCheck {
  Status status = Status::kOk;  // refused / sample_ratio_mismatch: no effect may be shown
  std::string reason;
  std::optional<ChiSquaredTest> test;
  bool mismatch = false;  // p < alpha
};

// Chi-squared of the people assigned to each variant against the planned ratios. Fewer than two variants, a ratio that
// is not positive or nobody: undefined / no_valid_responses.
SplitCheck CheckSplit(std::span<const double> counts, std::span<const double> ratios, double alpha = kSplitAlpha);

// One look at a running test: the difference so far and its variance, both in the metric's own unit (net: x in -1..1,
// share 0..1).
struct Look {
  double effect = 0;
  double variance = 0;
  double smaller_arm = 0;  // respondents in the smaller arm
};
// An arm of impossible counts (negative, more hits than people) is no look: variance 0.
Look LookAtNet(const NetCounts& first, const NetCounts& second);  // first - second
Look LookAtShare(const ShareCounts& first, const ShareCounts& second);

struct LookResult {
  bool looked = false;                     // false: burn-in not over or no variance; p is the last one
  double likelihood_ratio = 1;             // of the mixture N(0, tau^2) against no effect
  double p = 1;                            // always valid, never rises
  std::optional<Interval> interval;        // always valid, the metric's unit
  std::optional<Interval> fixed_interval;  // as if this were the only look: for comparison, never for decisions
  bool reject = false;                     // p <= alpha
};

// The normal-mixture sequential probability ratio test, look after look. `tau` > 0 is fixed before the start, in the
// effect's unit (see ChooseTau). Looks with fewer than `burn_in` in the smaller arm are not looks, and none is
// with tau <= 0 or alpha outside (0, 1). Source: Johari et
// al. 2022; the interval is the asymptotic confidence sequence of Waudby-Smith et al.
std::vector<LookResult> RunSequentialTest(std::span<const Look> looks, double tau, double alpha, double burn_in = 50);

// The mixture width that makes the interval narrowest at `target` people per arm; sigma is the standard deviation of
// one answer. Needs target > 0, sigma > 0, alpha in (0, 1).
struct TauChoice {
  double rho2 = 0;
  double tau = 0;
  double half_width_at_target = 0;  // of the always-valid interval
  double fixed_half_width = 0;      // of one planned look: the price of looking
};
TauChoice ChooseTau(double target, double sigma, double alpha);

}  // namespace otklik::stats
