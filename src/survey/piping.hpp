// References to facts inside texts: {{contact.name}}, {{contact.name|colleague}}. Internal to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace otklik::survey {

// A known fact: one of FactNames(), or contact.attributes.x, account.attributes.x.
bool IsFactName(std::string_view name);

struct PipeReference {
  std::string_view name;
  std::string_view fallback;
  std::size_t begin = 0, end = 0;  // bytes of the text, braces included
  bool closed = true;              // false: "{{" without "}}"; the rest of the text
};
std::vector<PipeReference> PipeReferences(std::string_view text);

}  // namespace otklik::survey
