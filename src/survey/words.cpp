#include "survey/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace otklik::survey {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// The UTF-8 length of the white space that `text` starts with, or 0.
std::size_t SpaceAt(std::string_view text) {
  static constexpr std::array<std::string_view, 19> kWide = {
      "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
      "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"};
  if (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r')) return 1;
  for (const std::string_view space : kWide) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

bool IsSubtag(std::string_view word) {
  return word.size() >= 2 && word.size() <= 8 &&
         std::ranges::all_of(word, [](char c) { return IsLower(c) || IsUpper(c) || IsDigit(c); });
}

}  // namespace

bool IsId(std::string_view word) {
  if (word.empty() || word.size() > 48 || !IsLower(word.front())) return false;
  return std::ranges::all_of(word, [](char c) { return IsLower(c) || IsDigit(c) || c == '_'; });
}

bool IsSurveyKey(std::string_view word) {
  if (word.empty() || word.size() > 64 || !IsLower(word.front())) return false;
  return std::ranges::all_of(word, [](char c) { return IsLower(c) || IsDigit(c) || c == '_' || c == '-'; });
}

bool IsLanguageTag(std::string_view word) {
  const std::string_view primary = word.substr(0, word.find('-'));
  if (primary.size() < 2 || primary.size() > 3 || !std::ranges::all_of(primary, IsLower)) return false;
  word.remove_prefix(primary.size());
  int subtags = 0;
  while (!word.empty()) {
    word.remove_prefix(1);  // the dash
    const std::string_view subtag = word.substr(0, word.find('-'));
    if (!IsSubtag(subtag) || ++subtags > 3) return false;
    word.remove_prefix(subtag.size());
  }
  return true;
}

bool IsDottedId(std::string_view word, std::size_t parts) {
  for (; parts > 0; --parts) {
    const auto dot = word.find('.');
    if (!IsId(word.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    word.remove_prefix(dot + 1);
  }
  return false;
}

bool IsReservedOption(std::string_view word) { return word == "hard_to_say" || word == "other"; }

bool IsBlank(std::string_view utf8) {
  while (!utf8.empty()) {
    const std::size_t space = SpaceAt(utf8);
    if (space == 0) return false;
    utf8.remove_prefix(space);
  }
  return true;
}

std::string NumberText(double number) { return fmt::format("{}", number); }

std::string ShortValue(const json::value& value) {
  return value.is_double() ? NumberText(value.get_double()) : Short(value);
}

Problem UnknownName(const std::string& key, std::string_view name, const std::vector<std::string>& known,
                    std::string field, std::string value) {
  constexpr std::size_t kListed = 20;
  std::string listed;
  for (std::size_t i = 0; i < known.size() && i < kListed; ++i) listed += (i ? ", " : "") + known[i];
  if (known.size() > kListed) listed += " …";
  const std::string near = Nearest(name, known);
  if (!near.empty()) return {key + "_near", {near, listed}, std::move(field), std::move(value)};
  return {key, {listed}, std::move(field), std::move(value)};
}

}  // namespace otklik::survey
