// Comments as clients write them, made of clauses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "demo/draw.hpp"
#include "demo/phrases.hpp"

namespace otklik::demo {

// What a comment is to say. Topics may repeat to be likelier; an empty list takes kGeneral.
struct Say {
  int score = 10;  // 0..10: 9 and 10 praise, 7 and 8 praise and complain, the rest complain
  std::vector<Topic> praise, complain;
};

std::string MakeComment(const Say& say, std::string_view language, Draw& draw);

// An answer to "what should we do for a 9 or a 10?".
std::string MakeWish(const std::vector<Topic>& topics, std::string_view language, Draw& draw);

}  // namespace otklik::demo
