// Survey modes (email, phone ...): what of a change is the mode's. When the mode changed together with the wave and
// nothing ran in parallel, only the sum of real change and mode effect is known, and no universal correction exists.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/net.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// One stratum (segment, size band) asked in both modes; `share` is its part of the population.
struct ModeStratum {
  double share = 0;
  NetCounts first;   // the mode compared with
  NetCounts second;  // the mode whose effect is sought
};

// Second minus first, standardised to the population's shares. Removes observed composition only. An empty cell:
// refused / stratum_without_overlap (offer the overlap strata alone, relabelled); shares that do not sum to 1:
// invalid_input / shares_sum; a negative count: invalid_input / negative_count, here and below.
struct StandardisedMode {
  Difference adjusted;                  // points, normal interval; method standardised
  std::optional<double> first, second;  // pooled, in points
  std::optional<double> first_standardised, second_standardised;
  std::optional<double> unadjusted, unadjusted_se;
  std::optional<double> composition;  // unadjusted - adjusted
  std::vector<std::size_t> without_overlap;
};
StandardisedMode StandardiseModes(std::span<const ModeStratum> strata, double confidence);

// The mode's coefficient in x ~ mode + stratum (points) with HC2 errors, and the F test of mode x stratum. Needs both
// modes in two or more strata; otherwise undefined / no_overlap.
struct ModeRegression {
  Status status = Status::kOk;
  std::string reason;
  double coefficient = 0;
  double se_hc2 = 0;
  std::optional<double> interaction_f, interaction_p;  // null without degrees of freedom or residual variance
  double df1 = 0, df2 = 0;
};
ModeRegression RegressModes(std::span<const ModeStratum> strata);

// Inverse probability weights (Hajek). ESS below 30 or a standardised mean difference above 0.1 after weighting must be
// flagged.
struct WeightedModes {
  Status status = Status::kOk;
  std::string reason;
  double first = 0, second = 0, difference = 0;        // points
  double ess_first = 0, ess_second = 0;                // effective sizes
  double weight_ratio = 0;                             // largest over smallest weight
  std::optional<double> se_fixed_weights, se_stacked;  // weights taken as known; with the propensity's own error
  std::vector<double> propensity;                      // of the second mode, by row
  std::vector<double> coefficients;                    // of the propensity model, intercept first
  std::vector<double> smd_before, smd_after;           // by column
};

// A saturated propensity: standardisation to the pooled sample's shares. An empty cell: refused /
// stratum_without_overlap.
WeightedModes WeightModesByStratum(std::span<const ModeStratum> strata);

// A logistic propensity of the second mode on columns; one row a respondent, x in -1, 0, 1. Errors from the stacked
// estimating equations. A failed logistic fit hands on its status; a mode that is neither 0 nor 1: invalid_input /
// logistic_rows; a propensity of 0 or 1: refused / separation.
WeightedModes WeightModesByLogistic(std::span<const double> second_mode,
                                    const std::vector<std::vector<double>>& columns, std::span<const double> x);

// A change of mode bridged by a parallel run: new - old - bridge, variances added; normal interval; method bridge.
// A number beyond 1e30 or a negative error: invalid_input / bridge.
Difference BridgeModes(const Estimate& old_wave, const Estimate& new_wave, double bridge, double bridge_se,
                       double confidence);

// The change when the mode effect is only known to lie in a range.
struct ModeSensitivity {
  Interval change;            // identified by the range alone
  Interval interval;          // with sampling error
  double tipping_effect = 0;  // the mode effect from which the change is no longer significant
};
ModeSensitivity ModeEffectRange(double change, double se, double effect_low, double effect_high, double confidence);

// May two waves be compared at all? `modes[wave][mode]` counts responses. refused / mode_and_wave_confounded when
// consecutive waves share no mode and nothing ran in parallel; refused / mode_mix_changed when they share some but
// their mix moved by more than `tolerance` (half the sum of the shares' changes). Waves with different numbers of
// modes: invalid_input / unequal_lengths; a negative count: invalid_input / negative_count.
struct ModeClaim {
  Status status = Status::kOk;
  std::string reason;
};
ModeClaim CheckModeClaim(const std::vector<std::vector<double>>& modes, bool parallel_run, double tolerance = 0.1);

}  // namespace otklik::stats
