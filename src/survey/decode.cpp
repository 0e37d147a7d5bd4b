#include "survey/decode.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

void CheckOneText(const json::value& value, const std::string& path, Decoding& decoding) {
  const json::string* text = value.if_string();
  if (!text) {
    decoding.problems.push_back({"not_a_string", {}, path, Short(value)});
  } else if (IsBlank(*text)) {
    decoding.problems.push_back({"blank_text", {}, path, {}});
  } else if (CountCharacters(*text) > kMaxTextCharacters) {
    decoding.problems.push_back({"too_many_characters",
                                 {std::to_string(kMaxTextCharacters), std::to_string(CountCharacters(*text))},
                                 path,
                                 Short(value)});
  }
}

std::vector<std::string> ReadLanguages(ObjectReader& reader) {
  std::vector<std::string> languages;
  const json::array* list = ReadArray(reader, "languages", 1, kMaxLanguages, true);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const json::value& value = (*list)[i];
    const std::string key = "languages[" + std::to_string(i) + "]";
    if (!value.is_string() || !IsLanguageTag(value.get_string())) {
      reader.Report(key, "bad_language_tag", {}, Short(value));
    } else if (std::ranges::find(languages, std::string_view(value.get_string())) != languages.end()) {
      reader.Report(key, "listed_twice", {}, Short(value));
    } else {
      languages.emplace_back(value.get_string());
    }
  }
  return languages;
}

std::optional<Anonymity> ReadAnonymity(ObjectReader& reader, Decoding& decoding) {
  const json::value* value = reader.Find("anonymous");
  if (!value) return std::nullopt;
  ObjectReader inner(*value, reader.PathOf("anonymous"), decoding.problems);
  if (!value->is_object()) return std::nullopt;
  Anonymity anonymity;
  anonymity.minimum = static_cast<int>(inner.Int("minimum", 5, 1000).value_or(5));
  const json::array* list = ReadArray(inner, "dimensions", 0, kMaxDimensions, false);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    const json::value& one = (*list)[i];
    const std::string key = "dimensions[" + std::to_string(i) + "]";
    if (!one.is_string() || !IsDottedId(one.get_string(), 2)) {
      inner.Report(key, "bad_dimension", {}, Short(one));
    } else if (std::ranges::find(anonymity.dimensions, std::string_view(one.get_string())) !=
               anonymity.dimensions.end()) {
      inner.Report(key, "listed_twice", {}, Short(one));
    } else {
      anonymity.dimensions.emplace_back(one.get_string());
    }
  }
  inner.Finish();
  return anonymity;
}

std::optional<Consent> ReadConsent(ObjectReader& reader, Decoding& decoding) {
  const json::value* value = reader.Find("consent");
  if (!value) return std::nullopt;
  ObjectReader inner(*value, reader.PathOf("consent"), decoding.problems);
  if (!value->is_object()) return std::nullopt;
  Consent consent;
  constexpr std::size_t kMaxVersion = 64;
  if (const auto version = inner.String("version", true)) {
    if (IsBlank(*version)) inner.Report("version", "blank_text");
    if (const std::size_t length = CountCharacters(*version); length > kMaxVersion) {
      inner.Report("version", "too_many_characters", {std::to_string(kMaxVersion), std::to_string(length)});
    }
    consent.version = *version;
  }
  consent.text = ReadText(inner, "text", decoding, true);
  inner.Finish();
  return consent;
}

Criterion ReadCriterion(const json::value& value, const std::string& path, Decoding& decoding) {
  ObjectReader reader(value, path, decoding.problems);
  Criterion criterion;
  if (!value.is_object()) return criterion;
  criterion.id = ReadId(reader, "id", true);
  criterion.name = ReadText(reader, "name", decoding, true);
  criterion.stage = ReadId(reader, "stage", false);
  criterion.process = ReadId(reader, "process", false);
  criterion.department = ReadId(reader, "department", false);
  criterion.value_element = ReadId(reader, "value_element", false);
  if (const json::value* level = reader.Find("level")) {
    static const std::vector<std::string> kLevels = {"organisational", "process", "personal"};
    const json::string* name = level->if_string();
    if (name && std::ranges::find(kLevels, std::string_view(*name)) != kLevels.end()) {
      criterion.level = *name;
    } else {
      reader.Report("level", "not_one_of", {"organisational, process, personal"}, Short(*level));
    }
  }
  reader.Finish();
  return criterion;
}

Page ReadPage(const json::value& value, const std::string& path, Decoding& decoding) {
  ObjectReader reader(value, path, decoding.problems);
  Page page;
  if (!value.is_object()) return page;
  page.id = ReadId(reader, "id", true);
  if (const json::value* condition = reader.Find("show_if")) {
    page.show_if = DecodeCondition(*condition, reader.PathOf("show_if"), decoding);
  }
  const json::array* questions = ReadArray(reader, "questions", 1, kMaxQuestions, true);
  for (std::size_t i = 0; questions && i < questions->size(); ++i) {
    page.questions.push_back(DecodeQuestion((*questions)[i], ElementPath(reader, "questions", i), decoding));
  }
  reader.Finish();
  return page;
}

void ReadLists(ObjectReader& reader, Decoding& decoding, Questionnaire& out) {
  const json::array* criteria = ReadArray(reader, "criteria", 0, kMaxCriteria, false);
  for (std::size_t i = 0; criteria && i < criteria->size(); ++i) {
    out.criteria.push_back(ReadCriterion((*criteria)[i], ElementPath(reader, "criteria", i), decoding));
  }
  const json::array* pages = ReadArray(reader, "pages", 1, kMaxPages, true);
  for (std::size_t i = 0; pages && i < pages->size(); ++i) {
    out.pages.push_back(ReadPage((*pages)[i], ElementPath(reader, "pages", i), decoding));
  }
}

}  // namespace

std::string ReadId(ObjectReader& reader, std::string_view key, bool required) {
  const auto word = reader.String(key, required);
  if (!word) return {};
  if (!IsId(*word)) reader.Report(key, "bad_id", {}, Short(json::value(*word)));
  return *word;
}

Text ReadText(ObjectReader& reader, std::string_view key, Decoding& decoding, bool required) {
  Text text;
  const json::value* value = required ? reader.Require(key) : reader.Find(key);
  if (!value) return text;
  const std::string path = reader.PathOf(key);
  if (const json::string* one = value->if_string()) {
    CheckOneText(*value, path, decoding);
    text.by_language.emplace_back(decoding.default_language, *one);
    return text;
  }
  const json::object* by_language = value->if_object();
  if (!by_language || by_language->empty()) {
    reader.Report(key, "not_a_text_by_language", {}, Short(*value));
    return text;
  }
  for (const auto& member : *by_language) {
    const std::string tag(member.key());
    if (!IsLanguageTag(tag)) decoding.problems.push_back({"bad_language_tag", {}, path, tag});
    CheckOneText(member.value(), path + "." + tag, decoding);
    if (member.value().is_string()) text.by_language.emplace_back(tag, member.value().get_string());
  }
  return text;
}

const json::array* ReadArray(ObjectReader& reader, std::string_view key, std::size_t min, std::size_t max,
                             bool required) {
  const json::array* list = reader.Array(key, required);
  if (!list || (list->size() >= min && list->size() <= max)) return list;
  reader.Report(key, "bad_count", {std::to_string(min), std::to_string(max)}, std::to_string(list->size()));
  return nullptr;
}

std::string ElementPath(const ObjectReader& reader, std::string_view key, std::size_t index) {
  return reader.PathOf(key) + "[" + std::to_string(index) + "]";
}

Questionnaire DecodeQuestionnaire(const json::value& document, std::vector<Problem>& problems) {
  Questionnaire out;
  ObjectReader reader(document, "", problems);
  if (!document.is_object()) return out;
  if (const auto key = reader.String("key", true)) {
    if (!IsSurveyKey(*key)) reader.Report("key", "bad_survey_key", {}, Short(json::value(*key)));
    out.key = *key;
  }
  out.languages = ReadLanguages(reader);
  Decoding decoding{problems, out.languages.empty() ? std::string() : out.languages.front()};
  out.title = ReadText(reader, "title", decoding, true);
  out.introduction = ReadText(reader, "introduction", decoding, false);
  out.thanks = ReadText(reader, "thanks", decoding, false);
  out.anonymous = ReadAnonymity(reader, decoding);
  out.consent = ReadConsent(reader, decoding);
  ReadLists(reader, decoding, out);
  reader.Finish();
  return out;
}

}  // namespace otklik::survey
