// Instants, days and the company's calendar.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace otklik {

using TimeMs = std::int64_t;  // UTC milliseconds since 1970-01-01
using Day = std::int32_t;     // local calendar day, days since 1970-01-01; columns keep 0..65535

// Passed in wherever time is read, so that tests own it.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimeMs Now() const = 0;
};

class SystemClock : public Clock {
 public:
  TimeMs Now() const override;
};

enum class TimeUnit { kDay, kWeek, kMonth, kQuarter, kYear };

// "day", "week", "month", "quarter", "year".
std::optional<TimeUnit> TimeUnitFrom(std::string_view name);

// Civil dates (proleptic Gregorian).
struct Date {
  int year;
  int month;  // 1..12
  int day;    // 1..31
};
Day DayFromDate(Date date);
Date DateFromDay(Day day);
// Strict "YYYY-MM-DD"; nothing on any other form or an impossible date.
std::optional<Day> ParseDay(std::string_view text);
std::string FormatDay(Day day);  // YYYY-MM-DD

// First day of the unit that contains `day` (weeks are ISO, from Monday).
Day StartOf(TimeUnit unit, Day day);
// First day of the unit `count` units after the one that contains `day` (negative: before).
Day Shift(TimeUnit unit, Day day, int count);
// The unit's name: 2019-03-07, 2019-W10, 2019-03, 2019-Q1, 2019.
std::string PeriodName(TimeUnit unit, Day day);

// RFC 3339: "2019-03-07T10:00:00Z", with fraction and offset allowed on input.
std::optional<TimeMs> ParseTime(std::string_view text);
std::string FormatTime(TimeMs time);  // 2019-03-07T10:00:00.000Z

// The company's time zone (ICU's tz database); offsets are cached between transitions, so DayOf costs a
// binary search. Thread-safe.
class TimeZone {
 public:
  // kInvalid "unknown_time_zone" for a name ICU does not know.
  static Result<TimeZone> Open(std::string_view name);

  Day DayOf(TimeMs time) const;
  TimeMs StartOfDay(Day day) const;  // the first instant of the local day
  const std::string& name() const { return name_; }

 private:
  struct Transition {
    TimeMs at;
    std::int32_t offset_ms;
  };
  std::string name_;
  std::vector<Transition> transitions_;
};

}  // namespace otklik
