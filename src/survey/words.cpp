#include "survey/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace otklik::survey {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool IsId(std::string_view word) {
  if (word.empty() || word.size() > 48 || !IsLower(word.front())) return false;
  return std::ranges::all_of(word, [](char c) { return IsLower(c) || IsDigit(c) || c == '_'; });
}

bool IsSurveyKey(std::string_view word) {
  if (word.empty() || word.size() > 64 || !IsLower(word.front())) return false;
  return std::ranges::all_of(word, [](char c) { return IsLower(c) || IsDigit(c) || c == '_' || c == '-'; });
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

std::string NumberText(double number) { return fmt::format("{}", number); }

std::string ShortValue(const json::value& value) {
  return value.is_double() ? NumberText(value.get_double()) : Short(value);
}

Problem UnknownName(const std::string& key, std::string_view name, const std::vector<std::string>& known,
                    std::string field, std::string value) {
  const std::string near = Nearest(name, known), listed = Listed(known);
  if (!near.empty()) return {key + "_near", {near, listed}, std::move(field), std::move(value)};
  return {key, {listed}, std::move(field), std::move(value)};
}

}  // namespace otklik::survey
