// A finite base: the sample is a large part of all there is (B2B accounts, staff).
#pragma once

#include <optional>

#include "stats/net.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// A net index of this base now. The correction is for describing the base; drop it for forecasts, trends and claims
// about the process. It does not cover non-response: `nonresponse` does, and belongs next to every such figure.
struct FiniteNet {
  Estimate estimate;                    // se = se_sampling * factor; score interval at effective_n
  std::optional<double> se_sampling;    // as if the base were infinite, n - 1
  double factor = 1;                    // sqrt(1 - n / N)
  double response_rate = 0;             // n / N
  std::optional<double> effective_n;    // n / (1 - n / N); null at a census
  std::optional<Interval> nonresponse;  // worst case if all who are silent were detractors or promoters (Manski)
};

// `population` is N. n > N: invalid_input / n_exceeds_N. n = N: se 0, no interval (census). n = 0: undefined /
// no_valid_responses, but the bounds are [-100, 100].
FiniteNet EstimateFiniteNet(const NetCounts& counts, double population, double confidence);

// Employee NPS: the same with a floor for anonymity. Below `min_group` answers: refused /
// group_below_anonymity_minimum, and nothing else is told.
FiniteNet EstimateStaffNet(const NetCounts& counts, double headcount, double min_group, double confidence);

}  // namespace otklik::stats
