#include "stats/net.hpp"

#include <algorithm>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>

#include "stats/quantile.hpp"
#include "stats/range.hpp"
#include "stats/share.hpp"

namespace otklik::stats {
namespace {

// S(delta): how many standard errors the sample's net lies above a trial net `delta`.
double ScoreStatistic(const NetCounts& counts, double delta) {
  const double n = counts.n();
  const double c = counts.promoters;
  const double b = counts.detractors;
  const double quad_b = -b - c + (2 * n - c + b) * delta;
  const double quad_c = -b * delta * (1 - delta);
  const double root = std::sqrt(std::max(0.0, quad_b * quad_b - 8 * n * quad_c));
  // Of the two equal forms of the root, the one that does not cancel.
  const double q = quad_b > 0 ? -2 * quad_c / (quad_b + root) : (root - quad_b) / (4 * n);
  const double variance = n * (2 * q + delta * (1 - delta));
  const double distance = c - b - n * delta;
  if (variance <= 0) return distance == 0 ? 0 : std::copysign(INFINITY, distance);
  return distance / std::sqrt(variance);
}

// The root of a function that has opposite signs at the two ends; to the last bits.
template <class Function>
double Solve(Function function, double low, double high, double at_low, double at_high) {
  if (at_low == 0) return low;
  if (at_high == 0) return high;
  std::uintmax_t rounds = 200;
  const auto bracket = boost::math::tools::toms748_solve(function, low, high, at_low, at_high,
                                                         boost::math::tools::eps_tolerance<double>(52), rounds);
  return (bracket.first + bracket.second) / 2;
}

// Where S(delta) = target between the sample's net and the end of the scale, or the end if S never gets there.
double ScoreLimit(const NetCounts& counts, double net, double end, double target) {
  const auto gap = [&](double delta) { return std::clamp(ScoreStatistic(counts, delta), -1e9, 1e9) - target; };
  const double at_end = gap(end);
  const double at_net = -target;
  if ((at_end > 0) == (at_net > 0)) return end;
  return end < net ? Solve(gap, end, net, at_end, at_net) : Solve(gap, net, end, at_net, at_end);
}

std::optional<Interval> Symmetric(double centre, double half) { return Interval{centre - half, centre + half}; }

Interval MoverWilson(const NetCounts& counts, double z) {
  const double n = counts.n();
  const double p = counts.promoters / n;
  const double d = counts.detractors / n;
  const Interval top = *WilsonInterval({counts.promoters, n}, z);
  const Interval bottom = *WilsonInterval({counts.detractors, n}, z);
  const double spread = p * (1 - p) * d * (1 - d);
  const double correlation = spread > 0 ? -p * d / std::sqrt(spread) : 0;
  const auto half = [&](double first, double second) {
    return std::sqrt(std::max(0.0, first * first - 2 * correlation * first * second + second * second));
  };
  const double net = p - d;
  return {100 * std::max(-1.0, net - half(p - top.low, bottom.high - d)),
          100 * std::min(1.0, net + half(top.high - p, d - bottom.low))};
}

}  // namespace

bool ValidCounts(const NetCounts& counts) {
  return IsWeight(counts.promoters) && IsWeight(counts.passives) && IsWeight(counts.detractors);
}

double NetUnitVariance(const NetCounts& counts) {
  const double n = counts.n();
  const double net = (counts.promoters - counts.detractors) / n;
  return std::max(0.0, (counts.promoters + counts.detractors) / n - net * net);
}

double NetWaldError(const NetCounts& counts) { return 100 * std::sqrt(NetUnitVariance(counts) / counts.n()); }

std::optional<double> NetPointError(const NetCounts& counts) {
  if (counts.n() <= 1) return std::nullopt;
  return 100 * std::sqrt(NetUnitVariance(counts) / (counts.n() - 1));
}

Interval NetScoreInterval(const NetCounts& counts, double z) {
  const double n = counts.n();
  const double net = (counts.promoters - counts.detractors) / n;
  if (z == 0) return {net, net};
  const bool lowest = counts.detractors == n;
  const bool highest = counts.promoters == n;
  return {lowest ? -1.0 : ScoreLimit(counts, net, -1.0, z), highest ? 1.0 : ScoreLimit(counts, net, 1.0, -z)};
}

AdjustedWald NetAdjustedWald(const NetCounts& counts, double ends, double middle, double confidence) {
  const NetCounts shifted{counts.promoters + ends, counts.passives + middle, counts.detractors + ends};
  AdjustedWald result;
  result.centre = 100 * (shifted.promoters - shifted.detractors) / shifted.n();
  result.se = NetWaldError(shifted);
  const double half = NormalCritical(confidence) * result.se;
  result.interval = {std::max(-100.0, result.centre - half), std::min(100.0, result.centre + half)};
  return result;
}

std::optional<Interval> NetInterval(const NetCounts& counts, NetMethod method, double confidence) {
  const double n = counts.n();
  const double net = 100 * (counts.promoters - counts.detractors) / n;
  const double z = NormalCritical(confidence);
  const bool alike = counts.promoters == n || counts.passives == n || counts.detractors == n;
  switch (method) {
    case NetMethod::kScore: {
      const Interval score = NetScoreInterval(counts, z);
      return Interval{100 * score.low, 100 * score.high};
    }
    case NetMethod::kWald:
      if (alike) return std::nullopt;
      return Symmetric(net, z * NetWaldError(counts));
    case NetMethod::kStudent:
      if (alike || n <= 1) return std::nullopt;
      return Symmetric(net, StudentCritical(confidence, n - 1) * *NetPointError(counts));
    case NetMethod::kAdjustedWald:
      return NetAdjustedWald(counts, 0.75, 1.5, confidence).interval;
    case NetMethod::kAdjustedWaldUniform:
      return NetAdjustedWald(counts, 1, 1, confidence).interval;
    case NetMethod::kMoverWilson:
      return MoverWilson(counts, z);
  }
  return std::nullopt;
}

Estimate EstimateNet(double promoters, double passives, double detractors, double offset, double confidence) {
  const NetCounts counts{promoters, passives, detractors};
  Estimate result;
  result.method = "score";
  if (!ValidCounts(counts)) {
    result.status = Status::kInvalidInput;
    result.reason = "negative_count";
    return result;
  }
  result.n = counts.n();
  if (!ValidConfidence(confidence)) {
    result.status = Status::kInvalidInput;
    result.reason = "confidence_out_of_range";
  } else if (result.n == 0) {
    result.status = Status::kUndefined;
    result.reason = "no_valid_responses";
  } else {
    result.value = 100 * (promoters - detractors) / result.n + offset;
    result.se = NetPointError(counts);
    const Interval score = *NetInterval(counts, NetMethod::kScore, confidence);
    result.interval = Interval{score.low + offset, score.high + offset};
  }
  return result;
}

}  // namespace otklik::stats
