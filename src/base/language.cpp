#include "base/language.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace otklik {
namespace {

constexpr std::size_t kMostRanges = 50;  // of a header; browsers send ten at most
constexpr double kNotNamed = -1;
constexpr double kUnasked = 1e-9;  // better than a language the reader excludes, worse than any that was asked for

struct Range {
  std::string_view primary;  // "ru" of "ru-RU", or "*"
  double quality = 1;        // 0 to 1; negative: not a number that is allowed
};

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool SameTag(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return Lower(x) == Lower(y); });
}

std::string_view Trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

double ReadQuality(std::string_view text) {
  double value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && value >= 0 && value <= 1 ? value : -1;
}

// "ru-RU;q=0.8"
Range ReadRange(std::string_view text) {
  const auto semicolon = text.find(';');
  const std::string_view tag = Trimmed(text.substr(0, semicolon));
  Range range{tag.substr(0, tag.find_first_of("-_")), 1};
  if (semicolon == std::string_view::npos) return range;
  const std::string_view weight = Trimmed(text.substr(semicolon + 1));
  if (SameTag(weight.substr(0, 2), "q=")) range.quality = ReadQuality(weight.substr(2));
  return range;
}

}  // namespace

Language LanguageFrom(std::string_view tag, Language fallback) {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary == "ru") return Language::kRussian;
  if (primary == "en") return Language::kEnglish;
  return fallback;
}

std::string_view LanguageTag(Language language) { return language == Language::kRussian ? "ru" : "en"; }

std::size_t ChooseLanguage(std::string_view header, std::span<const std::string_view> spoken) {
  std::vector<double> named(spoken.size(), kNotNamed);
  std::vector<std::size_t> places(spoken.size(), kMostRanges);
  double any = kUnasked;
  for (std::size_t place = 0; place < kMostRanges && !header.empty(); ++place) {
    const auto comma = header.find(',');
    const Range range = ReadRange(header.substr(0, comma));
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
    if (range.quality < 0) continue;
    if (range.primary == "*") any = range.quality;
    for (std::size_t i = 0; i < spoken.size(); ++i) {
      if (!SameTag(range.primary, spoken[i]) || range.quality <= named[i]) continue;
      named[i] = range.quality;
      places[i] = place;
    }
  }
  const auto quality = [&](std::size_t i) { return named[i] == kNotNamed ? any : named[i]; };
  std::size_t best = 0;
  for (std::size_t i = 1; i < spoken.size(); ++i) {
    const bool sooner = quality(i) == quality(best) && quality(i) > 0 && places[i] < places[best];
    if (quality(i) > quality(best) || sooner) best = i;
  }
  return best;
}

Language LanguageFromHeader(std::string_view header, Language fallback) {
  const Language other = fallback == Language::kRussian ? Language::kEnglish : Language::kRussian;
  const std::array<std::string_view, 2> spoken{LanguageTag(fallback), LanguageTag(other)};
  return ChooseLanguage(header, spoken) == 0 ? fallback : other;
}

bool Text::Has(std::string_view language) const {
  for (const auto& [tag, text] : by_language) {
    if (tag == language) return !text.empty();
  }
  return false;
}

const std::string& Text::In(std::string_view language, std::string_view default_language) const {
  static const std::string kEmpty;
  const std::string* in_default = nullptr;
  for (const auto& [tag, text] : by_language) {
    if (tag == language && !text.empty()) return text;
    if (tag == default_language && !text.empty()) in_default = &text;
  }
  if (in_default) return *in_default;
  return by_language.empty() ? kEmpty : by_language.front().second;
}

}  // namespace otklik
