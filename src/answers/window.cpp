#include "answers/window.hpp"

#include <algorithm>
#include <array>

namespace otklik::answers {
namespace {

// How many whole units [from, to] is made of; 0 if it is not.
int WholeUnits(TimeUnit unit, Day from, Day to) {
  if (StartOf(unit, from) != from || StartOf(unit, to + 1) != to + 1) return 0;
  int count = 0;
  for (Day day = from; day <= to; day = Shift(unit, day, 1)) ++count;
  return count;
}

// The day as far into its unit as `day` is, `count` units earlier; the unit's last day where it is shorter.
Day SameElapsed(TimeUnit unit, Day day, int count) {
  const Day start = StartOf(unit, day);
  const Day earlier = Shift(unit, start, -count);
  return std::min(earlier + (day - start), Shift(unit, earlier, 1) - 1);
}

int MonthsOf(TimeUnit unit) {
  if (unit == TimeUnit::kMonth) return 1;
  if (unit == TimeUnit::kQuarter) return 3;
  return unit == TimeUnit::kYear ? 12 : 0;
}

int DaysOf(TimeUnit unit) {
  if (unit == TimeUnit::kDay) return 1;
  return unit == TimeUnit::kWeek ? 7 : 0;
}

}  // namespace

Window LastWindow(const LastPeriod& last, Day today) { return {Shift(last.unit, today, 1 - last.count), today}; }

std::optional<PreviousWindow> Before(const Query& query) {
  if (!query.from) return std::nullopt;
  const Day from = *query.from;
  if (query.last && query.to) {
    const auto [count, unit] = *query.last;
    return PreviousWindow{{Shift(unit, from, -count), SameElapsed(unit, *query.to, count)}, unit, count};
  }
  const auto end = query.to ? query.to : query.today;
  if (!end || *end < from) return std::nullopt;
  const bool running = query.today && *query.today >= from && *query.today < *end;
  for (const TimeUnit unit : {TimeUnit::kYear, TimeUnit::kQuarter, TimeUnit::kMonth, TimeUnit::kWeek}) {
    const int count = WholeUnits(unit, from, *end);
    if (count == 0) continue;
    const Day to = running ? SameElapsed(unit, *query.today, count) : from - 1;
    return PreviousWindow{{Shift(unit, from, -count), to}, unit, count};
  }
  const int length = *end - from + 1;
  const Day to = running ? *query.today - length : from - 1;
  return PreviousWindow{{from - length, to}, TimeUnit::kDay, length};
}

std::optional<Day> Counterpart(const PreviousWindow& previous, TimeUnit unit, Day period) {
  const auto steps = [&](int per_window_unit, int per_unit) -> std::optional<Day> {
    if (per_unit == 0 || per_window_unit == 0 || per_window_unit * previous.count % per_unit != 0) return std::nullopt;
    return Shift(unit, period, -(per_window_unit * previous.count / per_unit));
  };
  if (MonthsOf(unit) > 0) return steps(MonthsOf(previous.unit), MonthsOf(unit));
  return steps(DaysOf(previous.unit), DaysOf(unit));
}

}  // namespace otklik::answers
