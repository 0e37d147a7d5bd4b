#include <algorithm>
#include <sstream>

#include "survey/survey.hpp"

namespace otklik::survey {
namespace {

const std::string& Default(const Text& text, const Questionnaire& questionnaire) {
  return text.In(questionnaire.default_language(), questionnaire.default_language());
}

// White space at the ends or doubled is not wording.
std::string SingleSpaced(const std::string& text) {
  std::istringstream words(text);
  std::string spaced;
  for (std::string word; words >> word;) spaced += (spaced.empty() ? "" : " ") + word;
  return spaced;
}

struct Version {
  const Questionnaire& questionnaire;
  const Item& item;

  const std::string& In(const Text& text) const { return Default(text, questionnaire); }
};

// Words under scores compare where at least one version has them.
bool SameLabels(const Version& before, const Version& after) {
  const auto& old_labels = before.item.question->scale->labels;
  const auto& new_labels = after.item.question->scale->labels;
  return std::ranges::equal(old_labels, new_labels, [&](const auto& left, const auto& right) {
    return left.first == right.first && before.In(left.second) == after.In(right.second);
  });
}

bool SameWording(const Version& before, const Version& after) {
  const Question& old_question = *before.item.question;
  const Question& new_question = *after.item.question;
  const auto same = [&](const Text& left, const Text& right) {
    return SingleSpaced(before.In(left)) == SingleSpaced(after.In(right));
  };
  return same(old_question.text, new_question.text) && same(old_question.hint, new_question.hint) &&
         same(old_question.low_label, new_question.low_label) &&
         same(old_question.high_label, new_question.high_label) && SameLabels(before, after) &&
         (!before.item.row || same(before.item.row->text, after.item.row->text));
}

bool Breaks(const Version& before, const Version& after) {
  const Question& old_question = *before.item.question;
  const Question& new_question = *after.item.question;
  if (old_question.kind != new_question.kind || old_question.measures != new_question.measures) return true;
  if (new_question.same_as_before == "same_meaning") return false;
  return old_question.scale != new_question.scale || !SameWording(before, after);
}

std::optional<Item> Find(const Questionnaire& questionnaire, const std::string& id) {
  const std::vector<Item> items = ScoreItems(questionnaire);
  const auto found = std::ranges::find(items, id, &Item::id);
  return found == items.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::vector<SeriesBreak> SeriesBreaks(std::span<const Questionnaire* const> earlier, const Questionnaire& after) {
  std::vector<SeriesBreak> breaks;
  for (const Item& item : ScoreItems(after)) {
    for (std::size_t i = earlier.size(); i-- > 0;) {
      const auto old = Find(*earlier[i], item.id);
      if (!old) continue;
      if (Breaks({*earlier[i], *old}, {after, item})) breaks.push_back({item.id, i});
      break;
    }
  }
  return breaks;
}

std::vector<std::string> BrokenItems(std::span<const Questionnaire* const> earlier, const Questionnaire& after) {
  std::vector<std::string> items;
  for (SeriesBreak& one : SeriesBreaks(earlier, after)) items.push_back(std::move(one.item));
  return items;
}

}  // namespace otklik::survey
