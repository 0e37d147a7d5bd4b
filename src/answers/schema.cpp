#include "answers/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace otklik::answers {
namespace {

Column ColumnOf(const survey::Item& item) {
  Column column;
  column.item = item.id;
  column.question = item.question->id;
  column.kind = item.question->kind;
  if (item.question->scale) column.scale = *item.question->scale;
  column.scale.labels.clear();
  column.importance = item.importance;
  column.measures = item.question->measures;
  if (const survey::Criterion* criterion = item.criterion) {
    column.criterion = criterion->id;
    column.stage = criterion->stage;
    column.process = criterion->process;
    column.level = criterion->level;
    column.department = criterion->department;
    column.value_element = criterion->value_element;
  }
  return column;
}

bool SameSeries(const Column& a, const Column& b) {
  return a.item == b.item && a.kind == b.kind && a.scale == b.scale && a.importance == b.importance &&
         a.measures == b.measures;
}

std::uint32_t FindOrAdd(SurveySchema& schema, const Column& wanted, int version) {
  auto& columns = schema.columns;
  auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return SameSeries(c, wanted); });
  if (found == columns.end()) {
    columns.push_back(wanted);
    found = columns.end() - 1;
  } else if (version > found->versions.back()) {
    std::vector<int> versions = std::move(found->versions);
    *found = wanted;
    found->versions = std::move(versions);
  }
  found->versions.insert(std::upper_bound(found->versions.begin(), found->versions.end(), version), version);
  return static_cast<std::uint32_t>(found - columns.begin());
}

void FindBreaks(SurveySchema& schema) {
  schema.breaks.clear();
  std::vector<const survey::Questionnaire*> earlier;
  for (const auto& [number, after] : schema.versions) {
    for (const survey::SeriesBreak& one : survey::SeriesBreaks(earlier, *after)) {
      schema.breaks.push_back({one.item, earlier[one.before]->version, number});
    }
    earlier.push_back(after.get());
  }
}

}  // namespace

void AddVersion(SurveySchema& schema, const survey::Questionnaire& questionnaire) {
  if (schema.versions.contains(questionnaire.version)) return;
  schema.key = questionnaire.key;
  const auto kept = std::make_shared<const survey::Questionnaire>(questionnaire);
  schema.versions.emplace(questionnaire.version, kept);
  if (kept->anonymous) {
    schema.minimum = schema.anonymous ? std::max(schema.minimum, kept->anonymous->minimum) : kept->anonymous->minimum;
    schema.anonymous = true;
  }
  auto& items = schema.items[questionnaire.version];
  for (const survey::Item& item : survey::ScoreItems(*kept)) {
    items.push_back(FindOrAdd(schema, ColumnOf(item), questionnaire.version));
  }
  FindBreaks(schema);
}

std::string ScaleName(const survey::Scale& scale) {
  return fmt::format("{}..{}{}", scale.min, scale.max, scale.lower_is_better ? ", lower is better" : "");
}

std::string ValueOf(const Column& column, std::string_view dimension) {
  if (dimension == "question") return column.question;
  if (dimension == "item") return column.item;
  if (dimension == "criterion") return column.criterion;
  if (dimension == "stage") return column.stage;
  if (dimension == "process") return column.process;
  if (dimension == "level") return column.level;
  if (dimension == "department") return column.department;
  if (dimension == "value_element") return column.value_element;
  if (dimension == "measures") return column.measures;
  return ScaleName(column.scale);
}

const std::vector<std::string>& QuestionDimensions() {
  static const std::vector<std::string> all = {"question", "item",       "criterion",     "stage",    "process",
                                               "level",    "department", "value_element", "measures", "scale"};
  return all;
}

const std::vector<std::string>& ResponseDimensions() {
  static const std::vector<std::string> all = {"survey",  "version", "channel", "language", "completion",
                                               "account", "segment", "partner", "role",     "tenure"};
  return all;
}

bool IsQuestionDimension(std::string_view dimension) {
  const auto& all = QuestionDimensions();
  return std::find(all.begin(), all.end(), dimension) != all.end();
}

bool IsAttribute(std::string_view dimension) {
  for (const std::string_view prefix : {"account.", "contact."}) {
    if (dimension.starts_with(prefix) && dimension.size() > prefix.size()) return true;
  }
  return false;
}

bool IsResponseDimension(std::string_view dimension) {
  const auto& all = ResponseDimensions();
  return std::find(all.begin(), all.end(), dimension) != all.end() || IsAttribute(dimension);
}

std::string ValueOf(const Row& row, std::string_view dimension) {
  if (dimension == "survey") return row.survey;
  if (dimension == "version") return std::to_string(row.version);
  if (dimension == "completion") return row.abandoned ? "abandoned" : "finished";
  const auto found = row.dimensions.find(dimension);
  return found == row.dimensions.end() ? std::string() : found->second;
}

}  // namespace otklik::answers
