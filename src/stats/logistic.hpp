// Logistic regression: the chance of an event (churn, a reply, a mode) by explaining columns.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/status.hpp"

namespace otklik::stats {

// Rows of grouped or single outcomes: `events` out of `trials` (1 for single rows); `columns` explain them, each as
// long as the rows.
struct LogisticData {
  std::vector<double> events;
  std::vector<double> trials;
  std::vector<std::vector<double>> columns;
};

struct LogisticCoefficient {
  double value = 0;
  double se = 0;
  double p = 1;  // two-sided Wald
  Interval interval;
  double robust_se = 0;  // sandwich HC0, rows independent
};

struct LogisticFit {
  Status status = Status::kOk;
  std::string reason;
  std::vector<LogisticCoefficient> coefficients;  // the intercept first, then by column
  std::vector<double> fitted;                     // by row
  std::vector<std::vector<double>> covariance;
  double deviance = 0, null_deviance = 0;
  double aic = 0;                   // deviance + 2 parameters; comparable between fits of the same rows only
  double events_per_parameter = 0;  // below 10: warn
  bool firth = false;  // the penalised estimate (Firth 1993), given when separation makes the likelihood's infinite
};

// Newton to |step| < 1e-12. Edges: lengths differ, or not 0 <= events <= trials, or numbers beyond 1e30: invalid_input
// / logistic_rows; no rows: undefined / no_valid_responses; all or none with the event: undefined /
// only_one_outcome_class; as many parameters as trials: refused / n_not_greater_than_p_plus_1; columns that determine
// one another: refused / perfect_collinearity; separation: refused / separation, the coefficients are then Firth's
// (none where even these are no numbers).
LogisticFit FitLogistic(const LogisticData& data, double confidence);

// How well scores order single outcomes (0 or 1): P(score of an event > score of a non-event), ties half. In-sample
// only says how well it fits; label it so. Null with one class.
std::optional<double> AreaUnderCurve(std::span<const double> outcomes, std::span<const double> scores);

// Mean squared error of probabilities; null without rows.
std::optional<double> BrierScore(std::span<const double> outcomes, std::span<const double> probabilities);

// Average of p (1 - p) times the coefficient: percentage points / 100 per unit of the column.
double AverageMarginalEffect(const LogisticFit& fit, std::size_t coefficient);

}  // namespace otklik::stats
