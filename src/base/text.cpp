#include "base/text.hpp"

#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/utf8.h>

#include <array>

namespace otklik {

namespace {

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// The UTF-8 length of the white space that `text` starts with, or 0.
std::size_t SpaceAt(std::string_view text) {
  static constexpr std::array<std::string_view, 19> kWide = {
      "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
      "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"};
  if (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r')) return 1;
  for (const std::string_view space : kWide) {
    if (text.starts_with(space)) return space.size();
  }
  return 0;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < size;) {
    UChar32 character = 0;
    U8_NEXT(bytes, i, size, character);
    if (character < 0) return false;
  }
  return true;
}

std::string Nfc(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr,
                            status);
  return out;
}

std::string Fold(std::string_view text) {
  const std::string normal = Nfc(text);
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  icu::CaseMap::utf8Fold(0, icu::StringPiece(normal), sink, nullptr, status);
  return out;
}

std::size_t CountCharacters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string Truncate(std::string_view text, std::size_t characters) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (count++ == characters) return std::string(text.substr(0, i)) + "…";
  }
  return std::string(text);
}

std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool IsBlank(std::string_view utf8) {
  while (!utf8.empty()) {
    const std::size_t space = SpaceAt(utf8);
    if (space == 0) return false;
    utf8.remove_prefix(space);
  }
  return true;
}

namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }

bool IsSubtag(std::string_view word) {
  return word.size() >= 2 && word.size() <= 8 && std::ranges::all_of(word, [](char c) {
           return IsLower(c) || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

}  // namespace

bool IsLanguageTag(std::string_view word) {
  const std::string_view primary = word.substr(0, word.find('-'));
  if (primary.size() < 2 || primary.size() > 3 || !std::ranges::all_of(primary, IsLower)) return false;
  word.remove_prefix(primary.size());
  int subtags = 0;
  while (!word.empty()) {
    word.remove_prefix(1);  // the dash
    const std::string_view subtag = word.substr(0, word.find('-'));
    if (!IsSubtag(subtag) || ++subtags > 3) return false;
    word.remove_prefix(subtag.size());
  }
  return true;
}

}  // namespace otklik
