#include "answers/measure.hpp"

#include <algorithm>
#include <cmath>

#include "stats/accounts.hpp"
#include "stats/difference.hpp"
#include "stats/mean.hpp"
#include "stats/net.hpp"
#include "stats/quantile.hpp"
#include "stats/share.hpp"

namespace otklik::answers {
namespace {

__extension__ using Wide = __int128;

// The metric's f over the answers of a group, as the sums every kind needs.
struct Answers {
  std::int64_t n = 0, sum = 0, squares = 0;           // of f: -1 | 0 | 1, 0 | 1, or the score
  std::int64_t positive = 0, zero = 0, negative = 0;  // answers by the sign of f
};

int UnitF(const Metric& metric, int score) {
  if (metric.kind == MetricKind::kMean) return score;
  const auto place = static_cast<std::size_t>(score - metric.scale_min);
  return static_cast<int>(metric.kind == MetricKind::kNet ? metric.f[place] / 100 : metric.f[place]);
}

Answers Sum(const Metric& metric, const GroupCounts& counts) {
  Answers answers;
  for (std::size_t score = 0; score < counts.scores.size(); ++score) {
    const auto count = static_cast<std::int64_t>(counts.scores[score]);
    if (count == 0) continue;
    const std::int64_t f = UnitF(metric, static_cast<int>(score));
    answers.n += count;
    answers.sum += count * f;
    answers.squares += count * f * f;
    (f > 0 ? answers.positive : f < 0 ? answers.negative : answers.zero) += count;
  }
  return answers;
}

bool Clustered(const GroupCounts& counts, const Answers& answers) {
  return counts.respondents < static_cast<std::uint64_t>(answers.n);
}

// The error of mean f by respondent.
struct ByRespondent {
  std::optional<double> se;  // nothing for one respondent
  double df = 0;
  bool alike = false;  // respondents do not vary at all
};

ByRespondent ErrorByRespondent(const GroupCounts& counts, const Answers& answers) {
  ByRespondent result;
  const auto k = static_cast<double>(counts.respondents);
  result.df = k - 1;
  // n^2 times the sum of (a - mean m)^2, exact.
  const Wide n = answers.n;
  const Wide sum = answers.sum;
  const Wide spread = n * n * static_cast<Wide>(counts.sum_aa) - 2 * sum * n * static_cast<Wide>(counts.sum_ma) +
                      sum * sum * static_cast<Wide>(counts.sum_mm);
  result.alike = spread == 0;
  if (counts.respondents < 2) return result;
  const auto size = static_cast<double>(answers.n);
  result.se = std::sqrt(k / (k - 1) * static_cast<double>(spread)) / size / size;
  return result;
}

// How many independent answers the clustered ones are worth.
double EffectiveSize(const ByRespondent& error, const GroupCounts& counts, double n, double unit_variance,
                     double confidence) {
  if (!error.se || error.alike) return static_cast<double>(counts.respondents);
  return stats::EffectiveAnswers(unit_variance, *error.se, n, error.df, confidence);
}

stats::NetCounts NetOf(const GroupCounts& counts, const Answers& answers, double confidence) {
  const stats::NetCounts net{static_cast<double>(answers.positive), static_cast<double>(answers.zero),
                             static_cast<double>(answers.negative)};
  if (!Clustered(counts, answers)) return net;
  const double n = net.n();
  const double size =
      EffectiveSize(ErrorByRespondent(counts, answers), counts, n, stats::NetUnitVariance(net), confidence);
  return {net.promoters / n * size, net.passives / n * size, net.detractors / n * size};
}

stats::ShareCounts ShareOf(const GroupCounts& counts, const Answers& answers, double confidence) {
  const auto n = static_cast<double>(answers.n);
  const auto hits = static_cast<double>(answers.positive);
  if (!Clustered(counts, answers)) return {hits, n};
  const double p = hits / n;
  const double size = EffectiveSize(ErrorByRespondent(counts, answers), counts, n, p * (1 - p), confidence);
  return {p * size, size};
}

stats::Estimate MeanByRespondent(const GroupCounts& counts, const Answers& answers, double confidence) {
  const ByRespondent error = ErrorByRespondent(counts, answers);
  stats::Estimate result;
  result.method = "t_cluster";
  result.n = static_cast<double>(answers.n);
  result.value = static_cast<double>(answers.sum) / result.n;
  result.se = error.se;
  if (!error.se || error.alike) {
    result.interval_reason = error.se ? "zero_variance" : "single_response";
    return result;
  }
  const double half = stats::StudentCritical(confidence, error.df) * *error.se;
  result.interval = stats::Interval{*result.value - half, *result.value + half};
  return result;
}

stats::Estimate ClusteredEstimate(const Metric& metric, const GroupCounts& counts, const Answers& answers,
                                  double confidence) {
  if (metric.kind == MetricKind::kMean) return MeanByRespondent(counts, answers, confidence);
  const bool net = metric.kind == MetricKind::kNet;
  stats::Estimate result;
  const auto n = static_cast<double>(answers.n);
  if (net) {
    const stats::NetCounts effective = NetOf(counts, answers, confidence);
    result =
        stats::EstimateNet(effective.promoters, effective.passives, effective.detractors, metric.offset, confidence);
    result.value = 100 * static_cast<double>(answers.sum) / n + metric.offset;
  } else {
    const stats::ShareCounts effective = ShareOf(counts, answers, confidence);
    result = stats::EstimateShare(effective.hits, effective.n, confidence);
    result.value = static_cast<double>(answers.positive) / n;
  }
  result.n = n;
  result.se = ErrorByRespondent(counts, answers).se;
  if (net && result.se) *result.se *= 100;
  result.method += "_cluster";
  return result;
}

// For Welch: as many degrees of freedom as independent respondents leave.
double DegreesOf(const GroupCounts& counts, const Answers& answers) {
  return Clustered(counts, answers) ? static_cast<double>(counts.respondents) - 1 : static_cast<double>(answers.n) - 1;
}

stats::Difference DifferenceBetween(const Metric& metric, const Measured& later, const Measured& earlier,
                                    const stats::Dependence& dependence, double confidence) {
  const Answers first = Sum(metric, later.counts);
  const Answers second = Sum(metric, earlier.counts);
  const bool dependent = dependence.correlation != 0;
  const bool clustered = Clustered(later.counts, first) || Clustered(earlier.counts, second);
  if (!clustered && !dependent && metric.kind == MetricKind::kMean) {
    return stats::DifferenceMean({first.n, first.sum, first.squares}, {second.n, second.sum, second.squares},
                                 confidence);
  }
  const stats::Estimate of_later = EstimateOf(metric, later, confidence);
  const stats::Estimate of_earlier = EstimateOf(metric, earlier, confidence);
  stats::Difference result;
  if (metric.kind == MetricKind::kNet) {
    result = stats::DifferenceNet(NetOf(later.counts, first, confidence), NetOf(earlier.counts, second, confidence),
                                  confidence, dependence);
  } else if (metric.kind == MetricKind::kShare) {
    result = stats::DifferenceShare(ShareOf(later.counts, first, confidence),
                                    ShareOf(earlier.counts, second, confidence), confidence, dependence);
  } else {
    result = stats::WelchDifference(of_later, DegreesOf(later.counts, first), of_earlier,
                                    DegreesOf(earlier.counts, second), confidence, dependence);
  }
  if (!clustered) return result;
  result.method += "_cluster";
  result.se.reset();
  if (!result.value || !of_later.se || !of_earlier.se) return result;
  const double later_se = *of_later.se;
  const double earlier_se = *of_earlier.se;
  result.se = dependent ? std::sqrt(std::max(0.0, later_se * later_se + earlier_se * earlier_se -
                                                      2 * dependence.correlation * later_se * earlier_se))
                        : std::hypot(later_se, earlier_se);
  return result;
}

// Sums over clusters of the products of their answers m and sums a on the first side with those on the second.
struct Products {
  Wide mm = 0, ma = 0, am = 0, aa = 0;
  std::uint64_t clusters = 0;  // of both sides together
};

// From the sum over clusters of the products of their two errors, e = (a - mean m) / n on either side.
stats::Dependence DependenceOf(const Metric& metric, const Measured& one, const Measured& other,
                               const Products& between, double confidence) {
  const Answers inside = Sum(metric, one.counts);
  const Answers outside = Sum(metric, other.counts);
  const auto first = EstimateOf(metric, one, confidence).se;
  const auto second = EstimateOf(metric, other, confidence).se;
  if (!first || !second || *first == 0 || *second == 0) return {};
  // n m times the sum, exact.
  const Wide n = inside.n;
  const Wide m = outside.n;
  const Wide products = n * m * between.aa - n * outside.sum * between.am - m * inside.sum * between.ma +
                        static_cast<Wide>(inside.sum) * outside.sum * between.mm;
  const auto k = static_cast<double>(between.clusters);
  const auto sizes = static_cast<double>(n) * static_cast<double>(m);
  const double unit = metric.kind == MetricKind::kNet ? 100 : 1;
  const double covariance = unit * unit * k / (k - 1) * static_cast<double>(products) / sizes / sizes;
  return {std::clamp(covariance / (*first * *second), -1.0, 1.0), k - 1};
}

// A group and the rest of its total: m (M - m), m (A - a), a (M - m), a (A - a).
Products WithRest(const GroupCounts& group, const GroupCounts& total) {
  const CrossSums& cross = group.cross;
  return {static_cast<Wide>(cross.mm) - static_cast<Wide>(group.sum_mm), static_cast<Wide>(cross.ma) - group.sum_ma,
          static_cast<Wide>(cross.am) - group.sum_ma, static_cast<Wide>(cross.aa) - static_cast<Wide>(group.sum_aa),
          total.respondents};
}

// Two windows: accounts with answers in both.
Products BetweenWindows(const Measured& later, const Measured& earlier) {
  Products products;
  products.clusters = later.counts.respondents + earlier.counts.respondents;
  for (const auto& [account, first] : later.accounts->accounts) {
    const auto found = earlier.accounts->accounts.find(account);
    if (found == earlier.accounts->accounts.end()) continue;
    const AccountSums& second = found->second;
    const auto m = static_cast<Wide>(first.answers);
    products.mm += m * static_cast<Wide>(second.answers);
    products.ma += m * second.sum;
    products.am += static_cast<Wide>(first.sum) * static_cast<Wide>(second.answers);
    products.aa += static_cast<Wide>(first.sum) * second.sum;
    --products.clusters;
  }
  return products;
}

}  // namespace

stats::Estimate EstimateOf(const Metric& metric, const Measured& measured, double confidence) {
  if (metric.kind == MetricKind::kCsi) {
    return stats::EstimateCsi(measured.moments.value_or(stats::CsiMoments{}), confidence);
  }
  const Answers answers = Sum(metric, measured.counts);
  if (Clustered(measured.counts, answers)) return ClusteredEstimate(metric, measured.counts, answers, confidence);
  if (metric.kind == MetricKind::kMean) {
    return stats::EstimateMean(answers.n, answers.sum, answers.squares, confidence);
  }
  const auto n = static_cast<double>(answers.n);
  const auto positive = static_cast<double>(answers.positive);
  if (metric.kind == MetricKind::kShare) return stats::EstimateShare(positive, n, confidence);
  return stats::EstimateNet(positive, static_cast<double>(answers.zero), static_cast<double>(answers.negative),
                            metric.offset, confidence);
}

stats::Difference DifferenceOf(const Metric& metric, const Measured& later, const Measured& earlier,
                               double confidence) {
  if (metric.kind == MetricKind::kCsi) {
    return stats::DifferenceCsi(later.moments.value_or(stats::CsiMoments{}),
                                earlier.moments.value_or(stats::CsiMoments{}), confidence);
  }
  stats::Dependence dependence;
  const bool within = later.within_account || earlier.within_account;
  if (later.accounts && earlier.accounts && !within) {
    const Products between = BetweenWindows(later, earlier);
    if (between.mm > 0) dependence = DependenceOf(metric, later, earlier, between, confidence);
  }
  return DifferenceBetween(metric, later, earlier, dependence, confidence);
}

GroupCounts RestOf(const GroupCounts& total, const GroupCounts& group, bool crossed) {
  GroupCounts rest = total;
  for (std::size_t i = 0; i < group.scores.size(); ++i) rest.scores[i] -= group.scores[i];
  rest.hard_to_say -= group.hard_to_say;
  rest.not_answered -= group.not_answered;
  rest.responses -= group.responses;
  rest.respondents -= group.respondents;
  const CrossSums& cross = group.cross;
  // Of (M - m)^2 and its like over all respondents; m = M where nobody is in two groups.
  rest.sum_mm += crossed ? group.sum_mm - 2 * cross.mm : 0 - group.sum_mm;
  rest.sum_ma += crossed ? group.sum_ma - cross.ma - cross.am : 0 - group.sum_ma;
  rest.sum_aa += crossed ? group.sum_aa - 2 * static_cast<std::uint64_t>(cross.aa) : 0 - group.sum_aa;
  if (crossed) {
    rest.respondents += cross.also_elsewhere;
    rest.responses = rest.respondents;  // who was shown the rest is not counted
  }
  return rest;
}

stats::Difference DifferenceToRest(const Metric& metric, const GroupCounts& total, const GroupCounts& group,
                                   bool crossed, double confidence) {
  const Measured inside{group, std::nullopt, std::nullopt, false};
  const Measured rest{RestOf(total, group, crossed), std::nullopt, std::nullopt, false};
  stats::Dependence dependence;
  if (crossed && group.cross.also_elsewhere > 0)
    dependence = DependenceOf(metric, inside, rest, WithRest(group, total), confidence);
  return DifferenceBetween(metric, inside, rest, dependence, confidence);
}

}  // namespace otklik::answers
