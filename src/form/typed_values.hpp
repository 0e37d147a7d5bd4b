// What people type into a plain text field, read leniently but never guessed. Internal to the room.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace otklik::form {

std::string_view Trimmed(std::string_view text);  // spaces, tabs, line ends and no-break spaces cut at both ends

// "1 234,5", "-3", "12.50": spaces part groups, one comma or one dot is the decimal sign. An integer where there is no
// fraction (12,00 is 12). Nothing for anything else, also for "1,234.5" and numbers over 1e15.
std::optional<json::value> ReadNumber(std::string_view text);

// "2019-03-07", "7.3.2019", "07.03.2019" -> "2019-03-07".
std::optional<std::string> ReadDate(std::string_view text);

}  // namespace otklik::form
