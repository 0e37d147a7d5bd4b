#include "base/language.hpp"

namespace otklik {

Language LanguageFrom(std::string_view tag, Language fallback) {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary == "ru") return Language::kRussian;
  if (primary == "en") return Language::kEnglish;
  return fallback;
}

std::string_view LanguageTag(Language language) { return language == Language::kRussian ? "ru" : "en"; }

Language LanguageFromHeader(std::string_view header, Language fallback) {
  // Browsers list languages in falling preference, so the order stands in for the q-values.
  while (!header.empty()) {
    const auto comma = header.find(',');
    std::string_view tag = header.substr(0, comma);
    tag = tag.substr(0, tag.find(';'));
    while (!tag.empty() && tag.front() == ' ') tag.remove_prefix(1);
    const Language as_russian = LanguageFrom(tag, Language::kRussian);
    if (as_russian == LanguageFrom(tag, Language::kEnglish)) return as_russian;
    if (comma == std::string_view::npos) break;
    header.remove_prefix(comma + 1);
  }
  return fallback;
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
