#include "form/typed_values.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "base/json.hpp"

namespace otklik::form {
namespace {

std::string Number(std::string_view text) {
  const auto read = ReadNumber(text);
  return read ? json::serialize(*read) : "-";
}

TEST(TypedNumber, TakesCommaDotGroupsAndSigns) {
  EXPECT_EQ(Number("12"), "12");
  EXPECT_EQ(Number(" 12,5\t"), "1.25E1");
  EXPECT_EQ(Number("12.5"), "1.25E1");
  EXPECT_EQ(Number("1 234,5"), "1.2345E3");
  EXPECT_EQ(Number("1\u00a0234\u202f567"), "1234567");
  EXPECT_EQ(Number("-3"), "-3");
  EXPECT_EQ(Number("\u22123"), "-3");
  EXPECT_EQ(Number("+7"), "7");
  EXPECT_EQ(Number("007"), "7");
  EXPECT_EQ(Number("5,"), "5");
  EXPECT_EQ(Number(",5"), "5E-1");
}

TEST(TypedNumber, AnIntegerWithoutFractionIsAnInteger) {
  EXPECT_TRUE(ReadNumber("12,00")->is_int64());
  EXPECT_TRUE(ReadNumber("12,01")->is_double());
}

TEST(TypedNumber, NeverGuesses) {
  for (const std::string_view text : {"", " ", "-", ",", "1,234.5", "1.234,5", "1,2,3", "12a", "сто", "1e5", "0x10",
                                      "NaN", "inf", "--3", "3-", "1000000000000001", "٣"}) {
    EXPECT_EQ(Number(text), "-") << text;
  }
  EXPECT_EQ(Number("1000000000000000"), "1000000000000000");
  EXPECT_EQ(Number(std::string(41, '0')), "-");
}

TEST(TypedDate, TakesIsoAndDots) {
  EXPECT_EQ(ReadDate("2019-03-07"), "2019-03-07");
  EXPECT_EQ(ReadDate(" 07.03.2019 "), "2019-03-07");
  EXPECT_EQ(ReadDate("7.3.2019"), "2019-03-07");
  EXPECT_EQ(ReadDate("29.02.2020"), "2020-02-29");
}

TEST(TypedDate, RefusesWhatIsNoDayOrCouldBeTwo) {
  for (const std::string_view text : {"", "29.02.2019", "31.04.2019", "7.3.19", "03/07/2019", "2019-3-7", "5 мая",
                                      "7.3.", "..2019", "0.0.2019", "7.3.2019.1", "-7.3.2019", "7.13.2019"}) {
    EXPECT_FALSE(ReadDate(text)) << text;
  }
}

TEST(TypedText, TrimsEverySpace) {
  EXPECT_EQ(Trimmed(" \t\u00a0\u2009a b\u202f\r\n"), "a b");
  EXPECT_EQ(Trimmed("\u00a0 "), "");
}

}  // namespace
}  // namespace otklik::form
