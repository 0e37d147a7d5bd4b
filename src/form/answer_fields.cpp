#include "form/answer_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace otklik::form {
namespace {

using survey::Kind;
using survey::Question;

std::string NumberText(const json::value& number, Language language) {
  if (number.is_int64()) return std::to_string(number.get_int64());
  std::string text = fmt::format("{}", number.to_number<double>());
  if (language == Language::kRussian) std::ranges::replace(text, '.', ',');
  return text;
}

void AddChoice(const Question& question, const json::value& answer, Fields& out) {
  if (const json::object* own = answer.if_object()) {
    out.emplace(FieldName(question), kOtherValue);
    const json::value* text = own->if_contains("other");
    if (text && text->is_string()) out.emplace(OwnTextName(question), std::string(text->get_string()));
  } else if (answer.is_string()) {
    out.emplace(FieldName(question), std::string(answer.get_string()));
  }
}

void AddPlain(const std::string& name, const json::value& answer, Language language, Fields& out) {
  if (answer.is_string()) out.emplace(name, std::string(answer.get_string()));
  if (answer.is_bool()) out.emplace(name, answer.get_bool() ? "true" : "false");
  if (answer.is_number()) out.emplace(name, NumberText(answer, language));
}

void AddAnswer(const Question& question, const json::value& answer, Language language, Fields& out) {
  if (!question.rows.empty()) {
    const json::object* rows = answer.if_object();
    for (const survey::Row& row : question.rows) {
      const json::value* score = rows ? rows->if_contains(row.id) : nullptr;
      if (score) AddPlain(FieldName(question, &row), *score, language, out);
    }
  } else if (const json::array* chosen = answer.if_array()) {
    for (const json::value& one : *chosen) AddChoice(question, one, out);
  } else if (question.kind == Kind::kSingle || question.kind == Kind::kMultiple) {
    AddChoice(question, answer, out);
  } else {
    AddPlain(FieldName(question), answer, language, out);
  }
}

}  // namespace

std::string FieldName(const Question& question, const survey::Row* row) {
  return "a." + question.id + (row ? '.' + row->id : std::string());
}

std::string OwnTextName(const Question& question) { return "o." + question.id; }

bool IsTypedScore(const Question& question) {
  return question.scale && question.scale->max - question.scale->min + 1 > kMostCells;
}

Fields FieldsFromAnswers(const survey::Page& page, const json::object& answers, Language language) {
  Fields out;
  for (const Question& question : page.questions) {
    if (const json::value* answer = answers.if_contains(question.id)) AddAnswer(question, *answer, language, out);
  }
  return out;
}

bool Filled::Holds(const std::string& name, std::string_view value) const {
  const auto [begin, end] = fields_.equal_range(name);
  return std::any_of(begin, end, [&](const auto& field) { return field.second == value; });
}

std::string_view Filled::ValueOf(const std::string& name) const {
  const auto found = fields_.lower_bound(name);
  return found != fields_.end() && found->first == name ? std::string_view(found->second) : std::string_view();
}

std::string_view Filled::TypedOf(const std::string& name) const {
  const auto [begin, end] = fields_.equal_range(name);
  const auto found = std::find_if(begin, end, [](const auto& field) { return field.second != kHardToSayValue; });
  return found == end ? std::string_view() : std::string_view(found->second);
}

}  // namespace otklik::form
