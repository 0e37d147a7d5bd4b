// What the parts of a questionnaire must mean together, once its shape is right. Internal to the room.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "survey/survey.hpp"

namespace otklik::survey {

// Appends a problem for everything that contradicts the rules named at ParseQuestionnaire.
void CheckQuestionnaire(const Questionnaire& questionnaire, std::vector<Problem>& problems);

// The conditions alone: what they look at exists, comes earlier and can have the value compared with.
void CheckConditions(const Questionnaire& questionnaire, std::vector<Problem>& problems);

// The texts alone: in the default language, in declared languages only, piping known facts.
void CheckTexts(const Questionnaire& questionnaire, std::vector<Problem>& problems);

std::string PagePath(std::size_t page);                            // pages[0]
std::string QuestionPath(std::size_t page, std::size_t question);  // pages[0].questions[2]

}  // namespace otklik::survey
