#include "stats/experiment.hpp"

#include <algorithm>
#include <boost/math/special_functions/lambert_w.hpp>
#include <cmath>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

double SequentialHalfWidth(double variance, double tau2, double alpha) {
  const double both = variance + tau2;
  return std::sqrt(variance * both / tau2 * (2 * std::log(1 / alpha) + std::log(both / variance)));
}

}  // namespace

SplitCheck CheckSplit(std::span<const double> counts, std::span<const double> ratios, double alpha) {
  SplitCheck check;
  check.test = TestGoodnessOfFit(counts, ratios);
  if (!check.test) {
    check.status = Status::kUndefined;
    check.reason = "no_valid_responses";
    return check;
  }
  check.mismatch = check.test->p < alpha;
  if (check.mismatch) {
    check.status = Status::kRefused;
    check.reason = "sample_ratio_mismatch";
  }
  return check;
}

Look LookAtNet(const NetCounts& first, const NetCounts& second) {
  Look look;
  if (!ValidCounts(first) || !ValidCounts(second)) return look;
  look.smaller_arm = std::min(first.n(), second.n());
  if (!(look.smaller_arm > kSmallestTotal)) return look;
  look.effect = (first.promoters - first.detractors) / first.n() - (second.promoters - second.detractors) / second.n();
  look.variance = NetUnitVariance(first) / first.n() + NetUnitVariance(second) / second.n();
  return look;
}

Look LookAtShare(const ShareCounts& first, const ShareCounts& second) {
  Look look;
  for (const ShareCounts& arm : {first, second}) {
    if (!IsWeight(arm.n) || !(arm.hits >= 0 && arm.hits <= arm.n)) return look;
  }
  look.smaller_arm = std::min(first.n, second.n);
  if (!(look.smaller_arm > kSmallestTotal)) return look;
  const double p = first.hits / first.n;
  const double q = second.hits / second.n;
  look.effect = p - q;
  look.variance = p * (1 - p) / first.n + q * (1 - q) / second.n;
  return look;
}

std::vector<LookResult> RunSequentialTest(std::span<const Look> looks, double tau, double alpha, double burn_in) {
  std::vector<LookResult> results;
  const double tau2 = tau * tau;
  const bool valid = tau2 > kSmallestTotal && IsValue(tau) && IsProbability(alpha);
  double p = 1;
  for (const Look& look : looks) {
    LookResult result;
    result.looked = valid && look.variance > kSmallestTotal && look.smaller_arm >= burn_in;
    if (result.looked) {
      const double v = look.variance;
      result.likelihood_ratio =
          std::sqrt(v / (v + tau2)) * std::exp(tau2 * look.effect * look.effect / (2 * v * (v + tau2)));
      p = std::min(p, 1 / result.likelihood_ratio);
      const double half = SequentialHalfWidth(v, tau2, alpha);
      const double fixed = NormalCritical(1 - alpha) * std::sqrt(v);
      result.interval = Interval{look.effect - half, look.effect + half};
      result.fixed_interval = Interval{look.effect - fixed, look.effect + fixed};
    }
    result.p = p;
    result.reject = p <= alpha;
    results.push_back(result);
  }
  return results;
}

TauChoice ChooseTau(double target, double sigma, double alpha) {
  TauChoice choice;
  choice.rho2 = (-boost::math::lambert_wm1(-alpha * alpha / std::exp(1.0)) - 1) / target;
  const double tau2 = 2 * choice.rho2 * sigma * sigma;
  const double variance = 2 * sigma * sigma / target;
  choice.tau = std::sqrt(tau2);
  choice.half_width_at_target = SequentialHalfWidth(variance, tau2, alpha);
  choice.fixed_half_width = NormalCritical(1 - alpha) * std::sqrt(variance);
  return choice;
}

}  // namespace otklik::stats
