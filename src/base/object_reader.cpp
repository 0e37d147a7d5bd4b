#include <cmath>

#include "base/json.hpp"

namespace otklik {

ObjectReader::ObjectReader(const json::value& value, std::string path, std::vector<Problem>& problems)
    : object_(value.if_object()), path_(std::move(path)), problems_(problems) {
  if (!object_) problems_.push_back({"not_an_object", {}, path_, Short(value)});
}

std::string ObjectReader::PathOf(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void ObjectReader::Report(std::string_view key, std::string message, std::vector<std::string> args, std::string value) {
  problems_.push_back({std::move(message), std::move(args), PathOf(key), std::move(value)});
}

const json::value* ObjectReader::Find(std::string_view key) {
  known_.emplace_back(key);
  return object_ ? object_->if_contains(key) : nullptr;
}

const json::value* ObjectReader::Require(std::string_view key) {
  const json::value* value = Find(key);
  if (!value && object_) Report(key, "missing_key");
  return value;
}

std::optional<std::string> ObjectReader::String(std::string_view key, bool required, std::size_t max_bytes) {
  const json::value* value = required ? Require(key) : Find(key);
  if (!value) return std::nullopt;
  const json::string* text = value->if_string();
  if (!text) {
    Report(key, "not_a_string", {}, Short(*value));
    return std::nullopt;
  }
  if (text->size() > max_bytes) {
    Report(key, "text_too_long", {std::to_string(max_bytes)}, Short(*value));
    return std::nullopt;
  }
  return std::string(*text);
}

std::optional<std::int64_t> ObjectReader::Int(std::string_view key, std::int64_t min, std::int64_t max, bool required) {
  const json::value* value = required ? Require(key) : Find(key);
  if (!value) return std::nullopt;
  std::optional<std::int64_t> number;
  if (value->is_int64()) number = value->get_int64();
  if (value->is_double() && std::floor(value->get_double()) == value->get_double() &&
      std::abs(value->get_double()) < 9e15) {
    number = static_cast<std::int64_t>(value->get_double());
  }
  if (!number || *number < min || *number > max) {
    Report(key, "not_an_integer", {std::to_string(min), std::to_string(max)}, Short(*value));
    return std::nullopt;
  }
  return number;
}

std::optional<double> ObjectReader::Number(std::string_view key, bool required) {
  const json::value* value = required ? Require(key) : Find(key);
  if (!value) return std::nullopt;
  if (!value->is_number()) {
    Report(key, "not_a_number", {}, Short(*value));
    return std::nullopt;
  }
  return value->to_number<double>();
}

bool ObjectReader::Bool(std::string_view key, bool otherwise) {
  const json::value* value = Find(key);
  if (!value) return otherwise;
  if (!value->is_bool()) {
    Report(key, "not_a_boolean", {}, Short(*value));
    return otherwise;
  }
  return value->get_bool();
}

const json::array* ObjectReader::Array(std::string_view key, bool required) {
  const json::value* value = required ? Require(key) : Find(key);
  if (!value) return nullptr;
  if (!value->is_array()) Report(key, "not_an_array", {}, Short(*value));
  return value->if_array();
}

Text ObjectReader::Localized(std::string_view key, std::string_view default_language, bool required) {
  constexpr std::size_t kMaxBytes = 20000;
  Text text;
  const json::value* value = required ? Require(key) : Find(key);
  if (!value) return text;
  if (value->is_string()) {
    if (const auto one = String(key, false, kMaxBytes)) text.by_language.emplace_back(default_language, *one);
    return text;
  }
  ObjectReader reader(*value, PathOf(key), problems_);
  if (!value->is_object()) return text;
  for (const auto& member : value->get_object()) {
    if (const auto one = reader.String(member.key(), false, kMaxBytes))
      text.by_language.emplace_back(member.key(), *one);
  }
  return text;
}

void ObjectReader::Finish() {
  if (!object_) return;
  for (const auto& member : *object_) {
    const std::string key(member.key());
    bool known = false;
    for (const std::string& candidate : known_) known = known || candidate == key;
    if (known) continue;
    const std::string near = Nearest(key, known_);
    if (near.empty()) {
      Report(key, "unknown_key", {}, Short(member.value()));
    } else {
      Report(key, "unknown_key_near", {near}, Short(member.value()));
    }
  }
}

}  // namespace otklik
