// What a customer is worth: simple geometric and finite contractual values, and the shifted beta-geometric model of
// licence renewals. Money in any one currency, time in renewal periods; discount is per period.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/status.hpp"

namespace otklik::stats {

// The geometric value by its two conventions, which differ by one margin: always name which.
struct GeometricValue {
  Status status = Status::kOk;
  std::string reason;
  double paid_now = 0;                 // m (1 + d) / (1 + d - r): first payment now; LTV : CAC uses this one
  double paid_after_renewal = 0;       // m r / (1 + d - r): first payment after the first renewal
  std::optional<double> undiscounted;  // m / (1 - r); null at r = 1
};

// Margin per period, retention 0..1, discount >= 0 with retention < 1 + discount; otherwise invalid_input /
// retention_out_of_range or discount_out_of_range.
GeometricValue ComputeGeometricValue(double margin, double retention, double discount);

// Finite contract with observed renewal probabilities: the first payment at t = 0, then after every renewal.
struct ContractValue {
  Status status = Status::kOk;
  std::string reason;
  std::vector<double> survival;  // S(0) = 1, S(1) ...
  double value = 0;              // sum m S(t) / (1 + d)^t
  double expected_periods = 0;   // sum of S(t): payments expected, the first included
};

// A probability outside 0..1: invalid_input / probability_out_of_range; discount <= -1: invalid_input /
// discount_out_of_range.
ContractValue ComputeContractValue(double margin, double discount, std::span<const double> renewal_probabilities);

// Shifted beta-geometric (Fader and Hardie 2007): each customer's chance to leave is theta ~ Beta(alpha, beta). Renewal
// rates rise with tenure by sorting alone: that is no proof of growing loyalty.
struct ShiftedBetaGeometric {
  double alpha = 1;
  double beta = 1;
};

double SbgSurvival(const ShiftedBetaGeometric& model, int period);  // S(t), period >= 0
double SbgRenewalRate(const ShiftedBetaGeometric& model,
                      int period);  // (beta + t - 1) / (alpha + beta + t - 1), t >= 1

// Expected discounted payments of a new customer who pays now: sum over t >= 0 of S(t) / (1 + d)^t. Null unless
// discount is at least 0.0001 (the sum would be too long or infinite).
std::optional<double> SbgDiscountedLifetime(const ShiftedBetaGeometric& model, double discount);

// The same for a customer after `renewals` renewals, just before the next decision (DERL). Same range.
std::optional<double> SbgResidualLifetime(const ShiftedBetaGeometric& model, double discount, int renewals);

struct SbgFit {
  Status status = Status::kOk;
  std::string reason;
  std::optional<ShiftedBetaGeometric> model;
  std::optional<double> log_likelihood, se_alpha, se_beta;
  std::optional<Interval> alpha_interval, beta_interval;  // on the log scale
  std::optional<double> mean_churn;                       // alpha / (alpha + beta)
  std::optional<double> geometric_retention;              // the fallback at the boundary: renewals / at risk
  // Covariance of (ln alpha, ln beta), for drawing the uncertainty of a value.
  double log_variance_alpha = 0, log_variance_beta = 0, log_covariance = 0;
};

// Maximum likelihood from a cohort's active counts: active[0] at the start, active[t] after t renewals. Edges: fewer
// than two renewal periods: refused / need_at_least_2_renewal_periods; a count that rises: invalid_input /
// active_count_increases; negative: invalid_input / negative_count; nobody at the start: undefined /
// no_customers_at_start; renewal rates that do not rise: refused / boundary_homogeneous with geometric_retention (the
// likelihood grows as alpha, beta -> infinity); losses in the first period only: refused / boundary_polarised.
SbgFit FitShiftedBetaGeometric(std::span<const std::int64_t> active, double confidence);

// Does the end of the relation show by itself (a licence that is not renewed)?
enum class PurchaseSetting { kNonContractual, kContractual };

// BG/NBD of non-contractual purchases (Fader, Hardie and Lee 2005).
struct BgNbd {
  double r = 1, alpha = 1;  // gamma of purchase rates
  double a = 1, b = 1;      // beta of the chance to leave after a purchase
};

struct BgNbdCustomer {
  Status status = Status::kOk;
  std::string reason;
  double log_likelihood = 0;
  double p_alive = 0;                // 1 by construction when x = 0: an artefact of the model, say so
  double expected_future = 0;        // purchases in the next t
  double expected_new_customer = 0;  // purchases of a new customer in t
};

// x repeat purchases, the last at t_x, observed for T; forecast for t more; times in the model's unit. Parameters must
// be positive, x a whole number >= 0, 0 <= t_x <= T, t >= 0: otherwise invalid_input / parameter_out_of_range. On
// contracts: refused / noncontractual_model_on_contractual_data. A forecast so far that the series does not converge:
// refused / no_convergence.
BgNbdCustomer ForecastBgNbd(const BgNbd& model, PurchaseSetting setting, double x, double t_x, double observed,
                            double t);

}  // namespace otklik::stats
