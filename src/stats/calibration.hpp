// Weights that make the sample agree with known population totals: post-stratification (one margin) and raking
// (several). Weighting repairs composition on those margins only; it never repairs mode, timing or the motivation to
// answer.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/status.hpp"

namespace otklik::stats {

// Rows that share their category on every margin and their value. They share the calibration factor too, so no
// row weights are needed: counts and the sums of base weights are enough. One row is a cell with n = 1.
struct CalibrationCell {
  std::vector<int> category;  // by margin, an index into its totals
  double value = 0;           // -100 / 0 / 100 for a net index, the score for a mean
  double n = 0;
  double base = 0;          // sum of base weights d (n if there are none)
  double base_squared = 0;  // sum of d^2
};

// Known totals of one margin's categories; 0 means that the population has no such category.
using Margin = std::vector<double>;

struct Calibration {
  Status status = Status::kOk;
  std::string reason;
  std::vector<std::pair<int, int>> problem_cells;  // (margin, category) that the reason speaks of
  std::vector<double> factor;                      // g by cell: a row's weight is d g
  int iterations = 0;                              // cycles over all margins
  double total_weight = 0;
  double effective_n = 0, design_effect = 0;  // Kish, for screening
  double weight_ratio = 0;                    // largest over smallest mean weight of a cell
};

// Cycles over the margins until no weight changes by more than 1e-12 of itself, at most 1000 times. No margins: every
// factor is 1. Edges: negative base weight: invalid_input / negative_weight; no rows: undefined / no_valid_responses;
// base weights all 0: undefined / zero_total_weight; a negative total, or one above 1e15: invalid_input /
// margin_total; margins with different totals: invalid_input / margin_totals_differ; rows in a category the population
// does not have: invalid_input / sample_cell_not_in_population; a category of the population without rows: refused /
// population_cell_without_respondents (collapse it openly); no convergence: refused / raking_did_not_converge.
Calibration Calibrate(std::span<const CalibrationCell> cells, std::span<const Margin> margins);

// Which error of a calibrated mean.
enum class CalibrationError {
  kResidual,  // default: least-squares residuals weighted with base weights, as survey::calibrate
  kSweeps,    // ten sweeps of unweighted averages, as survey::rake prints; differs with unequal base weights
};

// The mean over the cells with in_domain (all, if empty), its linearised error (zeros kept outside the domain, n the
// full sample) and t interval, n - 1 degrees of freedom. Empty domain: undefined / no_valid_responses. A calibration
// that failed hands on its status.
Estimate EstimateCalibratedMean(std::span<const CalibrationCell> cells, std::span<const Margin> margins,
                                const Calibration& calibration, const std::vector<bool>& in_domain, double confidence,
                                CalibrationError error = CalibrationError::kResidual);

// First domain minus second: their linearised variables are subtracted first, because calibrated domains are
// correlated.
Difference EstimateCalibratedDifference(std::span<const CalibrationCell> cells, std::span<const Margin> margins,
                                        const Calibration& calibration, const std::vector<bool>& first,
                                        const std::vector<bool>& second, double confidence);

}  // namespace otklik::stats
