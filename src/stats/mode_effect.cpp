#include "stats/mode_effect.hpp"

#include <algorithm>
#include <cmath>

#include "stats/linear.hpp"
#include "stats/logistic.hpp"
#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

double MeanOf(const NetCounts& counts) { return (counts.promoters - counts.detractors) / counts.n(); }

NetCounts Sum(const NetCounts& a, const NetCounts& b) {
  return {a.promoters + b.promoters, a.passives + b.passives, a.detractors + b.detractors};
}

// Less than this of an answer is none.
constexpr double kFewestAnswers = 1e-9;

bool Overlaps(const ModeStratum& stratum) {
  return stratum.first.n() >= kFewestAnswers && stratum.second.n() >= kFewestAnswers;
}

bool ValidStrata(std::span<const ModeStratum> strata) {
  return std::all_of(strata.begin(), strata.end(),
                     [](const ModeStratum& s) { return ValidCounts(s.first) && ValidCounts(s.second); });
}

// s^2 / n with n - 1; null at n = 1.
std::optional<double> MeanVariance(const NetCounts& counts) {
  const auto se = NetPointError(counts);
  if (!se) return std::nullopt;
  return *se * *se;
}

void AddNormal(Difference& difference, double confidence) {
  if (!difference.se || *difference.se == 0) {
    difference.interval_reason = difference.se ? "zero_variance" : "single_response";
    return;
  }
  const double half = NormalCritical(confidence) * *difference.se;
  difference.interval = Interval{*difference.value - half, *difference.value + half};
  difference.p = NormalTwoSided(*difference.value / *difference.se);
}

std::optional<double> Root(const std::optional<double>& variance) {
  if (!variance) return std::nullopt;
  return std::sqrt(*variance);
}

std::optional<double> Plus(const std::optional<double>& a, const std::optional<double>& b, double factor) {
  if (!a || !b) return std::nullopt;
  return *a + factor * *b;
}

// A weighted mean with its sums.
struct Hajek {
  double weight = 0, squares = 0, mean = 0, low = INFINITY, high = 0;

  double ess() const { return weight * weight / squares; }
};

Hajek Weigh(std::span<const double> weights, std::span<const double> values) {
  Hajek result;
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    result.weight += weights[i];
    result.squares += weights[i] * weights[i];
    sum += weights[i] * values[i];
    result.low = std::min(result.low, weights[i]);
    result.high = std::max(result.high, weights[i]);
  }
  result.mean = sum / result.weight;
  return result;
}

double FixedWeightVariance(std::span<const double> weights, std::span<const double> values, const Hajek& hajek) {
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double u = weights[i] * (values[i] - hajek.mean) / hajek.weight;
    sum += u * u;
  }
  return sum;
}

// Sandwich of the propensity's score equations stacked with the two means'; the variance of second - first.
double StackedVariance(std::span<const double> second_mode, const std::vector<std::vector<double>>& columns,
                       std::span<const double> x, const std::vector<double>& propensity, double first, double second) {
  const auto p = static_cast<Eigen::Index>(columns.size()) + 1;
  MatrixXd information = MatrixXd::Zero(p, p);
  MatrixXd bread = MatrixXd::Zero(p + 2, p + 2);
  MatrixXd meat = MatrixXd::Zero(p + 2, p + 2);
  for (std::size_t i = 0; i < x.size(); ++i) {
    VectorXd row = VectorXd::Ones(p);
    for (std::size_t j = 0; j < columns.size(); ++j) row(static_cast<Eigen::Index>(j) + 1) = columns[j][i];
    const double e = propensity[i];
    const bool in_second = second_mode[i] != 0;
    VectorXd psi = VectorXd::Zero(p + 2);
    psi.head(p) = ((in_second ? 1 : 0) - e) * row;
    AddOuter(information, e * (1 - e), row);
    if (in_second) {
      psi(p) = (x[i] - second) / e;
      bread(p, p) += 1 / e;
      bread.row(p).head(p) += (1 - e) / e * (x[i] - second) * row.transpose();
    } else {
      psi(p + 1) = (x[i] - first) / (1 - e);
      bread(p + 1, p + 1) += 1 / (1 - e);
      bread.row(p + 1).head(p) -= e / (1 - e) * (x[i] - first) * row.transpose();
    }
    AddOuter(meat, 1, psi);
  }
  bread.topLeftCorner(p, p) = information;
  const MatrixXd covariance = Sandwich(InverseByFullPivoting(bread), meat);
  return covariance(p, p) + covariance(p + 1, p + 1) - 2 * covariance(p, p + 1);
}

// (mean of the second mode - mean of the first) over the unweighted pooled sd.
void AddBalance(WeightedModes& result, std::span<const double> weights, std::span<const double> second_mode,
                const std::vector<double>& column) {
  double n[2] = {0, 0}, sum[2] = {0, 0}, squares[2] = {0, 0}, w[2] = {0, 0}, weighted[2] = {0, 0};
  for (std::size_t i = 0; i < column.size(); ++i) {
    const int mode = second_mode[i] != 0 ? 1 : 0;
    ++n[mode];
    sum[mode] += column[i];
    w[mode] += weights[i];
    weighted[mode] += weights[i] * column[i];
  }
  for (std::size_t i = 0; i < column.size(); ++i) {
    const int mode = second_mode[i] != 0 ? 1 : 0;
    squares[mode] += (column[i] - sum[mode] / n[mode]) * (column[i] - sum[mode] / n[mode]);
  }
  // One row has no variance.
  const auto variance = [&](int mode) { return n[mode] > 1 ? squares[mode] / (n[mode] - 1) : 0; };
  const double spread = std::sqrt((variance(0) + variance(1)) / 2);
  result.smd_before.push_back(spread > 0 ? (sum[1] / n[1] - sum[0] / n[0]) / spread : 0);
  result.smd_after.push_back(spread > 0 ? (weighted[1] / w[1] - weighted[0] / w[0]) / spread : 0);
}

}  // namespace

StandardisedMode StandardiseModes(std::span<const ModeStratum> strata, double confidence) {
  StandardisedMode result;
  Difference& adjusted = result.adjusted;
  adjusted.method = "standardised";
  double shares = 0;
  NetCounts first, second;
  for (std::size_t h = 0; h < strata.size(); ++h) {
    shares += strata[h].share >= 0 ? strata[h].share : NAN;
    first = Sum(first, strata[h].first);
    second = Sum(second, strata[h].second);
    if (!Overlaps(strata[h])) result.without_overlap.push_back(h);
  }
  const auto fail = [&](Status status, const char* reason) {
    adjusted.status = status;
    adjusted.reason = reason;
    return result;
  };
  if (!ValidConfidence(confidence)) return fail(Status::kInvalidInput, "confidence_out_of_range");
  if (!ValidStrata(strata)) return fail(Status::kInvalidInput, "negative_count");
  if (strata.empty()) return fail(Status::kUndefined, "no_valid_responses");
  if (!(std::abs(shares - 1) <= 1e-6)) return fail(Status::kInvalidInput, "shares_sum");
  if (!result.without_overlap.empty()) return fail(Status::kRefused, "stratum_without_overlap");
  result.first = 100 * MeanOf(first);
  result.second = 100 * MeanOf(second);
  result.unadjusted = *result.second - *result.first;
  result.unadjusted_se = Root(Plus(MeanVariance(first), MeanVariance(second), 1));
  double one = 0, two = 0;
  std::optional<double> variance = 0;
  for (const ModeStratum& stratum : strata) {
    one += 100 * stratum.share * MeanOf(stratum.first);
    two += 100 * stratum.share * MeanOf(stratum.second);
    const auto cell = Plus(MeanVariance(stratum.first), MeanVariance(stratum.second), 1);
    variance = Plus(variance, cell, stratum.share * stratum.share);
  }
  result.first_standardised = one;
  result.second_standardised = two;
  adjusted.value = two - one;
  adjusted.se = Root(variance);
  result.composition = *result.unadjusted - *adjusted.value;
  AddNormal(adjusted, confidence);
  return result;
}

ModeRegression RegressModes(std::span<const ModeStratum> strata) {
  ModeRegression result;
  if (!ValidStrata(strata)) {
    result.status = Status::kInvalidInput;
    result.reason = "negative_count";
    return result;
  }
  // Within a stratum the mode's dummy has the part a = n2 / n left; a stratum with one mode only says nothing about it.
  double information = 0, cross = 0, n = 0, cells = 0, overlapping = 0;
  for (const ModeStratum& s : strata) {
    n += s.first.n() + s.second.n();
    cells += (s.first.n() > 0) + (s.second.n() > 0);
    if (!Overlaps(s)) continue;
    ++overlapping;
    const double weight = s.first.n() * s.second.n() / (s.first.n() + s.second.n());
    information += weight;
    cross += weight * (MeanOf(s.second) - MeanOf(s.first));
  }
  if (overlapping < 2) {
    result.status = Status::kUndefined;
    result.reason = "no_overlap";
    return result;
  }
  const double beta = cross / information;
  double meat = 0, residual = 0, within = 0;
  for (const ModeStratum& s : strata) {
    const NetCounts both = Sum(s.first, s.second);
    if (both.n() == 0) continue;
    const double part = s.second.n() / both.n();
    const double level = MeanOf(both) - beta * part;
    for (const auto& [counts, mode] : {std::pair{&s.first, 0.0}, std::pair{&s.second, 1.0}}) {
      if (counts->n() == 0) continue;
      const double d = mode - part;
      const double gap = MeanOf(*counts) - level - beta * mode;
      const double squares = counts->n() * (NetUnitVariance(*counts) + gap * gap);
      const double leverage = 1 / both.n() + d * d / information;
      residual += squares;
      within += counts->n() * NetUnitVariance(*counts);
      // A row that is fitted exactly by its own dummy has no residual to correct.
      if (leverage < 1 - 1e-12) meat += d * d * squares / (1 - leverage);
    }
  }
  result.coefficient = 100 * beta;
  result.se_hc2 = 100 * std::sqrt(meat) / information;
  result.df1 = overlapping - 1;
  result.df2 = n - cells;
  if (result.df2 > 0 && within > 0) {
    result.interaction_f = (residual - within) / result.df1 / (within / result.df2);
    result.interaction_p = FisherUpper(std::max(0.0, *result.interaction_f), result.df1, result.df2);
  }
  return result;
}

WeightedModes WeightModesByStratum(std::span<const ModeStratum> strata) {
  WeightedModes result;
  if (!ValidStrata(strata)) {
    result.status = Status::kInvalidInput;
    result.reason = "negative_count";
    return result;
  }
  std::vector<double> weights[2], values[2], counts[2];
  double low = INFINITY, high = 0;
  for (const ModeStratum& s : strata) {
    if (!Overlaps(s)) {
      result.status = Status::kRefused;
      result.reason = "stratum_without_overlap";
      return result;
    }
    const double all = s.first.n() + s.second.n();
    for (const auto& [mode, cell] : {std::pair{0, &s.first}, std::pair{1, &s.second}}) {
      weights[mode].push_back(all / cell->n());
      values[mode].push_back(MeanOf(*cell));
      counts[mode].push_back(cell->n());
      low = std::min(low, weights[mode].back());
      high = std::max(high, weights[mode].back());
    }
  }
  if (strata.empty()) {
    result.status = Status::kUndefined;
    result.reason = "no_valid_responses";
    return result;
  }
  double mean[2], ess[2];
  for (const int mode : {0, 1}) {
    double weight = 0, squares = 0, sum = 0;
    for (std::size_t h = 0; h < weights[mode].size(); ++h) {
      weight += counts[mode][h] * weights[mode][h];
      squares += counts[mode][h] * weights[mode][h] * weights[mode][h];
      sum += counts[mode][h] * weights[mode][h] * values[mode][h];
    }
    mean[mode] = 100 * sum / weight;
    ess[mode] = weight * weight / squares;
  }
  result.first = mean[0];
  result.second = mean[1];
  result.difference = mean[1] - mean[0];
  result.ess_first = ess[0];
  result.ess_second = ess[1];
  result.weight_ratio = high / low;
  return result;
}

WeightedModes WeightModesByLogistic(std::span<const double> second_mode,
                                    const std::vector<std::vector<double>>& columns, std::span<const double> x) {
  WeightedModes result;
  if (second_mode.size() != x.size() ||
      !std::all_of(second_mode.begin(), second_mode.end(), [](double mode) { return mode == 0 || mode == 1; })) {
    result.status = Status::kInvalidInput;
    result.reason = "logistic_rows";
    return result;
  }
  const LogisticFit fit =
      FitLogistic({{second_mode.begin(), second_mode.end()}, std::vector<double>(x.size(), 1), columns}, 0.95);
  result.status = fit.status;
  result.reason = fit.reason;
  if (fit.status != Status::kOk) return result;
  // A propensity of exactly 0 or 1 leaves the other mode nothing to be weighted.
  if (!std::all_of(fit.fitted.begin(), fit.fitted.end(), [](double e) { return e > 1e-12 && e < 1 - 1e-12; })) {
    result.status = Status::kRefused;
    result.reason = "separation";
    return result;
  }
  result.propensity = fit.fitted;
  for (const LogisticCoefficient& one : fit.coefficients) result.coefficients.push_back(one.value);
  std::vector<double> of_first(x.size()), of_second(x.size()), all(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double e = fit.fitted[i];
    (second_mode[i] != 0 ? of_second : of_first)[i] = second_mode[i] != 0 ? 1 / e : 1 / (1 - e);
    all[i] = of_first[i] + of_second[i];
  }
  const Hajek first = Weigh(of_first, x);
  const Hajek second = Weigh(of_second, x);
  result.first = 100 * first.mean;
  result.second = 100 * second.mean;
  result.difference = result.second - result.first;
  result.ess_first = first.ess();
  result.ess_second = second.ess();
  result.weight_ratio = std::max(first.high, second.high) / std::min(first.low, second.low);
  result.se_fixed_weights =
      100 * std::sqrt(FixedWeightVariance(of_first, x, first) + FixedWeightVariance(of_second, x, second));
  const double stacked = StackedVariance(second_mode, columns, x, fit.fitted, first.mean, second.mean);
  if (stacked >= 0) result.se_stacked = 100 * std::sqrt(stacked);
  for (const auto& column : columns) AddBalance(result, all, second_mode, column);
  return result;
}

Difference BridgeModes(const Estimate& old_wave, const Estimate& new_wave, double bridge, double bridge_se,
                       double confidence) {
  Difference result;
  result.method = "bridge";
  bool valid = IsValue(bridge) && IsWeight(bridge_se);
  for (const Estimate* wave : {&old_wave, &new_wave}) {
    if (wave->status == Status::kOk && wave->value && wave->se) {
      valid = valid && IsValue(*wave->value) && IsWeight(*wave->se);
      continue;
    }
    result.status = wave->status == Status::kOk ? Status::kUndefined : wave->status;
    result.reason = wave->reason.empty() ? "single_response" : wave->reason;
    return result;
  }
  if (!ValidConfidence(confidence) || !valid) {
    result.status = Status::kInvalidInput;
    result.reason = ValidConfidence(confidence) ? "bridge" : "confidence_out_of_range";
    return result;
  }
  result.value = *new_wave.value - *old_wave.value - bridge;
  result.se = std::hypot(*old_wave.se, *new_wave.se, bridge_se);
  AddNormal(result, confidence);
  return result;
}

ModeSensitivity ModeEffectRange(double change, double se, double effect_low, double effect_high, double confidence) {
  const double half = NormalCritical(confidence) * se;
  ModeSensitivity result;
  result.change = {change - effect_high, change - effect_low};
  result.interval = {result.change.low - half, result.change.high + half};
  result.tipping_effect = change < 0 ? change + half : change - half;
  return result;
}

ModeClaim CheckModeClaim(const std::vector<std::vector<double>>& modes, bool parallel_run, double tolerance) {
  ModeClaim claim;
  for (const auto& wave : modes) {
    if (wave.size() != modes[0].size()) return {Status::kInvalidInput, "unequal_lengths"};
    if (!std::all_of(wave.begin(), wave.end(), IsWeight)) return {Status::kInvalidInput, "negative_count"};
  }
  if (parallel_run) return claim;
  for (std::size_t wave = 1; wave < modes.size(); ++wave) {
    double before = 0, after = 0, moved = 0;
    bool shared = false;
    for (std::size_t mode = 0; mode < modes[wave].size(); ++mode) {
      before += modes[wave - 1][mode];
      after += modes[wave][mode];
      shared = shared || (modes[wave - 1][mode] > 0 && modes[wave][mode] > 0);
    }
    if (before == 0 || after == 0) continue;
    for (std::size_t mode = 0; mode < modes[wave].size(); ++mode) {
      moved += std::abs(modes[wave][mode] / after - modes[wave - 1][mode] / before) / 2;
    }
    if (shared && moved <= tolerance) continue;
    claim.status = Status::kRefused;
    if (!shared) return {Status::kRefused, "mode_and_wave_confounded"};
    claim.reason = "mode_mix_changed";
  }
  return claim;
}

}  // namespace otklik::stats
