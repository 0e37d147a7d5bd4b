#include "stats/trend.hpp"

#include <algorithm>
#include <cmath>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

// Weighted sums of a line through the points.
struct Line {
  double weight = 0, mean_t = 0, mean_y = 0, tt = 0, ty = 0, yy = 0;
};

Line Sums(std::span<const TrendPoint> points) {
  Line line;
  for (const TrendPoint& point : points) {
    const double w = 1 / point.variance;
    line.weight += w;
    line.mean_t += w * point.t;
    line.mean_y += w * point.value;
  }
  line.mean_t /= line.weight;
  line.mean_y /= line.weight;
  for (const TrendPoint& point : points) {
    const double w = 1 / point.variance;
    const double t = point.t - line.mean_t;
    const double y = point.value - line.mean_y;
    line.tt += w * t * t;
    line.ty += w * t * y;
    line.yy += w * y * y;
  }
  return line;
}

Trend Failed(Status status, std::string reason, int periods) {
  Trend trend;
  trend.status = status;
  trend.reason = std::move(reason);
  trend.periods = periods;
  return trend;
}

}  // namespace

Trend FitTrend(std::span<const TrendPoint> points, double confidence) {
  const auto count = static_cast<int>(points.size());
  if (!ValidConfidence(confidence)) return Failed(Status::kInvalidInput, "confidence_out_of_range", count);
  if (count < 2) return Failed(Status::kUndefined, "need_at_least_2_periods", count);
  for (const TrendPoint& point : points) {
    if (!IsValue(point.t) || !IsValue(point.value) || std::isnan(point.variance) || point.variance > kLargestValue) {
      return Failed(Status::kInvalidInput, "value_not_finite", count);
    }
    if (!(point.variance >= 1 / kLargestValue)) return Failed(Status::kRefused, "zero_variance_period", count);
  }
  const Line line = Sums(points);
  if (!(line.tt > kSmallestTotal)) return Failed(Status::kUndefined, "same_time", count);
  Trend trend;
  trend.periods = count;
  trend.slope = line.ty / line.tt;
  trend.se = 1 / std::sqrt(line.tt);
  trend.z = *trend.slope / *trend.se;
  trend.p = NormalTwoSided(*trend.z);
  trend.homogeneity_q = line.yy;
  trend.homogeneity_p = ChiSquaredUpper(line.yy, count - 1);
  trend.se_overdispersed = trend.se;
  if (count > 2) {
    trend.residual_q = std::max(0.0, line.yy - line.ty * line.ty / line.tt);
    trend.residual_p = ChiSquaredUpper(*trend.residual_q, count - 2);
    trend.se_overdispersed = *trend.se * std::max(1.0, std::sqrt(*trend.residual_q / (count - 2)));
  }
  const double half = NormalCritical(confidence) * *trend.se_overdispersed;
  trend.interval = Interval{*trend.slope - half, *trend.slope + half};
  return trend;
}

Trend FitNetTrend(std::span<const NetPeriod> periods, TrendVariance variance, double confidence) {
  std::vector<TrendPoint> points;
  for (const NetPeriod& period : periods) {
    const NetCounts& counts = period.counts;
    const Estimate estimate = EstimateNet(counts.promoters, counts.passives, counts.detractors, 0, confidence);
    if (estimate.status == Status::kInvalidInput) return Failed(estimate.status, estimate.reason, 0);
    if (estimate.status != Status::kOk) continue;
    const double extra = variance == TrendVariance::kSmoothed ? 0.5 : 0;
    const double se = NetWaldError({counts.promoters + extra, counts.passives + extra, counts.detractors + extra});
    points.push_back({period.t, *estimate.value, se * se});
  }
  if (points.size() < 3) {
    return Failed(Status::kUndefined, "need_at_least_3_periods", static_cast<int>(points.size()));
  }
  return FitTrend(points, confidence);
}

}  // namespace otklik::stats
