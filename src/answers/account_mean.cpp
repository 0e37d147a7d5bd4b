#include "answers/account_mean.hpp"

#include <algorithm>
#include <cmath>

#include "stats/accounts.hpp"
#include "stats/difference.hpp"
#include "stats/net.hpp"
#include "stats/quantile.hpp"
#include "stats/share.hpp"

namespace otklik::answers {
namespace {

double MeanOf(const AccountSums& sums) { return static_cast<double>(sums.sum) / static_cast<double>(sums.answers); }

stats::MeanOverAccounts Summarise(const ByAccount& group) {
  std::vector<stats::AccountMean> means;
  means.reserve(group.accounts.size());
  for (const auto& [account, sums] : group.accounts) {
    const auto answers = static_cast<double>(sums.answers);
    means.push_back({answers, MeanOf(sums), static_cast<double>(sums.squares) / answers});
  }
  return stats::SummariseAccounts(means);
}

stats::ShareCounts ShareOf(const stats::MeanOverAccounts& mean) {
  const double size = mean.EffectiveAnswers(mean.mean * (1 - mean.mean));
  return {mean.mean * size, size};
}

double UnitOf(const Metric& metric) { return metric.kind == MetricKind::kNet ? 100 : 1; }

// The covariance of the two means from accounts on both sides, as a correlation.
stats::Dependence DependenceOf(const ByAccount& first, const stats::MeanOverAccounts& mean_first,
                               const ByAccount& second, const stats::MeanOverAccounts& mean_second) {
  if (!mean_first.se || !mean_second.se || mean_first.alike || mean_second.alike) return {};
  double products = 0;
  double k = mean_first.accounts + mean_second.accounts;
  for (const auto& [account, sums] : first.accounts) {
    const auto found = second.accounts.find(account);
    if (found == second.accounts.end()) continue;
    products += (MeanOf(sums) - mean_first.mean) * (MeanOf(found->second) - mean_second.mean);
    --k;
  }
  const double covariance = k / (k - 1) * products / (mean_first.accounts * mean_second.accounts);
  return {std::clamp(covariance / (*mean_first.se * *mean_second.se), -1.0, 1.0), k - 1};
}

}  // namespace

stats::Estimate EstimateAccountMean(const Metric& metric, const ByAccount& group, double confidence,
                                    std::optional<double> population) {
  stats::MeanOverAccounts mean = Summarise(group);
  if (population && mean.accounts > 0) mean = mean.OfBase(*population);
  stats::Estimate result;
  if (mean.accounts == 0) {
    result.status = stats::Status::kUndefined;
    result.reason = "no_valid_responses";
    return result;
  }
  const double offset = metric.kind == MetricKind::kNet ? metric.offset : 0;
  const double value = UnitOf(metric) * mean.mean + offset;
  if (mean.sampled == 1) {
    result.n = mean.answers;
    result.value = value;
    result.se = 0;
    result.interval = stats::Interval{value, value};
    result.interval_reason = "census";
    return result;
  }
  if (metric.kind == MetricKind::kMean) {
    result.method = "t";
    if (mean.se && !mean.alike) {
      const double half = stats::StudentCritical(confidence, mean.df()) * *mean.se;
      result.interval = stats::Interval{value - half, value + half};
    }
  } else if (metric.kind == MetricKind::kNet) {
    const stats::NetCounts net = stats::EffectiveNet(mean);
    result = stats::EstimateNet(net.promoters, net.passives, net.detractors, offset, confidence);
  } else {
    const stats::ShareCounts share = ShareOf(mean);
    result = stats::EstimateShare(share.hits, share.n, confidence);
  }
  result.n = mean.answers;
  result.value = value;
  result.method += "_cluster";
  result.se.reset();
  if (mean.se) result.se = UnitOf(metric) * *mean.se;
  if (!mean.se) {
    result.interval.reset();
    result.interval_reason = "one_account";
  } else if (metric.kind == MetricKind::kMean && mean.alike) {
    result.interval_reason = "zero_variance";
  }
  return result;
}

stats::Difference DifferenceAccountMean(const Metric& metric, const ByAccount& first, const ByAccount& second,
                                        double confidence) {
  const stats::MeanOverAccounts mean_first = Summarise(first);
  const stats::MeanOverAccounts mean_second = Summarise(second);
  const stats::Estimate of_first = EstimateAccountMean(metric, first, confidence);
  const stats::Estimate of_second = EstimateAccountMean(metric, second, confidence);
  stats::Difference result;
  if (mean_first.accounts == 0 || mean_second.accounts == 0) {
    result.status = stats::Status::kUndefined;
    result.reason = "no_valid_responses";
    return result;
  }
  if (!mean_first.se || !mean_second.se) {
    result.value = *of_first.value - *of_second.value;
    result.interval_reason = "one_account";
    return result;
  }
  const stats::Dependence dependence = DependenceOf(first, mean_first, second, mean_second);
  if (metric.kind == MetricKind::kNet) {
    result =
        stats::DifferenceNet(stats::EffectiveNet(mean_first), stats::EffectiveNet(mean_second), confidence, dependence);
  } else if (metric.kind == MetricKind::kShare) {
    result = stats::DifferenceShare(ShareOf(mean_first), ShareOf(mean_second), confidence, dependence);
  } else {
    return stats::WelchDifference(of_first, mean_first.df(), of_second, mean_second.df(), confidence, dependence);
  }
  result.method += "_cluster";
  const double a = *of_first.se;
  const double b = *of_second.se;
  result.value = *of_first.value - *of_second.value;
  result.se = std::sqrt(std::max(0.0, a * a + b * b - 2 * dependence.correlation * a * b));
  return result;
}

}  // namespace otklik::answers
