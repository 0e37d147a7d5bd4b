#include "base/messages.hpp"

#include <map>

#include "base/messages_table.hpp"

namespace otklik {
namespace {

const std::map<std::string_view, const Message*>& Dictionary() {
  static const auto dictionary = [] {
    std::map<std::string_view, const Message*> all;
    for (const auto table : MessageTables()) {
      for (const Message& message : table) all.emplace(message.key, &message);
    }
    return all;
  }();
  return dictionary;
}

std::string Fill(std::string_view form, const std::vector<std::string>& args) {
  std::string out;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool slot = form[i] == '{' && i + 2 < form.size() && form[i + 2] == '}';
    if (!slot) {
      out += form[i];
      continue;
    }
    const std::size_t index = static_cast<std::size_t>(form[i + 1] - '0');
    if (index < args.size()) out += args[index];
    i += 2;
  }
  return out;
}

}  // namespace

bool HasMessage(std::string_view key) { return Dictionary().contains(key); }

std::string Say(const Problem& problem, Language language) {
  const auto found = Dictionary().find(problem.key);
  if (found == Dictionary().end()) return problem.key;
  return Fill(language == Language::kRussian ? found->second->ru : found->second->en, problem.args);
}

std::string Say(std::string_view key, Language language) {
  return Say(Problem{std::string(key), {}, {}, {}}, language);
}

std::string Explain(const Error& error, Language language) {
  std::string out;
  for (const Problem& problem : error.problems) {
    if (!out.empty()) out += '\n';
    if (!problem.field.empty()) out += problem.field + ": ";
    out += Say(problem, language);
    if (!problem.value.empty()) out += " (" + problem.value + ")";
  }
  return out;
}

}  // namespace otklik
