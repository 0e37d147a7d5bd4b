#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "survey/decode.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

using Op = Condition::Op;

struct NamedOp {
  std::string_view name;
  Op op;
};
constexpr std::array<NamedOp, 9> kOps = {{{"=", Op::kEqual},
                                          {"!=", Op::kNotEqual},
                                          {"<", Op::kLess},
                                          {"<=", Op::kLessEqual},
                                          {">", Op::kGreater},
                                          {">=", Op::kGreaterEqual},
                                          {"in", Op::kIn},
                                          {"answered", Op::kAnswered},
                                          {"hard_to_say", Op::kHardToSay}}};

std::optional<Op> ReadOp(ObjectReader& reader, bool of_fact) {
  const json::value* value = reader.Require("op");
  if (!value) return std::nullopt;
  for (const NamedOp& entry : kOps) {
    if (of_fact && entry.op == Op::kHardToSay) continue;
    if (value->is_string() && value->get_string() == entry.name) return entry.op;
  }
  const std::string_view allowed =
      of_fact ? "=, !=, <, <=, >, >=, in, answered" : "=, !=, <, <=, >, >=, in, answered, hard_to_say";
  reader.Report("op", "not_one_of", {std::string(allowed)}, Short(*value));
  return std::nullopt;
}

void CheckScalar(const json::value& value, const std::string& path, Decoding& decoding) {
  if (value.is_number() || value.is_bool()) return;
  const json::string* text = value.if_string();
  if (!text) {
    decoding.problems.push_back({"bad_condition_value", {}, path, Short(value)});
  } else if (CountCharacters(*text) > kMaxTextCharacters) {
    decoding.problems.push_back({"too_many_characters",
                                 {std::to_string(kMaxTextCharacters), std::to_string(CountCharacters(*text))},
                                 path,
                                 Short(value)});
  }
}

void ReadOperand(ObjectReader& reader, Decoding& decoding, Condition& out) {
  if (out.op == Op::kAnswered || out.op == Op::kHardToSay) {
    if (const json::value* value = reader.Find("value")) {
      reader.Report("value", "op_takes_no_value", {std::string(OpName(out.op))}, Short(*value));
    }
    return;
  }
  if (out.op == Op::kIn) {
    const json::array* list = ReadArray(reader, "value", 1, kMaxChoices, true);
    for (std::size_t i = 0; list && i < list->size(); ++i) {
      CheckScalar((*list)[i], ElementPath(reader, "value", i), decoding);
    }
    if (list) out.value = *list;
    return;
  }
  if (const json::value* value = reader.Require("value")) {
    CheckScalar(*value, reader.PathOf("value"), decoding);
    out.value = *value;
  }
}

void ReadLeaf(ObjectReader& reader, std::string_view target, Decoding& decoding, Condition& out) {
  const bool of_fact = target == "fact";
  if (const auto name = reader.String(target, true)) {
    if (!IsDottedId(*name, of_fact ? 3 : 2)) {
      reader.Report(target, of_fact ? "bad_fact_name" : "bad_question_reference", {}, Short(json::value(*name)));
    }
    (of_fact ? out.fact : out.question) = *name;
  }
  const std::optional<Op> op = ReadOp(reader, of_fact);
  if (!op) {
    reader.Find("value");  // known, though nobody can say what it must be
    return;
  }
  out.op = *op;
  ReadOperand(reader, decoding, out);
}

void ReadBranches(ObjectReader& reader, std::string_view form, Decoding& decoding, int depth, Condition& out) {
  out.op = form == "all" ? Op::kAll : form == "any" ? Op::kAny : Op::kNot;
  if (out.op == Op::kNot) {
    out.children.push_back(DecodeCondition(*reader.Find("not"), reader.PathOf("not"), decoding, depth + 1));
    return;
  }
  const json::array* list = ReadArray(reader, form, 1, kMaxConditionChildren, true);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    out.children.push_back(DecodeCondition((*list)[i], ElementPath(reader, form, i), decoding, depth + 1));
  }
}

}  // namespace

std::string_view OpName(Op op) {
  for (const NamedOp& entry : kOps) {
    if (entry.op == op) return entry.name;
  }
  return op == Op::kAll ? "all" : op == Op::kAny ? "any" : "not";
}

Condition DecodeCondition(const json::value& value, const std::string& path, Decoding& decoding, int depth) {
  Condition out;
  if (depth > kMaxConditionDepth) {
    decoding.problems.push_back({"condition_depth", {std::to_string(kMaxConditionDepth)}, path, Short(value)});
    return out;
  }
  ObjectReader reader(value, path, decoding.problems);
  const json::object* object = value.if_object();
  if (!object) return out;
  std::vector<std::string_view> forms;
  for (const std::string_view form : {"question", "fact", "all", "any", "not"}) {
    if (object->contains(form)) forms.push_back(form);
  }
  if (forms.size() != 1) {
    decoding.problems.push_back({"condition_form", {}, path, Short(value)});
    return out;
  }
  const std::string_view form = forms.front();
  if (form == "question" || form == "fact") {
    ReadLeaf(reader, form, decoding, out);
  } else {
    ReadBranches(reader, form, decoding, depth, out);
  }
  reader.Finish();
  return out;
}

}  // namespace otklik::survey
