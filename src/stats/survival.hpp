// How long customers stay: Kaplan-Meier curves, their comparison and Cox's model. The clock starts at the survey's
// date (a landmark): grouping by an answer given after the start of risk is immortal-time bias, and the caller must
// refuse it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/contingency.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// Time on risk and whether it ended with the event (otherwise censored: at risk at its time, not after).
struct Follow {
  double time = 0;
  bool event = false;
  int group = 0;  // 0 .. groups - 1
};

struct SurvivalStep {
  double time = 0;
  double at_risk = 0, events = 0;
  double survival = 1;
  std::optional<double> se;         // Greenwood; null once survival is 0
  std::optional<Interval> log_log;  // the default; null at survival 0 or 1
  std::optional<Interval> log;      // clipped to 1
};

struct SurvivalCurve {
  Status status = Status::kOk;  // undefined / no_valid_responses; invalid_input / negative_time
  std::string reason;
  std::vector<SurvivalStep> steps;  // at event times
  std::optional<double> median;     // first time with survival <= 1/2; null if never
};

SurvivalCurve FitSurvival(std::span<const Follow> follows, double confidence);

// Area under the curve to tau (mean time kept within tau) and its error.
struct RestrictedMean {
  double value = 0;
  double se = 0;
};
RestrictedMean ComputeRestrictedMean(const SurvivalCurve& curve, double tau);

// Log-rank test of all groups. Fewer than two groups: undefined / single_group; no events: undefined / no_events.
struct LogRank {
  Status status = Status::kOk;
  std::string reason;
  std::optional<ChiSquaredTest> test;
  std::vector<double> observed, expected;  // events by group
};
LogRank TestLogRank(std::span<const Follow> follows, int groups);

// Ties: Efron is the default, because yearly licences end together; Breslow is for comparison.
enum class CoxTies { kEfron, kBreslow };

struct CoxFit {
  Status status = Status::kOk;  // undefined / no_events; refused / separation; invalid_input / unequal_lengths
  std::string reason;
  std::vector<double> log_hazard_ratios, se;  // by column
};

// Proportional hazards by columns (each as long as the rows).
CoxFit FitCox(std::span<const Follow> follows, const std::vector<std::vector<double>>& columns, CoxTies ties);

}  // namespace otklik::stats
