// Runs documents of published cases and says what differs.
#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <string_view>

#include "stats/vectors/methods.hpp"

namespace otklik::vectors {

struct Tally {
  int passed = 0;
  int failed = 0;
  std::map<std::string, int> unknown;  // method -> cases
};

MethodTable AllMethods();

// `text` is a JSON array of cases, or an object with "cases". A line of `out` a difference, headed by `name`. A
// document that is not of that form counts as one failure.
void RunDocument(const std::string& name, std::string_view text, const MethodTable& methods, Tally& tally,
                 std::ostream& out);

}  // namespace otklik::vectors
