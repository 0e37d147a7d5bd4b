#include "exchange/csv/responses_csv.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace otklik::csv {
namespace {

survey::Question Ask(std::string id, survey::Kind kind) {
  survey::Question question;
  question.id = std::move(id);
  question.kind = kind;
  return question;
}

survey::Questionnaire Version(int number, std::vector<survey::Question> questions) {
  survey::Questionnaire questionnaire;
  questionnaire.version = number;
  questionnaire.pages.emplace_back().questions = std::move(questions);
  return questionnaire;
}

std::string Cells(const survey::Questionnaire& version, const std::string& answers) {
  const ResponsesCsv csv({&version}, {});
  return csv.Line({}, version.version, json::parse(answers).as_object());
}

TEST(ResponsesCsv, ColumnsAreThoseOfAllVersionsTheNewestFirst) {
  const auto old = Version(1, {Ask("gone", survey::Kind::kText), Ask("score", survey::Kind::kRating)});
  auto matrix = Ask("rate", survey::Kind::kMatrix);
  matrix.rows = {{"a", {}, ""}, {"b", {}, ""}};
  const auto now = Version(2, {Ask("score", survey::Kind::kRating), matrix});
  const ResponsesCsv csv({&old, &now}, {"id", "a,b"});
  EXPECT_EQ(csv.Header(), "\xEF\xBB\xBFid,\"a,b\",score,rate.a,rate.b,gone\r\n");
  EXPECT_EQ(csv.Line({"1", "x"}, 1, json::parse(R"({"gone":"hi","score":4})").as_object()), "1,x,4,,,hi\r\n");
  EXPECT_EQ(csv.Line({"2", "="}, 2, json::parse(R"({"score":null,"rate":{"b":3}})").as_object()),
            "2,'=,not_answered,not_answered,3,\r\n");
  EXPECT_EQ(csv.Line({"3", ""}, 9, json::parse(R"({"score":4})").as_object()), "3,,,,,\r\n");
}

TEST(ResponsesCsv, AQuestionNamedLikeAFieldGetsAColumnOfItsOwn) {
  const auto version = Version(1, {Ask("status", survey::Kind::kText)});
  const ResponsesCsv csv({&version}, {"status"});
  EXPECT_EQ(csv.Header(), "\xEF\xBB\xBFstatus,answers.status\r\n");
  EXPECT_EQ(csv.Line({"finished"}, 1, json::parse(R"({"status":"fine"})").as_object()), "finished,fine\r\n");
}

TEST(ResponsesCsv, SaysWhichKindOfNothingItIs) {
  auto score = Ask("score", survey::Kind::kRating);
  score.hard_to_say = true;
  const auto version = Version(1, {score, Ask("text", survey::Kind::kText)});
  EXPECT_EQ(Cells(version, "{}"), ",\r\n");
  EXPECT_EQ(Cells(version, R"({"score":null,"text":null})"), "not_answered,not_answered\r\n");
  EXPECT_EQ(Cells(version, R"({"score":"hard_to_say","text":"hard_to_say"})"), "hard_to_say,'hard_to_say\r\n");
}

TEST(ResponsesCsv, TextsStayOneCellAndNoFormula) {
  const auto version = Version(1, {Ask("text", survey::Kind::kText)});
  EXPECT_EQ(Cells(version, R"({"text":"a \"b\",\n;c"})"), "\"a \"\"b\"\",\n;c\"\r\n");
  for (const std::string start : {"=", "+", "-", "@", "\\t", "\\r"}) {
    EXPECT_EQ(Cells(version, R"({"text":")" + start + R"(1"})").find('\''), start == "\\r" ? 1U : 0U) << start;
  }
}

TEST(ResponsesCsv, NumbersAndChoicesAreWrittenForAMachine) {
  auto several = Ask("several", survey::Kind::kMultiple);
  several.other = true;
  const auto version = Version(1, {Ask("number", survey::Kind::kNumber), Ask("yes", survey::Kind::kYesNo), several});
  EXPECT_EQ(Cells(version, R"({"number":-2.5,"yes":false,"several":["a",{"other":"own"},"b"]})"),
            "-2.5,no,\"a;other;b\",own\r\n");
  EXPECT_EQ(Cells(version, R"({"number":1e15})"), "1000000000000000,,,\r\n");
  EXPECT_EQ(Cells(version, R"({"number":3,"yes":true,"several":null})"), "3,yes,not_answered,\r\n");
}

}  // namespace
}  // namespace otklik::csv
