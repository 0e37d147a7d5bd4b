#include "stats/planning.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

template <class Result>
Result Failed(Status status, std::string reason) {
  Result result;
  result.status = status;
  result.reason = std::move(reason);
  return result;
}

// In points; below it no base has enough people.
constexpr double kSmallestMargin = 1e-6;

// What is whole but for rounding is not rounded up to the next.
double RoundUp(double value) { return std::ceil(value - 1e-9); }

double PowerSum(double power, double alpha) { return NormalCritical(1 - alpha) + NormalQuantile(power); }

double RuleWeight(QuotaRule rule, double population, double sd) {
  switch (rule) {
    case QuotaRule::kProportional:
      return population;
    case QuotaRule::kNeyman:
      return population * sd;
    case QuotaRule::kSquareRoot:
      return std::sqrt(population);
    case QuotaRule::kEqual:
      return population > 0 ? 1 : 0;
  }
  return 0;
}

// Shares of n by weight, none above its cap; what is cut off goes to the rest.
std::vector<double> Shares(std::span<const double> caps, const std::vector<double>& weights, double n) {
  std::vector<double> shares(caps.size());
  std::vector<bool> full(caps.size());
  for (bool again = true; again;) {
    again = false;
    double left = n, open = 0, open_strata = 0;
    for (std::size_t h = 0; h < caps.size(); ++h) {
      if (full[h]) left -= caps[h];
      if (!full[h]) open += weights[h];
      if (!full[h]) ++open_strata;
    }
    for (std::size_t h = 0; h < caps.size(); ++h) {
      // Strata without any weight share alike.
      const double share = open > 0 ? weights[h] / open : 1 / open_strata;
      shares[h] = full[h] ? caps[h] : left * share;
      if (full[h] || shares[h] <= caps[h]) continue;
      full[h] = true;
      again = true;
    }
  }
  return shares;
}

void RoundToTotal(std::vector<double>& shares, std::span<const double> caps, double n) {
  std::vector<double> rest(shares.size());
  for (std::size_t h = 0; h < shares.size(); ++h) {
    const double whole = std::floor(shares[h] + 1e-9);
    rest[h] = shares[h] - whole;
    shares[h] = whole;
  }
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rest[a] > rest[b] + 1e-12; });
  double left = n - std::accumulate(shares.begin(), shares.end(), 0.0);
  while (left > 0.5) {
    const double before = left;
    for (const std::size_t h : order) {
      if (left < 0.5 || shares[h] + 1 > caps[h]) continue;
      ++shares[h];
      --left;
    }
    if (left == before) break;
  }
}

std::optional<double> StratifiedError(std::span<const double> population, std::span<const double> sd,
                                      const std::vector<double>& quotas) {
  const double total = std::accumulate(population.begin(), population.end(), 0.0);
  double variance = 0;
  for (std::size_t h = 0; h < quotas.size(); ++h) {
    if (population[h] == 0) continue;
    if (quotas[h] == 0) return std::nullopt;
    const double share = population[h] / total;
    variance += share * share * (1 - quotas[h] / population[h]) * sd[h] * sd[h] / quotas[h];
  }
  return 100 * std::sqrt(variance);
}

}  // namespace

double UnitVariance(const NetShares& shares) {
  const double net = shares.promoters - shares.detractors;
  return shares.promoters + shares.detractors - net * net;
}

SamplePlan PlanNetSample(const NetShares& shares, double margin_points, double confidence, double design_effect,
                         std::optional<double> population, double response_rate) {
  const auto invalid = [](const char* reason) { return Failed<SamplePlan>(Status::kInvalidInput, reason); };
  if (!(shares.promoters >= 0 && shares.detractors >= 0 && shares.promoters + shares.detractors <= 1 + 1e-12)) {
    return invalid("probability_out_of_range");
  }
  if (!ValidConfidence(confidence)) return invalid("confidence_out_of_range");
  if (!(margin_points >= kSmallestMargin && IsValue(margin_points))) return invalid("margin_points");
  if (!(design_effect > 0 && IsCount(design_effect))) return invalid("design_effect");
  if (!(response_rate > 0 && response_rate <= 1)) return invalid("response_rate");
  if (population && !(*population >= 1 && IsCount(*population))) return invalid("population");
  SamplePlan plan;
  plan.unit_variance = std::max(0.0, UnitVariance(shares));
  const double z = NormalCritical(confidence);
  plan.srs_raw = z * z * plan.unit_variance / (margin_points / 100 * (margin_points / 100));
  plan.srs = RoundUp(plan.srs_raw);
  plan.design_raw = plan.srs_raw * design_effect;
  double needed = plan.design_raw;
  if (population) {
    plan.finite_raw = plan.design_raw / (1 + (plan.design_raw - 1) / *population);
    needed = *plan.finite_raw;
  }
  plan.required = RoundUp(needed);
  plan.invitations = RoundUp(plan.required / response_rate);
  plan.feasible = !population || plan.invitations <= *population;
  return plan;
}

std::optional<double> NetMargin(double n, double unit_variance, std::optional<double> population, double confidence) {
  if (!(n > kSmallestTotal) || !IsWeight(unit_variance) || !ValidConfidence(confidence)) return std::nullopt;
  if (population && !(n <= *population)) return std::nullopt;
  const double left = population ? 1 - n / *population : 1;
  return 100 * NormalCritical(confidence) * std::sqrt(unit_variance / n * left);
}

double NetDifferenceSampleSize(double unit_variance, double difference_points, double power, double alpha) {
  const double sum = PowerSum(power, alpha);
  return sum * sum * 2 * unit_variance / (difference_points / 100 * (difference_points / 100));
}

double NetDetectableDifference(double unit_variance, double n, double power, double alpha) {
  return 100 * PowerSum(power, alpha) * std::sqrt(2 * unit_variance / n);
}

double PairedDetectableDifference(double n, double sd_change, double power, double alpha) {
  return 100 * PowerSum(power, alpha) * sd_change / std::sqrt(n);
}

double PairedSampleSize(double sd_change, double difference_points, double power, double alpha) {
  const double ratio = 100 * PowerSum(power, alpha) * sd_change / difference_points;
  return ratio * ratio;
}

double ChangeSd(double unit_variance, double correlation) { return std::sqrt(2 * unit_variance * (1 - correlation)); }

QuotaPlan PlanQuotas(std::span<const double> population, std::span<const double> sd, double n, QuotaRule rule) {
  if (population.size() != sd.size()) return Failed<QuotaPlan>(Status::kInvalidInput, "unequal_lengths");
  if (!std::all_of(population.begin(), population.end(), IsCount) || !std::all_of(sd.begin(), sd.end(), IsWeight)) {
    return Failed<QuotaPlan>(Status::kInvalidInput, "negative_count");
  }
  if (!IsWholeCount(n)) return Failed<QuotaPlan>(Status::kInvalidInput, "n");
  double whole = 0;
  for (const double size : population) whole += std::floor(size);
  if (n > whole) return Failed<QuotaPlan>(Status::kInvalidInput, "n_exceeds_N");
  std::vector<double> weights;
  for (std::size_t h = 0; h < population.size(); ++h) weights.push_back(RuleWeight(rule, population[h], sd[h]));
  QuotaPlan plan;
  plan.quotas = Shares(population, weights, n);
  RoundToTotal(plan.quotas, population, n);
  plan.se = StratifiedError(population, sd, plan.quotas);
  return plan;
}

ResponseRates ComputeResponseRates(const Dispositions& d, std::optional<double> eligible_share) {
  for (const double count : {d.complete, d.partial, d.refusal, d.no_contact, d.other, d.unknown_household,
                             d.unknown_other, d.not_eligible}) {
    if (!IsCount(count)) return Failed<ResponseRates>(Status::kInvalidInput, "negative_count");
  }
  if (eligible_share && !(*eligible_share >= 0 && *eligible_share <= 1)) {
    return Failed<ResponseRates>(Status::kInvalidInput, "e");
  }
  const double known = d.complete + d.partial + d.refusal + d.no_contact + d.other;
  const double unknown = d.unknown_household + d.unknown_other;
  if (!(known > kSmallestTotal)) return Failed<ResponseRates>(Status::kUndefined, "no_cases");
  ResponseRates rates;
  rates.eligible_share = eligible_share.value_or(known / (known + d.not_eligible));
  const double all = known + unknown;
  const double likely = known + rates.eligible_share * unknown;
  const double answered = d.complete + d.partial;
  rates.rr1 = d.complete / all;
  rates.rr2 = answered / all;
  rates.rr3 = d.complete / likely;
  rates.rr4 = answered / likely;
  rates.rr5 = d.complete / known;
  rates.rr6 = answered / known;
  rates.rr5_rr6_allowed = unknown == 0;
  const double able = answered + d.refusal;
  const double contacted = able + d.other;
  if (contacted > 0) rates.coop1 = d.complete / contacted;
  if (contacted > 0) rates.coop2 = answered / contacted;
  if (able > 0) rates.coop3 = d.complete / able;
  if (able > 0) rates.coop4 = answered / able;
  rates.ref1 = d.refusal / all;
  rates.ref2 = d.refusal / likely;
  rates.ref3 = d.refusal / known;
  rates.con1 = contacted / all;
  rates.con2 = contacted / likely;
  rates.con3 = contacted / known;
  return rates;
}

}  // namespace otklik::stats
