#include <algorithm>

#include "form/answer_fields.hpp"
#include "form/form.hpp"
#include "form/typed_values.hpp"

namespace otklik::form {
namespace {

using survey::Kind;
using survey::Question;

std::optional<json::value> Chosen(const Question& question, const std::string& value) {
  if (value == kHardToSayValue && question.hard_to_say && question.rows.empty()) return json::value(value);
  switch (question.kind) {
    case Kind::kRecommendation:
    case Kind::kRating: {
      const auto score = ReadNumber(value);
      if (!score || !score->is_int64()) return std::nullopt;
      const auto number = score->get_int64();
      if (number < question.scale->min || number > question.scale->max) return std::nullopt;
      return *score;
    }
    case Kind::kSingle:
      if (std::ranges::find(question.options, value, &survey::Option::id) == question.options.end()) {
        return std::nullopt;
      }
      return json::value(value);
    case Kind::kYesNo:
      if (value == "true" || value == "yes") return json::value(true);
      if (value == "false" || value == "no") return json::value(false);
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace

namespace {

// A letter's link says recommend=9 whatever the id, where there is one such question only.
std::string OnlyRecommendation(const survey::Questionnaire& questionnaire) {
  std::string only;
  for (const survey::Page& page : questionnaire.pages) {
    for (const Question& question : page.questions) {
      if (question.kind != Kind::kRecommendation) continue;
      if (!only.empty()) return {};
      only = question.id;
    }
  }
  return only;
}

}  // namespace

json::object PrefillFromQuery(const survey::Questionnaire& questionnaire, std::string_view query) {
  json::object out;
  const auto fields = DecodeFields(query, {.bytes = 4096, .fields = 50});
  if (!fields) return out;
  const auto recommend = fields->find("recommend");
  const std::string meant = questionnaire.FindQuestion("recommend") ? "" : OnlyRecommendation(questionnaire);
  for (const survey::Page& page : questionnaire.pages) {
    for (const Question& question : page.questions) {
      const auto field = question.id == meant ? recommend : fields->find(question.id);
      if (field == fields->end()) continue;
      if (auto answer = Chosen(question, field->second)) out[question.id] = std::move(*answer);
    }
  }
  return out;
}

}  // namespace otklik::form
