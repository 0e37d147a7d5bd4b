// One answer to one question that was shown. Internal to the room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "survey/survey.hpp"

namespace otklik::survey {

// Checks the raw answer (nullptr: none) strictly: nothing is clamped, rounded or converted, but an integral 9.0 is 9.
// Returns what is kept: null where nothing was answered (also "", [], {}), a matrix with its answered rows in the
// questionnaire's order, chosen options in its order and an own text last, line ends of a text as \n. Nothing, and
// problems at answers.<question>[.<row>], where the answer is wrong.
std::optional<json::value> CheckAnswer(const Question& question, const json::value* given,
                                       std::vector<Problem>& problems);

// Reports "answer_required" where a required question was not answered; a matrix needs every row.
void RequireAnswer(const Question& question, const json::value& kept, std::vector<Problem>& problems);

}  // namespace otklik::survey
