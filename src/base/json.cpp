#include "base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <set>

#include "base/text.hpp"

namespace otklik {
namespace {

// What went wrong while parsing, beyond the parser's own errors.
enum class Fault { kNone, kDuplicateKey, kNul, kUtf8 };

// SAX handler that builds the value, refuses duplicate keys and U+0000 and keeps the path for messages.
class StrictHandler {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  bool on_document_begin(boost::system::error_code&) { return true; }
  bool on_document_end(boost::system::error_code&) { return true; }
  bool on_object_begin(boost::system::error_code&) { return Open(json::object()); }
  bool on_object_end(std::size_t, boost::system::error_code&) { return Close(); }
  bool on_array_begin(boost::system::error_code&) { return Open(json::array()); }
  bool on_array_end(std::size_t, boost::system::error_code&) { return Close(); }

  bool on_key_part(json::string_view part, std::size_t, boost::system::error_code&) { return Collect(part); }
  bool on_key(json::string_view part, std::size_t, boost::system::error_code& ec) {
    if (!Collect(part) || !Normalise(ec)) return false;
    Level& level = levels_.back();
    if (level.value.as_object().contains(text_)) return Stop(Fault::kDuplicateKey, ec);
    level.key = std::move(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, boost::system::error_code&) { return Collect(part); }
  bool on_string(json::string_view part, std::size_t, boost::system::error_code& ec) {
    if (!Collect(part) || !Normalise(ec)) return false;
    Put(json::string(text_));
    text_.clear();
    return true;
  }
  bool on_number_part(json::string_view, boost::system::error_code&) { return true; }
  bool on_int64(std::int64_t i, json::string_view, boost::system::error_code&) { return Put(i); }
  bool on_uint64(std::uint64_t u, json::string_view, boost::system::error_code&) { return Put(u); }
  bool on_double(double d, json::string_view, boost::system::error_code&) { return Put(d); }
  bool on_bool(bool b, boost::system::error_code&) { return Put(b); }
  bool on_null(boost::system::error_code&) { return Put(nullptr); }
  bool on_comment_part(json::string_view, boost::system::error_code&) { return true; }
  bool on_comment(json::string_view, boost::system::error_code&) { return true; }

  json::value Take() { return std::move(root_); }
  Fault fault() const { return fault_; }
  const std::string& fault_text() const { return text_; }
  std::string Path() const {
    std::string path;
    for (const Level& level : levels_) {
      if (level.value.is_array()) {
        path += "[" + std::to_string(level.value.as_array().size()) + "]";
      } else if (!level.key.empty()) {
        path += (path.empty() ? "" : ".") + level.key;
      }
    }
    return path;
  }

 private:
  struct Level {
    json::value value;
    std::string key;
  };

  bool Open(json::value container) {
    levels_.push_back({std::move(container), {}});
    return true;
  }
  bool Close() {
    json::value done = std::move(levels_.back().value);
    levels_.pop_back();
    return Put(std::move(done));
  }
  bool Put(json::value value) {
    if (levels_.empty()) {
      root_ = std::move(value);
    } else if (Level& level = levels_.back(); level.value.is_array()) {
      level.value.as_array().push_back(std::move(value));
    } else {
      level.value.as_object()[level.key] = std::move(value);
      level.key.clear();
    }
    return true;
  }
  bool Collect(json::string_view part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool Normalise(boost::system::error_code& ec) {
    if (text_.find('\0') != std::string::npos) return Stop(Fault::kNul, ec);
    if (!IsUtf8(text_)) return Stop(Fault::kUtf8, ec);
    text_ = Nfc(text_);
    return true;
  }
  bool Stop(Fault fault, boost::system::error_code& ec) {
    fault_ = fault;
    ec = json::error::syntax;
    return false;
  }

  json::value root_;
  std::vector<Level> levels_;
  std::string text_;
  Fault fault_ = Fault::kNone;
};

struct Place {
  std::size_t line = 1, column = 1;
};

Place PlaceOf(std::string_view text, std::size_t offset) {
  Place place;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

Error ParseFailure(std::string_view text, std::size_t offset, const boost::system::error_code& ec,
                   const StrictHandler& handler, const JsonLimits& limits) {
  const Place place = PlaceOf(text, offset);
  const std::string line = std::to_string(place.line), column = std::to_string(place.column);
  const std::string path = handler.Path();
  switch (handler.fault()) {
    case Fault::kDuplicateKey:
      return Fail(Code::kInvalid, "json_duplicate_key", {handler.fault_text(), line, column}, path);
    case Fault::kNul:
      return Fail(Code::kInvalid, "json_nul", {line}, path);
    case Fault::kUtf8:
      return Fail(Code::kInvalid, "not_utf8", {}, path);
    case Fault::kNone:
      break;
  }
  if (ec == json::error::too_deep) return Fail(Code::kInvalid, "json_depth", {std::to_string(limits.depth)}, path);
  return Fail(Code::kInvalid, "json_syntax", {line, column, ec.message()}, path);
}

void WriteCanonical(const json::value& value, std::string& out) {
  if (value.is_object()) {
    std::vector<json::string_view> keys;
    for (const auto& member : value.get_object()) keys.push_back(member.key());
    std::sort(keys.begin(), keys.end());
    out += '{';
    for (std::size_t i = 0; i < keys.size(); ++i) {
      out += i ? "," : "";
      out += json::serialize(keys[i]) + ":";
      WriteCanonical(value.get_object().at(keys[i]), out);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    for (std::size_t i = 0; i < value.get_array().size(); ++i) {
      out += i ? "," : "";
      WriteCanonical(value.get_array()[i], out);
    }
    out += ']';
  } else if (value.is_double() && std::floor(value.get_double()) == value.get_double() &&
             std::abs(value.get_double()) < 9e15) {
    out += std::to_string(static_cast<std::int64_t>(value.get_double()));  // 9.0 and 9 are one number
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

Result<json::value> ReadJson(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes) {
    return Fail(Code::kTooLarge, "json_too_large", {std::to_string(text.size()), std::to_string(limits.bytes)});
  }
  json::parse_options options;
  options.max_depth = limits.depth;
  options.allow_invalid_utf8 = true;  // checked by the handler, with a path in the message
  json::basic_parser<StrictHandler> parser(options);
  boost::system::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && used < text.size()) {
    const auto rest = text.find_first_not_of(" \t\r\n", used);
    if (rest != std::string_view::npos) {
      ec = json::error::extra_data;
      return ParseFailure(text, rest, ec, parser.handler(), limits);
    }
  }
  if (ec) return ParseFailure(text, used, ec, parser.handler(), limits);
  return parser.handler().Take();
}

std::string CanonicalJson(const json::value& value) {
  std::string out;
  WriteCanonical(value, out);
  return out;
}

std::string Short(const json::value& value) {
  // A number as people write it: 7.5, not 7.5E0.
  const std::string text = value.is_string()   ? std::string(value.get_string())
                           : value.is_double() ? fmt::format("{}", value.get_double())
                                               : json::serialize(value);
  return Truncate(text, 80);
}

std::string Listed(const std::vector<std::string>& choices) {
  constexpr std::size_t kListed = 30;
  std::string listed;
  std::size_t count = 0;
  for (const std::string& choice : choices) {
    if (choice.empty()) continue;
    if (++count > kListed) return listed + " …";
    listed += (listed.empty() ? "" : ", ") + choice;
  }
  return listed;
}

std::string Nearest(std::string_view word, const std::vector<std::string>& choices) {
  std::string best;
  // Of a word of two letters one must be right.
  std::size_t best_distance =
      std::min(std::max<std::size_t>(2, word.size() / 3) + 1, std::max<std::size_t>(1, word.size()));
  for (const std::string& choice : choices) {
    std::vector<std::size_t> row(choice.size() + 1);
    for (std::size_t j = 0; j <= choice.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= word.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j <= choice.size(); ++j) {
        const std::size_t replaced = diagonal + (word[i - 1] == choice[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
      }
    }
    if (row.back() < best_distance) {
      best_distance = row.back();
      best = choice;
    }
  }
  return best;
}

}  // namespace otklik
