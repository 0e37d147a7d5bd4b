#include "stats/effect.hpp"

#include <algorithm>
#include <cmath>

#include "stats/difference.hpp"
#include "stats/linear.hpp"
#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

constexpr int kFewestPoints = 3;
constexpr int kEnoughPoints = 8;

using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd SegmentedDesign(Eigen::Index n, Eigen::Index first_after) {
  MatrixXd x(n, 4);
  for (Eigen::Index i = 0; i < n; ++i) {
    const bool after = i >= first_after;
    x.row(i) << 1, static_cast<double>(i + 1), after ? 1 : 0, after ? static_cast<double>(i - first_after) : 0;
  }
  return x;
}

// Sum of e_t^2 x x' and its Bartlett-weighted neighbours.
MatrixXd NeweyWestMeat(const MatrixXd& x, const VectorXd& residuals, int lag) {
  const MatrixXd scores = residuals.asDiagonal() * x;
  MatrixXd meat = TransposeProduct(scores, scores);
  const Eigen::Index n = x.rows();
  for (Eigen::Index l = 1; l <= std::min<Eigen::Index>(lag, n - 1); ++l) {
    const double weight = 1 - static_cast<double>(l) / (lag + 1);
    const MatrixXd cross = TransposeProduct(scores.bottomRows(n - l), scores.topRows(n - l));
    meat += weight * (cross + cross.transpose());
  }
  return meat;
}

std::vector<double> Changes(std::span<const double> before, std::span<const double> after) {
  std::vector<double> changes;
  for (std::size_t i = 0; i < before.size(); ++i) changes.push_back(after[i] - before[i]);
  return changes;
}

}  // namespace

DifferenceInDifferences EstimateDifferenceInDifferences(const BeforeAfter& samples, double confidence,
                                                        EffectInterval interval) {
  DifferenceInDifferences result;
  Difference& effect = result.effect;
  const bool student = interval == EffectInterval::kStudent;
  effect.method = student ? "did_hc2_t" : "did_hc2";
  const std::pair<const char*, const NetCounts*> cells[] = {{"treated_before", &samples.treated_before},
                                                            {"treated_after", &samples.treated_after},
                                                            {"control_before", &samples.control_before},
                                                            {"control_after", &samples.control_after}};
  std::vector<Estimate> estimates;
  for (const auto& [name, counts] : cells) {
    estimates.push_back(EstimateNet(counts->promoters, counts->passives, counts->detractors, 0, confidence));
    if (estimates.back().status == Status::kOk) continue;
    effect.status = estimates.back().status;
    effect.reason = effect.status == Status::kUndefined ? "empty_cell" : estimates.back().reason;
    result.empty_cell = effect.status == Status::kUndefined ? name : "";
    return result;
  }
  result.change_treated = *estimates[1].value - *estimates[0].value;
  result.change_control = *estimates[3].value - *estimates[2].value;
  effect.value = *result.change_treated - *result.change_control;
  double variance = 0, spread = 0;
  for (const Estimate& estimate : estimates) {
    if (!estimate.se) {
      effect.interval_reason = "single_response";
      return result;
    }
    const double v = *estimate.se * *estimate.se;
    variance += v;
    spread += v * v / (estimate.n - 1);
  }
  effect.se = std::sqrt(variance);
  if (variance == 0) {
    effect.interval_reason = "zero_variance";
    return result;
  }
  effect.df = variance * variance / spread;
  const double critical = student ? StudentCritical(confidence, *effect.df) : NormalCritical(confidence);
  const double half = critical * *effect.se;
  effect.interval = Interval{*effect.value - half, *effect.value + half};
  const double ratio = *effect.value / *effect.se;
  effect.p = student ? StudentTwoSided(ratio, *effect.df) : NormalTwoSided(ratio);
  return result;
}

Difference EstimatePanelEffect(std::span<const double> treated_before, std::span<const double> treated_after,
                               std::span<const double> control_before, std::span<const double> control_after,
                               double confidence) {
  if (treated_before.size() != treated_after.size() || control_before.size() != control_after.size()) {
    Difference failed;
    failed.status = Status::kInvalidInput;
    failed.reason = "unequal_lengths";
    failed.method = "welch";
    return failed;
  }
  const Estimate treated = EstimateMean(Changes(treated_before, treated_after), confidence);
  const Estimate control = EstimateMean(Changes(control_before, control_after), confidence);
  return WelchDifference(treated, treated.n - 1, control, control.n - 1, confidence);
}

Pretrend EstimatePretrend(std::span<const double> treated, std::span<const double> control,
                          std::span<const double> se_treated, std::span<const double> se_control, double confidence) {
  Pretrend result;
  if (treated.size() != control.size() || treated.size() != se_treated.size() || treated.size() != se_control.size()) {
    result.trend.status = Status::kInvalidInput;
    result.trend.reason = "unequal_lengths";
    return result;
  }
  std::vector<TrendPoint> gaps;
  for (std::size_t i = 0; i < treated.size(); ++i) {
    gaps.push_back({static_cast<double>(i + 1), treated[i] - control[i],
                    se_treated[i] * se_treated[i] + se_control[i] * se_control[i]});
  }
  result.trend = FitTrend(gaps, confidence);
  if (result.trend.se) {
    result.detectable_slope = (NormalCritical(confidence) + NormalQuantile(0.8)) * *result.trend.se;
  }
  return result;
}

InterruptedSeries FitInterruptedSeries(std::span<const double> y, int first_after, std::optional<int> lag) {
  InterruptedSeries result;
  const auto n = static_cast<Eigen::Index>(y.size());
  if (first_after < kFewestPoints || n - first_after < kFewestPoints) {
    result.status = Status::kRefused;
    result.reason = "fewer_than_3_points_before_or_after";
    return result;
  }
  if (!std::all_of(y.begin(), y.end(), IsValue)) {
    result.status = Status::kInvalidInput;
    result.reason = "value_not_finite";
    return result;
  }
  result.short_series = first_after < kEnoughPoints || n - first_after < kEnoughPoints;
  result.lag = lag.value_or(static_cast<int>(std::floor(4 * std::pow(static_cast<double>(n) / 100, 2.0 / 9))));
  const VectorXd values = Eigen::Map<const VectorXd>(y.data(), n);
  const MatrixXd x = SegmentedDesign(n, first_after);
  const MatrixXd inverse = SymmetricFactor(TransposeProduct(x, x)).Inverse();
  const VectorXd beta = Apply(inverse, ApplyTransposed(x, values));
  const VectorXd residuals = values - Apply(x, beta);
  const double squares = residuals.squaredNorm();
  const MatrixXd ols = inverse * squares / static_cast<double>(n - 4);
  const MatrixXd robust = Sandwich(inverse, NeweyWestMeat(x, residuals, result.lag));
  const auto coefficient = [&](Eigen::Index j) {
    InterruptedCoefficient one{beta(j), std::sqrt(ols(j, j)), std::sqrt(std::max(0.0, robust(j, j))), 0};
    one.se = std::max(one.se_ols, one.se_newey_west);
    return one;
  };
  result.intercept = coefficient(0);
  result.slope = coefficient(1);
  result.level_change = coefficient(2);
  result.slope_change = coefficient(3);
  // A perfect fit has no residuals to speak of.
  if (squares > 0) {
    result.durbin_watson = (residuals.tail(n - 1) - residuals.head(n - 1)).squaredNorm() / squares;
    result.autocorrelation = residuals.tail(n - 1).dot(residuals.head(n - 1)) / squares;
  }
  const double total = (values.array() - values.mean()).square().sum();
  result.r2 = total > 0 ? 1 - squares / total : 0;
  result.effect_at_last = beta(2) + beta(3) * static_cast<double>(n - 1 - first_after);
  result.counterfactual_at_last = beta(0) + beta(1) * static_cast<double>(n);
  return result;
}

}  // namespace otklik::stats
