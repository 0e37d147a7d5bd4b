#include "form/words.hpp"

#include <unicode/locid.h>
#include <unicode/stringoptions.h>
#include <unicode/unistr.h>

#include "base/messages.hpp"

namespace otklik::form {

Words::Words(const survey::Questionnaire& questionnaire, const Frame& frame, const survey::Facts& facts)
    : language_(frame.language),
      default_language_(questionnaire.default_language()),
      interface_(LanguageFrom(frame.language, Language::kEnglish)),
      facts_(&facts) {}

Words::Words(const Frame& frame)
    : language_(frame.language),
      default_language_(frame.language),
      interface_(LanguageFrom(frame.language, Language::kEnglish)) {}

Said Words::Of(const Text& text) const {
  if (text.empty()) return {{}, language_};
  const std::string& chosen = text.In(language_, default_language_);
  std::string tag = text.by_language.front().first;
  if (text.Has(language_)) {
    tag = language_;
  } else if (text.Has(default_language_)) {
    tag = default_language_;
  }
  return {facts_ ? survey::Pipe(chosen, *facts_) : chosen, tag};
}

Said Words::Own(const Problem& problem) const {
  // "ru-RU" and "ru" are one language here, so that the span is written only where it helps.
  const std::string_view own = LanguageTag(interface_);
  const bool same = std::string_view(language_).substr(0, language_.find('-')) == own;
  return {Say(problem, interface_), same ? language_ : std::string(own)};
}

Said Words::Own(std::string_view key, std::vector<std::string> args) const {
  return Own(Problem{std::string(key), std::move(args), {}, {}});
}

void Words::Put(Html& html, const Said& said) const {
  if (said.language == language_ || said.text.empty()) {
    html.Text(said.text);
    return;
  }
  html.Raw("<span").Attr("lang", said.language).Raw(">").Text(said.text).Raw("</span>");
}

void Words::PutOwn(Html& html, std::string_view key, std::vector<std::string> args) const {
  Put(html, Own(key, std::move(args)));
}

void Words::PutLang(Html& html, const Said& said) const {
  if (said.language != language_) html.Attr("lang", said.language);
}

std::string LanguageName(std::string_view tag) {
  const icu::Locale locale = icu::Locale::createFromName(std::string(tag).c_str());
  icu::UnicodeString name;
  locale.getDisplayName(locale, name);
  name.toTitle(nullptr, locale, U_TITLECASE_NO_LOWERCASE | U_TITLECASE_WHOLE_STRING);
  std::string out;
  name.toUTF8String(out);
  return out;
}

}  // namespace otklik::form
