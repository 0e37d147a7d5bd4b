#include "stats/accounts.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

constexpr double kFewestEffectiveAccounts = 10;
constexpr double kLargestRevenueShare = 0.4;

double NetSum(const NetCounts& counts) { return counts.promoters - counts.detractors; }

NetCounts Total(std::span<const AccountAnswers> accounts) {
  NetCounts total;
  for (const AccountAnswers& account : accounts) {
    total.promoters += account.contacts.promoters;
    total.passives += account.contacts.passives;
    total.detractors += account.contacts.detractors;
  }
  return total;
}

// The weight of one contact of the account.
double ContactWeight(const AccountAnswers& account, AccountWeight weight) {
  switch (weight) {
    case AccountWeight::kContact:
      return 1;
    case AccountWeight::kAccount:
      return 1 / account.contacts.n();
    case AccountWeight::kRevenue:
      return account.revenue / account.contacts.n();
  }
  return 1;
}

void Fail(Estimate& estimate, Status status, const char* reason) {
  estimate.status = status;
  estimate.reason = reason;
}

// Sums of weights and of squared account weights, and the weighted counts.
struct Weighted {
  NetCounts counts;
  double total = 0, squares = 0, largest = 0;
  double person_squares = 0;  // squared weights of persons
  int accounts = 0;
};

Weighted Sum(std::span<const AccountAnswers> accounts, AccountWeight weight) {
  Weighted sum;
  for (const AccountAnswers& account : accounts) {
    const double n = account.contacts.n();
    if (n == 0) continue;
    const double w = ContactWeight(account, weight);
    sum.counts.promoters += w * account.contacts.promoters;
    sum.counts.passives += w * account.contacts.passives;
    sum.counts.detractors += w * account.contacts.detractors;
    sum.total += w * n;
    sum.squares += w * n * w * n;
    sum.person_squares += w * n * w;
    sum.largest = std::max(sum.largest, w * n);
    ++sum.accounts;
  }
  return sum;
}

// sqrt(K / (K - 1) sum u^2), the u sum to 0; or the jackknife's, where u / (1 - w) is what leaving out moves.
double ErrorOf(std::span<const AccountAnswers> accounts, AccountWeight weight, const Weighted& sum, double net,
               ClusterError error) {
  double squares = 0;
  for (const AccountAnswers& account : accounts) {
    const double n = account.contacts.n();
    if (n == 0) continue;
    const double w = ContactWeight(account, weight) / sum.total;
    const double u = w * (NetSum(account.contacts) - net * n);
    const double moved = error == ClusterError::kJackknife ? u / (1 - w * n) : u;
    squares += moved * moved;
  }
  // What is left when all accounts agree is rounding.
  if (squares < 1e-28) return 0;
  const double k = sum.accounts;
  return std::sqrt(error == ClusterError::kJackknife ? (k - 1) / k * squares : k / (k - 1) * squares);
}

double SizeOf(const ClusteredNet& result, const Weighted& sum, double confidence, ClusterError error) {
  const double se = *result.estimate.se / 100;
  const double n = result.estimate.n;
  const double variance = NetUnitVariance(sum.counts);
  if (error == ClusterError::kLinearised) {
    const double ratio = NormalCritical(confidence) / StudentCritical(confidence, *result.df);
    return variance / (se * se) * ratio * ratio;
  }
  const double unbiased = variance / (1 - sum.person_squares / (sum.total * sum.total));
  return EffectiveAnswers(unbiased * (n - 1) / n, se, n, *result.df, confidence);
}

void AddIntervals(ClusteredNet& result, const Weighted& sum, AccountWeight weight, double confidence,
                  ClusterError error) {
  Estimate& estimate = result.estimate;
  result.df = (weight == AccountWeight::kRevenue ? result.effective_accounts : sum.accounts) - 1;
  // Below one degree of freedom even the comparison interval says nothing.
  if (*estimate.se == 0 || *result.df < 1 - 1e-9) {
    estimate.interval_reason = *estimate.se == 0 ? "zero_variance" : "revenue_concentrated";
    return;
  }
  const double t = StudentCritical(confidence, *result.df);
  const Interval interval{*estimate.value - t * *estimate.se, *estimate.value + t * *estimate.se};
  if (weight == AccountWeight::kRevenue &&
      (result.effective_accounts < kFewestEffectiveAccounts || result.largest_share > kLargestRevenueShare)) {
    estimate.interval_reason = "revenue_concentrated";
    result.unsafe_interval = interval;
    return;
  }
  estimate.interval = interval;
  result.effective_n = SizeOf(result, sum, confidence, error);
  const double scale = *result.effective_n / sum.total;
  result.score = NetInterval({sum.counts.promoters * scale, sum.counts.passives * scale, sum.counts.detractors * scale},
                             NetMethod::kScore, confidence);
}

}  // namespace

double EffectiveAnswers(double unit_variance, double se, double n, double df, double confidence) {
  const double factor = StudentCritical(confidence, n - 1) / StudentCritical(confidence, df);
  return unit_variance * n / (n - 1) / (se * se) * factor * factor;
}

ClusteredNet EstimateClusteredNet(std::span<const AccountAnswers> accounts, AccountWeight weight, double confidence,
                                  ClusterError error) {
  ClusteredNet result;
  Estimate& estimate = result.estimate;
  estimate.method = "cluster_t";
  const NetCounts contacts = Total(accounts);
  const Estimate plain = EstimateNet(contacts.promoters, contacts.passives, contacts.detractors, 0, confidence);
  estimate.n = plain.n;
  if (plain.status != Status::kOk) {
    Fail(estimate, plain.status, plain.reason.c_str());
    return result;
  }
  for (const AccountAnswers& account : accounts) {
    const NetCounts& c = account.contacts;
    if (!ValidCounts(c)) {
      Fail(estimate, Status::kInvalidInput, "negative_count");
      return result;
    }
    if (weight == AccountWeight::kRevenue && !IsWeight(account.revenue)) {
      Fail(estimate, Status::kInvalidInput, "negative_weight");
      return result;
    }
  }
  const Weighted sum = Sum(accounts, weight);
  if (!(sum.total > kSmallestTotal)) {
    Fail(estimate, Status::kUndefined, "zero_total_weight");
    return result;
  }
  result.effective_accounts = sum.total * sum.total / sum.squares;
  result.largest_share = sum.largest / sum.total;
  const double net = NetSum(sum.counts) / sum.total;
  estimate.value = 100 * net;
  if (sum.accounts < 2) {
    estimate.interval_reason = "one_account";
    return result;
  }
  // Nothing is left when the only account that counts is left out.
  if (error == ClusterError::kJackknife && result.largest_share > 1 - 1e-12) {
    estimate.interval_reason = "revenue_concentrated";
    return result;
  }
  estimate.se = 100 * ErrorOf(accounts, weight, sum, net, error);
  AddIntervals(result, sum, weight, confidence, error);
  return result;
}

double MeanOverAccounts::EffectiveAnswers(double unit_variance) const {
  const double grow = 1 / (1 - sampled);
  if (!se || alike) return accounts * grow;
  return std::min(answers * grow, unit_variance / (*se * *se));
}

MeanOverAccounts MeanOverAccounts::OfBase(double population) const {
  MeanOverAccounts result = *this;
  result.sampled = accounts / population;
  if (result.se) *result.se *= std::sqrt(1 - result.sampled);
  return result;
}

NetCounts EffectiveNet(const MeanOverAccounts& mean) {
  const double promoters = std::clamp((mean.square + mean.mean) / 2, 0.0, 1.0);
  const double detractors = std::clamp((mean.square - mean.mean) / 2, 0.0, 1.0);
  const NetCounts shares{promoters, std::max(0.0, 1 - promoters - detractors), detractors};
  const double size = mean.EffectiveAnswers(NetUnitVariance(shares));
  return {shares.promoters * size, shares.passives * size, shares.detractors * size};
}

MeanOverAccounts SummariseAccounts(std::span<const AccountMean> accounts) {
  MeanOverAccounts result;
  result.accounts = static_cast<double>(accounts.size());
  if (accounts.empty()) return result;
  for (const AccountMean& one : accounts) {
    result.answers += one.answers;
    result.mean += one.mean;
    result.square += one.square;
  }
  const double k = result.accounts;
  result.mean /= k;
  result.square /= k;
  if (k < 2) return result;
  double squares = 0;
  for (const AccountMean& one : accounts) squares += (one.mean - result.mean) * (one.mean - result.mean);
  // What is left when all accounts agree is rounding.
  result.alike = squares < 1e-24 * std::max(1.0, result.mean * result.mean);
  result.se = result.alike ? 0 : std::sqrt(squares / (k * (k - 1)));
  return result;
}

std::optional<double> WorstContactNet(std::span<const AccountAnswers> accounts) {
  double sum = 0;
  double count = 0;
  for (const AccountAnswers& account : accounts) {
    const NetCounts& c = account.contacts;
    if (c.n() == 0) continue;
    sum += c.detractors > 0 ? -1 : c.passives > 0 ? 0 : 1;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return 100 * sum / count;
}

std::optional<double> PluralityNet(std::span<const AccountAnswers> accounts) {
  double sum = 0;
  double count = 0;
  for (const AccountAnswers& account : accounts) {
    const NetCounts& c = account.contacts;
    if (c.n() == 0) continue;
    if (c.promoters > std::max(c.passives, c.detractors)) sum += 1;
    if (c.detractors > std::max(c.passives, c.promoters)) sum -= 1;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return 100 * sum / count;
}

std::optional<double> IntraclassCorrelation(std::span<const AccountAnswers> accounts) {
  const NetCounts total = Total(accounts);
  const double n = total.n();
  double k = 0, size_squares = 0, between = 0, within = 0;
  for (const AccountAnswers& account : accounts) {
    const double m = account.contacts.n();
    if (m == 0) continue;
    const double gap = NetSum(account.contacts) / m - NetSum(total) / n;
    ++k;
    size_squares += m * m;
    between += m * gap * gap;
    within += m * NetUnitVariance(account.contacts);
  }
  if (k < 2 || n <= k) return std::nullopt;
  const double mean_between = between / (k - 1);
  const double mean_within = within / (n - k);
  const double size = (n - size_squares / n) / (k - 1);
  const double spread = mean_between + (size - 1) * mean_within;
  if (!(spread > 0)) return std::nullopt;
  return (mean_between - mean_within) / spread;
}

std::optional<double> ClusterDesignEffect(std::span<const AccountAnswers> accounts) {
  const ClusteredNet clustered = EstimateClusteredNet(accounts, AccountWeight::kContact, 0.95);
  const NetCounts total = Total(accounts);
  if (!clustered.estimate.se || !(total.n() > 1)) return std::nullopt;
  const double naive = *NetPointError(total);
  if (!(naive > 0)) return std::nullopt;
  return *clustered.estimate.se * *clustered.estimate.se / (naive * naive);
}

}  // namespace otklik::stats
