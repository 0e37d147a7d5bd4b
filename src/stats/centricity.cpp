#include "stats/centricity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/linear.hpp"
#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t kMostBlocks = 12;

CentricityIndex Failed(const char* reason) {
  CentricityIndex index;
  index.status = Status::kInvalidInput;
  index.reason = reason;
  return index;
}

const char* Problem(std::span<const CentricityCompany> companies, const CentricityRules& rules,
                    const std::vector<double>& weights) {
  const std::size_t metrics = std::accumulate(rules.block_sizes.begin(), rules.block_sizes.end(), std::size_t{0});
  if (weights.size() != rules.block_sizes.size() || !std::all_of(weights.begin(), weights.end(), IsWeight) ||
      !(std::accumulate(weights.begin(), weights.end(), 0.0) > kSmallestTotal)) {
    return "negative_weight";
  }
  if (!(rules.max_score > kSmallestTotal) || !IsValue(rules.max_score) || !IsValue(rules.cap)) return "max_score";
  for (const CentricityCompany& company : companies) {
    if (!IsValue(company.coefficient)) return "coefficient";
    if (company.scores.size() != metrics) return "unequal_lengths";
    for (const std::optional<double>& score : company.scores) {
      if (score && !(*score >= 0 && *score <= rules.max_score)) return "score_out_of_range";
    }
  }
  return nullptr;
}

std::optional<double> Percent(double sum, double count, double max_score) {
  if (count == 0) return std::nullopt;
  return 100 * sum / count / max_score;
}

CentricityResult Compute(const CentricityCompany& company, const CentricityRules& rules,
                         const std::vector<double>& weights) {
  CentricityResult result;
  double all = 0, scored = 0, weighted = 0, total = 0;
  std::size_t next = 0;
  for (std::size_t b = 0; b < rules.block_sizes.size(); ++b) {
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < rules.block_sizes[b]; ++i, ++next) {
      if (!company.scores[next]) ++result.missing;
      if (!company.scores[next]) continue;
      sum += *company.scores[next];
      ++count;
    }
    result.blocks.push_back(Percent(sum, count, rules.max_score));
    all += sum;
    scored += count;
    if (!result.blocks.back()) continue;
    weighted += weights[b] * *result.blocks.back();
    total += weights[b];
  }
  result.flat = Percent(all, scored, rules.max_score);
  if (total > 0) result.overall = std::min(rules.cap, company.coefficient * weighted / total);
  return result;
}

// The columns as long as the rows, and all numbers fit to be squared?
const char* ProblemOfTable(std::span<const double> overall, const std::vector<std::vector<double>>& blocks) {
  bool numbers = std::all_of(overall.begin(), overall.end(), IsValue);
  for (const auto& block : blocks) {
    if (block.size() != overall.size()) return "unequal_lengths";
    numbers = numbers && std::all_of(block.begin(), block.end(), IsValue);
  }
  return numbers ? nullptr : "value_not_finite";
}

MatrixXd Columns(const std::vector<std::vector<double>>& blocks, Eigen::Index rows) {
  MatrixXd x(rows, static_cast<Eigen::Index>(blocks.size()));
  for (std::size_t j = 0; j < blocks.size(); ++j) {
    x.col(static_cast<Eigen::Index>(j)) = Eigen::Map<const VectorXd>(blocks[j].data(), rows);
  }
  return x;
}

}  // namespace

CentricityIndex ComputeCentricity(std::span<const CentricityCompany> companies, const CentricityRules& rules) {
  std::vector<double> weights = rules.block_weights;
  if (weights.empty()) weights.assign(rules.block_sizes.begin(), rules.block_sizes.end());
  if (const char* problem = Problem(companies, rules, weights)) return Failed(problem);
  CentricityIndex index;
  for (const CentricityCompany& company : companies) index.companies.push_back(Compute(company, rules, weights));
  for (CentricityResult& one : index.companies) {
    if (!one.overall) continue;
    one.rank = 1;
    for (const CentricityResult& other : index.companies) {
      if (other.overall && *other.overall > *one.overall + 1e-9) ++one.rank;
    }
  }
  return index;
}

RelativeDeviation ComputeRelativeDeviation(std::span<const double> values) {
  RelativeDeviation result;
  if (!std::all_of(values.begin(), values.end(), IsValue)) {
    result.status = Status::kInvalidInput;
    result.reason = "value_not_finite";
    return result;
  }
  const auto n = static_cast<double>(values.size());
  const double mean = n > 0 ? std::accumulate(values.begin(), values.end(), 0.0) / n : 0;
  if (values.size() < 2 || std::abs(mean) < kSmallestTotal) {
    result.status = Status::kUndefined;
    result.reason = values.size() < 2 ? "need_two_values" : "zero_mean";
    return result;
  }
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  result.sample = 100 * std::sqrt(squares / (n - 1)) / mean;
  result.population = 100 * std::sqrt(squares / n) / mean;
  return result;
}

std::string HeatBin(double value) {
  if (value < 25) return "0-25";
  if (value < 50) return "25-50";
  return value < 75 ? "50-75" : "75-100";
}

WeightFit FitWeights(std::span<const double> overall, const std::vector<std::vector<double>>& blocks,
                     bool with_intercept, double confidence) {
  WeightFit fit;
  const char* problem = ValidConfidence(confidence) ? ProblemOfTable(overall, blocks) : "confidence_out_of_range";
  if (problem != nullptr || overall.empty() || blocks.empty()) {
    fit.status = problem != nullptr ? Status::kInvalidInput : Status::kUndefined;
    fit.reason = problem != nullptr ? problem : "no_valid_responses";
    return fit;
  }
  const auto n = static_cast<Eigen::Index>(overall.size());
  const auto p = static_cast<Eigen::Index>(blocks.size());
  MatrixXd x(n, p + (with_intercept ? 1 : 0));
  x.leftCols(p) = Columns(blocks, n);
  if (with_intercept) x.col(p).setOnes();
  fit.status = Status::kRefused;
  fit.reason = n <= x.cols() ? "n_not_greater_than_p_plus_1" : "perfect_collinearity";
  if (n <= x.cols()) return fit;
  const LeastSquares least_squares(x);
  if (least_squares.Collinear()) return fit;
  fit.status = Status::kOk;
  fit.reason.clear();
  const VectorXd y = Eigen::Map<const VectorXd>(overall.data(), n);
  const VectorXd beta = least_squares.Solve(y);
  const VectorXd residuals = y - Apply(x, beta);
  const double df = static_cast<double>(n - x.cols());
  const double variance = residuals.squaredNorm() / df;
  const MatrixXd inverse = InverseByPartialPivoting(TransposeProduct(x, x));
  fit.weights.assign(beta.data(), beta.data() + p);
  for (Eigen::Index j = 0; j < p; ++j) fit.se.push_back(std::sqrt(variance * inverse(j, j)));
  if (with_intercept) fit.intercept = beta(p);
  fit.sum = beta.head(p).sum();
  fit.residuals.assign(residuals.data(), residuals.data() + n);
  fit.max_residual = residuals.array().abs().maxCoeff();
  fit.rmse = std::sqrt(residuals.squaredNorm() / static_cast<double>(n));
  const double half = StudentCritical(confidence, df) * std::sqrt(variance * inverse.topLeftCorner(p, p).sum());
  fit.sum_interval = Interval{fit.sum - half, fit.sum + half};
  return fit;
}

std::vector<double> FitNonNegativeWeights(std::span<const double> overall,
                                          const std::vector<std::vector<double>>& blocks) {
  if (blocks.empty() || blocks.size() > kMostBlocks || overall.empty() || ProblemOfTable(overall, blocks)) return {};
  const auto n = static_cast<Eigen::Index>(overall.size());
  const MatrixXd x = Columns(blocks, n);
  const VectorXd y = Eigen::Map<const VectorXd>(overall.data(), n);
  std::vector<double> best(blocks.size());
  double best_squares = y.squaredNorm();
  for (std::size_t mask = 1; mask < (std::size_t{1} << blocks.size()); ++mask) {
    std::vector<Eigen::Index> support;
    for (std::size_t j = 0; j < blocks.size(); ++j) {
      if ((mask >> j) & 1) support.push_back(static_cast<Eigen::Index>(j));
    }
    MatrixXd part(n, static_cast<Eigen::Index>(support.size()));
    for (std::size_t i = 0; i < support.size(); ++i) part.col(static_cast<Eigen::Index>(i)) = x.col(support[i]);
    const LeastSquares least_squares(part);
    if (least_squares.Collinear()) continue;
    const VectorXd beta = least_squares.Solve(y);
    const double squares = (y - Apply(part, beta)).squaredNorm();
    if (beta.minCoeff() < 0 || squares >= best_squares) continue;
    best_squares = squares;
    std::fill(best.begin(), best.end(), 0.0);
    for (std::size_t i = 0; i < support.size(); ++i) {
      best[static_cast<std::size_t>(support[i])] = beta(static_cast<Eigen::Index>(i));
    }
  }
  return best;
}

ScaleFit FitScale(std::span<const double> overall, std::span<const double> weighted) {
  ScaleFit fit;
  double cross = 0, squares = 0;
  if (overall.size() != weighted.size()) return fit;
  for (std::size_t i = 0; i < overall.size(); ++i) {
    cross += overall[i] * weighted[i];
    squares += weighted[i] * weighted[i];
  }
  if (!(squares > kSmallestTotal)) return fit;
  fit.scale = cross / squares;
  for (std::size_t i = 0; i < overall.size(); ++i) {
    fit.max_residual = std::max(fit.max_residual, std::abs(overall[i] - fit.scale * weighted[i]));
  }
  return fit;
}

}  // namespace otklik::stats
