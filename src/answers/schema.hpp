// What the store knows of its surveys: which columns there are, and which item of which version goes into which.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "answers/answers.hpp"
#include "survey/survey.hpp"

namespace otklik::answers {

// One series of scores. Versions of a survey share a column as long as the item's id, kind, scale and what it measures
// stay the same; a reworded item stays in its column and the schema remembers the break.
struct Column {
  std::string item;      // question, or question.row
  std::string question;  // the question alone
  survey::Kind kind = survey::Kind::kRating;
  survey::Scale scale;
  bool importance = false;
  std::string measures;
  // Of the newest version that has the item; empty where nothing is set.
  std::string criterion, stage, process, level, department, value_element;
  std::vector<int> versions;  // that have it, ascending
};

struct SeriesBreak {
  std::string item;
  int before = 0, after = 0;  // neighbouring versions
};

struct SurveySchema {
  std::string key;
  bool anonymous = false;
  int minimum = 5;                                  // of an anonymous survey
  std::vector<Column> columns;                      // append-only: the union of the items of all versions
  std::map<int, std::vector<std::uint32_t>> items;  // version -> column of each score item
  std::vector<SeriesBreak> breaks;
  std::map<int, std::shared_ptr<const survey::Questionnaire>> versions;
};

// Adds a version; one already known is left as it is. Columns only grow.
void AddVersion(SurveySchema& schema, const survey::Questionnaire& questionnaire);

// The column's value for a question-level dimension: question item criterion stage process level department
// value_element measures scale ("1..5"). `dimension` must be one of them.
std::string ValueOf(const Column& column, std::string_view dimension);
std::string ScaleName(const survey::Scale& scale);

// Question-level dimensions, and the response-level ones that every response has. Attributes ("account.x",
// "contact.x") and the time units come on top.
const std::vector<std::string>& QuestionDimensions();
const std::vector<std::string>& ResponseDimensions();
bool IsQuestionDimension(std::string_view dimension);
// A fixed response-level dimension or an attribute by its form.
bool IsResponseDimension(std::string_view dimension);
bool IsAttribute(std::string_view dimension);

// A row's value of a response-level dimension; "survey", "version" and "completion" (finished, abandoned) too.
std::string ValueOf(const Row& row, std::string_view dimension);

}  // namespace otklik::answers
