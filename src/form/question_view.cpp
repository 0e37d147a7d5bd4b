#include "form/scene.hpp"

namespace otklik::form {
namespace {

using survey::Kind;
using survey::Question;
using survey::Row;

// A typed answer alone needs no group around it.
bool IsOneField(const Question& question) {
  const bool typed = question.kind == Kind::kText || question.kind == Kind::kNumber || question.kind == Kind::kDate ||
                     (question.kind == Kind::kRating && IsTypedScore(question));
  return typed && !question.hard_to_say;
}

bool HasKey(const Question& question) {
  return question.scale && (question.kind == Kind::kRecommendation || !question.low_label.empty() ||
                            !question.high_label.empty() || !question.scale->labels.empty());
}

bool HasNote(const Question& question) {
  return question.kind == Kind::kText || IsTypedScore(question) ||
         (question.kind == Kind::kNumber && (question.number_min || question.number_max));
}

void PutTitle(Html& html, const Scene& scene, const Question& question, bool one_field) {
  html.Raw("<h2>");
  if (one_field) {
    html.Raw("<label").Attr("for", IdOf("f", question)).Attr("id", IdOf("t", question)).Raw(">");
  } else {
    html.Raw("<span").Attr("id", IdOf("t", question)).Raw(">");
  }
  scene.words.Put(html, question.text);
  html.Raw(one_field ? "</label>" : "</span>");
  if (!question.required) {
    html.Raw(" <small>");
    scene.words.PutOwn(html, "form_optional");
    html.Raw("</small>");
  }
  html.Raw("</h2>");
}

void PutHint(Html& html, Scene& scene, const Question& question) {
  if (!question.hint.empty() || question.kind == Kind::kMultiple) {
    html.Raw("<p class=\"hint\"").Attr("id", IdOf("h", question)).Raw(">");
    if (question.hint.empty()) {
      scene.words.PutOwn(html, "form_several");
    } else {
      scene.words.Put(html, question.hint);
    }
    html.Raw("</p>");
  }
  if (question.kind == Kind::kText && !scene.readers_told) {
    PutReaders(html, scene.words, scene.view.readers, scene.view.frame.company_name, "hint");
    scene.readers_told = true;
  }
}

std::vector<int> RowOrder(const Scene& scene, const Question& question) {
  if (question.random_order && !scene.view.response_id.empty()) {
    return survey::ShownOrder(question, scene.view.response_id);
  }
  std::vector<int> out(question.rows.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<int>(i);
  return out;
}

void PutRows(Html& html, const Scene& scene, const Question& question) {
  PutScaleKey(html, scene, question);
  for (const int index : RowOrder(scene, question)) {
    const Row& row = question.rows[static_cast<std::size_t>(index)];
    html.Raw("<div class=\"row\"").Attr("id", IdOf("q", question, &row));
    html.Raw(ProblemOf(scene.view, question, &row) ? " tabindex=\"-1\">" : ">");
    PutProblem(html, scene, question, &row);
    html.Raw("<fieldset class=\"g\"");
    PutDescribedBy(html, scene, question, &row);
    html.Raw("><legend").Attr("id", IdOf("t", question, &row)).Raw(">");
    scene.words.Put(html, row.text);
    html.Raw("</legend>");
    PutScore(html, scene, question, &row);
    html.Raw("</fieldset></div>");
  }
}

void PutControls(Html& html, Scene& scene, const Question& question) {
  switch (question.kind) {
    case Kind::kRecommendation:
    case Kind::kRating:
      return PutScore(html, scene, question, nullptr);
    case Kind::kMatrix:
    case Kind::kImportance:
      return PutRows(html, scene, question);
    case Kind::kSingle:
    case Kind::kMultiple:
      return PutOptions(html, scene, question);
    case Kind::kYesNo:
    case Kind::kContactRequest:
      return PutYesNo(html, scene, question);
    case Kind::kText:
      return PutText(html, scene, question);
    case Kind::kNumber:
      return PutNumber(html, scene, question, nullptr);
    case Kind::kDate:
      return PutDate(html, scene, question);
  }
}

}  // namespace

std::string IdOf(std::string_view prefix, const Question& question, const Row* row) {
  return std::string(prefix) + '-' + question.id + (row ? '-' + row->id : std::string());
}

void PutDescribedBy(Html& html, const Scene& scene, const Question& question, const Row* row) {
  std::string ids;
  const auto add = [&](const std::string& id) { ids += (ids.empty() ? "" : " ") + id; };
  if (ProblemOf(scene.view, question, row)) add(IdOf("e", question, row));
  if (!row && (!question.hint.empty() || question.kind == Kind::kMultiple)) add(IdOf("h", question));
  if (!row && HasKey(question)) add(IdOf("k", question));
  if (HasNote(question) && (row || question.rows.empty())) add(IdOf("n", question, row));
  if (!ids.empty()) html.Attr("aria-describedby", ids);
}

void PutQuestion(Html& html, Scene& scene, const Question& question) {
  const bool bad = ProblemOf(scene.view, question) != nullptr;
  const bool focus = scene.view.focus_question == question.id;
  const bool one_field = IsOneField(question);
  html.Raw("<div class=\"q\"").Attr("id", IdOf("q", question));
  html.Raw(bad || focus ? " tabindex=\"-1\"" : "").Flag("autofocus", focus).Raw(">");
  PutProblem(html, scene, question);
  if (!one_field) {
    html.Raw("<fieldset class=\"g\"");
    PutDescribedBy(html, scene, question);
    html.Raw("><legend>");
  }
  PutTitle(html, scene, question, one_field);
  if (!one_field) html.Raw("</legend>");
  PutHint(html, scene, question);
  PutControls(html, scene, question);
  html.Raw(one_field ? "</div>\n" : "</fieldset></div>\n");
}

}  // namespace otklik::form
