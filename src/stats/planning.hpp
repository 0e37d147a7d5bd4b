// How many to ask: sample sizes, margins, detectable differences, quotas and response rates.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/share.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// What is expected of a net index: shares of promoters and detractors. Worst case: 0.5 and 0.5 (variance 1).
struct NetShares {
  double promoters = 0.5;
  double detractors = 0.5;
};

// Variance of one answer, -1, 0 or 1: from 0 (everybody alike) to 1 (half and half).
double UnitVariance(const NetShares& shares);

struct SamplePlan {
  Status status = Status::kOk;
  std::string reason;
  double unit_variance = 0;
  double srs_raw = 0;                // n0 = z^2 v / e^2, before rounding
  double srs = 0;                    // rounded up
  double design_raw = 0;             // times the design effect
  std::optional<double> finite_raw;  // n0 / (1 + (n0 - 1) / N)
  double required = 0;               // answers needed, rounded up
  double invitations = 0;            // required / response rate, rounded up
  bool feasible = true;              // not more invitations than the base has people
};

// Answers needed for an interval of +- margin_points. `population` null: infinite. Shares outside 0..1 or summing to
// more than 1, margin below 1e-6, design effect <= 0, response rate outside (0, 1], population < 1: invalid_input /
// with the parameter's name.
SamplePlan PlanNetSample(const NetShares& shares, double margin_points, double confidence, double design_effect,
                         std::optional<double> population, double response_rate);

// The Wald planning margin in points at n answers; with a finite base n <= N. Null when that does not hold.
std::optional<double> NetMargin(double n, double unit_variance, std::optional<double> population, double confidence);

// Two independent waves of equal size: n per wave to see a difference, and the difference seen at n, in points. Here
// and below power and alpha must lie inside (0, 1), variances and deviations must not be negative, n and differences
// must be positive.
double NetDifferenceSampleSize(double unit_variance, double difference_points, double power, double alpha);
double NetDetectableDifference(double unit_variance, double n, double power, double alpha);

// The same people twice; sd of the change in points / 100. Result in points.
double PairedDetectableDifference(double n, double sd_change, double power, double alpha);
// People to ask twice to see a difference, the inverse of the above.
double PairedSampleSize(double sd_change, double difference_points, double power, double alpha);
// Sd of one person's change when both waves have this variance and answers this correlation, -1..1.
double ChangeSd(double unit_variance, double correlation);

// ---- quotas ---------------------------------------------------------------------------------------------

enum class QuotaRule {
  kProportional,  // by N_h
  kNeyman,        // by N_h S_h: the smallest error of the whole
  kSquareRoot,    // by sqrt(N_h): a compromise, the default when segments are reported too
  kEqual,
};

struct QuotaPlan {
  Status status = Status::kOk;
  std::string reason;
  std::vector<double> quotas;  // whole, sum n, none above N_h
  std::optional<double> se;    // of the stratified index in points (S_h in points / 100), null if a stratum gets nobody
};

// Largest-remainder rounding, ties to the first; what a cap cuts off is spread over the others. n not whole or
// negative: invalid_input / n; n above the sum of N_h: invalid_input / n_exceeds_N; unequal lengths: invalid_input /
// unequal_lengths; a negative N_h or S_h: invalid_input / negative_count.
QuotaPlan PlanQuotas(std::span<const double> population, std::span<const double> sd, double n, QuotaRule rule);

// ---- response rates (AAPOR Standard Definitions) ----------------------------------------------------------

struct Dispositions {
  double complete = 0;           // I
  double partial = 0;            // P
  double refusal = 0;            // R
  double no_contact = 0;         // NC
  double other = 0;              // O
  double unknown_household = 0;  // UH
  double unknown_other = 0;      // UO
  double not_eligible = 0;
};

struct ResponseRates {
  Status status = Status::kOk;
  std::string reason;
  double eligible_share = 0;                                    // e: given, or den / (den + not eligible)
  double rr1 = 0, rr2 = 0, rr3 = 0, rr4 = 0, rr5 = 0, rr6 = 0;  // always name the number; the default is RR3
  bool rr5_rr6_allowed = false;                                 // only when nobody's eligibility is unknown
  std::optional<double> coop1, coop2, coop3, coop4;
  double ref1 = 0, ref2 = 0, ref3 = 0;
  double con1 = 0, con2 = 0, con3 = 0;
};

// `eligible_share` null: estimated by proportional allocation. No known eligible cases: undefined / no_cases; negative:
// invalid_input / negative_count; a share outside 0..1: invalid_input / e.
ResponseRates ComputeResponseRates(const Dispositions& dispositions, std::optional<double> eligible_share);

}  // namespace otklik::stats
