// The one strict reader of JSON from outside, and helpers to decode it.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "base/result.hpp"

namespace otklik {

namespace json = boost::json;

struct JsonLimits {
  std::size_t depth = 16;
  std::size_t bytes = 1 << 20;
};

// Parses UTF-8 JSON. kInvalid with line, column and path for bad syntax, a duplicate key, bad UTF-8, U+0000
// or too much depth; kTooLarge over `bytes`. Keys and strings come back in NFC.
Result<json::value> ReadJson(std::string_view text, const JsonLimits& limits = {});

// Canonical form for hashing: keys sorted by bytes, no spaces.
std::string CanonicalJson(const json::value& value);

// Reads an object's members with a path for messages and collects every problem instead of stopping at the
// first. Keys nobody asked for are reported by Finish ("unknown_key", with the nearest known one).
class ObjectReader {
 public:
  // `problems` must outlive the reader. A value that is not an object reports "not_an_object".
  ObjectReader(const json::value& value, std::string path, std::vector<Problem>& problems);

  const json::value* Find(std::string_view key);     // nullptr if absent; marks the key as known
  const json::value* Require(std::string_view key);  // reports "missing_key" if absent
  std::optional<std::string> String(std::string_view key, bool required = false, std::size_t max_bytes = 10000);
  std::optional<std::int64_t> Int(std::string_view key, std::int64_t min, std::int64_t max, bool required = false);
  std::optional<double> Number(std::string_view key, bool required = false);
  bool Bool(std::string_view key, bool otherwise);
  const json::array* Array(std::string_view key, bool required = false);
  // A text by language: a string (taken as the default language) or {"ru": "...", "en": "..."}.
  Text Localized(std::string_view key, std::string_view default_language, bool required = false);
  void Finish();

  std::string PathOf(std::string_view key) const;
  void Report(std::string_view key, std::string message, std::vector<std::string> args = {}, std::string value = {});

 private:
  const json::object* object_ = nullptr;
  std::string path_;
  std::vector<Problem>& problems_;
  std::vector<std::string> known_;
};

// "the nearest of `choices`" by edit distance, empty if none is near; for "did you mean".
std::string Nearest(std::string_view word, const std::vector<std::string>& choices);
// The first thirty that are not empty, by comma: "a, b, c …"; for "there are".
std::string Listed(const std::vector<std::string>& choices);

// Where in the text the value at `path` (pages[0].questions[2].scale) stands; of a path that is not there, the
// deepest part that is. Lines and columns from 1, columns in characters. The text must be valid JSON.
struct TextPlace {
  std::size_t line = 1, column = 1;
};
TextPlace PlaceOfPath(std::string_view text, std::string_view path);

// A short printable form of a JSON value for messages (at most 80 characters).
std::string Short(const json::value& value);

}  // namespace otklik
