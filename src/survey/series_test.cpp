#include "survey/test_questionnaires.hpp"

namespace otklik::survey {
namespace {

const char* const kBefore =
    R"({"key": "s", "title": "Опрос", "languages": ["ru", "en"], "pages": [{"id": "one", "questions": [
  {"id": "recommend", "kind": "recommendation", "text": {"ru": "Порекомендуете?", "en": "Recommend?"}, "measures": "relationship"},
  {"id": "satisfied", "kind": "rating", "text": "Довольны?", "hint": "1 — нет", "low_label": "нет",
   "scale": {"min": 1, "max": 5, "labels": {"1": "нет", "5": "да"}}},
  {"id": "criteria", "kind": "matrix", "text": "Оцените", "scale": {"min": 1, "max": 10},
   "rows": [{"id": "price", "text": "Цена"}, {"id": "speed", "text": "Скорость"}]},
  {"id": "why", "kind": "text", "text": "Почему?"}]}]})";

std::vector<std::string> BrokenAfter(const Questionnaire& before, const Questionnaire& after) {
  const Questionnaire* earlier[] = {&before};
  return BrokenItems(earlier, after);
}

// The breaks after replacing `what` by `by` in the questionnaire above.
std::vector<std::string> BreaksAfter(const std::string& what, const std::string& by) {
  std::string after = kBefore;
  const auto at = after.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return BrokenAfter(Parsed(kBefore), Parsed(after.replace(at, what.size(), by)));
}

using Items = std::vector<std::string>;

TEST(SeriesBreaks, NothingChangedNothingBreaks) { EXPECT_EQ(BreaksAfter("Опрос", "Другое имя"), Items{}); }

TEST(SeriesBreaks, WordingInTheDefaultLanguage) {
  EXPECT_EQ(BreaksAfter("Порекомендуете?", "Посоветуете?"), Items{"recommend"});
  EXPECT_EQ(BreaksAfter("1 — нет", "1 — очень плохо"), Items{"satisfied"});
  EXPECT_EQ(BreaksAfter(R"("low_label": "нет")", R"("low_label": "плохо")"), Items{"satisfied"});
  EXPECT_EQ(BreaksAfter(R"("5": "да")", R"("5": "вполне")"), Items{"satisfied"});
  EXPECT_EQ(BreaksAfter(R"(, "5": "да")", ""), Items{"satisfied"});
  EXPECT_EQ(BreaksAfter("Цена", "Стоимость"), Items{"criteria.price"});
  EXPECT_EQ(BreaksAfter("Оцените", "Как вам"), (Items{"criteria.price", "criteria.speed"}));
}

TEST(SeriesBreaks, WhiteSpaceIsNoWording) {
  EXPECT_EQ(BreaksAfter("Порекомендуете?", "Порекомендуете? "), Items{});
  EXPECT_EQ(BreaksAfter("1 — нет", "1  — нет"), Items{});
  EXPECT_EQ(BreaksAfter("Порекомендуете?", "Пореко мендуете?"), Items{"recommend"});
}

TEST(SeriesBreaks, TranslationsNeverBreak) {
  EXPECT_EQ(BreaksAfter("Recommend?", "Would you recommend us?"), Items{});
  EXPECT_EQ(BreaksAfter(R"(, "en": "Recommend?")", ""), Items{});
}

TEST(SeriesBreaks, AnotherDefaultLanguageIsAnotherWording) {
  std::string after = kBefore;
  after.replace(after.find(R"(["ru", "en"])"), 12, R"(["en", "ru"])");
  EXPECT_EQ(BrokenAfter(Parsed(kBefore), Parsed(after)), Items{"recommend"});  // the other texts are the same words
}

TEST(SeriesBreaks, Scale) {
  EXPECT_EQ(BreaksAfter(R"({"min": 1, "max": 10})", R"({"min": 1, "max": 9})"),
            (Items{"criteria.price", "criteria.speed"}));
  EXPECT_EQ(BreaksAfter(R"("max": 5,)", R"("max": 5, "lower_is_better": true,)"), Items{"satisfied"});
}

TEST(SeriesBreaks, SameMeaningKeepsTheSeries) {
  EXPECT_EQ(BreaksAfter(R"("text": "Довольны?")", R"("text": "Вы довольны?", "same_as_before": "same_meaning")"),
            Items{});
  EXPECT_EQ(BreaksAfter(R"("text": "Оцените", "scale": {"min": 1, "max": 10})",
                        R"("text": "Оценка", "same_as_before": "same_meaning", "scale": {"min": 0, "max": 9})"),
            Items{});
}

TEST(SeriesBreaks, KindAndMeasureBreakWhateverIsStated) {
  EXPECT_EQ(BreaksAfter(R"("measures": "relationship")", R"("measures": "support", "same_as_before": "same_meaning")"),
            Items{"recommend"});
  EXPECT_EQ(
      BreaksAfter(
          R"("id": "recommend", "kind": "recommendation")",
          R"("id": "recommend", "kind": "rating", "same_as_before": "same_meaning", "scale": {"min": 0, "max": 10})"),
      Items{"recommend"});
}

TEST(SeriesBreaks, NewAndDroppedItemsAreNoBreak) {
  EXPECT_EQ(BreaksAfter(R"({"id": "price", "text": "Цена"}, )", ""), Items{});
  EXPECT_EQ(BreaksAfter(R"("id": "satisfied")", R"("id": "satisfied_now")"), Items{});
  EXPECT_EQ(BreaksAfter("Почему?", "Отчего?"), Items{});  // not a score
}

TEST(SeriesBreaks, AVersionWithoutTheItemHidesNoBreak) {
  const auto without = [](std::string document, const std::string& what, const std::string& by) {
    const auto at = document.find(what);
    EXPECT_NE(at, std::string::npos);
    return document.replace(at, what.size(), by);
  };
  const Questionnaire first = Parsed(kBefore);
  const Questionnaire second = Parsed(without(kBefore, R"("id": "recommend")", R"("id": "another")"));
  const Questionnaire third = Parsed(without(kBefore, "Порекомендуете?", "Совсем другой вопрос?"));
  const Questionnaire* earlier[] = {&first, &second};
  const auto breaks = SeriesBreaks(earlier, third);
  ASSERT_EQ(breaks.size(), 1u);
  EXPECT_EQ(breaks[0].item, "recommend");
  EXPECT_EQ(breaks[0].before, 0u);
  EXPECT_TRUE(BrokenItems(earlier, first).empty());
}

}  // namespace
}  // namespace otklik::survey
