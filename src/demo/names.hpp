// Invented names of companies and people; any likeness is chance.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "demo/draw.hpp"

namespace otklik::demo {

struct Industry {
  std::string_view id;    // metals, trade, construction ...
  std::string_view root;  // within a company's name
};

struct CompanyName {
  std::string name;
  std::string_view industry;  // Industry::id
};

// Different names; one of them has exactly 70 characters.
std::vector<CompanyName> DrawCompanyNames(Draw& draw, std::size_t count);

struct Person {
  std::string name;     // given name and surname
  std::string mailbox;  // "o.smirnova"
};

Person DrawPerson(Draw& draw, std::string_view language);

std::string_view DrawCity(Draw& draw);
std::string DrawPosition(Draw& draw, std::string_view role, std::string_view language);

}  // namespace otklik::demo
