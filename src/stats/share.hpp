// A share of respondents, 0..1: CSAT top box, retention, response rates, topics.
#pragma once

#include <optional>

#include "stats/status.hpp"

namespace otklik::stats {

// Sufficient statistic of a share: 0 <= hits <= n. Fractional counts are allowed.
struct ShareCounts {
  double hits = 0;
  double n = 0;
};

// Wilson score interval at z >= 0, inside [0, 1]; null at n = 0. Wilson 1927.
std::optional<Interval> WilsonInterval(const ShareCounts& counts, double z);

// A share with its Wilson interval, 0..1. `se` is sqrt(p (1 - p) / (n - 1)), null at n = 1.
// n = 0: undefined / no_valid_responses. hits < 0, hits > n or not finite: invalid_input / hits_out_of_range.
// Confidence outside (0, 1): invalid_input / confidence_out_of_range.
Estimate EstimateShare(double hits, double n, double confidence);

// Exact (Garwood) interval of a rate: events over exposure, per unit of exposure. events = 0: low is 0.
// exposure <= 0 or events < 0: null.
std::optional<Interval> GarwoodInterval(double events, double exposure, double confidence);

}  // namespace otklik::stats
