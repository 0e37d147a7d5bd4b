#include "stats/drivers.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "stats/linear.hpp"
#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t kMostDrivers = 15;
constexpr double kCollinear = 1e-9;  // of a correlation matrix

// Correlations of outcome (0) and drivers.
MatrixXd Correlations(const DriverMoments& moments) {
  const auto size = static_cast<Eigen::Index>(moments.means.size());
  MatrixXd correlation = Eigen::Map<const MatrixXd>(moments.covariance.data(), size, size);
  const VectorXd spread = correlation.diagonal().array().sqrt();
  for (Eigen::Index i = 0; i < size; ++i) {
    for (Eigen::Index j = 0; j < size; ++j) correlation(i, j) /= spread(i) * spread(j);
  }
  return correlation;
}

// R2 of every subset of drivers, by bit mask. `left` is what the drivers taken so far leave unexplained; a driver with
// nothing left adds nothing, which is what the pseudo-inverse says of duplicates.
void FillR2(std::vector<double>& r2, const MatrixXd& left, Eigen::Index next, std::size_t mask) {
  r2[mask] = 1 - left(0, 0);
  for (Eigen::Index j = next; j < left.rows(); ++j) {
    const double pivot = left(j, j);
    const std::size_t with = mask | (std::size_t{1} << static_cast<std::size_t>(j - 1));
    if (pivot < kCollinear) {
      FillR2(r2, left, j + 1, with);
      continue;
    }
    MatrixXd swept = left;
    AddOuter(swept, -1 / pivot, left.col(j));
    FillR2(r2, swept, j + 1, with);
  }
}

std::vector<double> AllR2(const MatrixXd& correlation) {
  std::vector<double> r2(std::size_t{1} << static_cast<std::size_t>(correlation.rows() - 1));
  FillR2(r2, correlation, 1, 0);
  return r2;
}

// |S|! (p - |S| - 1)! / p!
std::vector<double> ShapleyWeights(std::size_t p) {
  std::vector<double> weights(p);
  for (std::size_t size = 0; size < p; ++size) {
    weights[size] = std::exp(std::lgamma(static_cast<double>(size + 1)) + std::lgamma(static_cast<double>(p - size)) -
                             std::lgamma(static_cast<double>(p + 1)));
  }
  return weights;
}

std::vector<double> Lmg(const std::vector<double>& r2, std::size_t p) {
  const std::vector<double> weights = ShapleyWeights(p);
  std::vector<double> lmg(p);
  for (std::size_t mask = 0; mask < r2.size(); ++mask) {
    const double weight = weights[std::min<std::size_t>(static_cast<std::size_t>(std::popcount(mask)), p - 1)];
    for (std::size_t j = 0; j < p; ++j) {
      const std::size_t bit = std::size_t{1} << j;
      if ((mask & bit) == 0) lmg[j] += weight * (r2[mask | bit] - r2[mask]);
    }
  }
  return lmg;
}

// Johnson's weights: the outcome on the nearest orthogonal variables, given back through the symmetric square root.
VectorXd Johnson(const MatrixXd& drivers, const VectorXd& with_outcome) {
  const SymmetricEigen eigen = DecomposeSymmetric(drivers);
  const VectorXd roots = eigen.values.array().max(0.0).sqrt();
  const VectorXd inverse = roots.unaryExpr([](double root) { return root > 1e-7 ? 1 / root : 0.0; });
  const MatrixXd lambda = WeightedGram(eigen.vectors.transpose(), roots);
  const VectorXd beta = Apply(eigen.vectors, inverse.cwiseProduct(ApplyTransposed(eigen.vectors, with_outcome)));
  return Apply(lambda.array().square(), beta.array().square());
}

std::optional<Interval> FisherInterval(double r, double n, double confidence) {
  if (n < 4 || std::abs(r) >= 1) return std::nullopt;
  const double half = NormalCritical(confidence) / std::sqrt(n - 3);
  return Interval{std::tanh(std::atanh(r) - half), std::tanh(std::atanh(r) + half)};
}

std::string Quadrant(bool important, bool good) {
  if (important) return good ? "keep_up" : "concentrate_here";
  return good ? "possible_overkill" : "low_priority";
}

void AddQuadrants(DriverAnalysis& result) {
  const auto p = static_cast<double>(result.drivers.size());
  for (const Driver& driver : result.drivers) {
    result.importance_cross += driver.lmg_share / p;
    result.performance_cross += driver.performance / p;
  }
  for (Driver& driver : result.drivers) {
    driver.quadrant =
        Quadrant(driver.lmg_share >= result.importance_cross, driver.performance >= result.performance_cross);
  }
}

void AddRegression(DriverAnalysis& result, const MatrixXd& drivers, const VectorXd& with_outcome) {
  const SymmetricFactor factor(drivers);
  if (factor.SmallestPivot() < kCollinear) {
    result.warning = "perfect_collinearity";
    return;
  }
  const MatrixXd inverse = factor.Inverse();
  const VectorXd beta = Apply(inverse, with_outcome);
  for (std::size_t j = 0; j < result.drivers.size(); ++j) {
    result.drivers[j].standardised_beta = beta(static_cast<Eigen::Index>(j));
    result.drivers[j].vif = inverse(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(j));
  }
}

// Is a variance nothing but rounding next to its mean?
bool Constant(const DriverMoments& moments, std::size_t variable) {
  const double variance = moments.covariance[variable * moments.means.size() + variable];
  const double mean = moments.means[variable];
  return !(variance > 1e-24 * std::max(1.0, mean * mean));
}

std::optional<DriverAnalysis> Reject(const DriverMoments& moments, double confidence) {
  DriverAnalysis failed;
  failed.status = Status::kRefused;
  const std::size_t p = moments.drivers();
  const auto variance = [](double entry) { return std::abs(entry) <= kLargestValue * kLargestValue; };
  const bool numbers = std::all_of(moments.means.begin(), moments.means.end(), IsValue) &&
                       std::all_of(moments.covariance.begin(), moments.covariance.end(), variance);
  if (!numbers || moments.covariance.size() != moments.means.size() * moments.means.size()) {
    failed.status = Status::kInvalidInput;
    failed.reason = numbers ? "unequal_lengths" : "value_not_finite";
  } else if (!ValidConfidence(confidence)) {
    failed.status = Status::kInvalidInput;
    failed.reason = "confidence_out_of_range";
  } else if (p == 0 || moments.n == 0) {
    failed.status = Status::kUndefined;
    failed.reason = "no_valid_responses";
  } else if (moments.n <= static_cast<double>(p) + 1) {
    failed.reason = "n_not_greater_than_p_plus_1";
  } else if (p > kMostDrivers) {
    failed.reason = "too_many_drivers";
  } else {
    for (std::size_t j = p + 1; j-- > 0;) {
      if (!Constant(moments, j)) continue;
      failed.reason = j == 0 ? "zero_variance_outcome" : "zero_variance_driver";
      failed.problem_driver = j == 0 ? 0 : j - 1;
      if (j == 0 && failed.problem_driver != 0) break;
    }
    if (failed.reason.empty()) return std::nullopt;
  }
  return failed;
}

}  // namespace

DriverMoments DriverMomentsOf(std::span<const double> outcome, const std::vector<std::vector<double>>& drivers) {
  const auto n = static_cast<Eigen::Index>(outcome.size());
  for (const auto& driver : drivers) {
    // Means without covariances: the analysis answers unequal_lengths.
    if (driver.size() != outcome.size()) return {static_cast<double>(n), std::vector<double>(drivers.size() + 1), {}};
  }
  MatrixXd x(n, static_cast<Eigen::Index>(drivers.size()) + 1);
  x.col(0) = Eigen::Map<const VectorXd>(outcome.data(), n);
  for (std::size_t j = 0; j < drivers.size(); ++j) {
    x.col(static_cast<Eigen::Index>(j) + 1) = Eigen::Map<const VectorXd>(drivers[j].data(), n);
  }
  DriverMoments moments;
  moments.n = static_cast<double>(n);
  if (n == 0) return moments;
  const VectorXd means = x.colwise().mean();
  x.rowwise() -= means.transpose();
  const MatrixXd covariance = TransposeProduct(x, x) / std::max(1.0, moments.n - 1);
  moments.means.assign(means.data(), means.data() + means.size());
  moments.covariance.assign(covariance.data(), covariance.data() + covariance.size());
  return moments;
}

DriverMoments DriverMomentsOf(std::int64_t n, std::span<const std::int64_t> sums,
                              std::span<const std::int64_t> products) {
  __extension__ using Wide = __int128;
  DriverMoments moments;
  moments.n = static_cast<double>(n);
  if (n < 1 || products.size() != sums.size() * sums.size()) return moments;
  const double divisor = moments.n * std::max(1.0, moments.n - 1);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    moments.means.push_back(static_cast<double>(sums[i]) / moments.n);
    for (std::size_t j = 0; j < sums.size(); ++j) {
      const Wide spread = static_cast<Wide>(n) * products[i * sums.size() + j] - static_cast<Wide>(sums[i]) * sums[j];
      moments.covariance.push_back(static_cast<double>(spread) / divisor);
    }
  }
  return moments;
}

DriverAnalysis AnalyseDrivers(const DriverMoments& moments, double confidence) {
  if (auto rejected = Reject(moments, confidence)) return *rejected;
  const std::size_t p = moments.drivers();
  const auto size = static_cast<Eigen::Index>(p);
  const MatrixXd correlation = Correlations(moments);
  const MatrixXd drivers = correlation.bottomRightCorner(size, size);
  const VectorXd with_outcome = correlation.col(0).tail(size);
  const std::vector<double> r2 = AllR2(correlation);
  const std::vector<double> lmg = Lmg(r2, p);
  const VectorXd johnson = Johnson(drivers, with_outcome);
  DriverAnalysis result;
  result.r2 = r2.back();
  result.adjusted_r2 = 1 - (1 - result.r2) * (moments.n - 1) / (moments.n - static_cast<double>(p) - 1);
  if (moments.n < std::max(50.0, 10 * static_cast<double>(p))) result.warning = "small_sample";
  for (std::size_t j = 0; j < p; ++j) {
    const std::size_t bit = std::size_t{1} << j;
    Driver driver;
    driver.performance = moments.means[j + 1];
    driver.correlation = with_outcome(static_cast<Eigen::Index>(j));
    driver.correlation_interval = FisherInterval(driver.correlation, moments.n, confidence);
    driver.lmg = lmg[j];
    driver.johnson = johnson(static_cast<Eigen::Index>(j));
    driver.lmg_share = result.r2 > 0 ? driver.lmg / result.r2 : 0;
    driver.johnson_share = result.r2 > 0 ? driver.johnson / result.r2 : 0;
    driver.first = r2[bit];
    driver.last = r2.back() - r2[(r2.size() - 1) & ~bit];
    result.drivers.push_back(driver);
  }
  AddRegression(result, drivers, with_outcome);
  AddQuadrants(result);
  return result;
}

}  // namespace otklik::stats
