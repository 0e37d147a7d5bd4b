#include "survey/condition_rules.hpp"

#include "survey/decode.hpp"
#include "survey/test_questionnaires.hpp"

namespace otklik::survey {
namespace {

struct Case {
  const char* condition;
  bool holds;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.condition; }

Condition Decoded(const std::string& text) {
  std::vector<Problem> problems;
  Decoding decoding{problems, "ru"};
  Condition condition = DecodeCondition(Json(text), "show_if", decoding);
  EXPECT_TRUE(problems.empty()) << text;
  return condition;
}

// What was answered and is known in every row of the table below.
const char* const kAnswers = R"({"recommend": 6, "zero": 0, "effort": "hard_to_say", "skipped": null,
  "criteria": {"price": 3, "speed": "hard_to_say"}, "reason": "price", "own": {"other": "Цвет"},
  "tools": ["api", {"other": "Почта"}], "again": false, "call_me": true, "comment": "Хорошо",
  "staff": 12.5, "since": "2019-03-07"})";
const Facts kFacts = {{"contact.role", "user"},          {"account.segment", ""},
                      {"contact.attributes.years", "5"}, {"contact.attributes.since", "2018-05-01"},
                      {"contact.attributes.part", "5a"}, {"contact.attributes.share", "0.25"}};

class ConditionTable : public testing::TestWithParam<Case> {};

TEST_P(ConditionTable, HoldsAsWritten) {
  EXPECT_EQ(Holds(Decoded(GetParam().condition), kFacts, Object(kAnswers)), GetParam().holds);
}

INSTANTIATE_TEST_SUITE_P(Scores, ConditionTable,
                         testing::Values(Case{R"({"question": "recommend", "op": "=", "value": 6})", true},
                                         Case{R"({"question": "recommend", "op": "=", "value": 6.0})", true},
                                         Case{R"({"question": "recommend", "op": "=", "value": 7})", false},
                                         Case{R"({"question": "recommend", "op": "!=", "value": 6})", false},
                                         Case{R"({"question": "recommend", "op": "!=", "value": 7})", true},
                                         Case{R"({"question": "recommend", "op": "<", "value": 6})", false},
                                         Case{R"({"question": "recommend", "op": "<", "value": 7})", true},
                                         Case{R"({"question": "recommend", "op": "<=", "value": 6})", true},
                                         Case{R"({"question": "recommend", "op": "<=", "value": 5})", false},
                                         Case{R"({"question": "recommend", "op": ">", "value": 6})", false},
                                         Case{R"({"question": "recommend", "op": ">", "value": 5})", true},
                                         Case{R"({"question": "recommend", "op": ">=", "value": 6})", true},
                                         Case{R"({"question": "recommend", "op": ">=", "value": 7})", false},
                                         Case{R"({"question": "recommend", "op": "in", "value": [0, 6]})", true},
                                         Case{R"({"question": "recommend", "op": "in", "value": [0, 7]})", false},
                                         Case{R"({"question": "recommend", "op": "=", "value": "6"})", false},
                                         Case{R"({"question": "recommend", "op": "answered"})", true},
                                         Case{R"({"question": "recommend", "op": "hard_to_say"})", false},
                                         Case{R"({"question": "zero", "op": "answered"})", true},
                                         Case{R"({"question": "zero", "op": "<=", "value": 0})", true},
                                         Case{R"({"question": "criteria.price", "op": "<", "value": 4})", true},
                                         Case{R"({"question": "criteria.price", "op": ">", "value": 4})", false},
                                         Case{R"({"question": "criteria.price", "op": "answered"})", true},
                                         Case{R"({"question": "criteria.speed", "op": "hard_to_say"})", true},
                                         Case{R"({"question": "criteria.speed", "op": "answered"})", false},
                                         Case{R"({"question": "criteria.care", "op": "answered"})", false},
                                         Case{R"({"question": "criteria.care", "op": "!=", "value": 1})", false}));

// Whatever was not answered, not shown or hard to say makes every comparison false.
INSTANTIATE_TEST_SUITE_P(NoAnswer, ConditionTable,
                         testing::Values(Case{R"({"question": "effort", "op": "hard_to_say"})", true},
                                         Case{R"({"question": "effort", "op": "answered"})", false},
                                         Case{R"({"question": "effort", "op": "=", "value": 3})", false},
                                         Case{R"({"question": "effort", "op": "!=", "value": 3})", false},
                                         Case{R"({"question": "effort", "op": "<=", "value": 10})", false},
                                         Case{R"({"question": "effort", "op": "in", "value": ["hard_to_say"]})", false},
                                         Case{R"({"question": "effort", "op": "=", "value": "hard_to_say"})", false},
                                         Case{R"({"question": "skipped", "op": "answered"})", false},
                                         Case{R"({"question": "skipped", "op": "hard_to_say"})", false},
                                         Case{R"({"question": "skipped", "op": "!=", "value": 3})", false},
                                         Case{R"({"question": "skipped", "op": "<", "value": 3})", false},
                                         Case{R"({"question": "not_shown", "op": "answered"})", false},
                                         Case{R"({"question": "not_shown", "op": "!=", "value": 3})", false},
                                         Case{R"({"question": "not_shown.row", "op": "!=", "value": 3})", false},
                                         Case{R"({"question": "recommend.row", "op": "answered"})", false},
                                         Case{R"({"not": {"question": "not_shown", "op": "=", "value": 3}})", true},
                                         Case{R"({"not": {"question": "effort", "op": "answered"}})", true}));

INSTANTIATE_TEST_SUITE_P(OtherKinds, ConditionTable,
                         testing::Values(Case{R"({"question": "reason", "op": "=", "value": "price"})", true},
                                         Case{R"({"question": "reason", "op": "=", "value": "other"})", false},
                                         Case{R"({"question": "reason", "op": "!=", "value": "speed"})", true},
                                         Case{R"({"question": "reason", "op": "in", "value": ["speed", "price"]})",
                                              true},
                                         Case{R"({"question": "own", "op": "=", "value": "other"})", true},
                                         Case{R"({"question": "own", "op": "!=", "value": "price"})", true},
                                         Case{R"({"question": "own", "op": "answered"})", true},
                                         Case{R"({"question": "tools", "op": "=", "value": "api"})", true},
                                         Case{R"({"question": "tools", "op": "=", "value": "portal"})", false},
                                         Case{R"({"question": "tools", "op": "=", "value": "other"})", true},
                                         Case{R"({"question": "tools", "op": "!=", "value": "api"})", false},
                                         Case{R"({"question": "tools", "op": "!=", "value": "portal"})", true},
                                         Case{R"({"question": "tools", "op": "in", "value": ["portal", "api"]})", true},
                                         Case{R"({"question": "tools", "op": "in", "value": ["portal"]})", false},
                                         Case{R"({"question": "tools", "op": "answered"})", true},
                                         Case{R"({"question": "again", "op": "=", "value": false})", true},
                                         Case{R"({"question": "again", "op": "=", "value": true})", false},
                                         Case{R"({"question": "again", "op": "!=", "value": true})", true},
                                         Case{R"({"question": "again", "op": "answered"})", true},
                                         Case{R"({"question": "again", "op": "=", "value": 0})", false},
                                         Case{R"({"question": "call_me", "op": "=", "value": true})", true},
                                         Case{R"({"question": "comment", "op": "answered"})", true},
                                         Case{R"({"question": "staff", "op": ">", "value": 12})", true},
                                         Case{R"({"question": "staff", "op": "=", "value": 12.5})", true},
                                         Case{R"({"question": "staff", "op": "in", "value": [12, 13]})", false},
                                         Case{R"({"question": "since", "op": ">=", "value": "2019-03-07"})", true},
                                         Case{R"({"question": "since", "op": "<", "value": "2019-03-07"})", false},
                                         Case{R"({"question": "since", "op": "<", "value": "2020-01-01"})", true}));

INSTANTIATE_TEST_SUITE_P(
    Facts, ConditionTable,
    testing::Values(Case{R"({"fact": "contact.role", "op": "=", "value": "user"})", true},
                    Case{R"({"fact": "contact.role", "op": "!=", "value": "user"})", false},
                    Case{R"({"fact": "contact.role", "op": "in", "value": ["buyer", "user"]})", true},
                    Case{R"({"fact": "contact.role", "op": "answered"})", true},
                    Case{R"({"fact": "contact.role", "op": "=", "value": 5})", false},
                    Case{R"({"fact": "account.segment", "op": "answered"})", false},
                    Case{R"({"fact": "account.segment", "op": "!=", "value": "large"})", false},
                    Case{R"({"fact": "contact.name", "op": "!=", "value": "x"})", false},
                    Case{R"({"not": {"fact": "contact.name", "op": "answered"}})", true},
                    Case{R"({"fact": "contact.attributes.years", "op": ">=", "value": 5})", true},
                    Case{R"({"fact": "contact.attributes.years", "op": "=", "value": "5"})", true},
                    Case{R"({"fact": "contact.attributes.years", "op": "<", "value": 10})", true},
                    Case{R"({"fact": "contact.attributes.years", "op": "<", "value": "10"})",
                         false},  // as text "5" > "10"
                    Case{R"({"fact": "contact.attributes.years", "op": "in", "value": [4, 5]})", true},
                    Case{R"({"fact": "contact.attributes.share", "op": "<", "value": 0.5})", true},
                    Case{R"({"fact": "contact.attributes.part", "op": ">=", "value": 5})", false},
                    Case{R"({"fact": "contact.attributes.part", "op": "!=", "value": 5})", false},
                    Case{R"({"fact": "contact.attributes.since", "op": "<", "value": "2019-01-01"})", true}));

INSTANTIATE_TEST_SUITE_P(
    Trees, ConditionTable,
    testing::Values(
        Case{
            R"({"all": [{"question": "again", "op": "=", "value": false}, {"question": "recommend", "op": "=", "value": 6}]})",
            true},
        Case{
            R"({"all": [{"question": "again", "op": "=", "value": false}, {"question": "recommend", "op": "=", "value": 7}]})",
            false},
        Case{
            R"({"any": [{"question": "again", "op": "=", "value": true}, {"question": "recommend", "op": "=", "value": 6}]})",
            true},
        Case{
            R"({"any": [{"question": "again", "op": "=", "value": true}, {"question": "recommend", "op": "=", "value": 7}]})",
            false},
        Case{
            R"({"not": {"any": [{"question": "again", "op": "=", "value": true}, {"fact": "contact.role", "op": "=", "value": "buyer"}]}})",
            true},
        Case{
            R"({"not": {"all": [{"not": {"question": "again", "op": "answered"}}, {"question": "recommend", "op": "answered"}]}})",
            true}));

TEST(Condition, NotANumberIsNeverANumber) {
  for (const char* fact : {"nan", "inf", "1e999", " 5", "5 ", "", "0x10"}) {
    const Facts facts = {{"channel", fact}};
    EXPECT_FALSE(Holds(Decoded(R"({"fact": "channel", "op": ">=", "value": 0})"), facts, {})) << fact;
    EXPECT_FALSE(Holds(Decoded(R"({"fact": "channel", "op": "<", "value": 0})"), facts, {})) << fact;
  }
}

}  // namespace
}  // namespace otklik::survey
