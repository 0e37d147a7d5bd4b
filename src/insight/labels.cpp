#include "insight/labels.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace otklik::insight {
namespace {

Text Both(ObjectReader& reader) {
  Text text;
  for (const char* language : {"ru", "en"}) {
    if (auto words = reader.String(language, true)) text.by_language.emplace_back(language, std::move(*words));
  }
  return text;
}

Text Plain(const std::string& value) { return Text{{{"ru", value}, {"en", value}}}; }

// The text of a question or matrix row in the newest versions of the surveys that have it; where surveys ask in
// different words, the shortest, and how many there are.
Text ItemName(const program::Surveys& surveys, const std::string& item) {
  const auto dot = item.find('.');
  std::vector<const Text*> texts;
  const auto add = [&texts](const Text& text) {
    const auto same = [&text](const Text* known) { return known->by_language == text.by_language; };
    if (std::none_of(texts.begin(), texts.end(), same)) texts.push_back(&text);
  };
  for (const auto& [key, survey] : surveys) {
    const survey::Question* question = survey->current().questionnaire.FindQuestion(item.substr(0, dot));
    if (!question) continue;
    if (dot == std::string::npos) add(question->text);
    for (const survey::Row& row : question->rows) {
      if (dot != std::string::npos && row.id == item.substr(dot + 1)) add(row.text);
    }
  }
  if (texts.empty()) return Plain(item);
  const auto length = [](const Text* text) {
    std::size_t sum = 0;
    for (const auto& [language, words] : text->by_language) sum += words.size();
    return sum;
  };
  Text name = survey::Unpiped(**std::min_element(texts.begin(), texts.end(),
                                                 [&](const Text* a, const Text* b) { return length(a) < length(b); }));
  for (auto& [language, words] : name.by_language) {
    if (texts.size() == 1) continue;
    const std::string count = std::to_string(texts.size());
    words += language == "ru" ? " (формулировок: " + count + ")" : " (" + count + " wordings)";
  }
  return name;
}

}  // namespace

Result<Labels> Labels::Parse(std::string_view document) {
  const auto json = ReadJson(document);
  if (!json) return json.error();
  std::vector<Problem> problems;
  Labels labels;
  ObjectReader reader(*json, "", problems);
  const json::array* dimensions = reader.Array("dimensions", true);
  reader.Finish();
  for (const json::value& value : dimensions ? *dimensions : json::array()) {
    ObjectReader one(value, "dimensions", problems);
    const std::string key = one.String("key", true).value_or("");
    One& dimension = labels.dimensions_[key];
    dimension.name = Both(one);
    if (const json::array* values = one.Array("values", true)) {
      for (const json::value& named : *values) {
        ObjectReader item(named, "dimensions." + key + ".values", problems);
        std::string id = item.String("value", true).value_or("");
        dimension.values.emplace_back(std::move(id), Both(item));
        item.Finish();
      }
    }
    one.Finish();
    labels.order_.push_back(key);
  }
  if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
  return labels;
}

Text Labels::Dimension(const std::string& key) const {
  const auto found = dimensions_.find(key);
  if (found != dimensions_.end()) return found->second.name;
  const auto dot = key.find('.');
  return Plain(dot == std::string::npos ? key : key.substr(dot + 1));
}

Text Labels::Value(const std::string& dimension, const std::string& value, const program::Surveys& surveys) const {
  if (dimension == "survey") {
    const auto found = surveys.find(value);
    return found == surveys.end() ? Plain(value) : survey::Unpiped(found->second->current().questionnaire.title);
  }
  if (dimension == "question" || dimension == "item") return ItemName(surveys, value);
  if (dimension == "criterion") {
    for (const auto& [key, survey] : surveys) {
      if (const survey::Criterion* criterion = survey->current().questionnaire.FindCriterion(value))
        return criterion->name;
    }
    return Plain(value);
  }
  const auto found = dimensions_.find(dimension);
  if (found != dimensions_.end()) {
    for (const auto& [id, text] : found->second.values) {
      if (id == value) return text;
    }
  }
  return Plain(value);
}

std::size_t Labels::Place(const std::string& dimension, const std::string& value) const {
  const auto found = dimensions_.find(dimension);
  if (found == dimensions_.end()) return 0;
  std::size_t place = 0;
  for (const auto& [id, text] : found->second.values) {
    if (id == value) break;
    ++place;
  }
  return place;
}

}  // namespace otklik::insight
