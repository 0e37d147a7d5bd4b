#include "survey/piping.hpp"

#include <algorithm>

#include "survey/survey.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::vector<std::string> FactNames() {
  return {"account.name", "account.partner", "account.segment", "channel",
          "company.name", "contact.name",    "contact.role",    "language"};
}

bool IsFactName(std::string_view name) {
  static const std::vector<std::string> kNames = FactNames();
  if (std::ranges::find(kNames, name) != kNames.end()) return true;
  for (const std::string_view prefix : {"contact.attributes.", "account.attributes."}) {
    if (name.starts_with(prefix)) return IsId(name.substr(prefix.size()));
  }
  return false;
}

std::vector<PipeReference> PipeReferences(std::string_view text) {
  std::vector<PipeReference> found;
  for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
    const std::size_t close = text.find("}}", at + 2);
    if (close == std::string_view::npos) {
      found.push_back({text.substr(at), {}, at, text.size(), false});
      break;
    }
    const std::string_view inside = text.substr(at + 2, close - at - 2);
    const auto bar = inside.find('|');
    const std::string_view fallback = bar == std::string_view::npos ? std::string_view() : inside.substr(bar + 1);
    found.push_back({Trim(inside.substr(0, bar)), Trim(fallback), at, close + 2, true});
    at = close + 2;
  }
  return found;
}

Text Unpiped(const Text& text) {
  Text plain = text;
  for (auto& [language, words] : plain.by_language) {
    Facts none;
    for (const PipeReference& reference : PipeReferences(words)) {
      if (reference.fallback.empty()) none[std::string(reference.name)] = "…";
    }
    words = Pipe(words, none);
  }
  return plain;
}

std::string Pipe(const std::string& text, const Facts& facts) {
  if (text.find("{{") == std::string::npos) return text;
  std::string out;
  std::size_t copied = 0;
  // One pass over the text: a fact that itself holds braces is not looked into.
  for (const PipeReference& reference : PipeReferences(text)) {
    if (!reference.closed) break;
    out.append(text, copied, reference.begin - copied);
    const auto fact = facts.find(std::string(reference.name));
    out += fact != facts.end() && !fact->second.empty() ? std::string_view(fact->second) : reference.fallback;
    copied = reference.end;
  }
  return out.append(text, copied);
}

}  // namespace otklik::survey
