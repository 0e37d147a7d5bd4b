#include "stats/share.hpp"

#include <algorithm>
#include <cmath>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {

std::optional<Interval> WilsonInterval(const ShareCounts& counts, double z) {
  const double n = counts.n;
  if (!(n > 0)) return std::nullopt;
  const double p = counts.hits / n;
  const double z2 = z * z;
  const double centre = (counts.hits + z2 / 2) / (n + z2);
  const double half = z / (n + z2) * std::sqrt(n * p * (1 - p) + z2 / 4);
  // At the ends the limit is exact; the formula leaves rounding there.
  return Interval{counts.hits == 0 ? 0 : std::max(0.0, centre - half),
                  counts.hits == n ? 1 : std::min(1.0, centre + half)};
}

Estimate EstimateShare(double hits, double n, double confidence) {
  Estimate result;
  result.method = "wilson";
  if (!IsWeight(n) || !(hits >= 0) || !(hits <= n)) {
    result.status = Status::kInvalidInput;
    result.reason = "hits_out_of_range";
    return result;
  }
  result.n = n;
  if (!ValidConfidence(confidence)) {
    result.status = Status::kInvalidInput;
    result.reason = "confidence_out_of_range";
  } else if (n == 0) {
    result.status = Status::kUndefined;
    result.reason = "no_valid_responses";
  } else {
    const double p = hits / n;
    result.value = p;
    if (n > 1) result.se = std::sqrt(p * (1 - p) / (n - 1));
    result.interval = WilsonInterval({hits, n}, NormalCritical(confidence));
  }
  return result;
}

std::optional<Interval> GarwoodInterval(double events, double exposure, double confidence) {
  if (!(exposure > 0) || !IsCount(events) || !ValidConfidence(confidence)) return std::nullopt;
  const double tail = (1 - confidence) / 2;
  const double low = events == 0 ? 0 : ChiSquaredQuantile(tail, 2 * events) / 2;
  const double high = ChiSquaredQuantile(1 - tail, 2 * events + 2) / 2;
  return Interval{low / exposure, high / exposure};
}

}  // namespace otklik::stats
