#include <algorithm>

#include "base/messages.hpp"
#include "exchange/csv/csv_import.hpp"

namespace otklik::csv {
namespace {

constexpr std::size_t kMostKinds = 500;
constexpr std::size_t kExamples = 3;

// "must be yes or no (row 2: "x", row 5: "y")"; rows whose message has other numbers follow behind a semicolon.
std::string ExplainExamples(const std::vector<RowProblem>& examples, Language language) {
  std::string text, before;
  for (const RowProblem& example : examples) {
    const std::string message = Say(example.problem, language);
    const Problem row{"csv_report_row", {std::to_string(example.row_number), example.value}, {}, {}};
    if (message == before) {
      text += ", ";
    } else {
      text += (before.empty() ? "" : "); ") + message + " (";
    }
    text += Say(row, language);
    before = message;
  }
  return text + ")";
}

}  // namespace

void ProblemReport::Add(const BadRow& row) {
  ++bad_rows_;
  for (const RowProblem& problem : row.problems) {
    const auto key = std::pair(problem.column, problem.problem.key);
    auto found = kinds_.find(key);
    if (found == kinds_.end()) {
      if (kinds_.size() >= kMostKinds) {
        ++not_kept_;
        continue;
      }
      found = kinds_.emplace(key, Kind{problem.column, problem.problem.key, 0, {}, false}).first;
    }
    Kind& kind = found->second;
    ++kind.count;
    const bool other = !kind.examples.empty() && problem.problem.args != kind.examples.front().problem.args;
    // One that says something else is shown, also where the places are taken.
    if (other && !kind.varied && kind.examples.size() == kExamples) kind.examples.pop_back();
    kind.varied = kind.varied || other;
    if (kind.examples.size() < kExamples) kind.examples.push_back(problem);
  }
}

std::vector<ProblemReport::Kind> ProblemReport::Kinds() const {
  std::vector<Kind> kinds;
  for (const auto& entry : kinds_) kinds.push_back(entry.second);
  std::stable_sort(kinds.begin(), kinds.end(), [](const Kind& a, const Kind& b) { return a.count > b.count; });
  return kinds;
}

std::string ProblemReport::Explain(Language language) const {
  std::string text;
  for (const Kind& kind : Kinds()) {
    const Problem count{"csv_report_count", {std::to_string(kind.count)}, {}, {}};
    if (!kind.column.empty()) text += kind.column + ", ";
    text += Say(count, language) + ": " + ExplainExamples(kind.examples, language);
    // The messages shown stand for themselves, not for the rows that are not shown.
    if (kind.varied && kind.count > kind.examples.size()) text += "; …";
    text += '\n';
  }
  if (not_kept_ > 0) text += Say(Problem{"csv_report_more", {std::to_string(not_kept_)}, {}, {}}, language) + "\n";
  return text;
}

json::value ProblemReport::ToJson(Language language) const {
  json::array kinds;
  for (const Kind& kind : Kinds()) {
    json::array examples;
    for (const RowProblem& example : kind.examples) {
      examples.push_back(
          {{"row", example.row_number}, {"value", example.value}, {"message", Say(example.problem, language)}});
    }
    kinds.push_back(
        {{"column", kind.column}, {"key", kind.key}, {"count", kind.count}, {"examples", std::move(examples)}});
  }
  return {{"bad_rows", bad_rows_}, {"problems", std::move(kinds)}, {"further_problems", not_kept_}};
}

}  // namespace otklik::csv
