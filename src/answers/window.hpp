// Periods: which days a query covers and which it is compared with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "answers/answers.hpp"
#include "base/time.hpp"

namespace otklik::answers {

struct Window {
  std::optional<Day> from, to;  // inclusive; nothing: unbounded
};

// The window before, and how many of which unit lie between the two.
struct PreviousWindow {
  Window window;
  TimeUnit unit = TimeUnit::kDay;
  int count = 0;
};

// The last `count` units, the running one up to today.
Window LastWindow(const LastPeriod& last, Day today);

// The window of the same length immediately before. Whole weeks, months, quarters or years are compared with as many of
// them; anything else with as many days. A period still running on `today` is compared with the same elapsed days of
// its counterpart (31 March with 28 February). Nothing if the query's period has no beginning, or no end and no
// `today`.
std::optional<PreviousWindow> Before(const Query& query);

// The counterpart, `previous` windows back, of the period of `unit` that starts at `period`; nothing where periods of
// this unit do not fall on each other (days of months).
std::optional<Day> Counterpart(const PreviousWindow& previous, TimeUnit unit, Day period);

}  // namespace otklik::answers
