// Languages of the interface and texts in several languages.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace otklik {

enum class Language { kRussian, kEnglish };

// "ru" or "en" (also "ru-RU"); anything else gives `fallback`.
Language LanguageFrom(std::string_view tag, Language fallback);
std::string_view LanguageTag(Language language);

// The first language of an Accept-Language header that is spoken here.
Language LanguageFromHeader(std::string_view accept_language, Language fallback);

// A text by language tag, in the order written. Find: the asked language, else the default, else the first.
struct Text {
  std::vector<std::pair<std::string, std::string>> by_language;

  bool empty() const { return by_language.empty(); }
  const std::string& In(std::string_view language, std::string_view default_language) const;
  bool Has(std::string_view language) const;
};

}  // namespace otklik
