#include "form/typed_values.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "base/time.hpp"

namespace otklik::form {
namespace {

// Space, tab, line ends; no-break, thin and narrow no-break spaces, which people paste with numbers.
constexpr std::array<std::string_view, 7> kSpaces = {" ", "\t", "\r", "\n", "\u00a0", "\u2009", "\u202f"};

std::size_t SpaceAt(std::string_view text) {
  for (const std::string_view space : kSpaces) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

std::size_t SpaceBefore(std::string_view text) {
  for (const std::string_view space : kSpaces) {
    if (text.ends_with(space)) return space.size();
  }
  return 0;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Digits with at most one '.', a '-' in front; nothing for other characters.
std::optional<std::string> PlainNumber(std::string_view text) {
  std::string out;
  bool decimal = false;
  constexpr std::string_view kMinus = "\u2212";
  if (text.starts_with('-') || text.starts_with(kMinus)) {
    text.remove_prefix(text.front() == '-' ? 1 : kMinus.size());
    out = "-";
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  while (!text.empty()) {
    if (const std::size_t space = SpaceAt(text)) {
      text.remove_prefix(space);
      continue;
    }
    const bool sign = text.front() == ',' || text.front() == '.';
    if (!IsDigit(text.front()) && (!sign || decimal)) return std::nullopt;
    decimal = decimal || sign;
    out += sign ? '.' : text.front();
    text.remove_prefix(1);
  }
  return out;
}

std::optional<int> Digits(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

std::string_view Trimmed(std::string_view text) {
  while (const std::size_t space = SpaceAt(text)) text.remove_prefix(space);
  while (const std::size_t space = SpaceBefore(text)) text.remove_suffix(space);
  return text;
}

std::optional<json::value> ReadNumber(std::string_view text) {
  text = Trimmed(text);
  if (text.empty() || text.size() > 40) return std::nullopt;
  const auto plain = PlainNumber(text);
  if (!plain) return std::nullopt;
  double number = 0;
  const char* end = plain->data() + plain->size();
  const auto read = std::from_chars(plain->data(), end, number, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != end || std::abs(number) > 1e15) return std::nullopt;
  if (number == std::floor(number)) return json::value(static_cast<std::int64_t>(number));
  return json::value(number);
}

std::optional<std::string> ReadDate(std::string_view text) {
  text = Trimmed(text);
  if (const auto day = ParseDay(text)) return FormatDay(*day);
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto day = Digits(text.substr(0, first), 2);
  const auto month = Digits(text.substr(first + 1, second - first - 1), 2);
  const std::string_view year_text = text.substr(second + 1);
  const auto year = Digits(year_text, 4);
  if (!day || !month || !year || year_text.size() != 4) return std::nullopt;
  // The strict reader knows which days exist.
  const std::string iso = std::string(year_text) + (*month < 10 ? "-0" : "-") + std::to_string(*month) +
                          (*day < 10 ? "-0" : "-") + std::to_string(*day);
  return ParseDay(iso) ? std::optional(iso) : std::nullopt;
}

}  // namespace otklik::form
