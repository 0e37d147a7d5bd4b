// What every statistic answers with: an estimate with its uncertainty, or the reason there is none.
#pragma once

#include <optional>
#include <string>

namespace otklik::stats {

enum class Status {
  kOk,
  kUndefined,  // no such number (no valid responses, zero weight)
  kRefused,    // computable, but it would mislead; the reason says why
  kInvalidInput,
};
std::string StatusName(Status status);  // "ok", "undefined", "refused", "invalid_input"

struct Interval {
  double low = 0;
  double high = 0;
};

// Units are the metric's own (NPS points, shares 0..1, scores). Missing parts are null, never NaN.
struct Estimate {
  Status status = Status::kOk;
  std::string reason;  // no_valid_responses, zero_total_weight ...; empty when ok
  double n = 0;        // responses in the base
  std::optional<double> value;
  std::optional<double> se;
  std::optional<Interval> interval;
  std::string method;  // of the interval: "score", "wilson", "t", "mover_score" ...
  // Why `interval` is null although there is a value: "single_response", "zero_variance", "no_respondent_rows" ...
  std::string interval_reason;
};

// A difference with its interval and the two-sided p-value that agrees with it.
struct Difference {
  Status status = Status::kOk;
  std::string reason;
  std::optional<double> value;
  std::optional<double> se;
  std::optional<Interval> interval;
  std::optional<double> p;
  std::optional<double> df;  // of a t interval
  std::string method;
  std::string interval_reason;  // why interval and p are null although there is a value
};

}  // namespace otklik::stats
