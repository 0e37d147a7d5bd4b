// What is typed: words, numbers, dates.
#include <fmt/format.h>

#include <algorithm>

#include "base/time.hpp"
#include "form/scene.hpp"
#include "form/typed_values.hpp"

namespace otklik::form {
namespace {

using survey::Question;
using survey::Row;

std::string NumberText(double number, Language language) {
  std::string text = fmt::format("{}", number);
  if (language == Language::kRussian) std::ranges::replace(text, '.', ',');
  return text;
}

// id, name, labels and descriptions every typed field has.
void PutField(Html& html, const Scene& scene, const Question& question, const Row* row) {
  html.Attr("id", IdOf("f", question, row)).Attr("name", FieldName(question, row));
  html.Attr("aria-labelledby", IdOf("t", question, row));
  PutDescribedBy(html, scene, question, row);
  if (question.required) html.Raw(" aria-required=\"true\"");
  if (ProblemOf(scene.view, question, row)) html.Raw(" aria-invalid=\"true\"");
}

// What may be typed: "от 0 до 100, целое число".
void PutNumberNote(Html& html, const Scene& scene, const Question& question, const Row* row) {
  const Language language = scene.words.interface_language();
  std::optional<double> low = question.number_min;
  std::optional<double> high = question.number_max;
  if (question.scale) {
    low = question.scale->min;
    high = question.scale->max;
  }
  const std::string from = low ? NumberText(*low, language) : std::string();
  const std::string to = high ? NumberText(*high, language) : std::string();
  if (!low && !high) return;
  html.Raw("<p class=\"hint\"").Attr("id", IdOf("n", question, row)).Raw(">");
  if (low && high) {
    scene.words.PutOwn(html, "form_number_between", {from, to});
  } else {
    scene.words.PutOwn(html, low ? "form_number_from" : "form_number_to", {low ? from : to});
  }
  html.Raw("</p>");
}

}  // namespace

void PutText(Html& html, const Scene& scene, const Question& question) {
  html.Raw("<textarea rows=\"4\"");
  PutField(html, scene, question, nullptr);
  // A line end right after the tag would be swallowed by the browser.
  html.Raw(">\n").Text(scene.filled.ValueOf(FieldName(question))).Raw("</textarea><p class=\"hint\"");
  html.Attr("id", IdOf("n", question)).Raw(">");
  scene.words.PutOwn(html, "form_limit", {std::to_string(question.max_characters)});
  html.Raw("</p>");
}

void PutNumber(Html& html, const Scene& scene, const Question& question, const Row* row) {
  const bool whole = question.scale || question.decimals == 0;
  const bool negative = !question.scale && !(question.number_min && *question.number_min >= 0);
  PutNumberNote(html, scene, question, row);
  html.Raw("<input type=\"text\" class=\"short\" autocomplete=\"off\"");
  // Phones' digit pads have no minus.
  if (!negative) html.Attr("inputmode", whole ? "numeric" : "decimal");
  PutField(html, scene, question, row);
  html.Attr("value", scene.filled.TypedOf(FieldName(question, row))).Raw(">");
  PutHardToSay(html, scene, question, row, "checkbox");
}

void PutDate(Html& html, const Scene& scene, const Question& question) {
  const std::string_view typed = scene.filled.TypedOf(FieldName(question));
  // A date field cannot show what is no date; the text must not vanish.
  const bool readable = typed.empty() || ParseDay(typed);
  html.Raw("<input class=\"short\"").Attr("type", readable ? "date" : "text");
  if (readable && question.date_min) html.Attr("min", *question.date_min);
  if (readable && question.date_max) html.Attr("max", *question.date_max);
  PutField(html, scene, question, nullptr);
  html.Attr("value", typed).Raw(">");
  PutHardToSay(html, scene, question, nullptr, "checkbox");
}

}  // namespace otklik::form
