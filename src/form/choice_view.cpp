// Choices: one, several, yes or no.
#include "form/scene.hpp"

namespace otklik::form {
namespace {

using survey::Kind;
using survey::Question;

std::vector<int> OrderOf(const Scene& scene, const Question& question) {
  if (question.random_order && !scene.view.response_id.empty()) {
    return survey::ShownOrder(question, scene.view.response_id);
  }
  std::vector<int> out(question.options.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<int>(i);
  return out;
}

void PutOwnText(Html& html, const Scene& scene, const Question& question) {
  const std::string name = OwnTextName(question);
  html.Raw("<div class=\"own\"><label").Attr("for", IdOf("o", question)).Raw(">");
  scene.words.PutOwn(html, "form_own_text");
  html.Raw("</label><input type=\"text\"").Attr("id", IdOf("o", question)).Attr("name", name);
  html.Attr("value", scene.filled.ValueOf(name)).Raw("></div>");
}

}  // namespace

void PutMark(Html& html, const Scene& scene, const Mark& mark, const Said& text) {
  html.Raw("<label class=\"opt\"><input").Attr("type", mark.type).Attr("name", mark.name).Attr("value", mark.value);
  html.Flag("checked", scene.filled.Holds(mark.name, mark.value)).Raw("><span>");
  scene.words.Put(html, text);
  html.Raw("</span></label>");
}

void PutHardToSay(Html& html, const Scene& scene, const Question& question, const survey::Row* row,
                  std::string_view type) {
  if (!question.hard_to_say) return;
  PutMark(html, scene, {type, FieldName(question, row), kHardToSayValue}, scene.words.Own("form_hard_to_say"));
}

void PutClear(Html& html, const Scene& scene, const Question& question, const survey::Row* row) {
  if (question.required || question.hard_to_say) return;
  html.Raw("<label class=\"clear\"><input type=\"radio\"").Attr("name", FieldName(question, row));
  html.Raw(" value=\"\"><span>");
  scene.words.PutOwn(html, "form_clear");
  html.Raw("</span></label>");
}

void PutOptions(Html& html, const Scene& scene, const Question& question) {
  const bool several = question.kind == Kind::kMultiple;
  const std::string_view type = several ? "checkbox" : "radio";
  const std::string name = FieldName(question);
  html.Raw("<div class=\"opts\">");
  for (const int index : OrderOf(scene, question)) {
    const survey::Option& option = question.options[static_cast<std::size_t>(index)];
    PutMark(html, scene, {type, name, option.id}, scene.words.Of(option.text));
  }
  if (question.other) {
    PutMark(html, scene, {type, name, kOtherValue}, scene.words.Own("form_other"));
    PutOwnText(html, scene, question);
  }
  PutHardToSay(html, scene, question, nullptr, type);
  html.Raw("</div>");
  if (!several) PutClear(html, scene, question, nullptr);
}

void PutYesNo(Html& html, const Scene& scene, const Question& question) {
  const std::string name = FieldName(question);
  html.Raw("<div class=\"opts pair\">");
  PutMark(html, scene, {"radio", name, "true"}, scene.words.Own("form_yes"));
  PutMark(html, scene, {"radio", name, "false"}, scene.words.Own("form_no"));
  PutHardToSay(html, scene, question, nullptr, "radio");
  html.Raw("</div>");
  PutClear(html, scene, question, nullptr);
}

}  // namespace otklik::form
