#include "stats/difference.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

// Beyond this z the two-sided p is below the smallest double.
constexpr double kLargestZ = 38;

Difference Failed(Status status, std::string reason, std::string method) {
  Difference result;
  result.status = status;
  result.reason = std::move(reason);
  result.method = std::move(method);
  return result;
}

// A wrong side outranks an empty one.
std::optional<Difference> FailedSide(const Estimate& later, const Estimate& earlier, const std::string& method) {
  for (const Status wanted : {Status::kInvalidInput, Status::kRefused, Status::kUndefined}) {
    for (const Estimate* side : {&later, &earlier}) {
      if (side->status == wanted) return Failed(wanted, side->reason, method);
    }
  }
  if (!later.value || !earlier.value) return Failed(Status::kUndefined, "no_valid_responses", method);
  return std::nullopt;
}

using IntervalAt = std::function<Interval(double z)>;

// MOVER: the interval of a difference from the intervals of its two sides (Zou and Donner 2008).
// Correlated estimates lose 2 r times the product of the two distances (Zou 2007).
Interval Mover(double later, double earlier, const Interval& of_later, const Interval& of_earlier, double correlation) {
  const auto joint = [correlation](double a, double b) {
    return correlation == 0 ? std::hypot(a, b) : std::sqrt(std::max(0.0, a * a + b * b - 2 * correlation * a * b));
  };
  const double difference = later - earlier;
  return {difference - joint(later - of_later.low, of_earlier.high - earlier),
          difference + joint(of_later.high - later, earlier - of_earlier.low)};
}

// The smallest alpha whose MOVER interval leaves out 0, found over z.
double MoverP(double later, double earlier, const IntervalAt& at_later, const IntervalAt& at_earlier,
              double correlation) {
  const double difference = later - earlier;
  if (difference == 0) return 1;
  const auto distance = [&](double z) {
    const Interval mover = Mover(later, earlier, at_later(z), at_earlier(z), correlation);
    return difference > 0 ? mover.low : -mover.high;
  };
  const double at_end = distance(kLargestZ);
  if (at_end > 0) return NormalTwoSided(kLargestZ);
  if (at_end == 0) return NormalTwoSided(kLargestZ);
  std::uintmax_t rounds = 300;
  const auto bracket = boost::math::tools::toms748_solve(distance, 0.0, kLargestZ, std::abs(difference), at_end,
                                                         boost::math::tools::eps_tolerance<double>(50), rounds);
  return NormalTwoSided((bracket.first + bracket.second) / 2);
}

std::optional<double> Combined(const std::optional<double>& first, const std::optional<double>& second,
                               double correlation) {
  if (!first || !second) return std::nullopt;
  if (correlation == 0) return std::hypot(*first, *second);
  return std::sqrt(std::max(0.0, *first * *first + *second * *second - 2 * correlation * *first * *second));
}

Difference FromMover(const Estimate& later, const Estimate& earlier, const IntervalAt& at_later,
                     const IntervalAt& at_earlier, double unit, double confidence, std::string method,
                     const Dependence& dependence) {
  const double r = dependence.correlation;
  const double first = unit * *later.value;
  const double second = unit * *earlier.value;
  const double z = NormalCritical(confidence);
  const Interval mover = Mover(first, second, at_later(z), at_earlier(z), r);
  Difference result;
  result.value = *later.value - *earlier.value;
  result.se = Combined(later.se, earlier.se, r);
  result.interval = Interval{mover.low / unit, mover.high / unit};
  result.p = MoverP(first, second, at_later, at_earlier, r);
  result.method = std::move(method) + (r == 0 ? "" : "_dependent");
  return result;
}

}  // namespace

Difference DifferenceNet(const NetCounts& later, const NetCounts& earlier, double confidence,
                         const Dependence& dependence) {
  const Estimate first = EstimateNet(later.promoters, later.passives, later.detractors, 0, confidence);
  const Estimate second = EstimateNet(earlier.promoters, earlier.passives, earlier.detractors, 0, confidence);
  if (auto failed = FailedSide(first, second, "mover_score")) return *failed;
  const auto at_later = [&](double z) { return NetScoreInterval(later, z); };
  const auto at_earlier = [&](double z) { return NetScoreInterval(earlier, z); };
  return FromMover(first, second, at_later, at_earlier, 0.01, confidence, "mover_score", dependence);
}

Difference CompareNet(const NetCounts& later, const NetCounts& earlier, NetComparison method, double confidence) {
  Estimate first = EstimateNet(later.promoters, later.passives, later.detractors, 0, confidence);
  Estimate second = EstimateNet(earlier.promoters, earlier.passives, earlier.detractors, 0, confidence);
  if (method == NetComparison::kWelch) {
    return WelchDifference(first, later.n() - 1, second, earlier.n() - 1, confidence);
  }
  const bool half = method == NetComparison::kAdjustedHalf;
  const std::string name = half ? "adjusted_half" : "wald";
  if (auto failed = FailedSide(first, second, name)) return *failed;
  const auto shifted = [half](const NetCounts& counts) {
    const double extra = half ? 0.5 : 0;
    return NetCounts{counts.promoters + extra, counts.passives + extra, counts.detractors + extra};
  };
  const auto net = [](const NetCounts& counts) { return 100 * (counts.promoters - counts.detractors) / counts.n(); };
  Difference result;
  result.method = name;
  result.value = net(shifted(later)) - net(shifted(earlier));
  result.se = std::hypot(NetWaldError(shifted(later)), NetWaldError(shifted(earlier)));
  if (*result.se == 0) {
    result.interval_reason = "zero_variance";
    return result;
  }
  const double spread = NormalCritical(confidence) * *result.se;
  result.interval = Interval{*result.value - spread, *result.value + spread};
  result.p = NormalTwoSided(*result.value / *result.se);
  return result;
}

Difference DifferenceShare(const ShareCounts& later, const ShareCounts& earlier, double confidence,
                           const Dependence& dependence) {
  const Estimate first = EstimateShare(later.hits, later.n, confidence);
  const Estimate second = EstimateShare(earlier.hits, earlier.n, confidence);
  if (auto failed = FailedSide(first, second, "newcombe")) return *failed;
  const auto at_later = [&](double z) { return *WilsonInterval(later, z); };
  const auto at_earlier = [&](double z) { return *WilsonInterval(earlier, z); };
  return FromMover(first, second, at_later, at_earlier, 1, confidence, "newcombe", dependence);
}

Difference WelchDifference(const Estimate& later, double later_df, const Estimate& earlier, double earlier_df,
                           double confidence, const Dependence& dependence) {
  if (auto failed = FailedSide(later, earlier, "welch")) return *failed;
  Difference result;
  result.method = dependence.correlation == 0 ? "welch" : "welch_dependent";
  result.value = *later.value - *earlier.value;
  result.se = Combined(later.se, earlier.se, dependence.correlation);
  if (!result.se) {
    result.interval_reason = "single_response";
    return result;
  }
  // Nothing but rounding is left of an error whose square is no number.
  if (!(*result.se > kSmallestTotal)) {
    result.interval_reason = "zero_variance";
    return result;
  }
  // As parts of their sum: the fourth powers of small errors would vanish.
  const double first = *later.se * *later.se;
  const double second = *earlier.se * *earlier.se;
  const double part = first / (first + second), rest = second / (first + second);
  const double satterthwaite = 1 / (part * part / later_df + rest * rest / earlier_df);
  result.df = std::min(satterthwaite, dependence.max_df);
  const double half = StudentCritical(confidence, *result.df) * *result.se;
  result.interval = Interval{*result.value - half, *result.value + half};
  result.p = StudentTwoSided(*result.value / *result.se, *result.df);
  return result;
}

Difference DifferenceMean(const MeanMoments& later, const MeanMoments& earlier, double confidence) {
  return WelchDifference(EstimateMean(later.n, later.sum, later.sum_of_squares, confidence),
                         static_cast<double>(later.n) - 1,
                         EstimateMean(earlier.n, earlier.sum, earlier.sum_of_squares, confidence),
                         static_cast<double>(earlier.n) - 1, confidence);
}

Difference DifferenceCsi(const CsiMoments& later, const CsiMoments& earlier, double confidence) {
  return WelchDifference(EstimateCsi(later, confidence), static_cast<double>(later.respondents) - 1,
                         EstimateCsi(earlier, confidence), static_cast<double>(earlier.respondents) - 1, confidence);
}

Difference DifferencePaired(std::span<const double> later, std::span<const double> earlier, double confidence) {
  if (later.size() != earlier.size()) return Failed(Status::kInvalidInput, "unequal_lengths", "paired_t");
  std::vector<double> changes;
  for (std::size_t i = 0; i < later.size(); ++i) changes.push_back(later[i] - earlier[i]);
  const Estimate change = EstimateMean(changes, confidence);
  if (change.status != Status::kOk) return Failed(change.status, change.reason, "paired_t");
  Difference result;
  result.method = "paired_t";
  result.value = change.value;
  result.se = change.se;
  result.interval = change.interval;
  result.interval_reason = change.interval_reason;
  if (change.interval) {
    result.df = change.n - 1;
    result.p = StudentTwoSided(*change.value / *change.se, *result.df);
  }
  return result;
}

}  // namespace otklik::stats
