#include "survey/answer_rules.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "base/time.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

using Kept = std::optional<json::value>;

constexpr const char* kOwnTextForm = R"({"other": "..."})";

std::vector<std::string> ChoicesOf(const Question& question) {
  std::vector<std::string> choices = IdsOf(question.options);
  if (question.other) choices.emplace_back(kOwnTextForm);
  return choices;
}

// What the question takes, as it is written in JSON: "0..10, hard_to_say".
std::string Allowed(const Question& question, const Row* row) {
  std::string text;
  switch (question.kind) {
    case Kind::kRecommendation:
    case Kind::kRating:
    case Kind::kMatrix:
    case Kind::kImportance:
      text = std::to_string(question.scale->min) + ".." + std::to_string(question.scale->max);
      break;
    case Kind::kSingle:
    case Kind::kMultiple:
      text = Listed(ChoicesOf(question));
      break;
    case Kind::kYesNo:
    case Kind::kContactRequest:
      text = "true, false";
      break;
    case Kind::kText:
      text = R"("...")";
      break;
    case Kind::kNumber:
      text = (question.number_min ? NumberText(*question.number_min) : "") + ".." +
             (question.number_max ? NumberText(*question.number_max) : "");
      break;
    case Kind::kDate:
      text = R"("2026-01-31")";
      break;
  }
  if (question.hard_to_say) text += ", hard_to_say";
  if (question.rows.empty() || row) return text;
  return "{" + Listed(IdsOf(question.rows)) + "}: " + text;
}

// Everything needed to check one answer or one row of it; the path is spelt out only for a problem.
class Answer {
 public:
  Answer(const Question& question, const Row* row, std::vector<Problem>& problems)
      : question_(question), row_(row), problems_(problems) {}

  Kept Check(const json::value& given) const {
    if (given.is_null()) return json::value();
    if (given.is_string() && given.get_string() == "hard_to_say") return HardToSay(given);
    switch (question_.kind) {
      case Kind::kRecommendation:
      case Kind::kRating:
        return Score(given);
      case Kind::kMatrix:
      case Kind::kImportance:
        return row_ ? Score(given) : Rows(given);
      case Kind::kSingle:
        return Choice(given);
      case Kind::kMultiple:
        return Choices(given);
      case Kind::kYesNo:
      case Kind::kContactRequest:
        return given.is_bool() ? Kept(given) : Refuse("not_a_yes_or_no", {}, given);
      case Kind::kText:
        return Words(given);
      case Kind::kNumber:
        return Number(given);
      case Kind::kDate:
        return Date(given);
    }
    return std::nullopt;
  }

 private:
  Kept Refuse(std::string key, std::vector<std::string> args, const json::value& given) const {
    std::string field = "answers." + question_.id;
    if (row_) field += "." + row_->id;
    problems_.push_back({std::move(key), std::move(args), std::move(field), ShortValue(given)});
    return std::nullopt;
  }

  Kept HardToSay(const json::value& given) const {
    // A matrix is hard to say row by row.
    if (question_.hard_to_say && (row_ || question_.rows.empty())) return given;
    return Refuse("hard_to_say_not_offered", {Allowed(question_, row_)}, given);
  }

  Kept Score(const json::value& given) const {
    const Scale& scale = *question_.scale;
    // -1 lies outside every scale.
    double score = -1;
    if (given.is_int64()) score = static_cast<double>(given.get_int64());
    if (given.is_double()) score = given.get_double();
    if (score >= scale.min && score <= scale.max && score == std::floor(score)) return static_cast<std::int64_t>(score);
    return Refuse("not_a_score", {std::to_string(scale.min), std::to_string(scale.max)}, given);
  }

  Kept Rows(const json::value& given) const {
    const json::object* rows = given.if_object();
    if (!rows) return Refuse("not_scores_by_row", {}, given);
    json::object kept;
    kept.reserve(rows->size());
    std::size_t known = 0;
    bool good = true;
    for (const Row& row : question_.rows) {
      const json::value* score = rows->if_contains(row.id);
      if (!score) continue;
      ++known;
      Kept one = Answer(question_, &row, problems_).Check(*score);
      good = good && one.has_value();
      if (one && !one->is_null()) kept.emplace(row.id, std::move(*one));
    }
    if (known < rows->size()) return UnknownRows(*rows);
    if (!good) return std::nullopt;
    return kept.empty() ? json::value() : json::value(std::move(kept));
  }

  Kept UnknownRows(const json::object& rows) const {
    for (const auto& member : rows) {
      const std::string id(member.key());
      if (std::ranges::find(question_.rows, id, &Row::id) != question_.rows.end()) continue;
      problems_.push_back(UnknownName("unknown_row", id, IdsOf(question_.rows), "answers." + question_.id + "." + id,
                                      ShortValue(member.value())));
    }
    return std::nullopt;
  }

  // Index of the option, options.size() for an own text; nothing (and a problem) otherwise.
  std::optional<std::size_t> Option(const json::value& given) const {
    if (given.is_object()) return OwnText(given);
    if (!given.is_string()) {
      Refuse("not_an_option", {}, given);
      return std::nullopt;
    }
    const std::string_view id = given.get_string();
    const auto found = std::ranges::find(question_.options, id, &survey::Option::id);
    if (found != question_.options.end()) return static_cast<std::size_t>(found - question_.options.begin());
    if (id == "hard_to_say" && question_.hard_to_say) {
      Refuse("hard_to_say_alone", {}, given);
      return std::nullopt;
    }
    problems_.push_back(
        UnknownName("unknown_option", id, ChoicesOf(question_), "answers." + question_.id, ShortValue(given)));
    return std::nullopt;
  }

  std::optional<std::size_t> OwnText(const json::value& given) const {
    const json::object& object = given.get_object();
    const json::value* own = object.if_contains("other");
    std::string key;
    if (!own || object.size() != 1 || !own->is_string()) {
      key = "not_an_option";
    } else if (!question_.other) {
      key = "other_not_offered";
    } else if (IsBlank(own->get_string())) {
      key = "other_empty";
    } else if (CountCharacters(own->get_string()) > kMaxOtherCharacters) {
      Refuse("too_many_characters",
             {std::to_string(kMaxOtherCharacters), std::to_string(CountCharacters(own->get_string()))}, *own);
      return std::nullopt;
    } else {
      return question_.options.size();
    }
    Refuse(std::move(key), {}, given);
    return std::nullopt;
  }

  Kept Choice(const json::value& given) const {
    if (given.is_string() && given.get_string().empty()) return json::value();
    return Option(given) ? Kept(given) : std::nullopt;
  }

  Kept Choices(const json::value& given) const {
    const json::array* list = given.if_array();
    if (!list) return Refuse("not_a_list_of_options", {}, given);
    if (list->empty()) return json::value();
    std::vector<const json::value*> chosen(question_.options.size() + 1, nullptr);
    bool good = true;
    for (const json::value& one : *list) {
      const auto index = Option(one);
      good = good && index;
      if (!index) continue;
      if (chosen[*index]) {
        Refuse("option_twice", {}, one);
        good = false;
      }
      chosen[*index] = &one;
    }
    if (!good) return std::nullopt;
    json::array kept;
    kept.reserve(list->size());
    for (const json::value* one : chosen) {
      if (one) kept.push_back(*one);
    }
    return kept;
  }

  Kept Words(const json::value& given) const {
    const json::string* text = given.if_string();
    if (!text) return Refuse("not_a_text", {}, given);
    if (IsBlank(*text)) return json::value();
    const auto limit = static_cast<std::size_t>(question_.max_characters);
    json::string kept = *text;
    // Forms send line ends as \r\n, which the page's own counter takes for one character.
    if (text->find('\r') != json::string::npos) kept = WithPlainLineEnds(*text);
    if (kept.size() > limit && CountCharacters(kept) > limit) {
      return Refuse("too_many_characters", {std::to_string(limit), std::to_string(CountCharacters(kept))}, given);
    }
    return kept;
  }

  static json::string WithPlainLineEnds(std::string_view text) {
    json::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\r') {
        out.push_back(text[i]);
      } else if (i + 1 == text.size() || text[i + 1] != '\n') {
        out.push_back('\n');
      }
    }
    return out;
  }

  Kept Number(const json::value& given) const {
    if (!given.is_number()) return Refuse("not_a_number", {}, given);
    const double number = given.to_number<double>();
    if (question_.number_min && number < *question_.number_min) {
      return Refuse("too_small", {NumberText(*question_.number_min)}, given);
    }
    if (question_.number_max && number > *question_.number_max) {
      return Refuse("too_large", {NumberText(*question_.number_max)}, given);
    }
    const double power = std::pow(10.0, question_.decimals);
    if (!(std::abs(number) * power <= kMaxScaledNumber)) {
      return Refuse("number_beyond_precision", {NumberText(kMaxScaledNumber / power)}, given);
    }
    // The nearest double of k / 10^decimals; the parser may be off by a last bit or two.
    const double exact = std::round(number * power) / power;
    if (std::abs(exact - number) > 4e-16 * std::abs(number)) {
      if (question_.decimals == 0) return Refuse("not_a_whole_number", {}, given);
      return Refuse("too_many_decimals", {std::to_string(question_.decimals)}, given);
    }
    if (exact == std::floor(exact)) return static_cast<std::int64_t>(exact);
    return exact;
  }

  // ISO dates order as text.
  Kept Date(const json::value& given) const {
    if (given.is_string() && given.get_string().empty()) return json::value();
    if (!given.is_string() || !ParseDay(given.get_string())) return Refuse("bad_date", {}, given);
    const std::string_view date = given.get_string();
    if (question_.date_min && date < *question_.date_min) return Refuse("too_early", {*question_.date_min}, given);
    if (question_.date_max && date > *question_.date_max) return Refuse("too_late", {*question_.date_max}, given);
    return given;
  }

  const Question& question_;
  const Row* row_;
  std::vector<Problem>& problems_;
};

}  // namespace

std::optional<json::value> CheckAnswer(const Question& question, const json::value* given,
                                       std::vector<Problem>& problems) {
  if (!given) return json::value();
  return Answer(question, nullptr, problems).Check(*given);
}

void RequireAnswer(const Question& question, const json::value& kept, std::vector<Problem>& problems) {
  if (!question.required) return;
  const std::string field = "answers." + question.id;
  if (question.rows.empty() || kept.is_null()) {
    if (kept.is_null()) problems.push_back({"answer_required", {Allowed(question, nullptr)}, field, {}});
    return;
  }
  for (const Row& row : question.rows) {
    if (kept.get_object().contains(row.id)) continue;
    problems.push_back({"answer_required", {Allowed(question, &row)}, field + "." + row.id, {}});
  }
}

}  // namespace otklik::survey
