#include <algorithm>
#include <cmath>

#include "base/time.hpp"
#include "survey/decode.hpp"
#include "survey/piping.hpp"
#include "survey/questionnaire_rules.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

using Op = Condition::Op;

bool HasRows(const Question& question) { return !question.rows.empty(); }
bool IsOrder(Op op) { return op == Op::kLess || op == Op::kLessEqual || op == Op::kGreater || op == Op::kGreaterEqual; }

class ConditionRules {
 public:
  ConditionRules(const Questionnaire& questionnaire, std::vector<Problem>& problems)
      : questionnaire_(questionnaire), problems_(problems) {}

  void Check() {
    for (std::size_t p = 0; p < questionnaire_.pages.size(); ++p) {
      const Page& page = questionnaire_.pages[p];
      if (page.show_if) Tree(*page.show_if, PagePath(p) + ".show_if");
      for (std::size_t q = 0; q < page.questions.size(); ++q) {
        const Question& question = page.questions[q];
        if (question.show_if) Tree(*question.show_if, QuestionPath(p, q) + ".show_if");
        earlier_.push_back(&question);
      }
    }
  }

 private:
  void Report(std::string key, std::vector<std::string> args, std::string field, std::string value) {
    problems_.push_back({std::move(key), std::move(args), std::move(field), std::move(value)});
  }

  void Tree(const Condition& condition, const std::string& path) {
    if (condition.op == Op::kNot) return Tree(condition.children.front(), path + ".not");
    if (condition.op == Op::kAll || condition.op == Op::kAny) {
      const std::string list = path + "." + std::string(OpName(condition.op));
      for (std::size_t i = 0; i < condition.children.size(); ++i) {
        Tree(condition.children[i], list + "[" + std::to_string(i) + "]");
      }
      return;
    }
    if (!condition.fact.empty()) return Fact(condition, path);
    if (const Question* question = Target(condition.question, path + ".question")) Leaf(condition, *question, path);
  }

  void Fact(const Condition& condition, const std::string& path) {
    if (!IsFactName(condition.fact)) {
      problems_.push_back(UnknownName("unknown_fact", condition.fact, FactNames(), path + ".fact", condition.fact));
    }
    EachValue(condition, path, [&](const json::value& value, const std::string& where) {
      if (value.is_bool()) Report("fact_value", {}, where, ShortValue(value));
    });
  }

  // The earlier question that `reference` names (its row checked), or nullptr and a problem.
  const Question* Target(const std::string& reference, const std::string& path) {
    const auto dot = reference.find('.');
    const std::string id = reference.substr(0, dot);
    const auto found = std::ranges::find_if(earlier_, [&](const Question* q) { return q->id == id; });
    if (found == earlier_.end()) {
      NotEarlier(id, reference, path);
      return nullptr;
    }
    const Question& question = **found;
    if (dot == std::string::npos) {
      if (!HasRows(question)) return &question;
      Report("condition_needs_row", {id, question.rows.front().id}, path, reference);
      return nullptr;
    }
    const std::string row = reference.substr(dot + 1);
    if (std::ranges::any_of(question.rows, [&](const Row& one) { return one.id == row; })) return &question;
    problems_.push_back(UnknownName("unknown_row", row, IdsOf(question.rows), path, reference));
    return nullptr;
  }

  void NotEarlier(const std::string& id, const std::string& reference, const std::string& path) {
    if (questionnaire_.FindQuestion(id)) return Report("question_not_earlier", {id}, path, reference);
    std::vector<std::string> names;
    for (const Question* question : earlier_) names.push_back(question->id);
    problems_.push_back(UnknownName("unknown_question", id, names, path, reference));
  }

  void Leaf(const Condition& condition, const Question& question, const std::string& path) {
    if (condition.op == Op::kAnswered) return;
    if (condition.op == Op::kHardToSay) {
      if (!question.hard_to_say) Report("hard_to_say_never", {question.id}, path + ".op", "hard_to_say");
      return;
    }
    if (!OpFits(condition.op, question.kind)) {
      Report("op_not_for_kind", {std::string(OpName(condition.op)), std::string(KindName(question.kind))}, path + ".op",
             std::string(OpName(condition.op)));
      return;
    }
    EachValue(condition, path,
              [&](const json::value& value, const std::string& where) { Value(value, question, where); });
  }

  static bool OpFits(Op op, Kind kind) {
    if (kind == Kind::kText) return false;
    const bool unordered =
        kind == Kind::kSingle || kind == Kind::kMultiple || kind == Kind::kYesNo || kind == Kind::kContactRequest;
    return !(unordered && IsOrder(op));
  }

  template <class F>
  void EachValue(const Condition& condition, const std::string& path, const F& check) {
    if (condition.op == Op::kAnswered) return;
    if (condition.op != Op::kIn) return check(condition.value, path + ".value");
    const json::array& list = condition.value.get_array();
    for (std::size_t i = 0; i < list.size(); ++i) check(list[i], path + ".value[" + std::to_string(i) + "]");
  }

  void Value(const json::value& value, const Question& question, const std::string& path) {
    switch (question.kind) {
      case Kind::kSingle:
      case Kind::kMultiple:
        return OptionValue(value, question, path);
      case Kind::kYesNo:
      case Kind::kContactRequest:
        if (!value.is_bool()) Report("not_a_boolean", {}, path, ShortValue(value));
        return;
      case Kind::kNumber:
        return NumberValue(value, question, path);
      case Kind::kDate:
        return DateValue(value, question, path);
      default:
        return ScoreValue(value, *question.scale, path);
    }
  }

  void OptionValue(const json::value& value, const Question& question, const std::string& path) {
    const std::string id = value.is_string() ? std::string(value.get_string()) : std::string();
    if (id == "other" && question.other) return;
    if (std::ranges::any_of(question.options, [&](const Option& option) { return option.id == id; })) return;
    problems_.push_back(UnknownName("unknown_option", id, IdsOf(question.options), path, ShortValue(value)));
  }

  void ScoreValue(const json::value& value, const Scale& scale, const std::string& path) {
    const double score = value.is_number() ? value.to_number<double>() : -1;
    if (score == std::floor(score) && score >= scale.min && score <= scale.max) return;
    Report("not_a_score", {std::to_string(scale.min), std::to_string(scale.max)}, path, ShortValue(value));
  }

  void NumberValue(const json::value& value, const Question& question, const std::string& path) {
    if (!value.is_number()) return Report("not_a_number", {}, path, ShortValue(value));
    const double number = value.to_number<double>();
    if (question.number_min && number < *question.number_min) {
      Report("too_small", {NumberText(*question.number_min)}, path, ShortValue(value));
    }
    if (question.number_max && number > *question.number_max) {
      Report("too_large", {NumberText(*question.number_max)}, path, ShortValue(value));
    }
  }

  // ISO dates order as text.
  void DateValue(const json::value& value, const Question& question, const std::string& path) {
    if (!value.is_string() || !ParseDay(value.get_string())) return Report("bad_date", {}, path, ShortValue(value));
    const std::string date(value.get_string());
    if (question.date_min && date < *question.date_min) Report("too_early", {*question.date_min}, path, date);
    if (question.date_max && date > *question.date_max) Report("too_late", {*question.date_max}, path, date);
  }

  const Questionnaire& questionnaire_;
  std::vector<Problem>& problems_;
  std::vector<const Question*> earlier_;
};

}  // namespace

void CheckConditions(const Questionnaire& questionnaire, std::vector<Problem>& problems) {
  ConditionRules(questionnaire, problems).Check();
}

}  // namespace otklik::survey
