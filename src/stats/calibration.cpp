#include "stats/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/linear.hpp"
#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

constexpr int kMostIterations = 1000;
constexpr double kConverged = 1e-12;
constexpr int kRakeSweeps = 10;

using Cells = std::span<const CalibrationCell>;
using Margins = std::span<const Margin>;

Calibration Failed(Status status, std::string reason) {
  Calibration result;
  result.status = status;
  result.reason = std::move(reason);
  return result;
}

std::size_t CategoryOf(const CalibrationCell& cell, std::size_t margin) {
  return static_cast<std::size_t>(cell.category[margin]);
}

bool ValidCell(const CalibrationCell& cell) {
  return IsWeight(cell.n) && IsWeight(cell.base) && cell.base_squared >= 0 && std::isfinite(cell.base_squared);
}

// Of a category: nobody, or a number that can be divided by.
bool IsTotal(double total) { return total == 0 || (total >= 1e-15 && IsCount(total)); }

// Sample cells and population cells that have no counterpart.
std::optional<Calibration> MissingCells(Cells cells, Margins margins) {
  Calibration unknown = Failed(Status::kInvalidInput, "sample_cell_not_in_population");
  Calibration empty = Failed(Status::kRefused, "population_cell_without_respondents");
  for (std::size_t m = 0; m < margins.size(); ++m) {
    std::vector<double> rows(margins[m].size());
    std::vector<double> base(margins[m].size());
    for (const CalibrationCell& cell : cells) {
      rows[CategoryOf(cell, m)] += cell.n;
      base[CategoryOf(cell, m)] += cell.base;
    }
    for (std::size_t c = 0; c < rows.size(); ++c) {
      const std::pair<int, int> place{static_cast<int>(m), static_cast<int>(c)};
      if (rows[c] > 0 && margins[m][c] == 0) unknown.problem_cells.push_back(place);
      if (base[c] == 0 && margins[m][c] > 0) empty.problem_cells.push_back(place);
    }
  }
  if (!unknown.problem_cells.empty()) return unknown;
  if (!empty.problem_cells.empty()) return empty;
  return std::nullopt;
}

std::optional<Calibration> Reject(Cells cells, Margins margins) {
  double n = 0, base = 0;
  for (const CalibrationCell& cell : cells) {
    if (!ValidCell(cell)) return Failed(Status::kInvalidInput, "negative_weight");
    n += cell.n;
    base += cell.base;
  }
  if (n == 0) return Failed(Status::kUndefined, "no_valid_responses");
  if (!(base > kSmallestTotal)) return Failed(Status::kUndefined, "zero_total_weight");
  std::optional<double> total;
  for (const Margin& margin : margins) {
    if (!std::all_of(margin.begin(), margin.end(), IsTotal)) return Failed(Status::kInvalidInput, "margin_total");
    const double sum = std::accumulate(margin.begin(), margin.end(), 0.0);
    if (total && !(std::abs(sum - *total) <= 1e-9 * *total)) {
      return Failed(Status::kInvalidInput, "margin_totals_differ");
    }
    total = sum;
  }
  return MissingCells(cells, margins);
}

// One margin fitted; how much the factors changed at most, relative.
double Fit(Cells cells, std::size_t m, const Margin& margin, std::vector<double>& factor) {
  std::vector<double> sums(margin.size());
  for (std::size_t i = 0; i < cells.size(); ++i) sums[CategoryOf(cells[i], m)] += cells[i].base * factor[i];
  double change = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t c = CategoryOf(cells[i], m);
    if (cells[i].n == 0 || sums[c] == 0) continue;
    const double ratio = margin[c] / sums[c];
    factor[i] *= ratio;
    change = std::max(change, std::abs(ratio - 1));
  }
  return change;
}

void Summarise(Cells cells, Calibration& result) {
  double n = 0, squares = 0, largest = 0, smallest = INFINITY;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    n += cells[i].n;
    result.total_weight += cells[i].base * result.factor[i];
    squares += cells[i].base_squared * result.factor[i] * result.factor[i];
    if (cells[i].base == 0) continue;
    const double weight = cells[i].base / cells[i].n * result.factor[i];
    largest = std::max(largest, weight);
    smallest = std::min(smallest, weight);
  }
  result.effective_n = result.total_weight * result.total_weight / squares;
  result.design_effect = n / result.effective_n;
  result.weight_ratio = largest / smallest;
}

// ---- errors ---------------------------------------------------------------------------------------------

// Weighted mean and weight of a domain.
struct DomainMean {
  double weight = 0, mean = 0;
  bool alike = true;
};

DomainMean MeanOf(Cells cells, const Calibration& calibration, const std::vector<bool>& in_domain) {
  DomainMean domain;
  double sum = 0;
  const CalibrationCell* first = nullptr;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double weight = cells[i].base * calibration.factor[i];
    if (weight == 0 || (!in_domain.empty() && !in_domain[i])) continue;
    if (first == nullptr) first = &cells[i];
    domain.alike = domain.alike && cells[i].value == first->value;
    domain.weight += weight;
    sum += weight * cells[i].value;
  }
  domain.mean = domain.weight > 0 ? sum / domain.weight : 0;
  return domain;
}

// z by cell: 1(in domain) (x - mean) / weight.
std::vector<double> Linearise(Cells cells, const DomainMean& domain, const std::vector<bool>& in_domain) {
  std::vector<double> z(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (in_domain.empty() || in_domain[i]) z[i] = (cells[i].value - domain.mean) / domain.weight;
  }
  return z;
}

// z minus its least-squares fit on the margins' dummies, weighted with base weights.
std::vector<double> Residuals(Cells cells, Margins margins, const std::vector<double>& z) {
  std::size_t columns = 0;
  for (const Margin& margin : margins) columns += margin.size();
  if (columns == 0) return z;
  Eigen::MatrixXd dummies = Eigen::MatrixXd::Zero(static_cast<int>(cells.size()), static_cast<int>(columns));
  Eigen::VectorXd scaled(static_cast<int>(cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double root = std::sqrt(cells[i].base);
    std::size_t offset = 0;
    for (std::size_t m = 0; m < margins.size(); ++m) {
      dummies(static_cast<int>(i), static_cast<int>(offset + CategoryOf(cells[i], m))) = root;
      offset += margins[m].size();
    }
    scaled(static_cast<int>(i)) = root * z[i];
  }
  const Eigen::VectorXd fit = LeastSquares(dummies).Solve(scaled);
  std::vector<double> residuals = z;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::size_t offset = 0;
    for (std::size_t m = 0; m < margins.size(); ++m) {
      residuals[i] -= fit(static_cast<int>(offset + CategoryOf(cells[i], m)));
      offset += margins[m].size();
    }
  }
  return residuals;
}

std::vector<double> Swept(Cells cells, Margins margins, std::vector<double> z) {
  for (int sweep = 0; sweep < kRakeSweeps; ++sweep) {
    for (std::size_t m = 0; m < margins.size(); ++m) {
      std::vector<double> sums(margins[m].size()), rows(margins[m].size());
      for (std::size_t i = 0; i < cells.size(); ++i) {
        sums[CategoryOf(cells[i], m)] += cells[i].n * z[i];
        rows[CategoryOf(cells[i], m)] += cells[i].n;
      }
      for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::size_t c = CategoryOf(cells[i], m);
        if (rows[c] > 0) z[i] -= sums[c] / rows[c];
      }
    }
  }
  return z;
}

// sqrt(n / (n - 1) sum (u - mean u)^2), u = d g e by row.
double ErrorOf(Cells cells, const Calibration& calibration, const std::vector<double>& e) {
  double n = 0, sum = 0, squares = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double factor = calibration.factor[i] * e[i];
    n += cells[i].n;
    sum += cells[i].base * factor;
    squares += cells[i].base_squared * factor * factor;
  }
  return std::sqrt(std::max(0.0, n / (n - 1) * (squares - sum * sum / n)));
}

// The same, with what is only rounding next to the uncalibrated error cut to exactly 0.
double CalibratedError(Cells cells, const Calibration& calibration, const std::vector<double>& z,
                       const std::vector<double>& e) {
  const double se = ErrorOf(cells, calibration, e);
  return se > 1e-9 * ErrorOf(cells, calibration, z) ? se : 0;
}

double RowsOf(Cells cells) {
  double n = 0;
  for (const CalibrationCell& cell : cells) n += cell.n;
  return n;
}

double RowsOf(Cells cells, const std::vector<bool>& in_domain) {
  double n = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) n += in_domain.empty() || in_domain[i] ? cells[i].n : 0;
  return n;
}

}  // namespace

Calibration Calibrate(std::span<const CalibrationCell> cells, std::span<const Margin> margins) {
  if (auto rejected = Reject(cells, margins)) return *rejected;
  Calibration result;
  result.factor.assign(cells.size(), 1);
  double change = margins.empty() ? 0 : 1;
  while (change > kConverged && result.iterations < kMostIterations) {
    change = 0;
    for (std::size_t m = 0; m < margins.size(); ++m) {
      change = std::max(change, Fit(cells, m, margins[m], result.factor));
    }
    ++result.iterations;
  }
  if (change > kConverged) {
    Calibration failed = Failed(Status::kRefused, "raking_did_not_converge");
    failed.iterations = result.iterations;
    return failed;
  }
  Summarise(cells, result);
  // Factors that ran out of the range of numbers did not converge either.
  if (!std::isfinite(result.design_effect) || !std::isfinite(result.weight_ratio)) {
    return Failed(Status::kRefused, "raking_did_not_converge");
  }
  return result;
}

Estimate EstimateCalibratedMean(std::span<const CalibrationCell> cells, std::span<const Margin> margins,
                                const Calibration& calibration, const std::vector<bool>& in_domain, double confidence,
                                CalibrationError error) {
  Estimate result;
  result.method = "calibrated_t";
  result.status = calibration.status;
  result.reason = calibration.reason;
  if (calibration.status != Status::kOk) return result;
  const DomainMean domain = MeanOf(cells, calibration, in_domain);
  result.n = RowsOf(cells, in_domain);
  if (!ValidConfidence(confidence) || domain.weight == 0) {
    result.status = domain.weight == 0 ? Status::kUndefined : Status::kInvalidInput;
    result.reason = domain.weight == 0 ? "no_valid_responses" : "confidence_out_of_range";
    return result;
  }
  result.value = domain.mean;
  const double n = RowsOf(cells);
  if (n < 2 || domain.alike) {
    result.interval_reason = n < 2 ? "single_response" : "zero_variance";
    if (n >= 2) result.se = 0;
    return result;
  }
  const std::vector<double> z = Linearise(cells, domain, in_domain);
  result.se =
      CalibratedError(cells, calibration, z,
                      error == CalibrationError::kSweeps ? Swept(cells, margins, z) : Residuals(cells, margins, z));
  if (*result.se == 0) {
    result.interval_reason = "zero_variance";
    return result;
  }
  const double half = StudentCritical(confidence, n - 1) * *result.se;
  result.interval = Interval{domain.mean - half, domain.mean + half};
  return result;
}

Difference EstimateCalibratedDifference(std::span<const CalibrationCell> cells, std::span<const Margin> margins,
                                        const Calibration& calibration, const std::vector<bool>& first,
                                        const std::vector<bool>& second, double confidence) {
  Difference result;
  result.method = "calibrated_t";
  for (const auto* domain : {&first, &second}) {
    const Estimate side = EstimateCalibratedMean(cells, margins, calibration, *domain, confidence);
    if (side.status == Status::kOk) continue;
    result.status = side.status;
    result.reason = side.reason;
    return result;
  }
  const DomainMean one = MeanOf(cells, calibration, first);
  const DomainMean two = MeanOf(cells, calibration, second);
  result.value = one.mean - two.mean;
  const double n = RowsOf(cells);
  if (n < 2 || (one.alike && two.alike)) {
    result.interval_reason = n < 2 ? "single_response" : "zero_variance";
    return result;
  }
  std::vector<double> z = Linearise(cells, one, first);
  const std::vector<double> other = Linearise(cells, two, second);
  for (std::size_t i = 0; i < z.size(); ++i) z[i] -= other[i];
  result.se = CalibratedError(cells, calibration, z, Residuals(cells, margins, z));
  if (*result.se == 0) {
    result.interval_reason = "zero_variance";
    return result;
  }
  result.df = n - 1;
  const double half = StudentCritical(confidence, n - 1) * *result.se;
  result.interval = Interval{*result.value - half, *result.value + half};
  result.p = StudentTwoSided(*result.value / *result.se, n - 1);
  return result;
}

}  // namespace otklik::stats
