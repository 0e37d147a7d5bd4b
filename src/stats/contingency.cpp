#include "stats/contingency.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

double LogChoose(double n, double k) {
  return boost::math::lgamma(n + 1) - boost::math::lgamma(k + 1) - boost::math::lgamma(n - k + 1);
}

// Every table with the same margins is weighed: at most so many are.
constexpr double kMostTables = 1e7;

bool Listable(double a, double b, double c, double d) {
  return IsWholeCount(a) && IsWholeCount(b) && IsWholeCount(c) && IsWholeCount(d) &&
         std::min({a + b, c + d, a + c, b + d}) <= kMostTables;
}

// P(top left = a) of a 2 x 2 table by its margins, for every possible a.
struct Hypergeometric {
  double low = 0;
  std::vector<double> mass;
};

Hypergeometric TopLeft(double row, double other_row, double column) {
  Hypergeometric result;
  result.low = std::max(0.0, column - other_row);
  const double all = LogChoose(row + other_row, column);
  for (double a = result.low; a <= std::min(row, column); ++a) {
    result.mass.push_back(std::exp(LogChoose(row, a) + LogChoose(other_row, column - a) - all));
  }
  return result;
}

// (x1 - R x2 ...) of Koopman: the score chi-squared of a trial ratio.
double KoopmanStatistic(const ShareCounts& first, const ShareCounts& second, double ratio) {
  const double n = first.n + second.n;
  // Constrained maximum likelihood of the second share: root of n R p^2 - b p + x = 0.
  const double b = ratio * (first.n + second.hits) + first.hits + second.n;
  const double x = first.hits + second.hits;
  const double root = std::sqrt(std::max(0.0, b * b - 4 * n * ratio * x));
  const double p2 = 2 * x / (b + root);
  const double p1 = std::min(1.0, ratio * p2);
  double sum = 0;
  for (const auto& [group, p] : {std::pair{first, p1}, std::pair{second, p2}}) {
    const double gap = group.hits - group.n * p;
    if (gap == 0) continue;
    const double variance = group.n * p * (1 - p);
    if (variance <= 0) return INFINITY;
    sum += gap * gap / variance;
  }
  return sum;
}

// Where the score statistic reaches the critical value, from `inside` towards `towards` (both on the log scale).
double KoopmanLimit(const ShareCounts& first, const ShareCounts& second, double critical, double inside,
                    double towards) {
  const auto excess = [&](double log_ratio) {
    return std::min(1e9, KoopmanStatistic(first, second, std::exp(log_ratio))) - critical;
  };
  const double low = std::min(inside, towards);
  const double high = std::max(inside, towards);
  const double at_low = excess(low);
  const double at_high = excess(high);
  if (at_low == 0 || at_high == 0 || (at_low > 0) == (at_high > 0)) return std::exp(towards);
  std::uintmax_t rounds = 300;
  const auto bracket = boost::math::tools::toms748_solve(excess, low, high, at_low, at_high,
                                                         boost::math::tools::eps_tolerance<double>(50), rounds);
  return std::exp((bracket.first + bracket.second) / 2);
}

RatioInterval Koopman(const ShareCounts& first, const ShareCounts& second, double confidence) {
  const double z = NormalCritical(confidence);
  const double critical = z * z;
  constexpr double kFar = 60;  // exp(60): beyond any ratio of counts
  RatioInterval result;
  // A start inside: the sample's ratio, or one end's neighbourhood when that is 0 or infinite.
  double inside = -kFar;
  if (first.hits > 0) inside = second.hits > 0 ? std::log(first.hits * second.n / (first.n * second.hits)) : kFar;
  if (first.hits > 0) result.low = KoopmanLimit(first, second, critical, inside, -kFar);
  if (second.hits > 0) result.high = KoopmanLimit(first, second, critical, inside, kFar);
  return result;
}

}  // namespace

std::optional<double> FisherTwoSided(double a, double b, double c, double d) {
  if (!Listable(a, b, c, d)) return std::nullopt;
  const Hypergeometric table = TopLeft(a + b, c + d, a + c);
  const double seen = table.mass[static_cast<std::size_t>(a - table.low)];
  double sum = 0;
  for (const double mass : table.mass) {
    if (mass <= seen * (1 + 1e-7)) sum += mass;
  }
  return std::min(1.0, sum);
}

std::optional<double> FisherGreater(double a, double b, double c, double d) {
  if (!Listable(a, b, c, d)) return std::nullopt;
  const Hypergeometric table = TopLeft(a + b, c + d, a + c);
  double sum = 0;
  for (std::size_t i = table.mass.size(); i-- > static_cast<std::size_t>(a - table.low);) sum += table.mass[i];
  return std::min(1.0, sum);
}

std::optional<ChiSquaredTest> TestIndependence(const std::vector<std::vector<double>>& table) {
  if (table.size() < 2 || table[0].size() < 2) return std::nullopt;
  for (const auto& row : table) {
    if (row.size() != table[0].size() || !std::all_of(row.begin(), row.end(), IsWeight)) return std::nullopt;
  }
  std::vector<double> rows(table.size()), columns(table[0].size());
  double total = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      rows[i] += table[i][j];
      columns[j] += table[i][j];
      total += table[i][j];
    }
  }
  ChiSquaredTest test;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      const double expected = rows[i] * columns[j] / total;
      if (!(expected > 0)) return std::nullopt;
      test.statistic += (table[i][j] - expected) * (table[i][j] - expected) / expected;
    }
  }
  test.df = static_cast<double>((rows.size() - 1) * (columns.size() - 1));
  test.p = ChiSquaredUpper(test.statistic, test.df);
  return test;
}

std::optional<ChiSquaredTest> TestGoodnessOfFit(std::span<const double> counts, std::span<const double> ratios) {
  double n = 0, total = 0;
  for (const double count : counts) n += count;
  for (const double ratio : ratios) total += ratio;
  const bool positive = std::all_of(ratios.begin(), ratios.end(),
                                    [](double ratio) { return ratio > 1 / kLargestValue && IsValue(ratio); }) &&
                        std::all_of(counts.begin(), counts.end(), IsCount);
  if (counts.size() != ratios.size() || counts.size() < 2 || !(n > 0) || !positive) return std::nullopt;
  ChiSquaredTest test;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = n * ratios[i] / total;
    test.statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  test.df = static_cast<double>(counts.size() - 1);
  test.p = ChiSquaredUpper(test.statistic, test.df);
  return test;
}

std::optional<ChiSquaredTest> TestShareTrend(std::span<const ShareCounts> groups, std::span<const double> scores) {
  double n = 0, hits = 0, mean = 0;
  if (groups.size() != scores.size() || !std::all_of(scores.begin(), scores.end(), IsValue)) return std::nullopt;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!IsWeight(groups[i].n) || !(groups[i].hits >= 0 && groups[i].hits <= groups[i].n)) return std::nullopt;
    n += groups[i].n;
    hits += groups[i].hits;
    mean += groups[i].n * scores[i];
  }
  if (!(hits > kSmallestTotal && hits < n)) return std::nullopt;
  const double p = hits / n;
  mean /= n;
  double cross = 0, squares = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    cross += (scores[i] - mean) * (groups[i].hits - groups[i].n * p);
    squares += groups[i].n * (scores[i] - mean) * (scores[i] - mean);
  }
  if (!(squares > kSmallestTotal)) return std::nullopt;
  ChiSquaredTest test;
  test.statistic = cross * cross / (p * (1 - p) * squares);
  test.df = 1;
  test.p = ChiSquaredUpper(test.statistic, 1);
  return test;
}

RiskRatio EstimateRiskRatio(const ShareCounts& first, const ShareCounts& second, double confidence) {
  RiskRatio result;
  for (const ShareCounts& group : {first, second}) {
    const Estimate share = EstimateShare(group.hits, group.n, confidence);
    if (share.status == Status::kOk || result.status != Status::kOk) continue;
    result.status = share.status;
    result.reason = share.reason;
  }
  if (result.status == Status::kOk && first.hits == 0 && second.hits == 0) {
    result.status = Status::kUndefined;
    result.reason = "no_events_in_either_group";
  }
  if (result.status != Status::kOk) return result;
  if (second.hits > 0) result.value = first.hits / first.n / (second.hits / second.n);
  result.koopman = Koopman(first, second, confidence);
  result.katz_corrected = first.hits == 0 || second.hits == 0;
  const double more = result.katz_corrected ? 0.5 : 0;
  const double x1 = first.hits + more, n1 = first.n + 2 * more, x2 = second.hits + more, n2 = second.n + 2 * more;
  const double centre = std::log(x1 / n1 / (x2 / n2));
  const double half = NormalCritical(confidence) * std::sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2);
  result.katz = Interval{std::exp(centre - half), std::exp(centre + half)};
  return result;
}

std::optional<OddsRatio> EstimateOddsRatio(const ShareCounts& first, const ShareCounts& second, double confidence) {
  const double a = first.hits, b = first.n - first.hits, c = second.hits, d = second.n - second.hits;
  if (!(a > 0 && b > 0 && c > 0 && d > 0)) return std::nullopt;
  OddsRatio result;
  result.value = a * d / (b * c);
  const double half = NormalCritical(confidence) * std::sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  if (!IsValue(result.value) || !IsValue(half)) return std::nullopt;
  result.interval = {result.value * std::exp(-half), result.value * std::exp(half)};
  return result;
}

}  // namespace otklik::stats
