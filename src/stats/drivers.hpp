// Key drivers: how much of the differences in an outcome each aspect explains. Correlation, not effect: shares are of
// the explained variance only (print R2), positive even when the sign is negative (print it), and halo inflates all.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/status.hpp"

namespace otklik::stats {

// Complete cases of the outcome and p drivers: all that the analysis needs, so an engine can count it. Variable 0 is
// the outcome.
struct DriverMoments {
  double n = 0;
  std::vector<double> means;       // p + 1
  std::vector<double> covariance;  // (p + 1)^2, row-major, with n - 1

  std::size_t drivers() const { return means.empty() ? 0 : means.size() - 1; }
};

// From rows: the outcome and driver columns, all of one length, complete.
DriverMoments DriverMomentsOf(std::span<const double> outcome, const std::vector<std::vector<double>>& drivers);

// From an engine's integers: sums and products (p + 1 and (p + 1)^2, row-major) over n complete cases.
DriverMoments DriverMomentsOf(std::int64_t n, std::span<const std::int64_t> sums,
                              std::span<const std::int64_t> products);

struct Driver {
  double performance = 0;                        // mean
  double correlation = 0;                        // Pearson with the outcome
  std::optional<Interval> correlation_interval;  // Fisher z; null for n < 4 or |r| = 1
  std::optional<double> standardised_beta, vif;  // null when drivers determine one another
  double lmg = 0, lmg_share = 0;                 // Shapley value of R2, the default (Lindeman, Merenda, Gold)
  double johnson = 0, johnson_share = 0;         // relative weights (Johnson 2000)
  double first = 0, last = 0;                    // R2 alone, R2 added last
  std::string quadrant;  // keep_up, concentrate_here, low_priority, possible_overkill: by means, before the bootstrap
};

struct DriverAnalysis {
  Status status = Status::kOk;
  std::string reason;
  std::size_t problem_driver = 0;  // the one the reason speaks of
  std::vector<Driver> drivers;
  double r2 = 0;
  std::optional<double> adjusted_r2;
  double importance_cross = 0, performance_cross = 0;  // the quadrants' crosshair: means
  std::string warning;                                 // perfect_collinearity, small_sample (n < max(50, 10 p))
};

// Edges, in this order: a number beyond 1e30: invalid_input / value_not_finite; columns of other lengths than the
// outcome: invalid_input / unequal_lengths; no drivers or rows: undefined / no_valid_responses; n <= p + 1: refused /
// n_not_greater_than_p_plus_1; a constant driver: refused / zero_variance_driver; a constant outcome: refused /
// zero_variance_outcome; more than 15 drivers: refused / too_many_drivers (2^p subsets: group them). Duplicate drivers
// share equally.
DriverAnalysis AnalyseDrivers(const DriverMoments& moments, double confidence);

// Spearman's correlation with mid-ranks; null with fewer than two rows or no variation.
std::optional<double> SpearmanCorrelation(std::span<const double> first, std::span<const double> second);

// Leave-one-out standard errors of the LMG values; empty when the analysis of any part fails.
std::vector<double> JackknifeLmg(std::span<const double> outcome, const std::vector<std::vector<double>>& drivers);

// Bootstrap by account: shares with percentile intervals, how often each driver holds each rank, and whether the
// quadrant is stable (80 % of draws agree). Drivers whose share intervals overlap must not be ranked.
struct DriverBootstrap {
  std::int64_t draws = 0;  // that could be analysed
  std::vector<Interval> share_intervals;
  std::vector<std::vector<double>> rank_probability;  // by driver, by rank
  std::vector<std::string> quadrants;                 // or "unstable"
};
// `accounts` gives each row's account (any ids). `resamples` of at least 2000 are meant; the same seed gives the same
// answer. Empty when the analysis itself fails.
DriverBootstrap BootstrapDrivers(std::span<const double> outcome, const std::vector<std::vector<double>>& drivers,
                                 std::span<const std::int64_t> accounts, std::int64_t resamples, std::uint64_t seed,
                                 double confidence);

}  // namespace otklik::stats
