// Customer satisfaction index weighted by importance: R = sum(I_j S_j) / sum(I_j) over item means, and its uncertainty
// from integer moments alone, so that an engine counts once and every engine agrees.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/status.hpp"

namespace otklik::stats {

// What the linearised error of a CSI needs. Item j has the variables, in this order,
//   r_j   1 if satisfaction was answered, else 0
//   r_j S_j   the satisfaction score, 0 if not answered
//   q_j   1 if importance was answered
//   q_j I_j   the importance score
// and `gram` holds the sums of their products over respondents, row-major and symmetric, item after item: 4k x 4k.
// With expert weights (`fixed_weights` has k entries) only the first two variables exist: 2k x 2k.
// The counts and sums of one item are inside it: n_j = G[r_j][r_j], sum S_j = G[r_j][r_j S_j].
struct CsiMoments {
  int items = 0;                      // k
  std::int64_t respondents = 0;       // n: rows with at least one answer
  int scale_min = 1, scale_max = 5;   // of satisfaction
  int importance_max = 5;             // variant B only
  std::vector<double> fixed_weights;  // empty: stated importance
  std::vector<std::int64_t> gram;

  int width() const { return items * (fixed_weights.empty() ? 4 : 2); }
  std::int64_t at(int row, int column) const {
    return gram[static_cast<std::size_t>(row) * static_cast<std::size_t>(width()) + static_cast<std::size_t>(column)];
  }
};

// Adds one respondent; the reference way to fill the moments. `importance` is ignored with fixed weights; both have k
// entries (a null is "not answered"). An empty `gram` is first filled with zeros. A row without any answer is not
// counted. False, and nothing is added, when a length or the size of `gram` is not that of k items.
bool AddRespondent(CsiMoments& moments, std::span<const std::optional<int>> satisfaction,
                   std::span<const std::optional<int>> importance);

// Everything the published variants of "CSI, %" say about one data set.
struct Csi {
  Estimate weighted_mean;              // R in the satisfaction scale's units
  std::optional<double> of_max;        // A, the default: 100 R / S_max
  std::optional<double> absolute_max;  // B, import only: 100 sum(I S) / (k I_max S_max); null with fixed weights
  std::optional<double> anchored;      // C: 100 (R - S_min) / (S_max - S_min)
  std::vector<double> item_weights;    // shares, sum 1; 0 for a dropped item
  std::vector<int> dropped_items;      // without answers (or without importance): out, weights renormalised
};

// The importance-weighted mean with its linearised error (importance is random too unless fixed) and t interval, n - 1
// degrees of freedom. Not clipped to the scale. Edges: no answers: undefined / no_valid_responses; total importance 0:
// undefined / zero_total_importance; n = 1: no se, no interval (single_response); no variation: no interval
// (zero_variance); a Gram matrix of the wrong size or a negative fixed weight: invalid_input / moments_shape,
// negative_weight.
Csi ComputeCsi(const CsiMoments& moments, double confidence);

// Variant A in percent (100 R / S_max) with se and interval; edges as ComputeCsi. scale_max <= 0: invalid_input /
// scale.
Estimate EstimateCsi(const CsiMoments& moments, double confidence);

// The linearised error of variant A in percent as a linear function of a respondent's variables: their coefficients, as
// many as moments.width(), so that the variance is about a'Ga. Empty where EstimateCsi has no value.
std::vector<double> CsiInfluence(const CsiMoments& moments);

// From published item means alone: no error is computable (interval_reason no_respondent_rows). Means of equal length.
Csi CsiFromMeans(std::span<const double> satisfaction, std::span<const double> importance, int scale_min, int scale_max,
                 int importance_max);

}  // namespace otklik::stats
