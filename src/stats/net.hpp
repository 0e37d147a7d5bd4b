// Net indices: share at the top minus share at the bottom, in points. NPS, tNPS, eNPS, NSAT and every other
// "top minus bottom" index are this one thing; only the sets and the offset differ.
#pragma once

#include <optional>

#include "stats/status.hpp"

namespace otklik::stats {

// Sufficient statistic of a net index. Not necessarily whole: effective counts (finite base, design effect) are
// fractional. A negative or non-finite count, or one above 1e30, makes every function with a status answer
// invalid_input / negative_count.
struct NetCounts {
  double promoters = 0;   // x = +1
  double passives = 0;    // x = 0, in the base
  double detractors = 0;  // x = -1

  double n() const { return promoters + passives + detractors; }
};

// Are all three counts of the kind that can be counted?
bool ValidCounts(const NetCounts& counts);

// Which interval. kScore is the default everywhere; the others are offered for comparison.
enum class NetMethod {
  kScore,                // trinomial score; honest at every n, also n = 1 and all answers alike (Tango 1998)
  kWald,                 // normal, variance with n; refused when all answers are alike
  kStudent,              // t with n - 1; refused at n = 1 and when all answers are alike
  kAdjustedWald,         // AW(3,T): +3/4 to both ends, +3/2 to the middle, then Wald, clipped (Rocks 2016)
  kAdjustedWaldUniform,  // +1 to each category, then Wald, clipped; the closed form for tables
  kMoverWilson,          // MOVER of two Wilson intervals with the sample correlation of the two shares
};

// p + d - (p - d)^2 of x in {-1, 0, +1}: 0 when all answers are alike, 1 at half promoters, half detractors.
// Needs n > 0.
double NetUnitVariance(const NetCounts& counts);

// Standard error in points: 100 sqrt(v / n). Needs n > 0.
double NetWaldError(const NetCounts& counts);

// Standard error in points with n - 1 in the variance, 100 sqrt(v / (n - 1)); null at n <= 1.
std::optional<double> NetPointError(const NetCounts& counts);

// Interval in points without offset, inside [-100, 100] except kWald and kStudent. `confidence` in (0, 1), n > 0.
// Null where the method is refused (see NetMethod).
std::optional<Interval> NetInterval(const NetCounts& counts, NetMethod method, double confidence);

// The trinomial score interval of mean x for any z >= 0, in -1..1. Limits solve S(delta) = +-z, where S is the
// score statistic with the constrained maximum likelihood of P(detractor). Needs n > 0.
Interval NetScoreInterval(const NetCounts& counts, double z);

// An adjusted Wald centre and error, in points, before clipping: `ends` is added to both ends, `middle` to passives.
struct AdjustedWald {
  double centre = 0;
  double se = 0;
  Interval interval;  // clipped to [-100, 100]
};
AdjustedWald NetAdjustedWald(const NetCounts& counts, double ends, double middle, double confidence);

// A net index with its score interval, in points: 100 (promoters - detractors) / n + offset. `offset` is 0 for NPS
// (-100..100) and 100 for NSAT-MS (0..200). `se` has n - 1 in the variance and is null at n = 1.
// n = 0: undefined / no_valid_responses. Negative count: invalid_input / negative_count. Confidence outside (0, 1):
// invalid_input / confidence_out_of_range.
Estimate EstimateNet(double promoters, double passives, double detractors, double offset, double confidence);

}  // namespace otklik::stats
