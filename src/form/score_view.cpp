// Scores: one row of joined cells on every device.
#include "form/scene.hpp"

namespace otklik::form {
namespace {

using survey::Kind;
using survey::Question;
using survey::Row;
using survey::Scale;

// The word at a score: of the scale's labels, or of its ends.
Said WordAt(const Scene& scene, const Question& question, int score) {
  const Scale& scale = *question.scale;
  const auto label = scale.labels.find(score);
  const bool low = score == scale.min;
  const bool high = score == scale.max;
  if (low && !question.low_label.empty()) return scene.words.Of(question.low_label);
  if (high && !question.high_label.empty()) return scene.words.Of(question.high_label);
  if (label != scale.labels.end()) return scene.words.Of(label->second);
  if (question.kind == Kind::kRecommendation && low) return scene.words.Own("form_low_recommend");
  if (question.kind == Kind::kRecommendation && high) return scene.words.Own("form_high_recommend");
  return {{}, scene.words.language()};
}

// Words between the ends ask for a list of all of them.
bool HasMiddleWords(const Scale& scale) {
  for (const auto& [score, label] : scale.labels) {
    if (score != scale.min && score != scale.max && !label.empty()) return true;
  }
  return false;
}

void PutKeyEntry(Html& html, const Scene& scene, const Question& question, int score) {
  const Said word = WordAt(scene, question, score);
  html.Raw("<span>");
  if (!word.text.empty()) {
    // A no-break space keeps the dash with its number.
    html.Text(std::to_string(score)).Raw("&nbsp;— ");
    scene.words.Put(html, word);
  }
  html.Raw("</span>");
}

void PutCell(Html& html, const Scene& scene, const Question& question, const Row* row, int score) {
  const std::string number = std::to_string(score);
  const std::string name = FieldName(question, row);
  const std::string id = IdOf("f", question, row) + '-' + number;
  const Said word = WordAt(scene, question, score);
  html.Raw("<input type=\"radio\"").Attr("name", name).Attr("id", id).Attr("value", number);
  html.Flag("checked", scene.filled.Holds(name, number)).Raw("><label").Attr("for", id).Raw(">").Text(number);
  const bool in_words = HasMiddleWords(*question.scale);
  if (!word.text.empty()) {
    html.Raw("<span class=\"vh\"> — ");
    scene.words.Put(html, word);
    html.Raw("</span>");
  }
  html.Raw("</label>");
  if (row && !in_words) return;
  // Shown by the style where its cell is marked, so it is right without a script; a radio already tells readers.
  html.Raw("<p class=\"said\" aria-hidden=\"true\">");
  scene.words.PutOwn(html, "form_chosen", {number});
  if (in_words && !word.text.empty()) {
    html.Raw(" — ");
    scene.words.Put(html, word);
  }
  html.Raw("</p>");
}

}  // namespace

void PutScaleKey(Html& html, const Scene& scene, const Question& question) {
  const Scale& scale = *question.scale;
  const bool all = HasMiddleWords(scale) && !IsTypedScore(question);
  const bool ends =
      !WordAt(scene, question, scale.min).text.empty() || !WordAt(scene, question, scale.max).text.empty();
  if (!all && !ends) return;
  html.Raw(all ? "<div class=\"key all\"" : "<div class=\"key\"").Attr("id", IdOf("k", question)).Raw(">");
  for (int score = scale.min; score <= scale.max; ++score) {
    const bool end = score == scale.min || score == scale.max;
    if (end || (all && scale.labels.contains(score))) PutKeyEntry(html, scene, question, score);
  }
  html.Raw("</div>");
}

void PutScore(Html& html, const Scene& scene, const Question& question, const Row* row) {
  if (IsTypedScore(question)) {
    if (!row) PutScaleKey(html, scene, question);
    PutNumber(html, scene, question, row);
    return;
  }
  const Scale& scale = *question.scale;
  html.Raw("<div class=\"cells n").Raw(std::to_string(scale.max - scale.min + 1)).Raw("\">");
  for (int score = scale.min; score <= scale.max; ++score) PutCell(html, scene, question, row, score);
  if (!row) PutScaleKey(html, scene, question);
  html.Raw("</div>");
  PutHardToSay(html, scene, question, row, "radio");
  PutClear(html, scene, question, row);
}

}  // namespace otklik::form
