// Decoding of a questionnaire document: its shape only (keys, types, spelling, bounds), exactly as
// api/questionnaire.schema.json has it. What the parts mean together is questionnaire_rules. Internal to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "survey/survey.hpp"

namespace otklik::survey {

// Appends every problem of shape; the questionnaire is usable only if there is none.
Questionnaire DecodeQuestionnaire(const json::value& document, std::vector<Problem>& problems);

// ---- parts, used by the decoders of each other -----------------------------------------------------------

struct Decoding {
  std::vector<Problem>& problems;
  std::string default_language;
};

Question DecodeQuestion(const json::value& value, const std::string& path, Decoding& decoding);
// `depth` is 1 for the condition of a show_if.
Condition DecodeCondition(const json::value& value, const std::string& path, Decoding& decoding, int depth = 1);

std::string ReadId(ObjectReader& reader, std::string_view key, bool required);
// A text or a text by language: none empty or blank, each at most kMaxTextCharacters.
Text ReadText(ObjectReader& reader, std::string_view key, Decoding& decoding, bool required);
// An array of min..max values; nullptr (and a problem, unless it is absent and not required) otherwise.
const json::array* ReadArray(ObjectReader& reader, std::string_view key, std::size_t min, std::size_t max,
                             bool required);
std::string ElementPath(const ObjectReader& reader, std::string_view key, std::size_t index);

std::string_view OpName(Condition::Op op);

}  // namespace otklik::survey
