#include "stats/logistic.hpp"

#include <algorithm>
#include <cmath>

#include "stats/linear.hpp"
#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int kMostSteps = 60;
constexpr double kConverged = 1e-12;

// Rows with columns centred and scaled; `back` turns coefficients into the given units.
struct Design {
  MatrixXd x;
  MatrixXd back;
  VectorXd events, trials;
};

Design Standardise(const LogisticData& data) {
  const auto rows = static_cast<Eigen::Index>(data.events.size());
  const auto columns = static_cast<Eigen::Index>(data.columns.size());
  Design design;
  design.x = MatrixXd::Ones(rows, columns + 1);
  design.back = MatrixXd::Identity(columns + 1, columns + 1);
  design.events = Eigen::Map<const VectorXd>(data.events.data(), rows);
  design.trials = Eigen::Map<const VectorXd>(data.trials.data(), rows);
  for (Eigen::Index j = 0; j < columns; ++j) {
    const auto& values = data.columns[static_cast<std::size_t>(j)];
    const VectorXd column = Eigen::Map<const VectorXd>(values.data(), rows);
    const double mean = column.mean();
    const double spread = std::sqrt((column.array() - mean).square().mean());
    const double scale = spread > 0 ? spread : 1;
    design.x.col(j + 1) = (column.array() - mean) / scale;
    design.back(j + 1, j + 1) = 1 / scale;
    design.back(0, j + 1) = -mean / scale;
  }
  return design;
}

VectorXd Probabilities(const Design& design, const VectorXd& beta) {
  return (1 + (-Apply(design.x, beta)).array().exp()).inverse();
}

double DevianceTerm(double seen, double expected) { return seen > 0 ? seen * std::log(seen / expected) : 0; }

double Deviance(const Design& design, const VectorXd& p) {
  double sum = 0;
  for (Eigen::Index i = 0; i < p.size(); ++i) {
    const double n = design.trials(i);
    sum += DevianceTerm(design.events(i), n * p(i)) + DevianceTerm(n - design.events(i), n * (1 - p(i)));
  }
  return 2 * sum;
}

MatrixXd Information(const Design& design, const VectorXd& p) {
  const VectorXd weight = design.trials.array() * p.array() * (1 - p.array());
  return WeightedGram(design.x, weight);
}

// Leverages of the weighted fit: diagonal of W^1/2 X (X'WX)^-1 X' W^1/2.
VectorXd Leverages(const Design& design, const VectorXd& p, const MatrixXd& inverse) {
  const VectorXd weight = design.trials.array() * p.array() * (1 - p.array());
  return weight.array() * (Product(design.x, inverse).array() * design.x.array()).rowwise().sum();
}

struct Solution {
  bool converged = false;
  VectorXd beta;
  VectorXd p;
};

// What is climbed: the log-likelihood, or with Firth's penalty of half the log determinant of the information.
double Objective(const Design& design, const VectorXd& p, bool firth) {
  const double fit = -Deviance(design, p) / 2;
  if (!firth) return fit;
  return fit + SymmetricFactor(Information(design, p)).LogDeterminant() / 2;
}

Solution Climb(const Design& design, bool firth) {
  Solution solution;
  solution.beta = VectorXd::Zero(design.x.cols());
  solution.p = Probabilities(design, solution.beta);
  double height = Objective(design, solution.p, firth);
  for (int step = 0; step < (firth ? 20 * kMostSteps : kMostSteps); ++step) {
    const SymmetricFactor factor(Information(design, solution.p));
    if (!(factor.SmallestPivot() > 1e-13)) return solution;
    VectorXd residual = design.events.array() - design.trials.array() * solution.p.array();
    if (firth) {
      residual.array() += Leverages(design, solution.p, factor.Inverse()).array() * (0.5 - solution.p.array());
    }
    const VectorXd move = factor.Solve(ApplyTransposed(design.x, residual));
    double scale = 1;
    VectorXd beta = solution.beta + move;
    VectorXd p = Probabilities(design, beta);
    while (scale > 1e-10 && !(Objective(design, p, firth) >= height - 1e-12 * (1 + std::abs(height)))) {
      scale /= 2;
      beta = solution.beta + scale * move;
      p = Probabilities(design, beta);
    }
    solution.beta = beta;
    solution.p = p;
    height = Objective(design, p, firth);
    if (move.array().abs().maxCoeff() < kConverged * (1 + beta.array().abs().maxCoeff())) {
      solution.converged = true;
      return solution;
    }
  }
  return solution;
}

LogisticFit Failed(Status status, std::string reason) {
  LogisticFit fit;
  fit.status = status;
  fit.reason = std::move(reason);
  return fit;
}

bool ValidRows(const LogisticData& data) {
  if (data.events.size() != data.trials.size()) return false;
  for (const auto& column : data.columns) {
    if (column.size() != data.events.size()) return false;
    if (!std::all_of(column.begin(), column.end(), IsValue)) return false;
  }
  for (std::size_t i = 0; i < data.events.size(); ++i) {
    if (!(data.events[i] >= 0 && data.events[i] <= data.trials[i]) || !IsCount(data.trials[i])) {
      return false;
    }
  }
  return true;
}

void Describe(LogisticFit& fit, const Design& design, const Solution& solution, double confidence) {
  const MatrixXd inverse = SymmetricFactor(Information(design, solution.p)).Inverse();
  const VectorXd residual = design.events.array() - design.trials.array() * solution.p.array();
  const MatrixXd meat = WeightedGram(design.x, residual.array().square());
  const MatrixXd covariance = Sandwich(design.back, inverse);
  const MatrixXd robust = Sandwich(design.back, Sandwich(inverse, meat));
  const VectorXd beta = Apply(design.back, solution.beta);
  const double z = NormalCritical(confidence);
  for (Eigen::Index j = 0; j < beta.size(); ++j) {
    LogisticCoefficient coefficient;
    coefficient.value = beta(j);
    coefficient.se = std::sqrt(covariance(j, j));
    coefficient.p = NormalTwoSided(beta(j) / coefficient.se);
    coefficient.interval = {beta(j) - z * coefficient.se, beta(j) + z * coefficient.se};
    coefficient.robust_se = std::sqrt(std::max(0.0, robust(j, j)));
    fit.coefficients.push_back(coefficient);
    auto& row = fit.covariance.emplace_back();
    for (Eigen::Index k = 0; k < beta.size(); ++k) row.push_back(covariance(j, k));
  }
  fit.fitted.assign(solution.p.data(), solution.p.data() + solution.p.size());
  fit.deviance = Deviance(design, solution.p);
  const double rate = design.events.sum() / design.trials.sum();
  fit.null_deviance = Deviance(design, VectorXd::Constant(solution.p.size(), rate));
  fit.aic = fit.deviance + 2 * static_cast<double>(beta.size());
  fit.events_per_parameter =
      std::min(design.events.sum(), design.trials.sum() - design.events.sum()) / static_cast<double>(beta.size());
}

}  // namespace

LogisticFit FitLogistic(const LogisticData& data, double confidence) {
  if (!ValidConfidence(confidence)) return Failed(Status::kInvalidInput, "confidence_out_of_range");
  if (!ValidRows(data)) return Failed(Status::kInvalidInput, "logistic_rows");
  double events = 0, trials = 0;
  for (std::size_t i = 0; i < data.events.size(); ++i) {
    events += data.events[i];
    trials += data.trials[i];
  }
  if (trials == 0) return Failed(Status::kUndefined, "no_valid_responses");
  if (events == 0 || events == trials) return Failed(Status::kUndefined, "only_one_outcome_class");
  if (!(trials > static_cast<double>(data.columns.size() + 1))) {
    return Failed(Status::kRefused, "n_not_greater_than_p_plus_1");
  }
  const Design design = Standardise(data);
  if (LeastSquares(design.x).Collinear()) return Failed(Status::kRefused, "perfect_collinearity");
  Solution solution = Climb(design, false);
  LogisticFit fit;
  if (!solution.converged) {
    fit = Failed(Status::kRefused, "separation");
    fit.firth = true;
    solution = Climb(design, true);
  }
  Describe(fit, design, solution, confidence);
  const auto finite = [](const LogisticCoefficient& one) { return std::isfinite(one.value) && std::isfinite(one.se); };
  // Even the penalised likelihood can be too flat for numbers.
  if (!std::all_of(fit.coefficients.begin(), fit.coefficients.end(), finite) || !std::isfinite(fit.deviance)) {
    return Failed(Status::kRefused, "separation");
  }
  return fit;
}

std::optional<double> AreaUnderCurve(std::span<const double> outcomes, std::span<const double> scores) {
  std::vector<std::pair<double, bool>> rows;
  for (std::size_t i = 0; i < outcomes.size(); ++i) rows.emplace_back(scores[i], outcomes[i] > 0);
  std::sort(rows.begin(), rows.end());
  double below = 0, sum = 0, hits = 0;
  for (std::size_t i = 0; i < rows.size();) {
    double ties = 0, tied_hits = 0;
    const double score = rows[i].first;
    for (; i < rows.size() && rows[i].first == score; ++i) ++(rows[i].second ? tied_hits : ties);
    sum += tied_hits * (below + ties / 2);
    below += ties;
    hits += tied_hits;
  }
  if (below == 0 || hits == 0) return std::nullopt;
  return sum / (below * hits);
}

std::optional<double> BrierScore(std::span<const double> outcomes, std::span<const double> probabilities) {
  if (outcomes.empty()) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    sum += (outcomes[i] - probabilities[i]) * (outcomes[i] - probabilities[i]);
  }
  return sum / static_cast<double>(outcomes.size());
}

double AverageMarginalEffect(const LogisticFit& fit, std::size_t coefficient) {
  double sum = 0;
  for (const double p : fit.fitted) sum += p * (1 - p);
  return sum / static_cast<double>(fit.fitted.size()) * fit.coefficients[coefficient].value;
}

}  // namespace otklik::stats
