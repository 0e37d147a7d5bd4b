// A submitted page: fields to raw answers.
#include <algorithm>

#include "base/text.hpp"
#include "form/answer_fields.hpp"
#include "form/form.hpp"
#include "form/typed_values.hpp"

namespace otklik::form {
namespace {

using survey::Kind;
using survey::Question;
using survey::Row;

// Reads the fields of one question; wrong ones go to `problems`.
class Decoding {
 public:
  Decoding(const Fields& fields, std::vector<Problem>& problems) : fields_(fields), problems_(problems) {}

  // Nothing where a field could not be read.
  std::optional<json::value> Read(const Question& question) {
    const std::vector<std::string> values = ValuesOf(FieldName(question));
    switch (question.kind) {
      case Kind::kRecommendation:
      case Kind::kRating:
        return Score(question, nullptr);
      case Kind::kMatrix:
      case Kind::kImportance:
        return Rows(question);
      case Kind::kSingle:
        return Single(question, values);
      case Kind::kMultiple:
        return Multiple(question, values);
      case Kind::kYesNo:
      case Kind::kContactRequest:
        return YesNo(values);
      case Kind::kText:
        return values.empty() ? json::value() : json::value(values.front());
      case Kind::kNumber:
      case Kind::kDate:
        return Typed(question, nullptr);
    }
    return json::value();
  }

 private:
  std::vector<std::string> ValuesOf(const std::string& name) const {
    std::vector<std::string> out;
    const auto [begin, end] = fields_.equal_range(name);
    for (auto field = begin; field != end; ++field) {
      if (!Trimmed(field->second).empty()) out.push_back(field->second);
    }
    return out;
  }

  std::nullopt_t Wrong(const Question& question, const Row* row, std::string key, std::vector<std::string> args,
                       std::string_view value) {
    std::string field = "answers." + question.id + (row ? '.' + row->id : std::string());
    problems_.push_back({std::move(key), std::move(args), std::move(field), Truncate(value, 80)});
    return std::nullopt;
  }

  std::optional<json::value> Score(const Question& question, const Row* row) {
    if (IsTypedScore(question)) return Typed(question, row);
    const std::vector<std::string> values = ValuesOf(FieldName(question, row));
    if (values.empty()) return json::value();
    const auto number = ReadNumber(values.front());
    // What no radio sends goes on as it is: the engine refuses it with its reasons.
    return number && number->is_int64() ? *number : json::value(values.front());
  }

  std::optional<json::value> Rows(const Question& question) {
    json::object rows;
    bool good = true;
    for (const Row& row : question.rows) {
      auto score = Score(question, &row);
      good = good && score;
      if (score && !score->is_null()) rows[row.id] = std::move(*score);
    }
    if (!good) return std::nullopt;
    return rows.empty() ? json::value() : json::value(std::move(rows));
  }

  std::optional<json::value> Typed(const Question& question, const Row* row) {
    const std::vector<std::string> values = ValuesOf(FieldName(question, row));
    const auto is_box = [](const std::string& value) { return value == kHardToSayValue; };
    const auto typed = std::ranges::find_if_not(values, is_box);
    const bool box = std::ranges::any_of(values, is_box);
    if (typed == values.end()) return box ? json::value(kHardToSayValue) : json::value();
    if (box) return Wrong(question, row, "form_hard_to_say_or_answer", {}, *typed);
    if (question.kind == Kind::kDate) {
      if (const auto date = ReadDate(*typed)) return json::value(*date);
      return Wrong(question, row, "form_date", {}, *typed);
    }
    const auto number = ReadNumber(*typed);
    if (question.scale) {
      if (number && number->is_int64()) return *number;
      return Wrong(question, row, "form_whole_number",
                   {std::to_string(question.scale->min), std::to_string(question.scale->max)}, *typed);
    }
    if (number) return *number;
    return Wrong(question, row, "form_number", {}, *typed);
  }

  // {"other": text}; an empty text is the engine's to refuse.
  json::value OwnText(const Question& question) const {
    const std::vector<std::string> texts = ValuesOf(OwnTextName(question));
    return json::object{{"other", texts.empty() ? std::string() : std::string(Trimmed(texts.front()))}};
  }

  std::optional<json::value> Single(const Question& question, const std::vector<std::string>& values) const {
    // Words typed without marking "other" are an answer too; beside another choice they were left behind.
    const bool own = values.empty() && question.other && !ValuesOf(OwnTextName(question)).empty();
    if (own || (!values.empty() && values.front() == kOtherValue)) return OwnText(question);
    return values.empty() ? json::value() : json::value(values.front());
  }

  std::optional<json::value> Multiple(const Question& question, const std::vector<std::string>& values) {
    if (std::ranges::count(values, kHardToSayValue) > 0) {
      if (values.size() == 1) return json::value(kHardToSayValue);
      return Wrong(question, nullptr, "form_hard_to_say_or_options", {}, {});
    }
    json::array chosen;
    for (const std::string& value : values) {
      chosen.push_back(value == kOtherValue ? OwnText(question) : json::value(value));
    }
    if (chosen.empty() && question.other && !ValuesOf(OwnTextName(question)).empty()) {
      chosen.push_back(OwnText(question));
    }
    return chosen.empty() ? json::value() : json::value(std::move(chosen));
  }

  static std::optional<json::value> YesNo(const std::vector<std::string>& values) {
    if (values.empty()) return json::value();
    if (values.front() == "true") return json::value(true);
    if (values.front() == "false") return json::value(false);
    return json::value(values.front());
  }

  const Fields& fields_;
  std::vector<Problem>& problems_;
};

bool IsAnswerField(const std::string& name) { return name.starts_with("a.") || name.starts_with("o."); }

// The page said what it showed; without that word every question of the page counts as shown.
bool WasShown(const Fields& other, const std::string& id) {
  const auto field = other.find(std::string(kShownField));
  if (field == other.end()) return true;
  return (',' + field->second + ',').find(',' + id + ',') != std::string::npos;
}

}  // namespace

Result<Submission> DecodeForm(const survey::Questionnaire& questionnaire, int page, std::string_view body,
                              const FormLimits& limits) {
  auto fields = DecodeFields(body, limits);
  if (!fields) return fields.error();
  Submission out;
  for (auto& [name, value] : *fields) (IsAnswerField(name) ? out.typed : out.other).emplace(name, value);
  const auto go = out.other.find(std::string(kGoField));
  out.back = go != out.other.end() && go->second == "back";
  if (page < 0 || page >= static_cast<int>(questionnaire.pages.size())) return out;
  Decoding decoding(out.typed, out.problems);
  for (const Question& question : questionnaire.pages[static_cast<std::size_t>(page)].questions) {
    if (!WasShown(out.other, question.id)) continue;
    if (auto answer = decoding.Read(question)) out.answers[question.id] = std::move(*answer);
  }
  return out;
}

}  // namespace otklik::form
