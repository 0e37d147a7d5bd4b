#include <algorithm>

#include "base/messages.hpp"
#include "survey/survey.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

class Wording {
 public:
  Wording(const Question& question, std::string_view language, std::string_view default_language)
      : question_(question),
        language_(language),
        default_language_(default_language),
        own_(LanguageFrom(language, LanguageFrom(default_language, Language::kEnglish))) {}

  std::string Of(const json::value& answer) const {
    if (answer.is_null()) return {};
    if (answer.is_bool()) return Say(answer.get_bool() ? "word_yes" : "word_no", own_);
    if (answer.is_number()) return question_.scale ? Score(answer) : Number(answer);
    if (answer.is_array()) return Choices(answer.get_array());
    if (answer.is_object()) return question_.rows.empty() ? Choice(answer) : Rows(answer.get_object());
    return Choice(answer);
  }

 private:
  std::string In(const Text& text) const { return text.In(language_, default_language_); }

  std::string Score(const json::value& answer) const {
    const std::string score = NumberText(answer.to_number<double>());
    const auto label = question_.scale->labels.find(static_cast<int>(answer.to_number<double>()));
    return label == question_.scale->labels.end() ? score : score + " — " + In(label->second);
  }

  std::string Number(const json::value& answer) const {
    std::string text = NumberText(answer.to_number<double>());
    if (own_ == Language::kRussian) std::ranges::replace(text, '.', ',');
    return text;
  }

  // An option, an own text, a plain text or a date.
  std::string Choice(const json::value& answer) const {
    if (answer.is_object()) {
      const json::value* own = answer.get_object().if_contains("other");
      return own && own->is_string() ? std::string(own->get_string()) : std::string();
    }
    const std::string_view id = answer.get_string();
    if (id == "hard_to_say") return Say("word_hard_to_say", own_);
    const auto option = std::ranges::find(question_.options, id, &Option::id);
    return option == question_.options.end() ? std::string(id) : In(option->text);
  }

  std::string Choices(const json::array& answers) const {
    std::string joined;
    for (const json::value& one : answers) joined += (joined.empty() ? "" : "; ") + Choice(one);
    return joined;
  }

  std::string Rows(const json::object& answers) const {
    std::string joined;
    for (const Row& row : question_.rows) {
      const json::value* answer = answers.if_contains(row.id);
      if (answer && !answer->is_null()) joined += (joined.empty() ? "" : "; ") + In(row.text) + ": " + Of(*answer);
    }
    return joined;
  }

  const Question& question_;
  std::string_view language_, default_language_;
  Language own_;
};

}  // namespace

std::string AnsweredText(const Question& question, const json::value& answer, std::string_view language,
                         std::string_view default_language) {
  return Wording(question, language, default_language).Of(answer);
}

}  // namespace otklik::survey
