// Questionnaires and pages that tests draw and look at. Included by tests only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "form/form.hpp"

namespace otklik::form::samples {

// Three pages in Russian and English with every kind of question.
const survey::Questionnaire& Relationship();
// One page, Russian only, anonymous.
const survey::Questionnaire& Staff();
// German with some texts in Russian only; words of 60 letters.
const survey::Questionnaire& Foreign();

Frame FrameOf(const survey::Questionnaire& questionnaire, std::string language);

// File name (without .html) and page: every kind of page in every language, empty, filled in, with problems.
std::vector<std::pair<std::string, std::string>> Pages();

// Every page of the questionnaires in catalog/questionnaires, empty.
std::vector<std::pair<std::string, std::string>> CatalogPages();

}  // namespace otklik::form::samples
