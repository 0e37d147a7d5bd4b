#include "stats/multiple.hpp"

#include <algorithm>

namespace otklik::stats {
namespace {

// Places of the existing p-values, ascending by value.
std::vector<std::size_t> Ascending(std::span<const std::optional<double>> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] && *p[i] >= 0 && *p[i] <= 1) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return *p[a] < *p[b]; });
  return order;
}

}  // namespace

PValues AdjustHolm(std::span<const std::optional<double>> p) {
  const std::vector<std::size_t> order = Ascending(p);
  PValues result(p.size());
  double running = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    running = std::max(running, static_cast<double>(order.size() - rank) * *p[order[rank]]);
    result[order[rank]] = std::min(1.0, running);
  }
  return result;
}

PValues AdjustBenjaminiHochberg(std::span<const std::optional<double>> p) {
  const std::vector<std::size_t> order = Ascending(p);
  PValues result(p.size());
  const auto m = static_cast<double>(order.size());
  double running = 1;
  for (std::size_t rank = order.size(); rank-- > 0;) {
    running = std::min(running, m / static_cast<double>(rank + 1) * *p[order[rank]]);
    result[order[rank]] = running;
  }
  return result;
}

PValues AdjustBonferroni(std::span<const std::optional<double>> p) {
  const std::vector<std::size_t> order = Ascending(p);
  PValues result(p.size());
  for (const std::size_t place : order) {
    result[place] = std::min(1.0, static_cast<double>(order.size()) * *p[place]);
  }
  return result;
}

}  // namespace otklik::stats
