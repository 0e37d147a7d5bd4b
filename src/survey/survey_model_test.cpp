#include "survey/test_questionnaires.hpp"

namespace otklik::survey {
namespace {

Questionnaire Full() {
  return Parsed(FileText(std::string(OTKLIK_SOURCE_DIR) + "/tests/questionnaires/good/full.json"));
}

TEST(Kind, NamesGoThereAndBack) {
  for (int i = 0; i < kKindCount; ++i) EXPECT_EQ(KindFrom(KindName(static_cast<Kind>(i))), static_cast<Kind>(i));
  EXPECT_EQ(KindName(Kind::kContactRequest), "contact_request");
  EXPECT_EQ(KindFrom("Rating"), std::nullopt);
}

TEST(ParseQuestionnaire, KeepsWhatTheDocumentSays) {
  const Questionnaire full = Full();
  EXPECT_EQ(full.key, "full-1");
  EXPECT_EQ(full.version, 0);
  EXPECT_EQ(full.default_language(), "ru");
  EXPECT_EQ(full.title.In("en", "ru"), "Everything");
  EXPECT_EQ(full.thanks.In("en", "ru"), "Спасибо");
  EXPECT_EQ(full.consent->version, "2024-02");
  EXPECT_FALSE(full.anonymous);
  const Criterion& price = *full.FindCriterion("price");
  EXPECT_EQ(price.stage + price.process + price.level + price.department + price.value_element,
            "buyingpricingorganisationalsalesacceptable_price");
  const Question& recommend = *full.FindQuestion("recommend");
  EXPECT_TRUE(recommend.required && recommend.hard_to_say);
  EXPECT_EQ(recommend.same_as_before, "same_meaning");
  EXPECT_EQ(recommend.scale, (Scale{0, 10, false, {}}));
  EXPECT_EQ(full.FindQuestion("satisfied")->scale->labels.at(5).In("en", "ru"), "fully");
  EXPECT_EQ(full.FindQuestion("comment")->max_characters, 20000);
  EXPECT_EQ(full.FindQuestion("staff")->number_max, 100000.5);
  EXPECT_EQ(full.FindQuestion("staff")->decimals, 1);
  EXPECT_EQ(full.FindQuestion("since")->date_max, "2030-12-31");
  EXPECT_TRUE(full.FindQuestion("reason")->other && full.FindQuestion("reason")->random_order);
  EXPECT_EQ(full.pages[1].show_if->question, "recommend");
  EXPECT_EQ(full.FindQuestion("nothing"), nullptr);
}

TEST(ParseQuestionnaire, DefaultsAreTheDocumentedOnes) {
  const Questionnaire one = OfQuestions(R"({"id": "r", "kind": "recommendation", "text": "?", "measures": "m"},
      {"id": "t", "kind": "text", "text": "?"}, {"id": "n", "kind": "number", "text": "?"})");
  const Question& recommend = *one.FindQuestion("r");
  EXPECT_EQ(recommend.scale, (Scale{0, 10, false, {}}));
  EXPECT_FALSE(recommend.required || recommend.hard_to_say || recommend.show_if);
  EXPECT_EQ(one.FindQuestion("t")->max_characters, 5000);
  EXPECT_EQ(one.FindQuestion("n")->decimals, 0);
  EXPECT_EQ(recommend.text.by_language.front().first, "ru");
}

TEST(ParseQuestionnaire, ListsAtMostAHundredProblems) {
  json::array questions;
  for (int i = 0; i < 150; ++i) questions.push_back({{"id", "Q"}, {"kind", "yes_no"}, {"text", "?"}});
  const json::value document = {{"key", "s"},
                                {"title", "t"},
                                {"languages", {"ru"}},
                                {"pages", json::array{{{"id", "p"}, {"questions", questions}}}}};
  const auto result = ParseQuestionnaire(document);
  ASSERT_TRUE(result.has_error());
  EXPECT_EQ(result.error().code, Code::kInvalid);
  EXPECT_EQ(result.error().problems.size(), 100u);
}

TEST(ScoreItems, StandInTheQuestionnairesOrder) {
  const Questionnaire full = Full();
  const auto items = ScoreItems(full);
  std::vector<std::string> ids;
  for (const Item& item : items) ids.push_back(item.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"recommend", "satisfied", "criteria.price", "criteria.speed",
                                           "criteria.mood", "weights.price", "weights.speed"}));
  EXPECT_EQ(items[1].criterion, full.FindCriterion("care"));
  EXPECT_EQ(items[2].criterion, full.FindCriterion("price"));
  EXPECT_EQ(items[4].criterion, nullptr);
  EXPECT_FALSE(items[3].importance);
  EXPECT_TRUE(items[5].importance);
  EXPECT_EQ(items[5].row->id, "price");
}

TEST(ScoreOf, TellsTheThreeKindsOfNothingApart) {
  const Questionnaire full = Full();
  const auto items = ScoreItems(full);
  const Answers answers = Object(R"({"recommend": 0, "satisfied": "hard_to_say",
                                     "criteria": {"price": 10, "speed": "hard_to_say"}})");
  std::vector<int> scores;
  for (const Item& item : items) scores.push_back(ScoreOf(item, answers));
  EXPECT_EQ(scores, (std::vector<int>{0, kHardToSay, 10, kHardToSay, kNotAnswered, kNotShown, kNotShown}));
  EXPECT_EQ(ScoreOf(items[0], Object(R"({"recommend": null})")), kNotAnswered);
  EXPECT_EQ(ScoreOf(items[5], Object(R"({"weights": null})")), kNotAnswered);
}

TEST(Ready, TheDemoCompanysSurveysMeasureWhatTheyMust) {
  const auto measures = [](const std::string& name, const std::string& question) {
    const Questionnaire ready =
        Parsed(FileText(std::string(OTKLIK_SOURCE_DIR) + "/catalog/questionnaires/" + name + ".json"));
    EXPECT_EQ(ready.key, name);
    for (const char* language : {"ru", "en"}) EXPECT_TRUE(ready.title.Has(language));
    const Question* found = ready.FindQuestion(question);
    return found ? found->measures : "no such question";
  };
  EXPECT_EQ(measures("relationship_b2b", "recommend"), "relationship");
  EXPECT_EQ(measures("relationship_b2b", "satisfied"), "satisfaction");
  EXPECT_EQ(measures("relationship_b2c", "recommend"), "relationship");
  EXPECT_EQ(measures("relationship_b2c", "satisfied"), "satisfaction");
  EXPECT_EQ(measures("support", "effort"), "effort");
  EXPECT_EQ(measures("support", "recommend"), "support");
  EXPECT_EQ(measures("support", "csat"), "support_quality");
  EXPECT_EQ(measures("purchase", "recommend"), "purchase");
  EXPECT_EQ(measures("purchase", "csat"), "purchase_quality");
  EXPECT_EQ(measures("partner", "satisfied"), "partner_satisfaction");
  EXPECT_EQ(measures("partner", "recommend"), "partner");
  EXPECT_EQ(measures("pulse_anonymous", "recommend"), "employer");
}

void ExpectBothLanguages(const json::value& value, const std::string& path) {
  if (value.is_array()) {
    for (const json::value& one : value.get_array()) ExpectBothLanguages(one, path + "[]");
  }
  if (!value.is_object()) return;
  const json::object& object = value.get_object();
  EXPECT_EQ(object.contains("ru"), object.contains("en")) << path;
  for (const auto& member : object) ExpectBothLanguages(member.value(), path + "." + std::string(member.key()));
  for (const char* key : {"text", "title", "name", "hint", "low_label", "high_label", "introduction", "thanks"}) {
    const json::value* text = object.if_contains(key);
    EXPECT_TRUE(!text || text->is_object()) << path << "." << key;
  }
}

TEST(Ready, EveryTextIsInBothLanguages) {
  for (const char* name :
       {"relationship_b2b", "relationship_b2c", "support", "purchase", "partner", "pulse_anonymous"}) {
    ExpectBothLanguages(Json(FileText(std::string(OTKLIK_SOURCE_DIR) + "/catalog/questionnaires/" + name + ".json")),
                        name);
  }
}

TEST(Ready, ImportanceIsAskedOfTheSameCriteria) {
  const Questionnaire b2b =
      Parsed(FileText(std::string(OTKLIK_SOURCE_DIR) + "/catalog/questionnaires/relationship_b2b.json"));
  std::vector<std::string> rated, weighed;
  for (const Item& item : ScoreItems(b2b)) {
    if (item.row) (item.importance ? weighed : rated).push_back(item.criterion->id);
  }
  EXPECT_EQ(rated, weighed);
  EXPECT_EQ(rated.size(), 10u);
  EXPECT_EQ(NextPage(b2b, 3, {}, Object(R"({"recommend": 8})")), 4);
  EXPECT_EQ(NextPage(b2b, 3, {}, Object(R"({"recommend": 9})")), 5);
}

}  // namespace
}  // namespace otklik::survey
