// What stands around every page of the respondent: head, company, languages. Internal to the room.
#pragma once

#include <string_view>

#include "form/form.hpp"
#include "form/html.hpp"
#include "form/words.hpp"

namespace otklik::form {

// From the doctype to the opened <main>. `title` is of the tab.
void BeginPage(Html& html, const Words& words, const Frame& frame, std::string_view title);
void EndPage(Html& html);

// A text of several paragraphs (an empty line or a line break parts them), each <p>.
void PutParagraphs(Html& html, const Words& words, const Said& said);

}  // namespace otklik::form
