#include "base/time.hpp"

#include <fmt/format.h>
#include <unicode/basictz.h>
#include <unicode/tztrans.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace otklik {
namespace {

constexpr TimeMs kDayMs = 86'400'000;

std::int64_t FloorDivide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// A fixed-width run of digits; -1 when it is not one.
int Digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

int MonthIndex(Day day) {
  const Date date = DateFromDay(day);
  return date.year * 12 + date.month - 1;
}

Day FirstOfMonth(int month_index) {
  const int year = static_cast<int>(FloorDivide(month_index, 12));
  return DayFromDate({year, month_index - year * 12 + 1, 1});
}

int MonthsIn(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kMonth:
      return 1;
    case TimeUnit::kQuarter:
      return 3;
    default:
      return 12;
  }
}

}  // namespace

TimeMs SystemClock::Now() const {
  using std::chrono::duration_cast;
  return duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::optional<TimeUnit> TimeUnitFrom(std::string_view name) {
  if (name == "day") return TimeUnit::kDay;
  if (name == "week") return TimeUnit::kWeek;
  if (name == "month") return TimeUnit::kMonth;
  if (name == "quarter") return TimeUnit::kQuarter;
  if (name == "year") return TimeUnit::kYear;
  return std::nullopt;
}

Day DayFromDate(Date date) {
  using namespace std::chrono;
  const year_month_day ymd{year{date.year}, month{static_cast<unsigned>(date.month)},
                           day{static_cast<unsigned>(date.day)}};
  return sys_days{ymd}.time_since_epoch().count();
}

Date DateFromDay(Day day) {
  using namespace std::chrono;
  const year_month_day ymd{sys_days{days{day}}};
  return {static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
          static_cast<int>(static_cast<unsigned>(ymd.day()))};
}

std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const Day result = DayFromDate({year, month, day});
  return DateFromDay(result).day == day ? std::optional(result) : std::nullopt;
}

std::string FormatDay(Day day) {
  const Date date = DateFromDay(day);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

Day StartOf(TimeUnit unit, Day day) {
  if (unit == TimeUnit::kDay) return day;
  // 1970-01-01 was a Thursday: three days after the Monday of its ISO week.
  if (unit == TimeUnit::kWeek) return static_cast<Day>(FloorDivide(day + 3, 7) * 7 - 3);
  const int months = MonthsIn(unit);
  return FirstOfMonth(static_cast<int>(FloorDivide(MonthIndex(day), months)) * months);
}

Day Shift(TimeUnit unit, Day day, int count) {
  const Day start = StartOf(unit, day);
  if (unit == TimeUnit::kDay) return start + count;
  if (unit == TimeUnit::kWeek) return start + 7 * count;
  return FirstOfMonth(MonthIndex(start) + MonthsIn(unit) * count);
}

std::string PeriodName(TimeUnit unit, Day day) {
  const Date date = DateFromDay(day);
  switch (unit) {
    case TimeUnit::kDay:
      return FormatDay(day);
    case TimeUnit::kWeek: {
      // An ISO week belongs to the year of its Thursday.
      const Day thursday = StartOf(TimeUnit::kWeek, day) + 3;
      const int year = DateFromDay(thursday).year;
      return fmt::format("{:04}-W{:02}", year, (thursday - DayFromDate({year, 1, 1})) / 7 + 1);
    }
    case TimeUnit::kMonth:
      return fmt::format("{:04}-{:02}", date.year, date.month);
    case TimeUnit::kQuarter:
      return fmt::format("{:04}-Q{}", date.year, (date.month + 2) / 3);
    case TimeUnit::kYear:
      break;
  }
  return fmt::format("{:04}", date.year);
}

std::optional<TimeMs> ParseTime(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const auto day = ParseDay(text.substr(0, 10));
  const int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
  TimeMs time = *day * kDayMs + ((hour * 60 + minute) * 60 + second) * 1000LL;
  std::size_t at = 19;
  if (text[at] == '.') {
    int scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      time += (text[at] - '0') * scale;
  }
  const std::string_view zone = text.substr(at);
  if (zone == "Z" || zone == "z") return time;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  const int hours = Digits(zone, 1, 2), minutes = Digits(zone, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const TimeMs offset = (hours * 60 + minutes) * 60'000LL;
  return zone[0] == '+' ? time - offset : time + offset;
}

std::string FormatTime(TimeMs time) {
  const Day day = static_cast<Day>(FloorDivide(time, kDayMs));
  const std::int64_t rest = time - day * kDayMs;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", FormatDay(day), rest / 3'600'000, rest / 60'000 % 60,
                     rest / 1000 % 60, rest % 1000);
}

Result<TimeZone> TimeZone::Open(std::string_view name) {
  const icu::UnicodeString id =
      icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int>(name.size())));
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  if (!zone || *zone == icu::TimeZone::getUnknown()) {
    return Fail(Code::kInvalid, "unknown_time_zone", {}, "time_zone", std::string(name));
  }
  TimeZone result;
  result.name_ = name;
  const TimeMs first = DayFromDate({1970, 1, 1}) * kDayMs, last = DayFromDate({2100, 1, 1}) * kDayMs;
  const auto offset_at = [&zone](TimeMs at) {
    std::int32_t raw = 0, saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone->getOffset(static_cast<double>(at), false, raw, saving, status);
    return raw + saving;
  };
  result.transitions_.push_back({first, offset_at(first)});
  const auto* basic = dynamic_cast<const icu::BasicTimeZone*>(zone.get());
  icu::TimeZoneTransition next;
  TimeMs at = first;
  while (basic && basic->getNextTransition(static_cast<double>(at), false, next) &&
         next.getTime() < static_cast<double>(last)) {
    at = static_cast<TimeMs>(next.getTime());
    result.transitions_.push_back({at, offset_at(at)});
  }
  return result;
}

Day TimeZone::DayOf(TimeMs time) const {
  auto after = std::upper_bound(transitions_.begin(), transitions_.end(), time,
                                [](TimeMs t, const Transition& transition) { return t < transition.at; });
  if (after == transitions_.begin()) ++after;
  return static_cast<Day>(FloorDivide(time + std::prev(after)->offset_ms, kDayMs));
}

TimeMs TimeZone::StartOfDay(Day day) const {
  // The earliest instant that reads as this local day under any offset in force around it.
  TimeMs best = day * kDayMs + kDayMs;
  for (std::size_t i = 0; i < transitions_.size(); ++i) {
    const TimeMs candidate =
        std::max(day * kDayMs - transitions_[i].offset_ms, i == 0 ? INT64_MIN : transitions_[i].at);
    const bool in_force = i + 1 == transitions_.size() || candidate < transitions_[i + 1].at;
    if (in_force && DayOf(candidate) == day && candidate < best) best = candidate;
  }
  return best;
}

}  // namespace otklik
