#include "survey/test_questionnaires.hpp"

namespace otklik::survey {
namespace {

// one: recommend. two (critics): why. three: empty unless a user. four: always.
Questionnaire Four() {
  return OfPages(R"([
    {"id": "one", "questions": [{"id": "recommend", "kind": "recommendation", "text": "?", "measures": "relationship"}]},
    {"id": "two", "show_if": {"question": "recommend", "op": "<=", "value": 6},
     "questions": [{"id": "why", "kind": "text", "text": "?"}]},
    {"id": "three", "questions": [{"id": "daily", "kind": "yes_no", "text": "?",
      "show_if": {"fact": "contact.role", "op": "=", "value": "user"}}]},
    {"id": "four", "questions": [{"id": "call_me", "kind": "contact_request", "text": "?"}]}])");
}

TEST(Flow, SkipsPagesWithoutAnythingToAsk) {
  const Questionnaire four = Four();
  EXPECT_EQ(NextPage(four, -1, {}, {}), 0);
  EXPECT_EQ(NextPage(four, 0, {}, Object(R"({"recommend": 6})")), 1);
  EXPECT_EQ(NextPage(four, 0, {}, Object(R"({"recommend": 7})")), 3);
  EXPECT_EQ(NextPage(four, 0, {{"contact.role", "user"}}, Object(R"({"recommend": 7})")), 2);
  EXPECT_EQ(NextPage(four, 0, {}, Object(R"({"recommend": null})")), 3);
  EXPECT_EQ(NextPage(four, 3, {}, {}), std::nullopt);
}

TEST(Flow, GoesBackTheSameWay) {
  const Questionnaire four = Four();
  EXPECT_EQ(PreviousPage(four, 3, {}, Object(R"({"recommend": 9})")), 0);
  EXPECT_EQ(PreviousPage(four, 3, {}, Object(R"({"recommend": 2})")), 1);
  EXPECT_EQ(PreviousPage(four, 4, {}, {}), 3);
  EXPECT_EQ(PreviousPage(four, 0, {}, {}), std::nullopt);
}

TEST(Flow, PagesOutOfRangeAreTheEnds) {
  const Questionnaire four = Four();
  EXPECT_EQ(NextPage(four, -7, {}, {}), 0);
  EXPECT_EQ(NextPage(four, 99, {}, {}), std::nullopt);
  EXPECT_EQ(PreviousPage(four, 99, {}, {}), 3);
  EXPECT_EQ(PreviousPage(four, -7, {}, {}), std::nullopt);
}

TEST(Flow, ForwardAndBackwardVisitTheSamePages) {
  const Questionnaire four = Four();
  for (int score = 0; score <= 10; ++score) {
    for (const char* role : {"user", "buyer"}) {
      const Answers answers = {{"recommend", score}};
      const Facts facts = {{"contact.role", role}};
      std::vector<int> there, back;
      for (auto page = NextPage(four, -1, facts, answers); page; page = NextPage(four, *page, facts, answers)) {
        there.push_back(*page);
      }
      for (auto page = PreviousPage(four, 4, facts, answers); page; page = PreviousPage(four, *page, facts, answers)) {
        back.insert(back.begin(), *page);
      }
      EXPECT_EQ(there, back);
      EXPECT_EQ(there.size(), 2u + (score <= 6) + (std::string(role) == "user"));
    }
  }
}

TEST(Flow, APageAndItsQuestionsHaveConditionsOfTheirOwn) {
  const Questionnaire four = Four();
  EXPECT_TRUE(IsShown(four, four.pages[2], {}, {}));
  EXPECT_FALSE(IsShown(four.pages[2].questions[0], {}, {}));
  EXPECT_FALSE(IsShown(four, four.pages[1], {}, {}));
  EXPECT_TRUE(IsShown(four.pages[1].questions[0], {}, {}));
}

}  // namespace
}  // namespace otklik::survey
