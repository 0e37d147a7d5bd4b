// Unicode text: validity, normal form, folding; language tags.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace otklik {

bool IsUtf8(std::string_view text);
std::string Nfc(std::string_view text);                               // text must be UTF-8
std::string Fold(std::string_view text);                              // NFC + full case folding, for searching
std::size_t CountCharacters(std::string_view text);                   // code points
std::string Truncate(std::string_view text, std::size_t characters);  // whole code points, with … when cut
std::string EscapeHtml(std::string_view text);
bool IsLanguageTag(std::string_view word);  // [a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}
bool IsBlank(std::string_view utf8);        // nothing but white space (Unicode's, as \s of ECMAScript)

}  // namespace otklik
