#include "survey/condition_rules.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace otklik::survey {
namespace {

using Op = Condition::Op;

bool IsHardToSay(const json::value& answer) { return answer.is_string() && answer.get_string() == "hard_to_say"; }

// The answer that `reference` (question or question.row) names; nullptr where there is none.
const json::value* AnswerOf(std::string_view reference, const Answers& answers) {
  const auto dot = reference.find('.');
  const json::value* answer = answers.if_contains(reference.substr(0, dot));
  if (!answer || answer->is_null() || dot == std::string_view::npos) {
    return answer && !answer->is_null() ? answer : nullptr;
  }
  const json::object* rows = answer->if_object();
  const json::value* row = rows ? rows->if_contains(reference.substr(dot + 1)) : nullptr;
  return row && !row->is_null() ? row : nullptr;
}

template <class T>
bool Ordered(Op op, const T& left, const T& right) {
  switch (op) {
    case Op::kEqual:
      return left == right;
    case Op::kNotEqual:
      return left != right;
    case Op::kLess:
      return left < right;
    case Op::kLessEqual:
      return left <= right;
    case Op::kGreater:
      return left > right;
    case Op::kGreaterEqual:
      return left >= right;
    default:
      return false;
  }
}

bool CompareText(Op op, std::string_view left, const json::value& right) {
  return right.is_string() && Ordered(op, left, std::string_view(right.get_string()));
}

// What one chosen element of single or multiple is called in a condition.
std::string_view ChoiceName(const json::value& choice) {
  return choice.is_string() ? std::string_view(choice.get_string()) : std::string_view("other");
}

bool CompareChosen(Op op, const json::array& chosen, const json::value& right) {
  if (!right.is_string() || chosen.empty()) return false;
  const bool among = std::ranges::any_of(
      chosen, [&](const json::value& choice) { return ChoiceName(choice) == std::string_view(right.get_string()); });
  return op == Op::kEqual ? among : op == Op::kNotEqual && !among;
}

bool CompareAnswer(Op op, const json::value& answer, const json::value& right) {
  if (answer.is_number()) {
    return right.is_number() && Ordered(op, answer.to_number<double>(), right.to_number<double>());
  }
  if (answer.is_bool()) return right.is_bool() && Ordered(op, answer.get_bool(), right.get_bool());
  if (answer.is_array()) return CompareChosen(op, answer.get_array(), right);
  return CompareText(op, ChoiceName(answer), right);
}

bool CompareFact(Op op, const std::string& fact, const json::value& right) {
  if (!right.is_number()) return CompareText(op, fact, right);
  double number = 0;
  const char* end = fact.data() + fact.size();
  const auto [stop, error] = std::from_chars(fact.data(), end, number);
  return error == std::errc() && stop == end && std::isfinite(number) && Ordered(op, number, right.to_number<double>());
}

// `compare` is one of the two above with its left side bound.
template <class F>
bool CompareWith(const Condition& condition, const F& compare) {
  if (condition.op != Op::kIn) return compare(condition.op, condition.value);
  const json::array* list = condition.value.if_array();
  return list && std::ranges::any_of(*list, [&](const json::value& one) { return compare(Op::kEqual, one); });
}

bool FactHolds(const Condition& condition, const Facts& facts) {
  const auto fact = facts.find(condition.fact);
  if (fact == facts.end() || fact->second.empty()) return false;
  if (condition.op == Op::kAnswered) return true;
  return CompareWith(condition, [&](Op op, const json::value& right) { return CompareFact(op, fact->second, right); });
}

bool AnswerHolds(const Condition& condition, const Answers& answers) {
  const json::value* answer = AnswerOf(condition.question, answers);
  if (!answer) return false;
  const bool hard_to_say = IsHardToSay(*answer);
  if (condition.op == Op::kHardToSay || hard_to_say) return condition.op == Op::kHardToSay && hard_to_say;
  if (condition.op == Op::kAnswered) return true;
  return CompareWith(condition, [&](Op op, const json::value& right) { return CompareAnswer(op, *answer, right); });
}

}  // namespace

bool Holds(const Condition& condition, const Facts& facts, const Answers& answers) {
  const auto holds = [&](const Condition& child) { return Holds(child, facts, answers); };
  switch (condition.op) {
    case Op::kAll:
      return std::ranges::all_of(condition.children, holds);
    case Op::kAny:
      return std::ranges::any_of(condition.children, holds);
    case Op::kNot:
      return !holds(condition.children.front());
    default:
      return condition.fact.empty() ? AnswerHolds(condition, answers) : FactHolds(condition, facts);
  }
}

}  // namespace otklik::survey
