// Integral index of one client from blocks of factors: x = mean over blocks of the mean over factors of (1 - X W). X is
// the factor's fixed weight, W its rating on a declared scale.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/status.hpp"

namespace otklik::stats {

struct Factor {
  double x = 0;             // weight of the factor, from the questionnaire
  std::optional<double> w;  // rating; null: not answered
};
using FactorBlocks = std::vector<std::vector<Factor>>;

// The raw index. Unanswered factors are left out, a block without answers is dropped and counted.
struct IntegralRaw {
  Status status = Status::kOk;  // undefined / no_valid_responses without any answer; invalid_input / value_not_finite
                                // beyond 1e30
  std::string reason;
  std::vector<std::vector<std::optional<double>>> factor_values;  // 1 - X W
  std::vector<std::optional<double>> block_means;
  std::optional<double> x, mean_of_factors;  // the latter gives every factor the same say
  int factors_used = 0, factors_total = 0, blocks_used = 0;
};
IntegralRaw ComputeIntegralRaw(const FactorBlocks& blocks);

// The questionnaire's own ends of the scale: what makes the index comparable between clients and waves.
struct IntegralAnchors {
  double w_min = 1, w_max = 5;
  bool x_fixed = true;              // X is given per factor; otherwise it is known by its range only
  double x_min = 0, x_max = 1;      // that range
  bool higher_w_is_better = false;  // as published, 1 - X W falls as W rises: W measures what is wrong
  double out_low = 0, out_high = 100;
};

struct IntegralCsi {
  Status status = Status::kOk;
  std::string reason;
  IntegralRaw raw;
  std::optional<double> anchor_low, anchor_high;  // of raw x
  std::optional<double> y;                        // 0..1
  std::optional<double> value;                    // out_low..out_high
  std::optional<double> percentile;               // mid-rank in a population, 0..100
  std::string warning;                            // non_monotone_normalisation, outside_reference
};

// The default: anchors from the questionnaire, recomputed over the answered factors; monotone, needs no clamp. A rating
// outside w_min..w_max: invalid_input / W_out_of_range. Under half of the factors answered: refused / too_few_factors.
// Equal anchors: undefined / zero_range; an anchor beyond 1e30: invalid_input / anchors.
IntegralCsi ComputeIntegralTheoretical(const FactorBlocks& blocks, const IntegralAnchors& anchors);

// Import only: anchors are the client's own smallest and largest factor value. Not monotone (improving a factor can
// lower the index), which `warning` says. All factors equal: undefined / zero_range.
IntegralCsi ComputeIntegralOwnRange(const FactorBlocks& blocks, double out_low, double out_high);

// Import only: anchors are the smallest and largest raw x of a frozen reference set. Fewer than two different values:
// undefined / zero_range.
IntegralCsi ComputeIntegralPopulation(const FactorBlocks& blocks, std::span<const double> population, double out_low,
                                      double out_high);

}  // namespace otklik::stats
