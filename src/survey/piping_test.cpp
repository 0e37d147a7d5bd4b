#include "survey/piping.hpp"

#include "survey/test_questionnaires.hpp"

namespace otklik::survey {
namespace {

const Facts kFacts = {{"contact.name", "Анна"}, {"account.name", "{{contact.name}}"}, {"contact.role", ""}};

TEST(Pipe, PutsFactsIn) {
  EXPECT_EQ(Pipe("Здравствуйте, {{contact.name}}.", kFacts), "Здравствуйте, Анна.");
  EXPECT_EQ(Pipe("{{contact.name}}{{contact.name}}", kFacts), "АннаАнна");
  EXPECT_EQ(Pipe("{{ contact.name }}", kFacts), "Анна");
  EXPECT_EQ(Pipe("Без сведений", kFacts), "Без сведений");
  EXPECT_EQ(Pipe("", kFacts), "");
}

TEST(Pipe, FallsBackOnAnUnknownOrEmptyFact) {
  EXPECT_EQ(Pipe("{{contact.name|коллега}}", kFacts), "Анна");
  EXPECT_EQ(Pipe("{{channel|коллега}}", kFacts), "коллега");
  EXPECT_EQ(Pipe("{{contact.role|коллега}}", kFacts), "коллега");
  EXPECT_EQ(Pipe("[{{channel}}]", kFacts), "[]");
  EXPECT_EQ(Pipe("{{channel|a|b}}", kFacts), "a|b");
}

TEST(Pipe, DoesNotLookIntoWhatAFactHolds) {
  EXPECT_EQ(Pipe("{{account.name}}", kFacts), "{{contact.name}}");
  EXPECT_EQ(Pipe("{{account.name}} {{contact.name}}", kFacts), "{{contact.name}} Анна");
}

TEST(Pipe, LeavesOpenBracesAlone) {
  EXPECT_EQ(Pipe("{{contact.name}} и {{contact", kFacts), "Анна и {{contact");
  EXPECT_EQ(Pipe("{{", kFacts), "{{");
  EXPECT_EQ(Pipe("{contact.name} }}", kFacts), "{contact.name} }}");
  EXPECT_EQ(Pipe("{{}}", kFacts), "");
}

TEST(FactNames, KnowsNamesAndAttributes) {
  for (const std::string& name : FactNames()) EXPECT_TRUE(IsFactName(name)) << name;
  EXPECT_TRUE(IsFactName("contact.attributes.city"));
  EXPECT_TRUE(IsFactName("account.attributes.region_2"));
  for (const char* bad : {"", "contact", "contact.attributes.", "contact.attributes.A", "contact.attributes.a.b",
                          "partner.attributes.a"}) {
    EXPECT_FALSE(IsFactName(bad)) << bad;
  }
}

}  // namespace
}  // namespace otklik::survey
