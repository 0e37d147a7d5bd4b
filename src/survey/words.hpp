// The spelling rules of a questionnaire's names and its bounds. Internal to the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace otklik::survey {

inline constexpr std::size_t kMaxPages = 50;
inline constexpr std::size_t kMaxQuestions = 200;
inline constexpr std::size_t kMaxChoices = 100;  // options of a question, rows of a matrix, values of "in"
inline constexpr std::size_t kMaxCriteria = 200;
inline constexpr std::size_t kMaxTextCharacters = 2000;
inline constexpr std::size_t kMaxLanguages = 20;
inline constexpr std::size_t kMaxDimensions = 4;
inline constexpr std::size_t kMaxConditionChildren = 20;
inline constexpr int kMaxConditionDepth = 5;  // a leaf alone is 1
inline constexpr int kMaxAnswerCharacters = 20000;
inline constexpr std::size_t kMaxOtherCharacters = 500;  // an own text of single or multiple
inline constexpr int kMaxScore = 250;
inline constexpr int kMaxDecimals = 6;
inline constexpr double kMaxScaledNumber = 1e15;  // |number| x 10^decimals: kept exactly by a double

bool IsId(std::string_view word);         // [a-z][a-z0-9_]{0,47}
bool IsSurveyKey(std::string_view word);  // [a-z][a-z0-9_-]{0,63}
// An id, or up to `parts` of them joined by dots: question.row, contact.attributes.x.
bool IsDottedId(std::string_view word, std::size_t parts);
// "hard_to_say" and "other" mean something as answers, so no option may be called so.
bool IsReservedOption(std::string_view word);

std::string NumberText(double number);             // the shortest decimal: 10, 7.5
std::string ShortValue(const json::value& value);  // as Short, numbers as NumberText

// A name nobody knows: "<key>_near" with the nearest of `known` and the first thirty of them, else "<key>" with those.
Problem UnknownName(const std::string& key, std::string_view name, const std::vector<std::string>& known,
                    std::string field, std::string value);
template <class T>
std::vector<std::string> IdsOf(const std::vector<T>& things) {
  std::vector<std::string> ids;
  ids.reserve(things.size());
  for (const T& thing : things) ids.push_back(thing.id);
  return ids;
}

}  // namespace otklik::survey
