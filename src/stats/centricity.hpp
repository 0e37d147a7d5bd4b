// Indices over companies made of blocks of scored metrics (client centricity), and what a published table of such an
// index says about its hidden weights.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/status.hpp"

namespace otklik::stats {

// How an index is put together. Everything is configurable, because the published rule is not known.
struct CentricityRules {
  std::vector<std::size_t> block_sizes;  // metrics per block, in the order of the scores
  std::vector<double> block_weights;     // by block, any scale; empty: by number of metrics
  double max_score = 3;
  double cap = 100;
};

struct CentricityCompany {
  std::vector<std::optional<double>> scores;  // 0 .. max_score, block after block; null: not scored
  double coefficient = 1;                     // of the company's type
};

struct CentricityResult {
  std::vector<std::optional<double>> blocks;  // 100 mean(scored) / max; null for a block without scores
  std::optional<double> overall;  // min(cap, coefficient * weighted blocks); weights renormalised over scored blocks
  std::optional<double> flat;     // 100 mean(all scored) / max, no weights and no coefficient
  std::size_t missing = 0;
  int rank = 0;  // from 1; ties share the better place; 0 without an overall
};

struct CentricityIndex {
  Status status = Status::kOk;
  std::string reason;
  std::vector<CentricityResult> companies;
};

// A score outside 0..max: invalid_input / score_out_of_range; a number of scores other than the blocks': invalid_input
// / unequal_lengths; weights that are negative, all 0 or not one a block: invalid_input / negative_weight; a greatest
// score that is not positive: invalid_input / max_score; a coefficient beyond 1e30: invalid_input / coefficient.
CentricityIndex ComputeCentricity(std::span<const CentricityCompany> companies, const CentricityRules& rules);

// Relative standard deviation in percent: 100 sd / mean, with n - 1 and with n: state which. Fewer than two values:
// undefined / need_two_values; mean 0: undefined / zero_mean; a value beyond 1e30: invalid_input / value_not_finite.
struct RelativeDeviation {
  Status status = Status::kOk;
  std::string reason;
  std::optional<double> sample, population;
};
RelativeDeviation ComputeRelativeDeviation(std::span<const double> values);

// Fixed bins [0, 25) [25, 50) [50, 75) [75, 100]: "0-25" ... "75-100".
std::string HeatBin(double value);

// Least squares of an overall column on block columns. Columns of other lengths: invalid_input / unequal_lengths; a
// number beyond 1e30: invalid_input / value_not_finite; no rows or columns: undefined / no_valid_responses.
struct WeightFit {
  Status status = Status::kOk;  // refused / n_not_greater_than_p_plus_1, perfect_collinearity
  std::string reason;
  std::vector<double> weights, se;
  double intercept = 0;  // 0 unless asked for
  double sum = 0;
  std::optional<Interval> sum_interval;  // t
  std::vector<double> residuals;
  double max_residual = 0;  // absolute
  double rmse = 0;          // with n
};
WeightFit FitWeights(std::span<const double> overall, const std::vector<std::vector<double>>& blocks,
                     bool with_intercept, double confidence);

// The same without intercept and with weights >= 0 (at most 12 blocks, by trying every support). Empty if it cannot be
// fitted.
std::vector<double> FitNonNegativeWeights(std::span<const double> overall,
                                          const std::vector<std::vector<double>>& blocks);

// Given weights up to one factor: the least-squares factor and the largest absolute residual at it; both 0
// when the weighted column is 0 or of another length.
struct ScaleFit {
  double scale = 0;
  double max_residual = 0;
};
ScaleFit FitScale(std::span<const double> overall, std::span<const double> weighted);

}  // namespace otklik::stats
