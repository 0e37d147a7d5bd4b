#include "survey/words.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace otklik::survey {
namespace {

TEST(Words, IdsAreShortAndLatin) {
  for (const char* good : {"a", "recommend", "q1_2", "a_"}) EXPECT_TRUE(IsId(good)) << good;
  for (const char* bad : {"", "1a", "_a", "A", "a-b", "a.b", "ответ", " a"}) EXPECT_FALSE(IsId(bad)) << bad;
  EXPECT_TRUE(IsId(std::string(48, 'x')));
  EXPECT_FALSE(IsId(std::string(49, 'x')));
}

TEST(Words, SurveyKeysTakeDashes) {
  EXPECT_TRUE(IsSurveyKey("relationship-b2b_1"));
  EXPECT_FALSE(IsSurveyKey("-a"));
  EXPECT_TRUE(IsSurveyKey(std::string(64, 'x')));
  EXPECT_FALSE(IsSurveyKey(std::string(65, 'x')));
}

TEST(Words, DottedIdsHaveAtMostSoManyParts) {
  EXPECT_TRUE(IsDottedId("a.b", 2));
  EXPECT_TRUE(IsDottedId("a", 2));
  EXPECT_FALSE(IsDottedId("a.b.c", 2));
  EXPECT_TRUE(IsDottedId("a.b.c", 3));
  for (const char* bad : {"", ".", "a.", ".a", "a..b"}) EXPECT_FALSE(IsDottedId(bad, 3)) << bad;
}

TEST(Words, BlankIsUnicodeWhiteSpace) {
  for (const char* blank : {"", " ", "\t\n\v\f\r", "\u00a0\u2003\u202f", "\u3000\ufeff"})
    EXPECT_TRUE(otklik::IsBlank(blank));
  for (const char* text : {".", " x", "\u200b", "ё"}) EXPECT_FALSE(otklik::IsBlank(text)) << text;
}

TEST(Words, NumbersAreShownAsShortestDecimals) {
  EXPECT_EQ(NumberText(10), "10");
  EXPECT_EQ(NumberText(7.5), "7.5");
  EXPECT_EQ(NumberText(-0.1), "-0.1");
  EXPECT_EQ(ShortValue(7.5), "7.5");
  EXPECT_EQ(ShortValue("7.5"), "7.5");
}

TEST(Words, AnUnknownNameGetsTheNearestOrAList) {
  const Problem near = UnknownName("unknown_row", "pryce", {"price", "speed"}, "f", "v");
  EXPECT_EQ(near.key, "unknown_row_near");
  EXPECT_EQ(near.args, (std::vector<std::string>{"price", "price, speed"}));
  const Problem far = UnknownName("unknown_row", "weather", {"price", "speed"}, "f", "v");
  EXPECT_EQ(far.key, "unknown_row");
  EXPECT_EQ(far.args, std::vector<std::string>{"price, speed"});
  const Problem long_list = UnknownName("unknown_row", "weather", std::vector<std::string>(31, "a"), "f", "v");
  EXPECT_TRUE(long_list.args.front().ends_with("a, a …"));
}

}  // namespace
}  // namespace otklik::survey
