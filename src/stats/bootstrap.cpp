#include "stats/bootstrap.hpp"

#include <cmath>
#include <vector>

#include "stats/quantile.hpp"

namespace otklik::stats {
namespace {

constexpr double kLargestSample = 5000;

bool Whole(double count) { return count >= 0 && count == std::floor(count); }

// P(sum of n draws = index - n), one draw being +1, 0 or -1 with the sample's shares.
std::vector<double> SumDistribution(const NetCounts& counts, std::size_t n) {
  const double up = counts.promoters / counts.n();
  const double stay = counts.passives / counts.n();
  const double down = counts.detractors / counts.n();
  std::vector<double> now(2 * n + 1);
  std::vector<double> next(2 * n + 1);
  now[n] = 1;
  for (std::size_t draw = 1; draw <= n; ++draw) {
    for (std::size_t i = n - draw; i <= n + draw; ++i) {
      next[i] = stay * now[i] + (i > 0 ? up * now[i - 1] : 0) + (i < 2 * n ? down * now[i + 1] : 0);
    }
    now.swap(next);
  }
  return now;
}

}  // namespace

std::optional<NetBootstrap> ExactNetBootstrap(const NetCounts& counts, double confidence) {
  const double size = counts.n();
  const bool whole = Whole(counts.promoters) && Whole(counts.passives) && Whole(counts.detractors);
  if (!whole || !(size >= 1 && size <= kLargestSample) || !ValidConfidence(confidence)) return std::nullopt;
  if (NetUnitVariance(counts) == 0) return std::nullopt;
  const auto n = static_cast<std::size_t>(size);
  const std::vector<double> mass = SumDistribution(counts, n);
  const auto quantile = [&](double p) {
    double below = 0;
    std::size_t i = 0;
    for (; i < 2 * n; ++i) {
      below += mass[i];
      if (below >= p) break;
    }
    return 100 * (static_cast<double>(i) - size) / size;
  };
  NetBootstrap result;
  result.interval = {quantile((1 - confidence) / 2), quantile((1 + confidence) / 2)};
  result.step = 100 / size;
  result.se = NetWaldError(counts);
  return result;
}

}  // namespace otklik::stats
