// The inline style and script of the respondent's page: web/form/style.css and script.js, put into the binary by the
// build (comments and indents taken out). Internal to the room.
#pragma once

#include <string_view>

namespace otklik::form {

std::string_view StyleSheet();
std::string_view Script();

}  // namespace otklik::form
