#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "survey/test_questionnaires.hpp"

namespace otklik::survey {
namespace {

// One question of every kind on one page, none required.
const Questionnaire& Everything() {
  static const Questionnaire everything = OfQuestions(R"(
    {"id": "recommend", "kind": "recommendation", "text": "?", "measures": "relationship"},
    {"id": "effort", "kind": "rating", "text": "?", "scale": {"min": 1, "max": 7}, "hard_to_say": true},
    {"id": "criteria", "kind": "matrix", "text": "?", "scale": {"min": 1, "max": 10}, "hard_to_say": true,
     "rows": [{"id": "price", "text": "Цена"}, {"id": "speed", "text": "Скорость"}]},
    {"id": "reason", "kind": "single", "text": "?", "options": [{"id": "price", "text": "Цена"}, {"id": "speed", "text": "Скорость"}],
     "other": true, "hard_to_say": true},
    {"id": "plain", "kind": "single", "text": "?", "options": [{"id": "a", "text": "А"}]},
    {"id": "tools", "kind": "multiple", "text": "?", "other": true,
     "options": [{"id": "api", "text": "API"}, {"id": "portal", "text": "Портал"}, {"id": "mail", "text": "Почта"}]},
    {"id": "again", "kind": "yes_no", "text": "?", "hard_to_say": true},
    {"id": "comment", "kind": "text", "text": "?", "max_characters": 5},
    {"id": "staff", "kind": "number", "text": "?", "min": 1, "max": 1000, "hard_to_say": true},
    {"id": "share", "kind": "number", "text": "?", "decimals": 2},
    {"id": "since", "kind": "date", "text": "?", "min": "2000-02-29", "max": "2019-12-31"},
    {"id": "call_me", "kind": "contact_request", "text": "?"})");
  return everything;
}

// What is kept of one answer, as JSON.
std::string KeptOf(const std::string& question, const std::string& answer) {
  const json::object given = Object("{\"" + question + "\": " + answer + "}");
  const auto result = CheckResponse(Everything(), {}, given);
  EXPECT_TRUE(result.has_value()) << question << " " << answer << "\n"
                                  << (result ? "" : Explain(result.error(), Language::kEnglish));
  if (!result) return "refused";
  const json::value* kept = result->if_contains(question);
  return kept ? json::serialize(*kept) : "absent";
}

// "field key value" of the one problem an answer has.
std::string RefusalOf(const std::string& question, const std::string& answer) {
  const auto result = CheckResponse(Everything(), {}, Object("{\"" + question + "\": " + answer + "}"));
  EXPECT_TRUE(result.has_error()) << question << " " << answer;
  if (!result.has_error()) return "taken";
  EXPECT_EQ(result.error().code, Code::kInvalid);
  EXPECT_EQ(result.error().problems.size(), 1u) << Explain(result.error(), Language::kEnglish);
  const Problem problem = result.error().problems.front();
  EXPECT_NE(Say(problem, Language::kRussian), problem.key);
  EXPECT_THAT(Say(problem, Language::kEnglish),
              testing::Not(testing::ContainsRegex("[{][0-9][}]")));  // every place is filled
  return problem.field + " " + problem.key + " " + problem.value;
}

TEST(CheckScore, TakesWholeNumbersOfTheScale) {
  EXPECT_EQ(KeptOf("recommend", "0"), "0");
  EXPECT_EQ(KeptOf("recommend", "10"), "10");
  EXPECT_EQ(KeptOf("recommend", "9.0"), "9");
  EXPECT_EQ(KeptOf("recommend", "1e1"), "10");
  EXPECT_EQ(KeptOf("effort", "1"), "1");
}

TEST(CheckScore, NeverClampsRoundsOrConverts) {
  EXPECT_EQ(RefusalOf("recommend", "11"), "answers.recommend not_a_score 11");
  EXPECT_EQ(RefusalOf("recommend", "-1"), "answers.recommend not_a_score -1");
  EXPECT_EQ(RefusalOf("recommend", "7.5"), "answers.recommend not_a_score 7.5");
  EXPECT_EQ(RefusalOf("recommend", "\"9\""), "answers.recommend not_a_score 9");
  EXPECT_EQ(RefusalOf("recommend", "\"\""), "answers.recommend not_a_score ");
  EXPECT_EQ(RefusalOf("recommend", "true"), "answers.recommend not_a_score true");
  EXPECT_EQ(RefusalOf("recommend", "[9]"), "answers.recommend not_a_score [9]");
  EXPECT_EQ(RefusalOf("recommend", "{}"), "answers.recommend not_a_score {}");
  EXPECT_EQ(RefusalOf("recommend", "18446744073709551615"), "answers.recommend not_a_score 18446744073709551615");
  EXPECT_EQ(RefusalOf("recommend", "1e300"), "answers.recommend not_a_score 1e+300");
  EXPECT_EQ(RefusalOf("effort", "0"), "answers.effort not_a_score 0");
  EXPECT_EQ(RefusalOf("effort", "8"), "answers.effort not_a_score 8");
}

TEST(CheckScore, SaysWhatIsAllowed) {
  const auto result = CheckResponse(Everything(), {}, Object(R"({"effort": 8})"));
  const Problem problem = result.error().problems.front();
  EXPECT_EQ(Say(problem, Language::kEnglish), "must be a whole number from 1 to 7");
  EXPECT_EQ(Say(problem, Language::kRussian), "нужна целая оценка от 1 до 7");
}

TEST(CheckHardToSay, IsTakenOnlyWhereOffered) {
  for (const char* question : {"effort", "reason", "again", "staff"}) {
    EXPECT_EQ(KeptOf(question, "\"hard_to_say\""), "\"hard_to_say\"");
  }
  for (const char* question : {"recommend", "plain", "tools", "comment", "share", "since", "call_me"}) {
    EXPECT_EQ(RefusalOf(question, "\"hard_to_say\""),
              "answers." + std::string(question) + " hard_to_say_not_offered hard_to_say");
  }
  EXPECT_EQ(RefusalOf("criteria", "\"hard_to_say\""), "answers.criteria hard_to_say_not_offered hard_to_say");
}

TEST(CheckMatrix, KeepsAnsweredRowsInTheQuestionnairesOrder) {
  EXPECT_EQ(KeptOf("criteria", R"({"speed": 1, "price": 10})"), R"({"price":10,"speed":1})");
  EXPECT_EQ(KeptOf("criteria", R"({"speed": "hard_to_say", "price": null})"), R"({"speed":"hard_to_say"})");
  EXPECT_EQ(KeptOf("criteria", R"({"speed": 2.0})"), R"({"speed":2})");
  EXPECT_EQ(KeptOf("criteria", "{}"), "null");
  EXPECT_EQ(KeptOf("criteria", R"({"price": null})"), "null");
}

TEST(CheckMatrix, RefusesByRow) {
  EXPECT_EQ(RefusalOf("criteria", R"({"price": 11})"), "answers.criteria.price not_a_score 11");
  EXPECT_EQ(RefusalOf("criteria", R"({"price": {"price": 5}})"), "answers.criteria.price not_a_score {\"price\":5}");
  EXPECT_EQ(RefusalOf("criteria", R"({"prise": 5})"), "answers.criteria.prise unknown_row_near 5");
  EXPECT_EQ(RefusalOf("criteria", R"({"delivery": 5, "price": 1})"), "answers.criteria.delivery unknown_row 5");
  EXPECT_EQ(RefusalOf("criteria", "[5, 6]"), "answers.criteria not_scores_by_row [5,6]");
  EXPECT_EQ(RefusalOf("criteria", "5"), "answers.criteria not_scores_by_row 5");
}

TEST(CheckSingle, TakesAnOptionOrAnOwnText) {
  EXPECT_EQ(KeptOf("reason", "\"speed\""), "\"speed\"");
  EXPECT_EQ(KeptOf("reason", R"({"other": "Цвет"})"), R"({"other":"Цвет"})");
  EXPECT_EQ(KeptOf("reason", "\"\""), "null");
  EXPECT_EQ(KeptOf("reason", R"({"other": "hard_to_say"})"), R"({"other":"hard_to_say"})");
  const std::string longest = std::string(499, 'x') + "ё";
  EXPECT_EQ(KeptOf("reason", "{\"other\": \"" + longest + "\"}"), "{\"other\":\"" + longest + "\"}");
}

TEST(CheckSingle, RefusesEverythingElse) {
  EXPECT_EQ(RefusalOf("reason", "\"spead\""), "answers.reason unknown_option_near spead");
  EXPECT_EQ(RefusalOf("reason", "\"weather\""), "answers.reason unknown_option weather");
  EXPECT_EQ(RefusalOf("reason", "\"other\""), "answers.reason unknown_option other");
  EXPECT_EQ(RefusalOf("reason", "0"), "answers.reason not_an_option 0");
  EXPECT_EQ(RefusalOf("reason", "[\"speed\"]"), "answers.reason not_an_option [\"speed\"]");
  EXPECT_EQ(RefusalOf("reason", R"({"other": " "})"), "answers.reason other_empty {\"other\":\" \"}");
  EXPECT_EQ(RefusalOf("reason", R"({"other": 5})"), "answers.reason not_an_option {\"other\":5}");
  EXPECT_EQ(RefusalOf("reason", R"({"other": "x", "id": "price"})"),
            "answers.reason not_an_option {\"other\":\"x\",\"id\":\"price\"}");
  EXPECT_EQ(RefusalOf("plain", R"({"other": "Цвет"})"), "answers.plain other_not_offered {\"other\":\"Цвет\"}");
  EXPECT_TRUE(RefusalOf("reason", "{\"other\": \"" + std::string(501, 'x') + "\"}")
                  .starts_with("answers.reason too_many_characters x"));
}

TEST(CheckMultiple, KeepsOptionsInTheQuestionnairesOrderAndAnOwnTextLast) {
  EXPECT_EQ(KeptOf("tools", R"(["mail", "api"])"), R"(["api","mail"])");
  EXPECT_EQ(KeptOf("tools", R"([{"other": "Чат"}, "portal"])"), R"(["portal",{"other":"Чат"}])");
  EXPECT_EQ(KeptOf("tools", "[]"), "null");
}

TEST(CheckMultiple, RefusesUnknownRepeatedAndForeign) {
  EXPECT_EQ(RefusalOf("tools", R"(["api", "portals"])"), "answers.tools unknown_option_near portals");
  EXPECT_EQ(RefusalOf("tools", R"(["api", "telegraph"])"), "answers.tools unknown_option telegraph");
  EXPECT_EQ(RefusalOf("tools", R"(["api", "mail", "api"])"), "answers.tools option_twice api");
  EXPECT_EQ(RefusalOf("tools", R"([{"other": "a"}, {"other": "b"}])"), "answers.tools option_twice {\"other\":\"b\"}");
  EXPECT_EQ(RefusalOf("tools", R"(["api", null])"), "answers.tools not_an_option null");
  EXPECT_EQ(RefusalOf("tools", R"(["hard_to_say"])"), "answers.tools unknown_option hard_to_say");
  EXPECT_EQ(RefusalOf("tools", "\"api\""), "answers.tools not_a_list_of_options api");
  EXPECT_EQ(RefusalOf("tools", R"({"other": "a"})"), "answers.tools not_a_list_of_options {\"other\":\"a\"}");
}

TEST(CheckYesNo, TakesBooleansOnly) {
  EXPECT_EQ(KeptOf("again", "false"), "false");
  EXPECT_EQ(KeptOf("call_me", "true"), "true");
  for (const char* bad : {"0", "1", "\"yes\"", "\"\"", "[true]"}) {
    EXPECT_TRUE(RefusalOf("again", bad).starts_with("answers.again not_a_yes_or_no")) << bad;
  }
}

TEST(CheckText, CountsCharactersNotBytes) {
  EXPECT_EQ(KeptOf("comment", "\"ёлки!\""), "\"ёлки!\"");
  EXPECT_EQ(KeptOf("comment", "\"😀😀😀😀😀\""), "\"😀😀😀😀😀\"");
  EXPECT_EQ(RefusalOf("comment", "\"ёлка!!\""), "answers.comment too_many_characters ёлка!!");
  EXPECT_EQ(KeptOf("comment", "\" a \""), "\" a \"");
}

TEST(CheckText, TakesBrowsersLineEndsForOneCharacter) {
  EXPECT_EQ(KeptOf("comment", R"("a\r\nb\r\n")"), R"("a\nb\n")");
  EXPECT_EQ(KeptOf("comment", R"("a\rb\r")"), R"("a\nb\n")");
}

TEST(CheckText, BlankIsNoAnswer) {
  for (const char* blank : {"\"\"", "\"  \"", R"("\r\n\t")", "\"\u00a0\""}) EXPECT_EQ(KeptOf("comment", blank), "null");
  EXPECT_EQ(RefusalOf("comment", "5"), "answers.comment not_a_text 5");
  EXPECT_EQ(RefusalOf("comment", "[\"a\"]"), "answers.comment not_a_text [\"a\"]");
}

TEST(CheckNumber, KeepsExactlySoManyDecimals) {
  EXPECT_EQ(KeptOf("staff", "1"), "1");
  EXPECT_EQ(KeptOf("staff", "12.0"), "12");
  EXPECT_EQ(json::parse(KeptOf("share", "0.07")).as_double(), 0.07);
  EXPECT_EQ(json::parse(KeptOf("share", "-12345.67")).as_double(), -12345.67);
  EXPECT_EQ(KeptOf("share", "1.10e1"), "11");
  EXPECT_EQ(KeptOf("share", "-0.0"), "0");
  for (int i = -1000; i <= 1000; ++i) {
    const std::string written = std::string(i < 0 ? "-" : "") + std::to_string(std::abs(i) / 100) + "." +
                                std::to_string(std::abs(i) % 100 / 10) + std::to_string(std::abs(i) % 10);
    EXPECT_EQ(json::parse(KeptOf("share", written)).to_number<double>(), i / 100.0) << written;
  }
}

TEST(CheckNumber, RefusesTextFractionsAndBounds) {
  EXPECT_EQ(RefusalOf("staff", "0"), "answers.staff too_small 0");
  EXPECT_EQ(RefusalOf("staff", "0.5"), "answers.staff too_small 0.5");
  EXPECT_EQ(RefusalOf("staff", "1001"), "answers.staff too_large 1001");
  EXPECT_EQ(RefusalOf("staff", "2.5"), "answers.staff not_a_whole_number 2.5");
  EXPECT_EQ(RefusalOf("staff", "\"5\""), "answers.staff not_a_number 5");
  EXPECT_EQ(RefusalOf("staff", "\"\""), "answers.staff not_a_number ");
  EXPECT_EQ(RefusalOf("share", "0.125"), "answers.share too_many_decimals 0.125");
  EXPECT_EQ(RefusalOf("share", "1e300"), "answers.share number_beyond_precision 1e+300");
  EXPECT_EQ(KeptOf("share", "9999999999999.99"), "9.99999999999999E12");
  EXPECT_EQ(RefusalOf("share", "10000000000001"), "answers.share number_beyond_precision 10000000000001");
}

TEST(CheckDate, TakesRealDaysWithinBounds) {
  EXPECT_EQ(KeptOf("since", "\"2000-02-29\""), "\"2000-02-29\"");
  EXPECT_EQ(KeptOf("since", "\"2019-12-31\""), "\"2019-12-31\"");
  EXPECT_EQ(KeptOf("since", "\"\""), "null");
  EXPECT_EQ(RefusalOf("since", "\"2000-02-28\""), "answers.since too_early 2000-02-28");
  EXPECT_EQ(RefusalOf("since", "\"2020-01-01\""), "answers.since too_late 2020-01-01");
  for (const char* bad : {"\"2019-02-29\"", "\"31.12.2019\"", "\"2019-3-1\"", "\"2019-03-01T00:00:00Z\"", "20190301"}) {
    EXPECT_TRUE(RefusalOf("since", bad).starts_with("answers.since bad_date")) << bad;
  }
}

TEST(CheckResponse, HasAKeyForEveryShownQuestionInOrder) {
  const auto result = CheckResponse(Everything(), {}, Object(R"({"call_me": true, "recommend": 9})"));
  EXPECT_EQ(json::serialize(*result),
            R"({"recommend":9,"effort":null,"criteria":null,"reason":null,"plain":null,"tools":null,"again":null,)"
            R"("comment":null,"staff":null,"share":null,"since":null,"call_me":true})");
}

TEST(CheckResponse, TheOrderOfKeysDoesNotMatter) {
  const auto one = CheckResponse(Everything(), {}, Object(R"({"recommend": 9, "tools": ["api", "mail"],
                                                              "criteria": {"price": 1, "speed": 2}})"));
  const auto two = CheckResponse(Everything(), {}, Object(R"({"criteria": {"speed": 2, "price": 1},
                                                              "tools": ["mail", "api"], "recommend": 9})"));
  EXPECT_EQ(json::serialize(*one), json::serialize(*two));
}

TEST(CheckResponse, CheckingWhatIsKeptChangesNothing) {
  const auto once = CheckResponse(Everything(), {}, Object(R"({"recommend": 9.0, "comment": "a\r\nb",
      "tools": ["mail", {"other": "x"}, "api"], "criteria": {"speed": 2, "price": null}, "share": 0.5})"));
  ASSERT_TRUE(once.has_value());
  const auto twice = CheckResponse(Everything(), {}, *once);
  ASSERT_TRUE(twice.has_value());
  EXPECT_EQ(json::serialize(*once), json::serialize(*twice));
}

TEST(CheckResponse, ListsEveryProblem) {
  const auto result = CheckResponse(Everything(), {}, Object(R"({"recommend": 11, "tools": ["fax", "api", "api"],
      "criteria": {"price": 0, "speed": "x"}, "recomend": 5, "weather": "sun", "since": "never"})"));
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(FieldsAndKeys(result.error().problems),
            (std::vector<std::string>{"answers.criteria.price not_a_score", "answers.criteria.speed not_a_score",
                                      "answers.recomend unknown_question_near", "answers.recommend not_a_score",
                                      "answers.since bad_date", "answers.tools option_twice",
                                      "answers.tools unknown_option", "answers.weather unknown_question"}));
}

// one: recommend. two (critics): why (required), detail (if why). three: matrix (required), happy (if a user).
const Questionnaire& Branching() {
  static const Questionnaire branching = OfPages(R"([
    {"id": "one", "questions": [
      {"id": "recommend", "kind": "recommendation", "text": "?", "measures": "relationship", "required": true},
      {"id": "good", "kind": "text", "text": "?", "show_if": {"question": "recommend", "op": ">=", "value": 9}}]},
    {"id": "two", "show_if": {"question": "recommend", "op": "<=", "value": 6}, "questions": [
      {"id": "why", "kind": "single", "text": "?", "required": true, "options": [{"id": "price", "text": "Цена"}, {"id": "speed", "text": "Скорость"}]},
      {"id": "detail", "kind": "text", "text": "?", "show_if": {"question": "why", "op": "=", "value": "price"}}]},
    {"id": "three", "questions": [
      {"id": "criteria", "kind": "matrix", "text": "?", "required": true, "hard_to_say": true, "scale": {"min": 1, "max": 5},
       "rows": [{"id": "price", "text": "Цена"}, {"id": "speed", "text": "Скорость"}]},
      {"id": "happy", "kind": "yes_no", "text": "?", "required": true, "show_if": {"fact": "contact.role", "op": "=", "value": "user"}}]}])");
  return branching;
}

std::string Whole(const std::string& given, const Facts& facts = {}, bool partial = false) {
  const auto result = CheckResponse(Branching(), facts, Object(given), partial);
  if (result) return json::serialize(*result);
  std::string lines;
  for (const std::string& line : FieldsAndKeys(result.error().problems)) lines += (lines.empty() ? "" : "; ") + line;
  return lines;
}

TEST(CheckResponse, AsksOnlyForWhatWasShown) {
  EXPECT_EQ(Whole(R"({"recommend": 9, "criteria": {"price": 1, "speed": 2}})"),
            R"({"recommend":9,"good":null,"criteria":{"price":1,"speed":2}})");
  EXPECT_EQ(Whole(R"({"recommend": 5, "why": "price", "criteria": {"price": 1, "speed": "hard_to_say"}})"),
            R"({"recommend":5,"why":"price","detail":null,"criteria":{"price":1,"speed":"hard_to_say"}})");
  EXPECT_EQ(
      Whole(R"({"recommend": 7, "criteria": {"price": 1, "speed": 2}, "happy": true})", {{"contact.role", "user"}}),
      R"({"recommend":7,"criteria":{"price":1,"speed":2},"happy":true})");
}

TEST(CheckResponse, RequiresAnswersAndEveryRowOfAMatrix) {
  EXPECT_EQ(Whole("{}"), "answers.criteria answer_required; answers.recommend answer_required");
  EXPECT_EQ(Whole(R"({"recommend": null, "criteria": {"price": 1, "speed": 2}})"), "answers.recommend answer_required");
  EXPECT_EQ(Whole(R"({"recommend": 7, "criteria": {"speed": 2}})"), "answers.criteria.price answer_required");
  EXPECT_EQ(Whole(R"({"recommend": 7, "criteria": {"speed": null, "price": 3}})"),
            "answers.criteria.speed answer_required");
  EXPECT_EQ(Whole(R"({"recommend": 5, "why": "", "criteria": {"price": 1, "speed": 2}})"),
            "answers.why answer_required");
  EXPECT_EQ(Whole(R"({"recommend": 7, "criteria": {"price": 1, "speed": 2}})", {{"contact.role", "user"}}),
            "answers.happy answer_required");
}

TEST(CheckResponse, RefusesAnswersToHiddenQuestions) {
  EXPECT_EQ(Whole(R"({"recommend": 9, "why": "price", "criteria": {"price": 1, "speed": 2}})"),
            "answers.why answer_to_hidden");
  EXPECT_EQ(Whole(R"({"recommend": 5, "why": "speed", "detail": "x", "criteria": {"price": 1, "speed": 2}})"),
            "answers.detail answer_to_hidden");
  EXPECT_EQ(Whole(R"({"recommend": 9, "why": null, "criteria": {"price": 1, "speed": 2}})"),
            R"({"recommend":9,"good":null,"criteria":{"price":1,"speed":2}})");
}

TEST(CheckResponse, AWrongAnswerIsNotBlamedOnWhatDependsOnIt) {
  EXPECT_EQ(Whole(R"({"recommend": "5", "why": "price", "detail": "x", "criteria": {"price": 1, "speed": 2}})"),
            "answers.recommend not_a_score");
  EXPECT_EQ(Whole(R"({"recommend": 11, "why": "weather", "criteria": {"price": 1, "speed": 2}})"),
            "answers.recommend not_a_score; answers.why unknown_option");
}

TEST(CheckResponse, PartialStopsAtTheLastPageReached) {
  EXPECT_EQ(Whole("{}", {}, true), "{}");
  EXPECT_EQ(Whole(R"({"recommend": 9})", {}, true), R"({"recommend":9,"good":null})");
  EXPECT_EQ(Whole(R"({"recommend": 5, "detail": null})", {}, true), R"({"recommend":5,"why":null})");
  EXPECT_EQ(Whole(R"({"recommend": 5, "why": "price"})", {}, true), R"({"recommend":5,"why":"price","detail":null})");
  EXPECT_EQ(Whole(R"({"recommend": 7, "criteria": {"price": 2}})", {}, true),
            R"({"recommend":7,"criteria":{"price":2}})");
}

TEST(CheckResponse, PartialStillChecksWhatWasReached) {
  EXPECT_EQ(Whole(R"({"why": "price"})", {}, true), "answers.recommend answer_required");
  EXPECT_EQ(Whole(R"({"recommend": 5, "criteria": {}})", {}, true), "answers.why answer_required");
  EXPECT_EQ(Whole(R"({"recommend": 12})", {}, true), "answers.recommend not_a_score");
  EXPECT_EQ(Whole(R"({"recommend": 9, "weather": 1})", {}, true), "answers.weather unknown_question");
}

std::string OnPage(int page, const std::string& so_far, const std::string& given, const Facts& facts = {}) {
  const auto result = CheckPage(Branching(), page, facts, Object(so_far), Object(given));
  if (result) return json::serialize(*result);
  std::string lines;
  for (const std::string& line : FieldsAndKeys(result.error().problems)) lines += (lines.empty() ? "" : "; ") + line;
  return lines;
}

TEST(CheckPage, MergesPageAfterPage) {
  EXPECT_EQ(OnPage(0, "{}", R"({"recommend": 5})"), R"({"recommend":5})");
  EXPECT_EQ(OnPage(1, R"({"recommend":5})", R"({"why": "price", "detail": "x"})"),
            R"({"recommend":5,"why":"price","detail":"x"})");
  EXPECT_EQ(OnPage(2, R"({"recommend":5,"why":"price","detail":"x"})", R"({"criteria": {"price": 1, "speed": 2}})"),
            R"({"recommend":5,"why":"price","detail":"x","criteria":{"price":1,"speed":2}})");
}

TEST(CheckPage, KeepsLaterPagesWhenOneGoesBack) {
  EXPECT_EQ(OnPage(0, R"({"recommend":5,"why":"price","detail":"x","criteria":{"price":1,"speed":2}})",
                   R"({"recommend": 6})"),
            R"({"recommend":6,"why":"price","detail":"x","criteria":{"price":1,"speed":2}})");
}

TEST(CheckPage, DropsWhatAChangedAnswerHides) {
  EXPECT_EQ(OnPage(0, R"({"recommend":5,"why":"price","detail":"x","criteria":{"price":1,"speed":2}})",
                   R"({"recommend": 7})"),
            R"({"recommend":7,"criteria":{"price":1,"speed":2}})");
  EXPECT_EQ(OnPage(1, R"({"recommend":5,"why":"price","detail":"x"})", R"({"why": "speed", "detail": "x"})"),
            R"({"recommend":5,"why":"speed"})");
  EXPECT_EQ(OnPage(0, R"({"recommend":9,"good":"all"})", R"({"recommend": 8, "good": "all"})"), R"({"recommend":8})");
}

TEST(CheckPage, WhatThePageLacksIsNotAnswered) {
  EXPECT_EQ(OnPage(0, R"({"recommend":9,"good":"all"})", R"({"recommend": 9})"), R"({"recommend":9,"good":null})");
  EXPECT_EQ(OnPage(0, R"({"recommend":9})", "{}"), "answers.recommend answer_required");
}

TEST(CheckPage, LooksAtItsOwnPageOnly) {
  EXPECT_EQ(OnPage(1, R"({"recommend":5})", R"({"why": "price"})"), R"({"recommend":5,"why":"price","detail":null})");
  EXPECT_EQ(OnPage(0, "{}", R"({"recommend": 9, "criteria": {}})"), "answers.criteria answer_of_another_page");
  EXPECT_EQ(OnPage(0, "{}", R"({"recommend": 9, "goood": "x"})"), "answers.goood unknown_question_near");
  EXPECT_EQ(OnPage(0, "{}", R"({"recommend": 99, "good": 5})"),
            "answers.recommend not_a_score");  // `good` hangs on the wrong score
}

TEST(CheckPage, APageThatIsNotShownTakesNothing) {
  EXPECT_EQ(OnPage(1, R"({"recommend":9,"good":null})", R"({"why": "price"})"), R"({"recommend":9,"good":null})");
}

TEST(CheckPage, UsesFacts) {
  EXPECT_EQ(OnPage(2, R"({"recommend":9})", R"({"criteria": {"price": 1, "speed": 2}})", {{"contact.role", "user"}}),
            "answers.happy answer_required");
}

TEST(CheckPage, KnowsHowManyPagesThereAre) {
  EXPECT_EQ(OnPage(3, "{}", "{}"), "page unknown_page");
  EXPECT_EQ(OnPage(-1, "{}", "{}"), "page unknown_page");
}

// Page by page and at once are the same check.
TEST(CheckPage, EndsWhereCheckResponseDoes) {
  for (int score = 0; score <= 10; ++score) {
    const Facts facts = {{"contact.role", score % 2 ? "user" : "buyer"}};
    const std::vector<json::object> pages = {{{"recommend", score}},
                                             {{"why", "price"}, {"detail", "x"}},
                                             score % 2
                                                 ? Object(R"({"criteria": {"price": 1, "speed": 5}, "happy": false})")
                                                 : Object(R"({"criteria": {"price": 1, "speed": 5}})")};
    Answers by_page;
    json::object at_once;
    for (auto page = NextPage(Branching(), -1, facts, by_page); page;
         page = NextPage(Branching(), *page, facts, by_page)) {
      const json::object& given = pages[static_cast<std::size_t>(*page)];
      for (const auto& member : given) at_once[member.key()] = member.value();
      const auto result = CheckPage(Branching(), *page, facts, by_page, given);
      ASSERT_TRUE(result.has_value()) << Explain(result.error(), Language::kEnglish);
      by_page = *result;
    }
    const auto whole = CheckResponse(Branching(), facts, at_once);
    ASSERT_TRUE(whole.has_value()) << Explain(whole.error(), Language::kEnglish);
    EXPECT_EQ(json::serialize(by_page), json::serialize(*whole));
  }
}

}  // namespace
}  // namespace otklik::survey
