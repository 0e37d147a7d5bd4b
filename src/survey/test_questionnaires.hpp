// Reading of questionnaires written in tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/messages.hpp"
#include "survey/survey.hpp"

namespace otklik::survey {

inline std::string FileText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

inline json::value Json(const std::string& text) {
  auto value = ReadJson(text);
  EXPECT_TRUE(value.has_value()) << text << "\n" << (value ? "" : Explain(value.error(), Language::kEnglish));
  return value ? *value : json::value();
}

inline json::object Object(const std::string& text) { return Json(text).as_object(); }

// The questionnaire of a document that must be right.
inline Questionnaire Parsed(const std::string& text) {
  auto questionnaire = ParseQuestionnaire(Json(text));
  EXPECT_TRUE(questionnaire.has_value()) << Explain(questionnaire.error(), Language::kEnglish);
  return questionnaire ? *questionnaire : Questionnaire{};
}

// A questionnaire in Russian of the given pages (JSON of the array).
inline Questionnaire OfPages(const std::string& pages) {
  return Parsed(R"({"key": "sample", "title": "Опрос", "languages": ["ru"], "pages": )" + pages + "}");
}

// One page with the given questions (JSON, comma separated).
inline Questionnaire OfQuestions(const std::string& questions) {
  return OfPages(R"([{"id": "only", "questions": [)" + questions + "]}]");
}

// "field key" lines, sorted.
inline std::vector<std::string> FieldsAndKeys(const std::vector<Problem>& problems) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems) lines.push_back(problem.field + " " + problem.key);
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace otklik::survey
