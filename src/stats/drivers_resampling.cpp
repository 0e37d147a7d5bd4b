#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

#include "stats/drivers.hpp"

namespace otklik::stats {
namespace {

constexpr double kStable = 0.8;

std::vector<double> MidRanks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    for (std::size_t i = first; i < last; ++i) ranks[order[i]] = static_cast<double>(first + last + 1) / 2;
    first = last;
  }
  return ranks;
}

// Sums over one account's rows, outcome and drivers moved by a common origin so that nothing cancels.
struct AccountSums {
  double n = 0;
  std::vector<double> sums, products;

  explicit AccountSums(std::size_t size) : sums(size), products(size * size) {}
  void Add(const AccountSums& other) {
    n += other.n;
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += other.sums[i];
    for (std::size_t i = 0; i < products.size(); ++i) products[i] += other.products[i];
  }
};

std::vector<AccountSums> SumByAccount(std::span<const double> outcome, const std::vector<std::vector<double>>& drivers,
                                      std::span<const std::int64_t> accounts, const std::vector<double>& origin) {
  const std::size_t size = drivers.size() + 1;
  std::map<std::int64_t, AccountSums> by_account;
  for (std::size_t row = 0; row < outcome.size(); ++row) {
    AccountSums& sums = by_account.try_emplace(accounts[row], size).first->second;
    std::vector<double> x{outcome[row] - origin[0]};
    for (std::size_t j = 0; j < drivers.size(); ++j) x.push_back(drivers[j][row] - origin[j + 1]);
    ++sums.n;
    for (std::size_t i = 0; i < size; ++i) {
      sums.sums[i] += x[i];
      for (std::size_t j = 0; j < size; ++j) sums.products[i * size + j] += x[i] * x[j];
    }
  }
  std::vector<AccountSums> list;
  for (auto& [account, sums] : by_account) list.push_back(std::move(sums));
  return list;
}

DriverMoments MomentsOf(const AccountSums& sums, const std::vector<double>& origin) {
  DriverMoments moments;
  moments.n = sums.n;
  const std::size_t size = sums.sums.size();
  for (std::size_t i = 0; i < size; ++i) {
    moments.means.push_back(origin[i] + sums.sums[i] / sums.n);
    for (std::size_t j = 0; j < size; ++j) {
      const double spread = sums.products[i * size + j] - sums.sums[i] * sums.sums[j] / sums.n;
      moments.covariance.push_back(spread / std::max(1.0, sums.n - 1));
    }
  }
  return moments;
}

// Draws counted as they come.
struct Draws {
  std::vector<std::vector<double>> shares, ranks;
  std::vector<std::map<std::string, double>> quadrants;

  explicit Draws(std::size_t p) : shares(p), ranks(p, std::vector<double>(p)), quadrants(p) {}
  void Add(const DriverAnalysis& analysis) {
    const std::size_t p = shares.size();
    for (std::size_t j = 0; j < p; ++j) {
      const double share = analysis.drivers[j].lmg_share;
      std::size_t rank = 0;
      for (std::size_t k = 0; k < p; ++k) rank += analysis.drivers[k].lmg_share > share;
      shares[j].push_back(share);
      ++ranks[j][rank];
      ++quadrants[j][analysis.drivers[j].quadrant];
    }
  }
};

Interval Percentiles(std::vector<double> values, double confidence) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  const auto at = [&](double p) {
    return values[static_cast<std::size_t>(std::clamp(std::ceil(p * n - 1e-9), 1.0, n)) - 1];
  };
  return {at((1 - confidence) / 2), at((1 + confidence) / 2)};
}

void Summarise(DriverBootstrap& result, const Draws& draws, double confidence) {
  const auto count = static_cast<double>(result.draws);
  for (std::size_t j = 0; j < draws.shares.size(); ++j) {
    result.share_intervals.push_back(Percentiles(draws.shares[j], confidence));
    auto& ranks = result.rank_probability.emplace_back(draws.ranks[j]);
    for (double& rank : ranks) rank /= count;
    std::string quadrant = "unstable";
    for (const auto& [name, times] : draws.quadrants[j]) {
      if (times >= kStable * count) quadrant = name;
    }
    result.quadrants.push_back(quadrant);
  }
}

}  // namespace

std::optional<double> SpearmanCorrelation(std::span<const double> first, std::span<const double> second) {
  const std::vector<double> a = MidRanks(first);
  const std::vector<double> b = MidRanks(second);
  const double mean = (static_cast<double>(a.size()) + 1) / 2;
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    aa += (a[i] - mean) * (a[i] - mean);
    bb += (b[i] - mean) * (b[i] - mean);
    ab += (a[i] - mean) * (b[i] - mean);
  }
  if (!(aa > 0 && bb > 0)) return std::nullopt;
  return ab / std::sqrt(aa * bb);
}

std::vector<double> JackknifeLmg(std::span<const double> outcome, const std::vector<std::vector<double>>& drivers) {
  const std::size_t n = outcome.size();
  std::vector<std::vector<double>> values(drivers.size());
  for (std::size_t out = 0; out < n; ++out) {
    std::vector<double> y(outcome.begin(), outcome.end());
    std::vector<std::vector<double>> x = drivers;
    y.erase(y.begin() + static_cast<std::ptrdiff_t>(out));
    for (auto& column : x) column.erase(column.begin() + static_cast<std::ptrdiff_t>(out));
    const DriverAnalysis analysis = AnalyseDrivers(DriverMomentsOf(y, x), 0.95);
    if (analysis.status != Status::kOk) return {};
    for (std::size_t j = 0; j < drivers.size(); ++j) values[j].push_back(analysis.drivers[j].lmg);
  }
  std::vector<double> errors;
  const auto count = static_cast<double>(n);
  for (const auto& list : values) {
    const double mean = std::accumulate(list.begin(), list.end(), 0.0) / count;
    double squares = 0;
    for (const double value : list) squares += (value - mean) * (value - mean);
    errors.push_back(std::sqrt((count - 1) / count * squares));
  }
  return errors;
}

DriverBootstrap BootstrapDrivers(std::span<const double> outcome, const std::vector<std::vector<double>>& drivers,
                                 std::span<const std::int64_t> accounts, std::int64_t resamples, std::uint64_t seed,
                                 double confidence) {
  DriverBootstrap result;
  const DriverMoments all = DriverMomentsOf(outcome, drivers);
  if (AnalyseDrivers(all, confidence).status != Status::kOk) return result;
  const std::vector<AccountSums> clusters = SumByAccount(outcome, drivers, accounts, all.means);
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::size_t> pick(0, clusters.size() - 1);
  Draws draws(drivers.size());
  for (std::int64_t draw = 0; draw < resamples; ++draw) {
    AccountSums sums(drivers.size() + 1);
    for (std::size_t i = 0; i < clusters.size(); ++i) sums.Add(clusters[pick(random)]);
    const DriverAnalysis analysis = AnalyseDrivers(MomentsOf(sums, all.means), confidence);
    if (analysis.status != Status::kOk) continue;
    draws.Add(analysis);
    ++result.draws;
  }
  if (result.draws > 0) Summarise(result, draws, confidence);
  return result;
}

}  // namespace otklik::stats
