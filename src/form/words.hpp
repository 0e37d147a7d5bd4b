// Which words a page says: the questionnaire's in the page's language, our own in Russian or English. A text that had
// to fall back to another language carries its tag, for the lang attribute. Internal to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "form/form.hpp"
#include "form/html.hpp"

namespace otklik::form {

struct Said {
  std::string text;
  std::string language;  // tag of the text
};

class Words {
 public:
  Words(const survey::Questionnaire& questionnaire, const Frame& frame, const survey::Facts& facts);
  // For pages without a questionnaire.
  explicit Words(const Frame& frame);

  // The questionnaire's text with facts piped in.
  Said Of(const Text& text) const;
  // Our own sentence.
  Said Own(std::string_view key, std::vector<std::string> args = {}) const;
  Said Own(const Problem& problem) const;

  const std::string& language() const { return language_; }
  Language interface_language() const { return interface_; }

  // Writes the text, in a <span lang> where its language is not the page's.
  void Put(Html& html, const Said& said) const;
  void Put(Html& html, const Text& text) const { Put(html, Of(text)); }
  // Our own word, likewise.
  void PutOwn(Html& html, std::string_view key, std::vector<std::string> args = {}) const;
  // ` lang="en"` for an element whose attribute or whole text is in another language than the page.
  void PutLang(Html& html, const Said& said) const;

 private:
  std::string language_;
  std::string default_language_;
  Language interface_;
  const survey::Facts* facts_ = nullptr;
};

// The language's own name with a capital: "Русский", "English".
std::string LanguageName(std::string_view tag);

}  // namespace otklik::form
