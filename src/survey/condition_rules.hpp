// What a condition says about the answers and facts so far. Internal to the room.
#pragma once

#include "survey/survey.hpp"

namespace otklik::survey {

// A leaf compares what was answered with `value`:
//   score, number      as numbers;
//   date, fact         as text by bytes (ISO dates so compare in time); a fact against a number as a number, false
//                      where the fact is not one;
//   single             the option's id, "other" for an own text;
//   multiple           "=" the option is among the chosen, "!=" something is chosen and this is not, "in" any of them;
//   yes_no, contact_request   true or false.
// Whatever was not answered, not shown, not known or "hard to say" makes every comparison false, "!=" included.
// "answered": an answer other than "hard to say"; a fact: known and not empty. "hard_to_say": that was chosen.
bool Holds(const Condition& condition, const Facts& facts, const Answers& answers);

}  // namespace otklik::survey
