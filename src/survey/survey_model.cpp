#include <array>

#include "survey/survey.hpp"

namespace otklik::survey {
namespace {

constexpr std::array<std::string_view, kKindCount> kKindNames = {
    "recommendation", "rating", "matrix", "importance", "single",         "multiple",
    "yes_no",         "text",   "number", "date",       "contact_request"};

bool HasRows(Kind kind) { return kind == Kind::kMatrix || kind == Kind::kImportance; }

void AddItems(const Questionnaire& questionnaire, const Question& question, std::vector<Item>& items) {
  if (question.kind == Kind::kRecommendation || question.kind == Kind::kRating) {
    items.push_back({question.id, &question, nullptr, questionnaire.FindCriterion(question.criterion), false});
    return;
  }
  if (!HasRows(question.kind)) return;
  for (const Row& row : question.rows) {
    items.push_back({question.id + "." + row.id, &question, &row, questionnaire.FindCriterion(row.criterion),
                     question.kind == Kind::kImportance});
  }
}

int ScoreIn(const json::value* value) {
  if (!value || value->is_null()) return kNotAnswered;
  if (value->is_string()) return value->get_string() == "hard_to_say" ? kHardToSay : kNotAnswered;
  if (!value->is_int64()) return kNotAnswered;
  const std::int64_t score = value->get_int64();
  return score >= 0 && score < kHardToSay ? static_cast<int>(score) : kNotAnswered;
}

}  // namespace

std::string_view KindName(Kind kind) { return kKindNames[static_cast<std::size_t>(kind)]; }

std::optional<Kind> KindFrom(std::string_view name) {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    if (kKindNames[i] == name) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

const Question* Questionnaire::FindQuestion(std::string_view id) const {
  for (const Page& page : pages) {
    for (const Question& question : page.questions) {
      if (question.id == id) return &question;
    }
  }
  return nullptr;
}

const Criterion* Questionnaire::FindCriterion(std::string_view id) const {
  for (const Criterion& criterion : criteria) {
    if (criterion.id == id) return &criterion;
  }
  return nullptr;
}

std::vector<Item> ScoreItems(const Questionnaire& questionnaire) {
  std::vector<Item> items;
  for (const Page& page : questionnaire.pages) {
    for (const Question& question : page.questions) AddItems(questionnaire, question, items);
  }
  return items;
}

int ScoreOf(const Item& item, const Answers& answers) {
  const json::value* value = answers.if_contains(item.question->id);
  if (!value) return kNotShown;
  if (!item.row) return ScoreIn(value);
  const json::object* rows = value->if_object();
  return rows ? ScoreIn(rows->if_contains(item.row->id)) : ScoreIn(nullptr);
}

}  // namespace otklik::survey
