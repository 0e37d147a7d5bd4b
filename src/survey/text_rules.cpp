#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "survey/piping.hpp"
#include "survey/questionnaire_rules.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

class TextRules {
 public:
  TextRules(const Questionnaire& questionnaire, std::vector<Problem>& problems)
      : questionnaire_(questionnaire), problems_(problems) {}

  void Check() {
    One(questionnaire_.title, "title");
    One(questionnaire_.introduction, "introduction");
    One(questionnaire_.thanks, "thanks");
    if (questionnaire_.consent) One(questionnaire_.consent->text, "consent.text");
    for (std::size_t i = 0; i < questionnaire_.criteria.size(); ++i) {
      One(questionnaire_.criteria[i].name, "criteria[" + std::to_string(i) + "].name");
    }
    for (std::size_t p = 0; p < questionnaire_.pages.size(); ++p) {
      const Page& page = questionnaire_.pages[p];
      for (std::size_t q = 0; q < page.questions.size(); ++q) OfQuestion(page.questions[q], QuestionPath(p, q));
    }
  }

 private:
  void OfQuestion(const Question& question, const std::string& path) {
    One(question.text, path + ".text");
    One(question.hint, path + ".hint");
    One(question.low_label, path + ".low_label");
    One(question.high_label, path + ".high_label");
    if (question.scale) {
      for (const auto& [score, text] : question.scale->labels) {
        One(text, path + ".scale.labels." + std::to_string(score));
      }
    }
    for (std::size_t i = 0; i < question.rows.size(); ++i) {
      One(question.rows[i].text, path + ".rows[" + std::to_string(i) + "].text");
    }
    for (std::size_t i = 0; i < question.options.size(); ++i) {
      One(question.options[i].text, path + ".options[" + std::to_string(i) + "].text");
    }
    Distinct(question.rows, path + ".rows");
    Distinct(question.options, path + ".options");
  }

  // Who answers could not tell them apart, nor could who reads the table.
  template <typename Choices>
  void Distinct(const Choices& choices, const std::string& path) {
    std::map<std::pair<std::string, std::string>, std::size_t> first;  // by language and folded words
    for (std::size_t i = 0; i < choices.size(); ++i) {
      for (const auto& [language, words] : choices[i].text.by_language) {
        const auto [where, fresh] = first.emplace(std::pair(language, Fold(words)), i);
        if (fresh || choices[i].id == choices[where->second].id) continue;  // a double id is named elsewhere
        const auto at = [&](std::size_t place) { return path + "[" + std::to_string(place) + "].text"; };
        problems_.push_back({"duplicate_text", {at(where->second)}, at(i), words});
      }
    }
  }

  void One(const Text& text, const std::string& path) {
    if (text.empty()) return;  // an absent text: the shape says where one is obligatory
    if (!text.Has(questionnaire_.default_language())) {
      problems_.push_back({"text_not_in_default_language", {questionnaire_.default_language()}, path, {}});
    }
    for (const auto& [language, words] : text.by_language) {
      if (std::ranges::find(questionnaire_.languages, language) == questionnaire_.languages.end()) {
        problems_.push_back({"undeclared_language", {Declared()}, path, language});
      }
      Pipes(words, path);
    }
  }

  void Pipes(const std::string& words, const std::string& path) {
    for (const PipeReference& reference : PipeReferences(words)) {
      const std::string name(reference.name);
      if (!reference.closed) {
        problems_.push_back({"pipe_not_closed", {}, path, name.substr(0, 40)});
      } else if (!IsFactName(reference.name)) {
        problems_.push_back(UnknownName("unknown_fact", name, FactNames(), path, name));
      }
    }
  }

  std::string Declared() const {
    std::string joined;
    for (const std::string& language : questionnaire_.languages) joined += (joined.empty() ? "" : ", ") + language;
    return joined;
  }

  const Questionnaire& questionnaire_;
  std::vector<Problem>& problems_;
};

}  // namespace

void CheckTexts(const Questionnaire& questionnaire, std::vector<Problem>& problems) {
  TextRules(questionnaire, problems).Check();
}

}  // namespace otklik::survey
