#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "form/sample_documents.hpp"

namespace otklik::form {
namespace {

using samples::Relationship;
using Next = Taken::Next;

Taken Take(int page, const json::object& so_far, std::string_view body) {
  const auto submission = DecodeForm(Relationship(), page, body);
  const auto taken = TakePage(Relationship(), page, {}, so_far, *submission);
  EXPECT_TRUE(taken);
  return taken ? *taken : Taken{};
}

std::string Fields(const Taken& taken) {
  std::string out;
  for (const Problem& problem : taken.problems) out += problem.field + ' ' + problem.key + ';';
  return out;
}

TEST(TakePage, GoesForwardWithWhatIsRight) {
  const Taken taken = Take(0, {}, "shown=recommend,why&a.recommend=9&a.why=x&go=next");
  EXPECT_EQ(taken.next, Next::kForward);
  EXPECT_EQ(json::serialize(taken.answers), R"({"recommend":9,"why":"x"})");
  EXPECT_TRUE(taken.problems.empty());
}

TEST(TakePage, ShowsAgainWhatIsMissingAndKeepsTheRest) {
  const Taken taken = Take(0, {}, "shown=recommend,why&a.why=x&go=next");
  EXPECT_EQ(taken.next, Next::kShowAgain);
  EXPECT_EQ(Fields(taken), "answers.recommend answer_required;");
  EXPECT_EQ(json::serialize(taken.answers), R"({"recommend":null,"why":"x"})");
}

TEST(TakePage, AsksWhatTheAnswerCallsForWithoutBlame) {
  const Taken taken = Take(0, {}, "shown=recommend,why&a.recommend=6&a.why=&go=next");
  EXPECT_EQ(taken.next, Next::kShowAgain);
  EXPECT_TRUE(taken.problems.empty());
  EXPECT_EQ(taken.focus_question, "better");
  EXPECT_EQ(Take(0, {}, "shown=recommend,better,why&a.recommend=6&go=next").next, Next::kForward);
}

TEST(TakePage, AQuestionNoLongerAskedTakesItsAnswerAlong) {
  const Taken taken = Take(0, {}, "shown=recommend,better,why&a.recommend=9&a.better=terms&go=next");
  EXPECT_EQ(taken.next, Next::kForward);
  EXPECT_EQ(json::serialize(taken.answers), R"({"recommend":9,"why":null})");
}

TEST(TakePage, AnUnreadableAnswerIsBlamedOnce) {
  const Taken taken = Take(1, {},
                           "shown=service,effort,share&a.service.delivery=7&a.service.documents=99"
                           "&a.service.manager=1&a.share=x&go=next");
  EXPECT_EQ(taken.next, Next::kShowAgain);
  EXPECT_EQ(Fields(taken), "answers.share form_whole_number;answers.service.documents not_a_score;");
}

TEST(TakePage, BackKeepsWhatIsRightAndAsksForNothing) {
  const Taken taken = Take(2, {{"recommend", 9}},
                           "shown=topics,channel,renew,volume,start,contact&a.topics=tubes"
                           "&a.volume=9999&a.start=zzz&go=back");
  EXPECT_EQ(taken.next, Next::kBack);
  EXPECT_TRUE(taken.problems.empty());
  EXPECT_EQ(
      json::serialize(taken.answers),
      R"({"recommend":9,"topics":["tubes"],"channel":null,"renew":null,"volume":null,"start":null,"contact":null})");
}

TEST(TakePage, APageThatIsNotThereIsAnError) {
  const auto taken = TakePage(Relationship(), 7, {}, {}, Submission{});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().problems.front().key, "unknown_page");
}

TEST(TakePage, AnUnseenRequiredQuestionIsAskedNotBlamed) {
  survey::Questionnaire strict = Relationship();
  strict.pages[0].questions[1].required = true;
  const auto submission = DecodeForm(strict, 0, "shown=recommend,why&a.recommend=2&go=next");
  const auto taken = TakePage(strict, 0, {}, {}, *submission);
  EXPECT_EQ(taken->next, Next::kShowAgain);
  EXPECT_TRUE(taken->problems.empty());
  EXPECT_EQ(taken->focus_question, "better");
}

}  // namespace
}  // namespace otklik::form
