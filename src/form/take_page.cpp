// What a submitted page leads to.
#include <algorithm>

#include "form/form.hpp"

namespace otklik::form {
namespace {

using survey::Question;
using survey::Questionnaire;

// "recommend" of "answers.recommend.row"; empty if the field is of no question.
std::string_view QuestionOf(const Problem& problem) {
  constexpr std::string_view kPrefix = "answers.";
  std::string_view field = problem.field;
  if (!field.starts_with(kPrefix)) return {};
  field.remove_prefix(kPrefix.size());
  return field.substr(0, field.find('.'));
}

bool IsAbout(const std::vector<Problem>& problems, std::string_view question) {
  return std::ranges::any_of(problems, [&](const Problem& problem) { return QuestionOf(problem) == question; });
}

bool WasShown(const Submission& submission, std::string_view id) {
  const auto field = submission.other.find(std::string(kShownField));
  if (field == submission.other.end()) return true;
  return (',' + field->second + ',').find(',' + std::string(id) + ',') != std::string::npos;
}

// The answers that are right, with nothing required: a page can be left backwards half-filled.
survey::Answers KeepWhatIsRight(Questionnaire relaxed, int page, const survey::Facts& facts,
                                const survey::Answers& so_far, json::object given) {
  for (Question& question : relaxed.pages[static_cast<std::size_t>(page)].questions) question.required = false;
  while (true) {
    auto kept = survey::CheckPage(relaxed, page, facts, so_far, given);
    if (kept) return std::move(*kept);
    const std::size_t before = given.size();
    for (const Problem& problem : kept.error().problems) given.erase(QuestionOf(problem));
    if (given.size() == before) return so_far;
  }
}

// Questions now asked that the page had not on it, in its order.
std::vector<std::string> NewlyAsked(const survey::Page& page, const survey::Facts& facts,
                                    const survey::Answers& answers, const Submission& submission) {
  std::vector<std::string> out;
  for (const Question& question : page.questions) {
    if (survey::IsShown(question, facts, answers) && !WasShown(submission, question.id)) out.push_back(question.id);
  }
  return out;
}

}  // namespace

Result<Taken> TakePage(const Questionnaire& questionnaire, int page, const survey::Facts& facts,
                       const survey::Answers& so_far, const Submission& submission) {
  auto checked = survey::CheckPage(questionnaire, page, facts, so_far, submission.answers);
  if (!checked && QuestionOf(checked.error().problems.front()).empty()) return checked.error();
  Taken taken;
  taken.problems = submission.problems;
  if (!checked) {
    for (Problem& problem : checked.error().problems) {
      // An unreadable answer was blamed already, and nobody is blamed for a question not seen.
      const std::string_view id = QuestionOf(problem);
      if (!IsAbout(submission.problems, id) && WasShown(submission, id)) taken.problems.push_back(std::move(problem));
    }
  }
  taken.answers =
      checked ? std::move(*checked) : KeepWhatIsRight(questionnaire, page, facts, so_far, submission.answers);
  if (submission.back) {
    taken.next = Taken::Next::kBack;
    taken.problems.clear();
    return taken;
  }
  const auto asked = NewlyAsked(questionnaire.pages[static_cast<std::size_t>(page)], facts, taken.answers, submission);
  if (!asked.empty() && taken.problems.empty()) taken.focus_question = asked.front();
  if (!asked.empty() || !taken.problems.empty()) taken.next = Taken::Next::kShowAgain;
  return taken;
}

}  // namespace otklik::form
