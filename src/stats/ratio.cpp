#include "stats/ratio.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "stats/difference.hpp"
#include "stats/mean.hpp"
#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

constexpr double kMostExact = 1e6;

FiellerInterval Fieller(double m1, double v1, double m2, double v2, double critical) {
  FiellerInterval result;
  const double c2 = critical * critical;
  const double a = m2 * m2 - c2 * v2;
  if (!(a > 0)) {
    result.unbounded = true;
    return result;
  }
  const double b = m1 * m2;
  const double root = std::sqrt(std::max(0.0, b * b - a * (m1 * m1 - c2 * v1)));
  result.interval = Interval{(b - root) / a, (b + root) / a};
  return result;
}

std::optional<std::vector<double>> Logs(std::span<const double> values) {
  std::vector<double> logs;
  for (const double value : values) {
    if (!(value > 0)) return std::nullopt;
    logs.push_back(std::log(value));
  }
  return logs;
}

void AddLogScale(MeanRatio& ratio, std::span<const double> first, std::span<const double> second, double confidence) {
  const auto first_logs = Logs(first);
  const auto second_logs = Logs(second);
  if (!first_logs || !second_logs) return;
  const Estimate one = EstimateMean(*first_logs, confidence);
  const Estimate two = EstimateMean(*second_logs, confidence);
  ratio.geometric_mean_ratio = std::exp(*one.value - *two.value);
  ratio.log_difference_p = WelchDifference(one, one.n - 1, two, two.n - 1, confidence).p;
}

void AddIntervals(MeanRatio& ratio, const Estimate& one, const Estimate& two, double confidence) {
  if (!one.se || !two.se) {
    ratio.interval_reason = "single_response";
    return;
  }
  const double v1 = *one.se * *one.se, v2 = *two.se * *two.se;
  if (!(v1 + v2 > kSmallestTotal)) {
    ratio.interval_reason = "zero_variance";
    return;
  }
  const double r2 = *ratio.value * *ratio.value;
  const double spread = v1 + r2 * v2;
  const double m1 = ratio.first_mean, m2 = ratio.second_mean;
  const double z = NormalCritical(confidence);
  ratio.fieller_z = Fieller(m1, v1, m2, v2, z);
  if (spread > kSmallestTotal) {
    const double part = v1 / spread, rest = r2 * v2 / spread;
    ratio.df = 1 / (part * part / (one.n - 1) + rest * rest / (two.n - 1));
    ratio.fieller_t = Fieller(m1, v1, m2, v2, StudentCritical(confidence, *ratio.df));
  }
  if (ratio.fieller_t.unbounded) ratio.interval_reason = "denominator_mean_not_distinguishable_from_zero";
  if (m1 > kSmallestTotal && m2 > kSmallestTotal) {
    ratio.log_se = std::sqrt(v1 / (m1 * m1) + v2 / (m2 * m2));
    const double half = z * *ratio.log_se;
    ratio.log_interval = Interval{*ratio.value * std::exp(-half), *ratio.value * std::exp(half)};
  }
}

// The mean of every one of the n^n resamples.
std::vector<double> AllMeans(std::span<const double> values) {
  const std::size_t n = values.size();
  std::vector<double> sums{0};
  for (std::size_t draw = 0; draw < n; ++draw) {
    std::vector<double> next;
    for (const double sum : sums) {
      for (const double value : values) next.push_back(sum + value);
    }
    sums = std::move(next);
  }
  for (double& sum : sums) sum /= static_cast<double>(n);
  return sums;
}

double DrawMean(std::span<const double> values, std::mt19937_64& random) {
  std::uniform_int_distribution<std::size_t> pick(0, values.size() - 1);
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) sum += values[pick(random)];
  return sum / static_cast<double>(values.size());
}

double Quantile(const std::vector<double>& sorted, double p) {
  const auto n = static_cast<double>(sorted.size());
  const double rank = std::ceil(p * n - 1e-9);
  return sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, n)) - 1];
}

}  // namespace

MeanRatio EstimateMeanRatio(std::span<const double> first, std::span<const double> second, double confidence) {
  MeanRatio ratio;
  const Estimate one = EstimateMean(first, confidence);
  const Estimate two = EstimateMean(second, confidence);
  for (const Estimate* side : {&one, &two}) {
    if (side->status == Status::kOk || ratio.status != Status::kOk) continue;
    ratio.status = side->status;
    ratio.reason = side->reason;
  }
  if (ratio.status != Status::kOk) return ratio;
  ratio.first_mean = *one.value;
  ratio.second_mean = *two.value;
  // Next to a numerator this far away the denominator is none.
  if (ratio.second_mean == 0 || !IsValue(ratio.first_mean / ratio.second_mean)) {
    ratio.status = Status::kUndefined;
    ratio.reason = "denominator_mean_zero";
    return ratio;
  }
  ratio.value = ratio.first_mean / ratio.second_mean;
  AddIntervals(ratio, one, two, confidence);
  AddLogScale(ratio, first, second, confidence);
  ratio.difference_p = WelchDifference(one, one.n - 1, two, two.n - 1, confidence).p;
  return ratio;
}

RatioBootstrap BootstrapMeanRatio(std::span<const double> first, std::span<const double> second, double confidence,
                                  std::int64_t resamples, std::uint64_t seed) {
  RatioBootstrap result;
  const MeanRatio ratio = EstimateMeanRatio(first, second, confidence);
  result.status = ratio.status;
  result.reason = ratio.reason;
  if (ratio.status != Status::kOk) return result;
  result.value = ratio.value;
  const auto n1 = static_cast<double>(first.size()), n2 = static_cast<double>(second.size());
  std::vector<double> ratios;
  const auto add = [&](double top, double bottom) {
    if (bottom == 0) ++result.infinite;
    ratios.push_back(bottom == 0 ? INFINITY : top / bottom);
  };
  result.exact = n1 * std::log(n1) + n2 * std::log(n2) <= std::log(kMostExact);
  if (result.exact) {
    const std::vector<double> bottoms = AllMeans(second);
    for (const double top : AllMeans(first)) {
      for (const double bottom : bottoms) add(top, bottom);
    }
  } else {
    std::mt19937_64 random(seed);
    for (std::int64_t i = 0; i < resamples; ++i) {
      const double top = DrawMean(first, random);
      add(top, DrawMean(second, random));
    }
  }
  result.resamples = static_cast<std::int64_t>(ratios.size());
  if (ratios.empty()) return result;
  std::sort(ratios.begin(), ratios.end());
  const Interval interval{Quantile(ratios, (1 - confidence) / 2), Quantile(ratios, (1 + confidence) / 2)};
  if (std::isinf(interval.low) || std::isinf(interval.high)) {
    result.status = Status::kRefused;
    result.reason = "unbounded_bootstrap";
    return result;
  }
  result.interval = interval;
  return result;
}

}  // namespace otklik::stats
