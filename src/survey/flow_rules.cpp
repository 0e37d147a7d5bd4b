#include <algorithm>

#include "survey/condition_rules.hpp"

namespace otklik::survey {
namespace {

bool HasSomethingToAsk(const Questionnaire& questionnaire, const Page& page, const Facts& facts,
                       const Answers& answers) {
  return IsShown(questionnaire, page, facts, answers) &&
         std::ranges::any_of(page.questions, [&](const Question& q) { return IsShown(q, facts, answers); });
}

// The first page with something to ask from `page` on, in steps of `step`.
std::optional<int> Walk(const Questionnaire& questionnaire, int page, int step, const Facts& facts,
                        const Answers& answers) {
  const int count = static_cast<int>(questionnaire.pages.size());
  for (; page >= 0 && page < count; page += step) {
    if (HasSomethingToAsk(questionnaire, questionnaire.pages[static_cast<std::size_t>(page)], facts, answers)) {
      return page;
    }
  }
  return std::nullopt;
}

}  // namespace

bool IsShown(const Questionnaire&, const Page& page, const Facts& facts, const Answers& answers) {
  return !page.show_if || Holds(*page.show_if, facts, answers);
}

bool IsShown(const Question& question, const Facts& facts, const Answers& answers) {
  return !question.show_if || Holds(*question.show_if, facts, answers);
}

std::optional<int> NextPage(const Questionnaire& questionnaire, int after, const Facts& facts, const Answers& answers) {
  return Walk(questionnaire, std::max(after, -1) + 1, 1, facts, answers);
}

std::optional<int> PreviousPage(const Questionnaire& questionnaire, int before, const Facts& facts,
                                const Answers& answers) {
  const int count = static_cast<int>(questionnaire.pages.size());
  return Walk(questionnaire, std::min(before, count) - 1, -1, facts, answers);
}

}  // namespace otklik::survey
