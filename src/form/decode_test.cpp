#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <random>

#include "form/answer_fields.hpp"
#include "form/sample_documents.hpp"

namespace otklik::form {
namespace {

using samples::Relationship;

Submission Decode(int page, std::string_view body) {
  auto submission = DecodeForm(Relationship(), page, body);
  EXPECT_TRUE(submission) << body;
  return submission ? std::move(*submission) : Submission{};
}

std::string Answers(int page, std::string_view body) { return json::serialize(Decode(page, body).answers); }

// "answers.x key value" of every problem.
std::string Problems(const Submission& submission) {
  std::string out;
  for (const Problem& one : submission.problems) out += one.field + ' ' + one.key + ' ' + one.value + ';';
  return out;
}

std::string Coded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

TEST(FormFields, AreDecoded) {
  const auto fields = DecodeFields("a=1&b=%D0%94%D0%B0+%2B&a=2&&empty=&bare");
  ASSERT_TRUE(fields);
  EXPECT_EQ(*fields, (Fields{{"a", "1"}, {"a", "2"}, {"b", "Да +"}, {"bare", ""}, {"empty", ""}}));
  EXPECT_TRUE(DecodeFields("")->empty());
}

TEST(FormFields, AreComposed) { EXPECT_EQ(DecodeFields("a=%D0%B8%CC%86")->find("a")->second, "й"); }

TEST(FormFields, RefuseBadEncoding) {
  for (const std::string_view body : {"a=%", "a=%4", "a=%zz", "a=%ff", "a=%00", "%C3=1", "a=\xff", "a=%ED%A0%80"}) {
    const auto fields = DecodeFields(body);
    ASSERT_FALSE(fields) << body;
    EXPECT_EQ(fields.error().code, Code::kInvalid);
    EXPECT_EQ(fields.error().problems.front().key, "form_encoding");
  }
}

TEST(FormFields, AreBounded) {
  const FormLimits limits{.bytes = 20, .fields = 2, .name_bytes = 3, .value_bytes = 5};
  EXPECT_TRUE(DecodeFields("abc=12345&b=1", limits));
  for (const std::string_view body : {"abcd=1", "a=123456", "a=1&b=2&c=3", "a=1&b=&&&&&&&&&&&&&&&&&&"}) {
    const auto fields = DecodeFields(body, limits);
    ASSERT_FALSE(fields) << body;
    EXPECT_EQ(fields.error().code, Code::kTooLarge);
    EXPECT_EQ(fields.error().problems.front().key, "form_too_large");
  }
}

TEST(FormAnswers, HaveTheirTypes) {
  EXPECT_EQ(Answers(0, "shown=recommend,why&a.recommend=8&a.why=+Cats%0D%0A"), R"({"recommend":8,"why":" Cats\r\n"})");
  EXPECT_EQ(Answers(0, "shown=recommend&a.recommend=hard_to_say"), R"({"recommend":"hard_to_say"})");
  EXPECT_EQ(Answers(1, "shown=service,effort,share&a.service.delivery=7&a.service.manager=hard_to_say&a.share=40"),
            R"({"service":{"delivery":7,"manager":"hard_to_say"},"effort":null,"share":40})");
  EXPECT_EQ(Answers(2,
                    "shown=topics,channel,renew,volume,start,contact&a.topics=visits&a.topics=other&o.topics=+x+"
                    "&a.channel=other&o.channel=Chat&a.renew=hard_to_say&a.volume=1+200%2C5&a.start=7.3.2021"
                    "&a.contact=false"),
            R"({"topics":["visits",{"other":"x"}],"channel":{"other":"Chat"},"renew":"hard_to_say",)"
            R"("volume":1.2005E3,"start":"2021-03-07","contact":false})");
}

TEST(FormAnswers, WhatWasLeftEmptyIsNullAndWhatWasNotShownIsAbsent) {
  EXPECT_EQ(Answers(0, "shown=recommend,why&a.why="), R"({"recommend":null,"why":null})");
  EXPECT_EQ(Answers(0, "shown=why&a.why="), R"({"why":null})");
  EXPECT_EQ(Answers(0, "shown="), "{}");
  EXPECT_EQ(Answers(0, "a.recommend=3"), R"({"recommend":3,"better":null,"why":null})");
}

TEST(FormAnswers, NoAnswerTakesAnAnswerBack) { EXPECT_EQ(Answers(1, "shown=effort&a.effort="), R"({"effort":null})"); }

TEST(FormAnswers, OwnWordsCountWithoutTheMarkUnlessSomethingElseIsMarked) {
  EXPECT_EQ(Answers(2, "shown=channel,topics&o.channel=Chat&o.topics=New"),
            R"({"topics":[{"other":"New"}],"channel":{"other":"Chat"}})");
  EXPECT_EQ(Answers(2, "shown=channel,topics&a.channel=mail&o.channel=Chat&a.topics=tubes&o.topics=New"),
            R"({"topics":["tubes"],"channel":"mail"})");
}

TEST(FormAnswers, OtherPagesAndUnknownFieldsAreLookedPast) {
  EXPECT_EQ(Answers(1, "shown=effort,recommend&a.effort=2&a.recommend=9&a.nobody=1&o.zzz=1"), R"({"effort":2})");
}

TEST(FormAnswers, WhatNoRadioSendsIsLeftToTheEngine) {
  EXPECT_EQ(Answers(0, "shown=recommend&a.recommend=abc"), R"({"recommend":"abc"})");
  EXPECT_EQ(Answers(0, "shown=recommend&a.recommend=8.5"), R"({"recommend":"8.5"})");
  EXPECT_EQ(Answers(2, "shown=contact&a.contact=maybe"), R"({"contact":"maybe"})");
}

TEST(FormAnswers, UnreadableTextIsAProblemAndStaysAsTyped) {
  const auto submission = Decode(2, "shown=volume,start&a.volume=1%2C2%2C3&a.start=" + Coded("5 мая"));
  EXPECT_EQ(Problems(submission), "answers.volume form_number 1,2,3;answers.start form_date 5 мая;");
  EXPECT_TRUE(submission.answers.empty());
  EXPECT_EQ(submission.typed, (Fields{{"a.start", "5 мая"}, {"a.volume", "1,2,3"}}));
}

TEST(FormAnswers, HardToSayBesideAnAnswerIsAProblem) {
  EXPECT_EQ(Problems(Decode(2,
                            "shown=topics,start&a.topics=tubes&a.topics=hard_to_say&a.start=2021-01-01"
                            "&a.start=hard_to_say")),
            "answers.topics form_hard_to_say_or_options ;answers.start form_hard_to_say_or_answer 2021-01-01;");
  EXPECT_EQ(Problems(Decode(1, "shown=share&a.share=hard_to_say&a.share=")), "");
  EXPECT_EQ(Problems(Decode(1, "shown=share&a.share=12.5")), "answers.share form_whole_number 12.5;");
}

TEST(FormAnswers, TheButtonAndHiddenFieldsComeApart) {
  const auto submission = Decode(0, "shown=why&a.why=x&go=back&ticket=T1");
  EXPECT_TRUE(submission.back);
  EXPECT_EQ(submission.other.find("ticket")->second, "T1");
  EXPECT_FALSE(Decode(0, "shown=why&go=next").back);
  EXPECT_FALSE(Decode(0, "shown=why").back);
}

TEST(FormAnswers, APageThatIsNotThereHasNone) {
  EXPECT_EQ(Answers(3, "a.recommend=3"), "{}");
  EXPECT_EQ(Answers(-1, "a.recommend=3"), "{}");
}

// Kept answers, shown in a page and sent again unchanged, are the same answers: in both languages.
TEST(FormAnswers, ComeBackAsTheyWere) {
  const json::object kept = {{"recommend", 0},
                             {"better", nullptr},
                             {"why", "a & b = c % ё"},
                             {"service", {{"delivery", 1}, {"documents", "hard_to_say"}, {"manager", 10}}},
                             {"effort", 5},
                             {"share", 100},
                             {"topics", {"tubes", {{"other", "<x>"}}}},
                             {"channel", {{"other", "Чат"}}},
                             {"renew", "hard_to_say"},
                             {"volume", 12.5},
                             {"start", "hard_to_say"},
                             {"contact", true}};
  for (const Language language : {Language::kRussian, Language::kEnglish}) {
    json::object again;
    for (int page = 0; page < 3; ++page) {
      std::string body;
      for (const auto& [name, value] :
           FieldsFromAnswers(Relationship().pages[static_cast<std::size_t>(page)], kept, language)) {
        body += Coded(name) + '=' + Coded(value) + '&';
      }
      const auto submission = Decode(page, body);
      EXPECT_EQ(Problems(submission), "");
      for (const auto& member : submission.answers) again[member.key()] = member.value();
    }
    EXPECT_EQ(json::value(again), json::value(kept));
  }
}

TEST(FormAnswers, AnyBytesAreAnsweredNotCrashedOn) {
  std::mt19937 random(20190307);
  constexpr std::string_view kAlphabet = "ao.&=%+0123456789abcdefshown,recommend\xd0\xb0\xff\0 ";
  int read = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string body(random() % 60, ' ');
    for (char& c : body) c = kAlphabet[random() % kAlphabet.size()];
    const int page = static_cast<int>(random() % 3);
    const auto submission = DecodeForm(Relationship(), page, body);
    if (!submission) {
      EXPECT_EQ(submission.error().problems.front().key, "form_encoding");
      continue;
    }
    ++read;
    EXPECT_TRUE(TakePage(Relationship(), page, {}, {}, *submission)) << body;
  }
  EXPECT_GT(read, 100);
  EXPECT_LT(read, 2900);
}

}  // namespace
}  // namespace otklik::form
