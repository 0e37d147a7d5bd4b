#include <algorithm>

#include "survey/answer_rules.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

// One pass over a questionnaire in its order: `kept` grows, and conditions look at nothing else.
class Pass {
 public:
  Pass(const Questionnaire& questionnaire, const Facts& facts) : questionnaire_(questionnaire), facts_(facts) {}

  bool Shown(const Page& page) const { return IsShown(questionnaire_, page, facts_, kept_); }
  bool Shown(const Question& question) const { return IsShown(question, facts_, kept_); }

  // After a wrong answer nobody knows what depends on it would be.
  bool Doubtful(const Page& page, const Question& question) const {
    return !problems_.empty() && (page.show_if || question.show_if);
  }

  void Take(const Question& question, const json::value* given, bool required) {
    auto kept = CheckAnswer(question, given, problems_);
    if (kept && required) RequireAnswer(question, *kept, problems_);
    kept_.emplace(question.id, kept ? std::move(*kept) : json::value());
  }

  void Keep(const Question& question, const json::value& answer) { kept_.emplace(question.id, answer); }

  void Report(std::string key, std::vector<std::string> args, std::string_view id, const json::value& given) {
    problems_.push_back({std::move(key), std::move(args), "answers." + std::string(id), ShortValue(given)});
  }

  void Unknown(std::string_view id, const json::value& given) {
    std::vector<std::string> names;
    for (const Page& page : questionnaire_.pages) {
      for (const Question& question : page.questions) names.push_back(question.id);
    }
    problems_.push_back(UnknownName("unknown_question", id, names, "answers." + std::string(id), ShortValue(given)));
  }

  void Reserve(std::size_t size) { kept_.reserve(size); }
  std::vector<Problem>& problems() { return problems_; }

  Result<Answers> Finish() {
    if (!problems_.empty()) return Error{Code::kInvalid, std::move(problems_)};
    return std::move(kept_);
  }

 private:
  const Questionnaire& questionnaire_;
  const Facts& facts_;
  Answers kept_;
  std::vector<Problem> problems_;
};

bool HasAnswerOn(const Page& page, const json::object& given) {
  return std::ranges::any_of(page.questions, [&](const Question& q) { return given.contains(q.id); });
}

// The index of the last page that `given` has something of, -1 for none.
int LastReached(const Questionnaire& questionnaire, const json::object& given) {
  for (int i = static_cast<int>(questionnaire.pages.size()) - 1; i >= 0; --i) {
    if (HasAnswerOn(questionnaire.pages[static_cast<std::size_t>(i)], given)) return i;
  }
  return -1;
}

// What a whole response says to one question.
void TakeOne(Pass& pass, const Page& page, bool page_shown, const Question& question, const json::value* given,
             bool required) {
  if (page_shown && pass.Shown(question)) {
    pass.Take(question, given, required && !pass.Doubtful(page, question));
  } else if (!given || given->is_null()) {
    return;
  } else if (pass.Doubtful(page, question)) {
    CheckAnswer(question, given, pass.problems());
  } else {
    pass.Report("answer_to_hidden", {}, question.id, *given);
  }
}

// Keys of `given` that are not of the page: of another page, or of nobody.
void ReportStrangers(Pass& pass, const Questionnaire& questionnaire, const Page* page, const json::object& given) {
  for (const auto& member : given) {
    const std::string_view id = member.key();
    const Question* question = questionnaire.FindQuestion(id);
    if (!question) {
      pass.Unknown(id, member.value());
    } else if (page && std::ranges::find(page->questions, id, &Question::id) == page->questions.end()) {
      pass.Report("answer_of_another_page", {}, id, member.value());
    }
  }
}

}  // namespace

Result<Answers> CheckPage(const Questionnaire& questionnaire, int page, const Facts& facts, const Answers& so_far,
                          const json::object& given) {
  const int count = static_cast<int>(questionnaire.pages.size());
  if (page < 0 || page >= count) {
    return Fail(Code::kInvalid, "unknown_page", {std::to_string(count)}, "page", std::to_string(page));
  }
  Pass pass(questionnaire, facts);
  pass.Reserve(so_far.size() + given.size());
  for (int i = 0; i < count; ++i) {
    const Page& one = questionnaire.pages[static_cast<std::size_t>(i)];
    if (!pass.Shown(one)) continue;
    for (const Question& question : one.questions) {
      const json::value* answer = (i == page ? given : so_far).if_contains(question.id);
      if (!pass.Shown(question)) continue;
      if (i == page) {
        pass.Take(question, answer, !pass.Doubtful(one, question));
      } else if (answer) {
        pass.Keep(question, *answer);
      }
    }
  }
  ReportStrangers(pass, questionnaire, &questionnaire.pages[static_cast<std::size_t>(page)], given);
  return pass.Finish();
}

Result<Answers> CheckResponse(const Questionnaire& questionnaire, const Facts& facts, const json::object& given,
                              bool partial) {
  const int count = static_cast<int>(questionnaire.pages.size());
  const int last = partial ? LastReached(questionnaire, given) : count;
  Pass pass(questionnaire, facts);
  pass.Reserve(given.size());
  std::size_t known = 0;
  for (int i = 0; i < count && i <= last; ++i) {
    const Page& page = questionnaire.pages[static_cast<std::size_t>(i)];
    const bool page_shown = pass.Shown(page);
    for (const Question& question : page.questions) {
      const json::value* answer = given.if_contains(question.id);
      if (answer) ++known;
      TakeOne(pass, page, page_shown, question, answer, i < last);
    }
  }
  if (known < given.size()) ReportStrangers(pass, questionnaire, nullptr, given);
  return pass.Finish();
}

}  // namespace otklik::survey
