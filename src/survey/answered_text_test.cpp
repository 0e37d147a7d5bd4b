#include "survey/test_questionnaires.hpp"

namespace otklik::survey {
namespace {

std::string Words(const std::string& question, const std::string& answer, std::string_view language = "ru") {
  static const Questionnaire questionnaire = Parsed(R"({"key": "s", "title": "Опрос", "languages": ["ru", "en"],
    "pages": [{"id": "one", "questions": [
      {"id": "recommend", "kind": "recommendation", "text": "?", "measures": "m"},
      {"id": "satisfied", "kind": "rating", "text": "?", "hard_to_say": true,
       "scale": {"min": 1, "max": 5, "labels": {"4": {"ru": "скорее да", "en": "rather yes"}}}},
      {"id": "criteria", "kind": "matrix", "text": "?", "scale": {"min": 1, "max": 10}, "hard_to_say": true,
       "rows": [{"id": "price", "text": {"ru": "Цена", "en": "Price"}}, {"id": "speed", "text": "Скорость"}]},
      {"id": "tools", "kind": "multiple", "text": "?", "other": true,
       "options": [{"id": "api", "text": "API"}, {"id": "portal", "text": {"ru": "Портал", "en": "Portal"}}]},
      {"id": "again", "kind": "yes_no", "text": "?"},
      {"id": "comment", "kind": "text", "text": "?"},
      {"id": "staff", "kind": "number", "text": "?", "decimals": 1},
      {"id": "since", "kind": "date", "text": "?"}]}]})");
  return AnsweredText(*questionnaire.FindQuestion(question), Json("[" + answer + "]").as_array()[0], language, "ru");
}

TEST(AnsweredText, Scores) {
  EXPECT_EQ(Words("recommend", "10"), "10");
  EXPECT_EQ(Words("satisfied", "4"), "4 — скорее да");
  EXPECT_EQ(Words("satisfied", "4", "en"), "4 — rather yes");
  EXPECT_EQ(Words("satisfied", "5"), "5");
  EXPECT_EQ(Words("satisfied", "\"hard_to_say\""), "затрудняюсь ответить");
  EXPECT_EQ(Words("satisfied", "null"), "");
}

TEST(AnsweredText, RowsInTheQuestionnairesOrder) {
  EXPECT_EQ(Words("criteria", R"({"speed": "hard_to_say", "price": 8})"), "Цена: 8; Скорость: затрудняюсь ответить");
  EXPECT_EQ(Words("criteria", R"({"price": 8})", "en"), "Price: 8");
}

TEST(AnsweredText, Choices) {
  EXPECT_EQ(Words("tools", R"(["api", "portal", {"other": "Чат"}])"), "API; Портал; Чат");
  EXPECT_EQ(Words("tools", R"(["portal"])", "en"), "Portal");
  EXPECT_EQ(Words("tools", R"(["api"])", "de"), "API");
}

TEST(AnsweredText, TheRest) {
  EXPECT_EQ(Words("again", "true"), "да");
  EXPECT_EQ(Words("again", "false", "en"), "no");
  EXPECT_EQ(Words("comment", "\"Всё хорошо\""), "Всё хорошо");
  EXPECT_EQ(Words("staff", "12.5"), "12,5");
  EXPECT_EQ(Words("staff", "12.5", "en"), "12.5");
  EXPECT_EQ(Words("staff", "1000000"), "1000000");
  EXPECT_EQ(Words("since", "\"2019-03-07\""), "2019-03-07");
}

}  // namespace
}  // namespace otklik::survey
