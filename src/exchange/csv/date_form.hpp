// Dates and times in the forms found in files: "dd/MM/yyyy HH:mm", "yyyy-MM-dd", "MMM d, yyyy h:mm a" ...
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace otklik::csv {

// Wall-clock time as written, or an instant where the text carried an offset.
struct WrittenTime {
  Day day = 0;
  int ms = 0;  // since local midnight; 0 for a date alone
  bool has_time = false;
  std::optional<int> offset_minutes;  // east of UTC, where written
};

// A pattern compiled once. Letters: yyyy yy MM M MMM dd d HH H hh h mm m ss s SSS a XXX (Z or +03:00); text in
// 'single quotes' and any other character stands for itself. MMM is a Russian or English month name or its first three
// letters. A doubled letter wants two digits; a single one takes one or two.
class DateForm {
 public:
  // kInvalid "csv_bad_date_form" for an unknown letter, or one without a year, month and day.
  static Result<DateForm> Parse(std::string_view pattern);

  // Nothing unless all of `text` is in this form and the date exists. Two-digit years are 1970..2069.
  std::optional<WrittenTime> Read(std::string_view text) const;

  const std::string& pattern() const { return pattern_; }

 private:
  struct Piece {
    char letter;  // 0: literal
    int count;
    std::string literal;
  };
  std::string pattern_;
  std::vector<Piece> pieces_;
};

// RFC 3339, "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd": the forms read when none are given.
const std::vector<DateForm>& IsoForms();

// Turns wall-clock time of a zone into instants. A time that a clock change skips is read with the offset before the
// change; one that occurs twice is the first. Days are cached. Not thread-safe.
class WallClock {
 public:
  explicit WallClock(std::string zone_name);  // a name that TimeZone::Open takes
  ~WallClock();
  WallClock(WallClock&&) noexcept;
  WallClock& operator=(WallClock&&) noexcept;

  TimeMs At(const WrittenTime& written);

 private:
  struct Zone;
  int OffsetMs(TimeMs local) const;

  std::unique_ptr<Zone> zone_;
  struct DayOffset {
    int ms;
    bool changes;  // within the day
  };
  std::unordered_map<Day, DayOffset> days_;
};

}  // namespace otklik::csv
