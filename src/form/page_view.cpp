// A page of questions.
#include <algorithm>

#include "form/frame.hpp"
#include "form/scene.hpp"

namespace otklik::form {
namespace {

using survey::Page;
using survey::Question;
using survey::Questionnaire;

bool LooksAhead(const survey::Condition& condition, const std::vector<std::string>& ahead) {
  if (!condition.question.empty()) {
    const std::string id = condition.question.substr(0, condition.question.find('.'));
    return std::ranges::find(ahead, id) != ahead.end();
  }
  return std::ranges::any_of(condition.children, [&](const auto& child) { return LooksAhead(child, ahead); });
}

struct Progress {
  int number = 1;
  int count = 1;
};

// A page that waits for an answer not given yet counts, so that the total can only shrink on the way.
Progress ProgressOf(const View& view) {
  const auto& pages = view.questionnaire.pages;
  Progress out{0, 0};
  std::vector<std::string> ahead;
  for (int i = 0; i < static_cast<int>(pages.size()); ++i) {
    const Page& page = pages[static_cast<std::size_t>(i)];
    const auto open = [&](const auto& part) {
      return part.show_if && i > view.page && LooksAhead(*part.show_if, ahead);
    };
    const bool page_asked =
        i == view.page || open(page) || survey::IsShown(view.questionnaire, page, view.facts, view.answers);
    const bool asks = i == view.page || std::ranges::any_of(page.questions, [&](const Question& question) {
                        return open(question) || survey::IsShown(question, view.facts, view.answers);
                      });
    if (page_asked && asks) {
      ++out.count;
      if (i <= view.page) ++out.number;
    }
    if (i < view.page) continue;
    for (const Question& question : page.questions) ahead.push_back(question.id);
  }
  return out;
}

void PutProgress(Html& html, const Words& words, const Progress& progress) {
  if (progress.count < 2) return;
  html.Raw("<div class=\"progress\"><p><span class=\"vh\">");
  words.PutOwn(html, "form_page");
  html.Raw(" </span>");
  words.PutOwn(html, "form_progress", {std::to_string(progress.number), std::to_string(progress.count)});
  html.Raw("</p><div aria-hidden=\"true\">");
  for (int i = 1; i <= progress.count && progress.count <= 12; ++i)
    html.Raw(i <= progress.number ? "<b></b>" : "<i></i>");
  html.Raw("</div></div>\n");
}

std::string TabTitle(const View& view, const Words& words, const Progress& progress) {
  std::string out = words.Of(view.questionnaire.title).text;
  if (progress.count > 1) {
    out = words.Own("form_progress", {std::to_string(progress.number), std::to_string(progress.count)}).text + " · " +
          out;
  }
  if (!view.problems.empty()) {
    out = words.Own("form_to_fix", {std::to_string(view.problems.size())}).text + " · " + out;
  }
  return view.frame.company_name.empty() ? out : out + " · " + view.frame.company_name;
}

void PutOpening(Html& html, const View& view, const Words& words, const Progress& progress) {
  const bool first = progress.number == 1;
  html.Raw(first ? "<h1>" : "<h1 class=\"vh\">");
  words.Put(html, view.questionnaire.title);
  html.Raw("</h1>");
  if (!first || !view.problems.empty()) return;
  html.Raw("<div class=\"intro\">");
  PutParagraphs(html, words, words.Of(view.questionnaire.introduction));
  if (view.questionnaire.anonymous) {
    html.Raw("<p>");
    words.PutOwn(html, "form_anonymous", {std::to_string(view.questionnaire.anonymous->minimum)});
    html.Raw("</p>");
  }
  html.Raw("</div>\n");
}

void PutButtons(Html& html, const View& view, const Words& words, const Progress& progress) {
  html.Raw("<p class=\"err\" id=\"offline\" role=\"status\" hidden>");
  words.PutOwn(html, "form_offline");
  html.Raw("</p><div class=\"go\"><button name=\"go\" value=\"next\">");
  words.PutOwn(html, progress.number == progress.count ? "form_send" : "form_next");
  html.Raw("</button>");
  if (survey::PreviousPage(view.questionnaire, view.page, view.facts, view.answers)) {
    html.Raw("<button class=\"back\" name=\"go\" value=\"back\" formnovalidate>");
    words.PutOwn(html, "form_back");
    html.Raw("</button>");
  }
  html.Raw("</div>");
}

void PutHidden(Html& html, std::string_view name, std::string_view value) {
  html.Raw("<input type=\"hidden\"").Attr("name", name).Attr("value", value).Raw(">");
}

// What the controls hold: the form just sent, or else what is kept, over what the link chose.
Fields FilledFields(const View& view, const Words& words) {
  if (!view.typed.empty()) return view.typed;
  json::object answers = view.prefill;
  for (const auto& member : view.answers) {
    if (!member.value().is_null()) answers[member.key()] = member.value();
  }
  return FieldsFromAnswers(view.questionnaire.pages[static_cast<std::size_t>(view.page)], answers,
                           words.interface_language());
}

void PutForm(Html& html, Scene& scene, const Progress& progress) {
  const View& view = scene.view;
  html.Raw("<form method=\"post\" accept-charset=\"utf-8\"").Attr("action", view.action).Raw(">\n");
  std::string shown;
  for (const Question& question : view.questionnaire.pages[static_cast<std::size_t>(view.page)].questions) {
    if (!survey::IsShown(question, view.facts, view.answers)) continue;
    PutQuestion(html, scene, question);
    shown += (shown.empty() ? "" : ",") + question.id;
  }
  PutHidden(html, kShownField, shown);
  for (const auto& [name, value] : view.hidden) PutHidden(html, name, value);
  PutButtons(html, view, scene.words, progress);
  html.Raw("</form>");
}

}  // namespace

std::string RenderPage(const View& view) {
  const Words words(view.questionnaire, view.frame, view.facts);
  Scene scene{view, words, Filled(FilledFields(view, words))};
  const Progress progress = ProgressOf(view);
  Html html;
  BeginPage(html, words, view.frame, TabTitle(view, words, progress));
  PutProgress(html, words, progress);
  PutOpening(html, view, words, progress);
  PutProblemList(html, scene);
  PutForm(html, scene, progress);
  EndPage(html);
  return html.Take();
}

bool FirstPageIsShared(const Questionnaire& questionnaire) {
  const auto& questions = questionnaire.pages.front().questions;
  return std::ranges::none_of(questions, [](const Question& question) { return question.random_order; });
}

}  // namespace otklik::form
