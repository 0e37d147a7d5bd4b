// Languages of the interface and texts in several languages.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace otklik {

enum class Language { kRussian, kEnglish };

// "ru" or "en" (also "ru-RU"); anything else gives `fallback`.
Language LanguageFrom(std::string_view tag, Language fallback);
std::string_view LanguageTag(Language language);

// Which of `spoken` (at least one, the default first) an Accept-Language header wants most, by its q-values (RFC 9110,
// 12.5.4): among equals the one named first, then the default. One with q=0 is taken only if all are excluded. Ranges
// whose q is no number from 0 to 1 are passed over, and so are those after the fiftieth.
std::size_t ChooseLanguage(std::string_view accept_language, std::span<const std::string_view> spoken);

// The same of Russian and English.
Language LanguageFromHeader(std::string_view accept_language, Language fallback);

// A text by language tag, in the order written. Find: the asked language, else the default, else the first.
struct Text {
  std::vector<std::pair<std::string, std::string>> by_language;

  bool empty() const { return by_language.empty(); }
  const std::string& In(std::string_view language, std::string_view default_language) const;
  bool Has(std::string_view language) const;
};

}  // namespace otklik
