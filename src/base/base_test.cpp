#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <map>
#include <set>
#include <vector>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/language.hpp"
#include "base/messages.hpp"
#include "base/messages_table.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace otklik {
namespace {

Problem FirstProblem(std::string_view text, const JsonLimits& limits = {}) {
  const auto result = ReadJson(text, limits);
  EXPECT_TRUE(result.has_error()) << text;
  return result.has_error() ? result.error().problems.at(0) : Problem{};
}

TEST(ReadJson, TakesOrdinaryDocuments) {
  const auto value = ReadJson(R"( {"a": [1, -2.5, "x", null, true], "b": {"c": "ё"}} )");
  ASSERT_TRUE(value.has_value()) << Explain(value.error(), Language::kEnglish);
  EXPECT_EQ(json::serialize(*value), R"({"a":[1,-2.5E0,"x",null,true],"b":{"c":"ё"}})");
}

TEST(ReadJson, NamesLineColumnAndPathOfASyntaxError) {
  const Problem problem = FirstProblem("{\n \"pages\": [{\"id\": 1}, {\"id\": ]}\n}");
  EXPECT_EQ(problem.key, "json_syntax");
  EXPECT_EQ(problem.args.at(0), "2");
  EXPECT_EQ(problem.field, "pages[1].id");
}

TEST(ReadJson, RefusesDuplicateKeysAlsoWhenEscapedDifferently) {
  EXPECT_EQ(FirstProblem(R"({"a":1,"b":{"x":1,"x":2}})").key, "json_duplicate_key");
  EXPECT_EQ(FirstProblem(R"({"a":1,"\u0061":2})").key, "json_duplicate_key");
  EXPECT_EQ(FirstProblem(R"({"a":1,"b":{"x":1,"x":2}})").field, "b");
}

TEST(ReadJson, RefusesNulBadUtf8DepthSizeAndTrailingText) {
  EXPECT_EQ(FirstProblem(R"(["\u0000"])").key, "json_nul");
  EXPECT_EQ(FirstProblem("[\"\xff\"]").key, "not_utf8");
  EXPECT_EQ(FirstProblem("[[[[1]]]]", {.depth = 3, .bytes = 100}).key, "json_depth");
  EXPECT_EQ(FirstProblem("[1,2,3]", {.depth = 3, .bytes = 3}).key, "json_too_large");
  EXPECT_EQ(FirstProblem("{} {}").key, "json_syntax");
  EXPECT_EQ(FirstProblem("").key, "json_syntax");
  EXPECT_EQ(FirstProblem("[1").key, "json_syntax");
}

TEST(ReadJson, BringsTextToNfc) {
  const auto value = ReadJson("[\"\u0438\u0306\"]");  // и + combining breve
  EXPECT_EQ(value->as_array()[0].as_string(), "й");
}

TEST(PlaceOfPath, FindsValuesAndTheDeepestPartThatIsThere) {
  const std::string text = "{\n  \"a\": [1, {\"b\": \"x,]\", \"ё\": 2}],\n  \"c\": {\"d\": true}\n}";
  const auto at = [&text](const char* path) {
    const TextPlace place = PlaceOfPath(text, path);
    return std::pair(place.line, place.column);
  };
  EXPECT_EQ(at(""), std::pair(std::size_t{1}, std::size_t{1}));
  EXPECT_EQ(at("a[1].ё"), std::pair(std::size_t{2}, std::size_t{30}));
  EXPECT_EQ(at("c.d"), std::pair(std::size_t{3}, std::size_t{14}));
  EXPECT_EQ(at("c.missing"), at("c"));
}

TEST(CanonicalJson, SortsKeysAndUnifiesWholeNumbers) {
  EXPECT_EQ(CanonicalJson(*ReadJson(R"({"b":9.0,"a":[1,{"d":1,"c":2}]})")), R"({"a":[1,{"c":2,"d":1}],"b":9})");
}

TEST(ObjectReader, CollectsEveryProblemAndSuggestsNames) {
  const auto value = ReadJson(R"({"title": 5, "versoin": 1, "count": 7.5})");
  std::vector<Problem> problems;
  ObjectReader reader(*value, "survey", problems);
  reader.String("title");
  reader.Int("version", 1, 10, true);
  reader.Int("count", 0, 10);
  reader.Finish();
  ASSERT_EQ(problems.size(), 4u);
  EXPECT_EQ(problems[0].key, "not_a_string");
  EXPECT_EQ(problems[1].key, "missing_key");
  EXPECT_EQ(problems[2].value, "7.5");
  EXPECT_EQ(Say(problems[3], Language::kEnglish), "unknown key; did you mean \"version\"?");
  EXPECT_EQ(problems[3].field, "survey.versoin");
}

TEST(Messages, EveryMessageIsInBothLanguagesWithTheSameSlotsAndOnce) {
  std::set<std::string_view> seen;
  for (const auto table : MessageTables()) {
    for (const Message& message : table) {
      EXPECT_TRUE(seen.insert(message.key).second) << message.key;
      EXPECT_FALSE(message.en.empty()) << message.key;
      EXPECT_FALSE(message.ru.empty()) << message.key;
      for (const char* slot : {"{0}", "{1}", "{2}", "{3}"}) {
        EXPECT_EQ(message.en.find(slot) == std::string_view::npos, message.ru.find(slot) == std::string_view::npos)
            << message.key << " " << slot;
      }
    }
  }
}

TEST(Language, FollowsTheHeader) {
  EXPECT_EQ(LanguageFromHeader("de-DE,de;q=0.9,en;q=0.8,ru;q=0.7", Language::kRussian), Language::kEnglish);
  EXPECT_EQ(LanguageFromHeader("ru-RU,ru;q=0.9", Language::kEnglish), Language::kRussian);
  EXPECT_EQ(LanguageFromHeader("", Language::kRussian), Language::kRussian);
  EXPECT_EQ(LanguageFromHeader("en;q=0.1, ru", Language::kEnglish), Language::kRussian);
  EXPECT_EQ(LanguageFromHeader("de, en;q=0.3, ru;q=0.8", Language::kEnglish), Language::kRussian);
  EXPECT_EQ(LanguageFromHeader("ru;q=0, de", Language::kRussian), Language::kEnglish);
}

TEST(Language, IsChosenByWeightAmongThoseSpoken) {
  const std::vector<std::string_view> spoken{"ru", "en", "de"};
  const auto choose = [&](std::string_view header) { return spoken[ChooseLanguage(header, spoken)]; };
  EXPECT_EQ(choose("fr, kk;q=0.9"), "ru");  // none asked for: the default
  EXPECT_EQ(choose("DE-at ; Q=0.5\t,en;q=0.25"), "de");
  EXPECT_EQ(choose("de,en"), "de");  // equal: the one named first
  EXPECT_EQ(choose("en_US;q=0.2,de;q=0.1,en;q=0.05"), "en");
  EXPECT_EQ(choose("*"), "ru");
  EXPECT_EQ(choose("de;q=0.2,*;q=0.5"), "ru");
  EXPECT_EQ(choose("ru;q=0,*;q=0.5"), "en");
  EXPECT_EQ(choose("*;q=0,de;q=0.001"), "de");
  EXPECT_EQ(choose("de;q=0,en;q=0,ru;q=0.000"), "ru");  // some page must be shown
  for (const char* bad :
       {"en;q=2", "en;q=-1", "en;q=", "en;q=nan", "en;q=inf", "en;q=0.5x", "en;q=1e0", ";;,,;q=1,="}) {
    EXPECT_EQ(choose(bad), "ru") << bad;
  }
  EXPECT_EQ(choose("en;level=1"), "en");
}

TEST(Language, LongHeadersEndEarly) {
  std::string header;
  for (int i = 0; i < 50; ++i) header += "fr,";
  const std::vector<std::string_view> spoken{"ru", "en"};
  EXPECT_EQ(ChooseLanguage(header + "en", spoken), 0u);
  EXPECT_EQ(ChooseLanguage(header.substr(3) + "en", spoken), 1u);
}

TEST(Uuid, RoundTripsAndRefusesOtherForms) {
  const auto uuid = Uuid::Parse("3FA85F64-5717-4562-b3fc-2c963f66afa6");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(uuid->ToString(), "3fa85f64-5717-4562-b3fc-2c963f66afa6");
  EXPECT_FALSE(Uuid::Parse("3fa85f6405717-4562-b3fc-2c963f66afa6"));
  EXPECT_FALSE(Uuid::Parse("3fa85f64"));
  EXPECT_FALSE(Uuid::Parse("3fa85f64-5717-4562-b3fc-2c963f66afaz"));
}

TEST(Text, FoldsCyrillicAndCountsCharacters) {
  EXPECT_EQ(Fold("ЁЛКА Straße"), "ёлка strasse");
  EXPECT_EQ(CountCharacters("ёлка"), 4u);
  EXPECT_EQ(Truncate("ёлка", 2), "ёл…");
  EXPECT_EQ(EscapeHtml("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
}

TEST(Calendar, CutsIsoWeeksMonthsAndQuarters) {
  const Day day = *ParseDay("2018-12-31");  // a Monday, ISO week 1 of 2019
  EXPECT_EQ(PeriodName(TimeUnit::kWeek, day), "2019-W01");
  EXPECT_EQ(FormatDay(StartOf(TimeUnit::kQuarter, day)), "2018-10-01");
  EXPECT_EQ(FormatDay(Shift(TimeUnit::kMonth, day, 2)), "2019-02-01");
  EXPECT_EQ(FormatDay(Shift(TimeUnit::kQuarter, day, -4)), "2017-10-01");
  EXPECT_EQ(PeriodName(TimeUnit::kWeek, *ParseDay("2021-01-03")), "2020-W53");
  EXPECT_FALSE(ParseDay("2019-02-29"));
  EXPECT_FALSE(ParseDay("2019-2-09"));
}

TEST(Calendar, ReadsTimesWithOffsets) {
  EXPECT_EQ(FormatTime(*ParseTime("2019-03-07T10:00:00.25+03:00")), "2019-03-07T07:00:00.250Z");
  EXPECT_EQ(ParseTime("2019-03-07 10:00:00"), std::nullopt);
  EXPECT_EQ(ParseTime("2019-03-07T25:00:00Z"), std::nullopt);
}

TEST(TimeZone, CutsDaysAtLocalMidnightAcrossTransitions) {
  const auto zone = TimeZone::Open("Europe/Berlin");
  ASSERT_TRUE(zone.has_value());
  const TimeMs before = *ParseTime("2019-03-30T22:59:59Z"), after = *ParseTime("2019-03-30T23:00:00Z");
  EXPECT_EQ(FormatDay(zone->DayOf(before)), "2019-03-30");
  EXPECT_EQ(FormatDay(zone->DayOf(after)), "2019-03-31");
  EXPECT_EQ(zone->StartOfDay(*ParseDay("2019-03-31")), after);
  EXPECT_EQ(FormatTime(zone->StartOfDay(*ParseDay("2019-04-01"))), "2019-03-31T22:00:00.000Z");
  EXPECT_TRUE(TimeZone::Open("Mars/Olympus").has_error());
}

}  // namespace
TEST(Text, LanguageTags) {
  for (const char* good : {"ru", "kok", "pt-BR", "zh-Hant-TW", "de-1996"}) EXPECT_TRUE(IsLanguageTag(good)) << good;
  for (const char* bad : {"", "r", "RU", "russ", "ru-", "ru--RU", "ru-R", "ru_RU", "a-bb", "ru-aa-bb-cc-dd"}) {
    EXPECT_FALSE(IsLanguageTag(bad)) << bad;
  }
}

}  // namespace otklik
