#include "exchange/csv/date_form.hpp"

#include <unicode/basictz.h>
#include <unicode/unistr.h>

#include <array>

#include "base/text.hpp"

namespace otklik::csv {
namespace {

constexpr int kMinuteMs = 60'000;
constexpr TimeMs kDayMs = 86'400'000;

// Folded; a name may be cut to its first three letters, and Russian ones stand in the genitive too.
constexpr std::array<std::string_view, 12> kEnglishMonths = {"january",   "february", "march",    "april",
                                                             "may",       "june",     "july",     "august",
                                                             "september", "october",  "november", "december"};
constexpr std::array<std::string_view, 12> kRussianMonths = {"январ", "феврал", "март",    "апрел", "ма",   "июн",
                                                             "июл",   "август", "сентябр", "октяб", "нояб", "декаб"};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool IsKnown(char letter, std::size_t count) {
  switch (letter) {
    case 'y':
      return count == 4 || count == 2;
    case 'M':
      return count <= 3;
    case 'd':
    case 'H':
    case 'h':
    case 'm':
    case 's':
      return count <= 2;
    case 'S':
    case 'X':
      return count == 3;
    case 'a':
      return count == 1;
    default:
      return false;
  }
}

// Takes up to `most` digits off the head of `text`; -1 when there are fewer than `least`.
int TakeDigits(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int value = 0;
  while (count < most && count < text.size() && text[count] >= '0' && text[count] <= '9') {
    value = value * 10 + (text[count++] - '0');
  }
  if (count < least) return -1;
  text.remove_prefix(count);
  return value;
}

// The letters (of any script) and dots at the head of `text`, folded; they are taken off it.
std::string TakeWord(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && (IsLetter(text[size]) || static_cast<unsigned char>(text[size]) >= 0x80)) ++size;
  const std::string word = Fold(text.substr(0, size));
  text.remove_prefix(size);
  if (!text.empty() && text.front() == '.') text.remove_prefix(1);
  return word;
}

int MonthByName(const std::string& word) {
  for (std::size_t i = 0; i < 12; ++i) {
    if (word.size() >= 3 && kEnglishMonths[i].starts_with(word)) return static_cast<int>(i) + 1;
    const std::string_view stem = kRussianMonths[i];
    const bool may = i == 4;  // май, мая: the stem alone would take март too
    if (may ? word == "май" || word == "мая" : word.starts_with(stem.substr(0, 6))) return static_cast<int>(i) + 1;
  }
  return -1;
}

// Z, +03:00, +0300 or -05; nothing when it is none.
std::optional<int> TakeOffset(std::string_view& text) {
  if (!text.empty() && (text.front() == 'Z' || text.front() == 'z')) {
    text.remove_prefix(1);
    return 0;
  }
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const int hours = TakeDigits(text, 2, 2);
  if (!text.empty() && text.front() == ':') text.remove_prefix(1);
  const int minutes = text.empty() ? 0 : TakeDigits(text, 2, 2);
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return std::nullopt;
  return sign * (hours * 60 + minutes);
}

struct Parts {
  int year = -1, month = -1, day = -1, hour = -1, minute = 0, second = 0, ms = 0;
  int half = -1;  // 0: before noon, 1: after
  bool twelve = false;
  std::optional<int> offset;
};

bool TakeHalf(std::string_view& text, Parts& parts) {
  const std::string word = TakeWord(text);
  if (word == "am" || word == "a") parts.half = 0;
  if (word == "pm" || word == "p") parts.half = 1;
  if ((word == "a" || word == "p") && !text.empty() && (text.front() == 'm' || text.front() == 'M')) {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '.') text.remove_prefix(1);
  }
  return parts.half >= 0;
}

bool TakeYear(std::string_view& text, int count, Parts& parts) {
  const auto digits = static_cast<std::size_t>(count);
  parts.year = TakeDigits(text, digits, digits);
  if (count == 2 && parts.year >= 0) parts.year += parts.year < 70 ? 2000 : 1900;
  return parts.year >= 0;
}

bool TakeMonth(std::string_view& text, int count, Parts& parts) {
  parts.month = count == 3 ? MonthByName(TakeWord(text)) : TakeDigits(text, static_cast<std::size_t>(count), 2);
  return parts.month >= 1;
}

bool TakePiece(char letter, int count, std::string_view& text, Parts& parts) {
  const auto least = static_cast<std::size_t>(count);
  const auto take = [&](int& part) { return (part = TakeDigits(text, least, letter == 'S' ? 3 : 2)) >= 0; };
  switch (letter) {
    case 'y':
      return TakeYear(text, count, parts);
    case 'M':
      return TakeMonth(text, count, parts);
    case 'd':
      return take(parts.day);
    case 'h':
      parts.twelve = true;
      return take(parts.hour);
    case 'H':
      return take(parts.hour);
    case 'm':
      return take(parts.minute);
    case 's':
      return take(parts.second);
    case 'S':
      return take(parts.ms);
    case 'a':
      return TakeHalf(text, parts);
    default:
      return (parts.offset = TakeOffset(text)).has_value();
  }
}

std::optional<WrittenTime> Assemble(Parts parts) {
  if (parts.month > 12 || parts.day < 1 || parts.day > 31) return std::nullopt;
  WrittenTime written;
  written.day = DayFromDate({parts.year, parts.month, parts.day});
  if (DateFromDay(written.day).day != parts.day) return std::nullopt;
  written.has_time = parts.hour >= 0;
  if (!written.has_time) return written;
  if (parts.twelve) {
    if (parts.hour < 1 || parts.hour > 12 || parts.half < 0) return std::nullopt;
    parts.hour = parts.hour % 12 + 12 * parts.half;
  }
  if (parts.hour > 23 || parts.minute > 59 || parts.second > 60) return std::nullopt;
  written.ms = ((parts.hour * 60 + parts.minute) * 60 + parts.second) * 1000 + parts.ms;
  written.offset_minutes = parts.offset;
  return written;
}

}  // namespace

Result<DateForm> DateForm::Parse(std::string_view pattern) {
  DateForm form;
  form.pattern_ = pattern;
  bool year = false, month = false, day = false;
  for (std::size_t i = 0; i < pattern.size();) {
    std::size_t end = i + 1;
    if (pattern[i] == '\'') {
      while (end < pattern.size() && pattern[end] != '\'') ++end;
      form.pieces_.push_back({0, 0, std::string(pattern.substr(i + 1, end - i - 1))});
      i = end + 1;
      continue;
    }
    if (!IsLetter(pattern[i])) {
      form.pieces_.push_back({0, 0, std::string(1, pattern[i])});
      i = end;
      continue;
    }
    while (end < pattern.size() && pattern[end] == pattern[i]) ++end;
    if (!IsKnown(pattern[i], end - i)) {
      return Fail(Code::kInvalid, "csv_bad_date_form", {std::string(pattern.substr(i, end - i))}, {},
                  std::string(pattern));
    }
    year = year || pattern[i] == 'y';
    month = month || pattern[i] == 'M';
    day = day || pattern[i] == 'd';
    form.pieces_.push_back({pattern[i], static_cast<int>(end - i), {}});
    i = end;
  }
  if (!year || !month || !day) {
    return Fail(Code::kInvalid, "csv_date_form_incomplete", {}, {}, std::string(pattern));
  }
  return form;
}

std::optional<WrittenTime> DateForm::Read(std::string_view text) const {
  Parts parts;
  for (const Piece& piece : pieces_) {
    if (piece.letter != 0) {
      if (!TakePiece(piece.letter, piece.count, text, parts)) return std::nullopt;
      continue;
    }
    if (!text.starts_with(piece.literal)) return std::nullopt;
    text.remove_prefix(piece.literal.size());
  }
  return text.empty() ? Assemble(parts) : std::nullopt;
}

const std::vector<DateForm>& IsoForms() {
  static const std::vector<DateForm> kForms = [] {
    std::vector<DateForm> forms;
    for (const char* pattern : {"yyyy-MM-dd'T'HH:mm:ssXXX", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "yyyy-MM-dd'T'HH:mm:ss",
                                "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"}) {
      forms.push_back(DateForm::Parse(pattern).value());
    }
    return forms;
  }();
  return kForms;
}

struct WallClock::Zone {
  std::unique_ptr<icu::TimeZone> zone;
};

WallClock::WallClock(std::string zone_name) : zone_(std::make_unique<Zone>()) {
  const auto size = static_cast<std::int32_t>(zone_name.size());
  zone_->zone.reset(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(icu::StringPiece(zone_name.data(), size))));
}

WallClock::~WallClock() = default;
WallClock::WallClock(WallClock&&) noexcept = default;
WallClock& WallClock::operator=(WallClock&&) noexcept = default;

int WallClock::OffsetMs(TimeMs local) const {
  std::int32_t raw = 0, saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  if (const auto* basic = dynamic_cast<const icu::BasicTimeZone*>(zone_->zone.get())) {
    basic->getOffsetFromLocal(static_cast<double>(local), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving,
                              status);
  } else {
    zone_->zone->getOffset(static_cast<double>(local), true, raw, saving, status);
  }
  return raw + saving;
}

TimeMs WallClock::At(const WrittenTime& written) {
  const TimeMs local = written.day * kDayMs + written.ms;
  if (written.offset_minutes) return local - *written.offset_minutes * kMinuteMs;
  constexpr std::size_t kMostDays = 100'000;
  if (days_.size() > kMostDays) days_.clear();
  auto found = days_.find(written.day);
  if (found == days_.end()) {
    const int at_start = OffsetMs(written.day * kDayMs), at_end = OffsetMs((written.day + 1) * kDayMs - 1);
    found = days_.emplace(written.day, DayOffset{at_start, at_start != at_end}).first;
  }
  return local - (found->second.changes ? OffsetMs(local) : found->second.ms);
}

}  // namespace otklik::csv
