#include "stats/finite.hpp"

#include <cmath>

namespace otklik::stats {

FiniteNet EstimateFiniteNet(const NetCounts& counts, double population, double confidence) {
  FiniteNet result;
  Estimate& estimate = result.estimate;
  estimate = EstimateNet(counts.promoters, counts.passives, counts.detractors, 0, confidence);
  if (estimate.status == Status::kInvalidInput) return result;
  const double n = counts.n();
  if (!(n <= population) || !(population > 0) || std::isinf(population)) {
    estimate = Estimate{};
    estimate.status = Status::kInvalidInput;
    estimate.reason = "n_exceeds_N";
    estimate.n = n;
    return result;
  }
  const double left = population - n;
  const double net_sum = counts.promoters - counts.detractors;
  result.response_rate = n / population;
  result.nonresponse = Interval{100 * (net_sum - left) / population, 100 * (net_sum + left) / population};
  if (estimate.status != Status::kOk) return result;
  result.se_sampling = estimate.se;
  result.factor = std::sqrt(left / population);
  if (left == 0) {
    estimate.se = 0;
    estimate.interval.reset();
    estimate.interval_reason = "census";
    return result;
  }
  if (estimate.se) *estimate.se *= result.factor;
  const double grow = population / left;
  result.effective_n = n * grow;
  estimate.interval = NetInterval({counts.promoters * grow, counts.passives * grow, counts.detractors * grow},
                                  NetMethod::kScore, confidence);
  return result;
}

FiniteNet EstimateStaffNet(const NetCounts& counts, double headcount, double min_group, double confidence) {
  if (counts.n() > 0 && counts.n() < min_group) {
    FiniteNet refused;
    refused.estimate.status = Status::kRefused;
    refused.estimate.reason = "group_below_anonymity_minimum";
    return refused;
  }
  return EstimateFiniteNet(counts, headcount, confidence);
}

}  // namespace otklik::stats
