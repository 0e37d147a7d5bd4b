// The calibrated mean with the interval that holds at few answers: what people are shown. EstimateCalibratedMean gives
// the textbook's, for comparison; at 20 and 50 answers it covers 84 to 92 % where 95 are promised
// (docs/en/simulations.md).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/calibration.hpp"

namespace otklik::stats {

// What the values of the cells are, which decides the interval.
enum class ValueKind {
  kNet,    // -100, 0 or 100: trinomial score interval at effective_n, method calibrated_score
  kShare,  // 0 or 1: Wilson interval at effective_n, method calibrated_wilson
  kMean,   // any score: t interval, method calibrated_t
};

struct CalibratedAnswer {
  Estimate estimate;                  // in the values' unit; n is the rows of the domain
  std::optional<double> df;           // Kish's effective n of the domain - the rank of its margin dummies
  std::optional<double> effective_n;  // of a plain sample that would tell as much; null for kMean. May exceed n:
                                      // margins that explain the answers save some
};

// The weighted mean over the cells with in_domain (all, if empty). Without margins the base weights are the weights.
//
// se^2 = sum of u^2 / k by row, u the linearised residual of EstimateCalibratedMean and k the share of one row's
// variance that is left in its residual: (I - H)(I - H)' on the diagonal, H the projection on the margin dummies
// weighted with base weights. With equal base weights k is 1 - leverage (HC2, MacKinnon and White 1985), without
// margins 1 - 2 w + sum w^2; se^2 is unbiased when rows vary alike. Rows of one cell are taken to have equal base
// weights: give each its own cell where they do not.
// effective_n = v / se^2 * (t(n - 1) / t(df))^2 (Korn and Graubard 1998), v the weighted variance of a value, unbiased:
// / (1 - sum w^2). With one category, equal weights and base weights it is n, and the interval that of a plain sample.
//
// Edges: those of Calibrate and EstimateCalibratedMean; in_domain neither empty nor one by cell: invalid_input /
// unequal_lengths; a net that is not -100, 0 or 100 or a share that is not 0 or 1: invalid_input / value_not_on_scale.
// Value without interval: category_with_one_response (a category stands on a single row of the domain: its spread
// cannot be known, k = 0), too_few_for_margins (df < 1), zero_variance (no spread within the categories). All rows
// alike: kNet and kShare keep an interval, at Kish's effective n; se is 0.
CalibratedAnswer EstimateCalibratedAnswer(std::span<const CalibrationCell> cells, std::span<const Margin> margins,
                                          const Calibration& calibration, const std::vector<bool>& in_domain,
                                          ValueKind kind, double confidence);

}  // namespace otklik::stats
