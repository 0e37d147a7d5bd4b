// application/x-www-form-urlencoded.
#include <optional>

#include "base/text.hpp"
#include "form/form.hpp"

namespace otklik::form {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> Decoded(std::string_view coded) {
  std::string out;
  out.reserve(coded.size());
  for (std::size_t i = 0; i < coded.size(); ++i) {
    if (coded[i] != '%') {
      out += coded[i] == '+' ? ' ' : coded[i];
      continue;
    }
    const int high = i + 2 < coded.size() ? HexDigit(coded[i + 1]) : -1;
    const int low = high < 0 ? -1 : HexDigit(coded[i + 2]);
    if (low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!IsUtf8(out) || out.find('\0') != std::string::npos) return std::nullopt;
  return Nfc(out);
}

Error TooLarge(std::string what, std::size_t given, std::size_t limit) {
  return Fail(Code::kTooLarge, "form_too_large", {std::to_string(limit)}, std::move(what), std::to_string(given));
}

}  // namespace

Result<Fields> DecodeFields(std::string_view body, const FormLimits& limits) {
  if (body.size() > limits.bytes) return TooLarge("body", body.size(), limits.bytes);
  Fields out;
  while (!body.empty()) {
    const auto end = body.find('&');
    const std::string_view pair = body.substr(0, end);
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = Decoded(pair.substr(0, equals));
    auto value = Decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
    if (!name || !value) return Fail(Code::kInvalid, "form_encoding", {}, "body", Truncate(pair, 80));
    if (name->size() > limits.name_bytes) return TooLarge("name", name->size(), limits.name_bytes);
    if (value->size() > limits.value_bytes) return TooLarge(*name, value->size(), limits.value_bytes);
    if (out.size() == limits.fields) return TooLarge("fields", out.size() + 1, limits.fields);
    out.emplace(std::move(*name), std::move(*value));
  }
  return out;
}

}  // namespace otklik::form
