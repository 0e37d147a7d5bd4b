// The server's dictionary: every message an Error can carry, in Russian and English.
#pragma once

#include <string>
#include <string_view>

#include "base/language.hpp"
#include "base/result.hpp"

namespace otklik {

// The problem's sentence in the language, with {0}, {1} ... replaced by its args. An unknown key is a
// programmer's error: the sentence is then the key itself, and messages_test fails on it.
std::string Say(const Problem& problem, Language language);

// A fixed sentence or word of the server's own pages, by the same dictionary.
std::string Say(std::string_view key, Language language);

bool HasMessage(std::string_view key);

// All problems of an error as "field: sentence" lines; for the command line and logs.
std::string Explain(const Error& error, Language language);

}  // namespace otklik
