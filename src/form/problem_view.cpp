#include <unicode/locid.h>
#include <unicode/stringoptions.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/time.hpp"
#include "form/scene.hpp"

namespace otklik::form {
namespace {

using survey::Kind;
using survey::Question;
using survey::Row;

std::string FieldOf(const Question& question, const Row* row) {
  return "answers." + question.id + (row ? '.' + row->id : std::string());
}

// The message for a required answer that is missing.
std::string NeedKey(const Question& question) {
  switch (question.kind) {
    case Kind::kRecommendation:
    case Kind::kRating:
    case Kind::kMatrix:
    case Kind::kImportance:
      return "form_need_score";
    case Kind::kSingle:
      return "form_need_option";
    case Kind::kMultiple:
      return "form_need_options";
    case Kind::kYesNo:
    case Kind::kContactRequest:
      return "form_need_yes_no";
    case Kind::kText:
      return "form_need_text";
    case Kind::kNumber:
      return "form_need_number";
    case Kind::kDate:
      return "form_need_date";
  }
  return "form_need_text";
}

Problem NeedOf(const Question& question) {
  Problem out{NeedKey(question), {}, {}, {}};
  if (question.scale) out.args = {std::to_string(question.scale->min), std::to_string(question.scale->max)};
  if (question.hard_to_say) out.key += "_or_hard";
  return out;
}

// Bounds as people write them: 2019-03-07 as 07.03.2019 and 0.5 as 0,5 in Russian.
std::string ArgumentAsPrinted(const Question& question, const std::string& arg, Language language) {
  if (language != Language::kRussian) return arg;
  if (question.kind == Kind::kDate && ParseDay(arg)) {
    return arg.substr(8, 2) + '.' + arg.substr(5, 2) + '.' + arg.substr(0, 4);
  }
  std::string out = arg;
  if (question.kind == Kind::kNumber) std::ranges::replace(out, '.', ',');
  return out;
}

std::string WithCapital(const std::string& sentence) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(sentence);
  text.toTitle(nullptr, icu::Locale::getRoot(), U_TITLECASE_NO_LOWERCASE | U_TITLECASE_WHOLE_STRING);
  std::string out;
  text.toUTF8String(out);
  return out;
}

struct Target {
  const Question* question = nullptr;
  const Row* row = nullptr;
};

Target TargetOf(const View& view, const Problem& problem) {
  for (const Question& question : view.questionnaire.pages[static_cast<std::size_t>(view.page)].questions) {
    if (problem.field == FieldOf(question, nullptr)) return {&question, nullptr};
    for (const Row& row : question.rows) {
      if (problem.field == FieldOf(question, &row)) return {&question, &row};
    }
  }
  return {};
}

// Those of no question of the page first, then as the questions stand; with shuffled rows as the questionnaire has
// them.
std::vector<const Problem*> InPageOrder(const View& view) {
  std::vector<std::pair<const Problem*, const Question*>> placed;
  for (const Problem& problem : view.problems) placed.emplace_back(&problem, TargetOf(view, problem).question);
  std::ranges::stable_sort(placed, {}, [](const auto& one) { return one.second; });
  std::vector<const Problem*> out;
  for (const auto& one : placed) out.push_back(one.first);
  return out;
}

void PutListed(Html& html, const Scene& scene, const Problem& problem) {
  const Target target = TargetOf(scene.view, problem);
  const Said text = ProblemText(scene, problem, target.question);
  html.Raw("<li>");
  if (!target.question) {
    scene.words.Put(html, text);
    html.Raw("</li>");
    return;
  }
  html.Raw("<a").Attr("href", "#" + IdOf("q", *target.question, target.row)).Raw(">");
  scene.words.Put(html, text);
  html.Raw("</a> <span class=\"of\">");
  scene.words.Put(html, target.row ? target.row->text : target.question->text);
  html.Raw("</span></li>");
}

}  // namespace

const Problem* ProblemOf(const View& view, const Question& question, const Row* row) {
  const std::string field = FieldOf(question, row);
  for (const Problem& problem : view.problems) {
    if (problem.field == field) return &problem;
  }
  return nullptr;
}

Said ProblemText(const Scene& scene, const Problem& problem, const Question* question) {
  if (question && problem.key == "answer_required") return scene.words.Own(NeedOf(*question));
  if (problem.key == "other_empty") return scene.words.Own("form_need_own_text");
  Problem told = problem;
  if (question) {
    for (std::string& arg : told.args) arg = ArgumentAsPrinted(*question, arg, scene.words.interface_language());
  }
  Said said = scene.words.Own(told);
  said.text = WithCapital(said.text);
  return said;
}

void PutProblem(Html& html, const Scene& scene, const Question& question, const Row* row) {
  const Problem* problem = ProblemOf(scene.view, question, row);
  if (!problem) return;
  html.Raw("<p class=\"err\"").Attr("id", IdOf("e", question, row)).Raw(">");
  scene.words.Put(html, ProblemText(scene, *problem, &question));
  html.Raw("</p>");
}

void PutProblemList(Html& html, const Scene& scene) {
  if (scene.view.problems.empty()) return;
  html.Raw("<div class=\"errors\" id=\"errors\" role=\"group\" tabindex=\"-1\" autofocus");
  html.Attr("aria-labelledby", "errors-title").Raw("><h2 id=\"errors-title\">");
  scene.words.PutOwn(html, "form_to_fix", {std::to_string(scene.view.problems.size())});
  html.Raw("</h2><ul>");
  for (const Problem* problem : InPageOrder(scene.view)) PutListed(html, scene, *problem);
  html.Raw("</ul></div>\n");
}

}  // namespace otklik::form
