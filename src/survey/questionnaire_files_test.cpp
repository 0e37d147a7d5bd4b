// Every file of tests/questionnaires, the ready questionnaires, and thousands of mutants of the good ones.
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <filesystem>

#include "survey/decode.hpp"
#include "survey/test_questionnaires.hpp"

namespace otklik::survey {
namespace {

std::vector<std::string> JsonFiles(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(OTKLIK_SOURCE_DIR) + "/" + folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  EXPECT_FALSE(files.empty()) << folder;
  return files;
}

std::vector<std::string> ExpectedOf(const std::string& file) {
  std::istringstream text(FileText(file.substr(0, file.size() - 5) + ".expect.txt"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  EXPECT_FALSE(lines.empty()) << file;
  return lines;
}

bool ShapeIsRight(const json::value& document) {
  std::vector<Problem> problems;
  DecodeQuestionnaire(document, problems);
  return problems.empty();
}

void ExpectProblemsOf(const std::string& file, bool shape_is_right) {
  const json::value document = Json(FileText(file));
  EXPECT_EQ(ShapeIsRight(document), shape_is_right) << file;
  const auto result = ParseQuestionnaire(document);
  ASSERT_TRUE(result.has_error()) << file;
  EXPECT_EQ(FieldsAndKeys(result.error().problems), ExpectedOf(file)) << file;
  for (const Problem& problem : result.error().problems) {
    for (const Language language : {Language::kRussian, Language::kEnglish}) {
      const std::string sentence = Say(problem, language);
      EXPECT_NE(sentence, problem.key) << "no message";
      for (const char* slot : {"{0}", "{1}", "{2}"}) EXPECT_EQ(sentence.find(slot), std::string::npos) << sentence;
    }
  }
}

TEST(QuestionnaireFiles, GoodOnesAreTaken) {
  for (const std::string& file : JsonFiles("tests/questionnaires/good")) {
    const auto result = ParseQuestionnaire(Json(FileText(file)));
    EXPECT_TRUE(result.has_value()) << file << "\n" << (result ? "" : Explain(result.error(), Language::kEnglish));
  }
}

TEST(QuestionnaireFiles, ReadyOnesAreTaken) {
  for (const std::string& file : JsonFiles("catalog/questionnaires")) {
    const auto result = ParseQuestionnaire(Json(FileText(file)));
    EXPECT_TRUE(result.has_value()) << file << "\n" << (result ? "" : Explain(result.error(), Language::kEnglish));
  }
}

TEST(QuestionnaireFiles, WrongShapeIsReportedWhereItIs) {
  for (const std::string& file : JsonFiles("tests/questionnaires/bad")) ExpectProblemsOf(file, false);
}

TEST(QuestionnaireFiles, WrongMeaningIsReportedWhereItIs) {
  for (const std::string& file : JsonFiles("tests/questionnaires/bad/semantic")) ExpectProblemsOf(file, true);
}

// What a value may be replaced with; each place of each good file gets them all.
std::vector<json::value> Replacements(const json::value& value) {
  std::vector<json::value> all = {nullptr,     true,          false,         0, -1, 3, 7.5, 251, "", "word",
                                  "Два слова", json::array(), json::object()};
  if (value.is_array() && !value.get_array().empty()) {
    json::array twice = value.get_array();
    twice.push_back(twice.front());
    all.push_back(twice);
    json::array shorter = value.get_array();
    shorter.pop_back();
    all.push_back(shorter);
  }
  if (value.is_object()) {
    json::object grown = value.get_object();
    grown["stranger"] = 1;
    all.push_back(grown);
    for (const auto& member : value.get_object()) {
      json::object without = value.get_object();
      without.erase(member.key());
      all.push_back(without);
    }
  }
  if (value.is_string()) {
    for (const char* kind :
         {"rating", "matrix", "text", "contact_request", "single", "number", "<=", "in", "answered"}) {
      all.push_back(kind);
    }
  }
  return all;
}

// Calls `use` with the document after each single replacement below `place`.
template <class F>
void EachMutant(json::value& document, json::value& place, const F& use) {
  for (json::value& replacement : Replacements(place)) {
    json::value kept = std::move(place);
    place = std::move(replacement);
    use(document);
    place = std::move(kept);
  }
  if (json::array* list = place.if_array()) {
    for (std::size_t i = 0; i < std::min<std::size_t>(list->size(), 30); ++i) EachMutant(document, (*list)[i], use);
  } else if (json::object* object = place.if_object()) {
    for (auto& member : *object) EachMutant(document, member.value(), use);
  }
}

// No mutant may crash the validator. Their verdicts on shape go to OTKLIK_MUTANTS_OUT, where scripts/check_schema.mjs
// compares them with the published schema.
TEST(QuestionnaireFiles, MutantsAreTakenOrRefused) {
  const char* out_path = std::getenv("OTKLIK_MUTANTS_OUT");
  std::ofstream out;
  if (out_path) out.open(out_path);
  std::size_t taken = 0, refused = 0;
  for (const std::string folder : {"good", "bad/semantic"}) {
    for (const std::string& file : JsonFiles("tests/questionnaires/" + folder)) {
      if (file.find("many_") != std::string::npos) continue;  // long repetition of what the others have
      if (!out_path && !file.ends_with("/full.json") && !file.ends_with("good/conditions.json")) continue;
      json::value document = Json(FileText(file));
      EachMutant(document, document, [&](const json::value& mutant) {
        const bool good = ShapeIsRight(mutant);
        ++(good ? taken : refused);
        if (good) ParseQuestionnaire(mutant).has_value();
        if (out_path) {
          out << json::serialize(json::object{
                     {"name", std::filesystem::path(file).stem().string()}, {"good", good}, {"document", mutant}})
              << '\n';
        }
      });
    }
  }
  EXPECT_GT(taken, 500u);
  EXPECT_GT(refused, 5000u);
}

}  // namespace
}  // namespace otklik::survey
