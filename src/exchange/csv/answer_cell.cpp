#include "exchange/csv/answer_cell.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace otklik::csv {
namespace {

using survey::Kind;

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::string_view kNarrowNoBreakSpace = "\xE2\x80\xAF";

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// "1 234,5" -> "1234.5"; nothing where the number is not in this form.
std::optional<double> ParseNumber(std::string_view text, char decimal) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') continue;
    if (text.substr(i).starts_with(kNoBreakSpace)) {
      i += kNoBreakSpace.size() - 1;
    } else if (text.substr(i).starts_with(kNarrowNoBreakSpace)) {
      i += kNarrowNoBreakSpace.size() - 1;
    } else if (text[i] == decimal) {
      plain += '.';
    } else if (text[i] == '.' || text[i] == ',') {
      return std::nullopt;
    } else {
      plain += text[i];
    }
  }
  double number = 0;
  const char* from = plain.data() + (plain.starts_with('+') ? 1 : 0);
  const auto [end, error] = std::from_chars(from, plain.data() + plain.size(), number);
  if (error != std::errc() || end != plain.data() + plain.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::string Listed(const survey::Question& question) {
  std::string ids;
  for (const survey::Option& option : question.options) ids += (ids.empty() ? "" : ", ") + option.id;
  return ids;
}

// Line ends within a cell follow the file's; answers have \n.
std::string PlainLines(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      plain += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      plain += '\n';
    }
  }
  return plain;
}

std::map<std::string, json::value, std::less<>> UsualMeanings(const survey::Question& question) {
  std::map<std::string, json::value, std::less<>> meanings;
  if (question.scale) {
    for (const auto& [score, label] : question.scale->labels) {
      for (const auto& text : label.by_language) meanings[Fold(text.second)] = score;
    }
  }
  for (const survey::Option& option : question.options) {
    for (const auto& text : option.text.by_language) meanings[Fold(text.second)] = option.id;
  }
  for (const survey::Option& option : question.options) meanings[Fold(option.id)] = option.id;
  if (question.kind == Kind::kYesNo || question.kind == Kind::kContactRequest) {
    for (const char* yes : {"yes", "y", "true", "1", "да"}) meanings[yes] = true;
    for (const char* no : {"no", "n", "false", "0", "нет"}) meanings[no] = false;
  }
  return meanings;
}

}  // namespace

std::string_view Trim(std::string_view text) {
  for (;;) {
    if (!text.empty() && IsSpace(text.front())) {
      text.remove_prefix(1);
    } else if (!text.empty() && IsSpace(text.back())) {
      text.remove_suffix(1);
    } else if (text.starts_with(kNoBreakSpace)) {
      text.remove_prefix(kNoBreakSpace.size());
    } else if (text.ends_with(kNoBreakSpace)) {
      text.remove_suffix(kNoBreakSpace.size());
    } else {
      return text;
    }
  }
}

bool CellForm::IsMissing(std::string_view trimmed) const {
  return std::any_of(missing->begin(), missing->end(), [trimmed](const std::string& one) { return one == trimmed; });
}

AnswerCell::AnswerCell(const AnswerField& field, CellForm form)
    : field_(field), question_(*field.question), form_(form), meanings_(UsualMeanings(*field.question)) {
  for (const auto& [text, value] : field.values) meanings_[text] = value;
  for (const std::string& text : field.hard_to_say) meanings_[text] = "hard_to_say";
}

bool AnswerCell::IsChosen(std::string_view trimmed, const CellForm& form) {
  if (form.IsMissing(trimmed)) return false;
  const std::string folded = Fold(trimmed);
  return folded != "0" && folded != "no" && folded != "false" && folded != "нет";
}

const json::value* AnswerCell::Meaning(std::string_view text) const {
  if (meanings_.empty()) return nullptr;
  const auto found = meanings_.find(Fold(text));
  return found == meanings_.end() ? nullptr : &found->second;
}

Result<json::value> AnswerCell::Read(std::string_view cell) const {
  const std::string_view text = Trim(cell);
  if (form_.IsMissing(text)) return json::value();
  if (question_.kind == Kind::kMultiple) return Choices(text);
  return ReadOne(text);
}

Result<json::value> AnswerCell::ReadOne(std::string_view text) const {
  // Digits are the usual case of a score and need no dictionary, unless the map gives them another meaning.
  const bool plain_score = question_.scale && field_.values.empty() && field_.hard_to_say.empty() && text.size() <= 3 &&
                           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!plain_score) {
    if (const json::value* meaning = Meaning(text)) return *meaning;
  }
  switch (question_.kind) {
    case Kind::kRecommendation:
    case Kind::kRating:
    case Kind::kMatrix:
    case Kind::kImportance:
      return Score(text);
    case Kind::kNumber:
      return Number(text);
    case Kind::kDate:
      return Date(text);
    case Kind::kText:
      return json::value(json::string(Nfc(PlainLines(text))));
    default:
      return Unknown(text);
  }
}

Result<json::value> AnswerCell::Score(std::string_view text) const {
  const survey::Scale scale = question_.scale.value_or(survey::Scale{});
  const auto number = ParseNumber(text, form_.decimal);
  // "7.0" is how spreadsheets and data frames write 7.
  if (number && *number == std::floor(*number) && *number >= scale.min && *number <= scale.max) {
    return json::value(static_cast<std::int64_t>(*number));
  }
  return Fail(Code::kInvalid, "csv_not_a_score", {std::to_string(scale.min), std::to_string(scale.max)});
}

Result<json::value> AnswerCell::Number(std::string_view text) const {
  const auto number = ParseNumber(text, form_.decimal);
  if (!number) return Fail(Code::kInvalid, "csv_not_a_number", {std::string(1, form_.decimal)});
  if (*number == std::floor(*number) && std::abs(*number) < 9e15) {
    return json::value(static_cast<std::int64_t>(*number));
  }
  return json::value(*number);
}

Result<json::value> AnswerCell::Date(std::string_view text) const {
  std::string patterns;
  for (const DateForm& form : *form_.date_forms) {
    if (const auto written = form.Read(text)) return json::value(json::string(FormatDay(written->day)));
    patterns += (patterns.empty() ? "" : ", ") + form.pattern();
  }
  return Fail(Code::kInvalid, "csv_bad_time", {patterns});
}

Result<json::value> AnswerCell::Unknown(std::string_view text) const {
  if (question_.other) return json::value(json::object{{"other", Nfc(text)}});
  if (question_.options.empty()) return Fail(Code::kInvalid, "csv_not_yes_or_no");
  return Fail(Code::kInvalid, "csv_not_an_option", {Listed(question_)});
}

Result<json::value> AnswerCell::Choices(std::string_view text) const {
  if (const json::value* meaning = Meaning(text)) {
    return meaning->is_string() && meaning->get_string() == "hard_to_say" ? *meaning
                                                                          : json::value(json::array{*meaning});
  }
  json::array chosen;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(field_.separator), text.size());
    const std::string_view one = Trim(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + field_.separator.size()));
    if (one.empty()) continue;
    auto value = ReadOne(one);
    if (!value) return value;
    chosen.push_back(std::move(*value));
  }
  return json::value(std::move(chosen));
}

}  // namespace otklik::csv
