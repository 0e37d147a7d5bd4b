#include "exchange/csv/responses_csv.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>

namespace otklik::csv {
namespace {

using survey::Kind;

std::string Quoted(const std::string& text) {
  if (text.find_first_of("\",;\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string Harmless(std::string_view text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const bool word = text == kCellNotAnswered || text == kCellHardToSay;
  return (formula || word ? "'" : "") + std::string(text);
}

// The own text among the chosen, or nothing.
const json::value* OtherOf(const json::value& answer) {
  if (answer.is_object()) return answer.get_object().if_contains("other");
  if (!answer.is_array()) return nullptr;
  for (const json::value& one : answer.get_array()) {
    if (one.is_object()) return one.get_object().if_contains("other");
  }
  return nullptr;
}

std::string OptionText(const json::value& chosen) {
  return chosen.is_string() ? Harmless(std::string_view(chosen.get_string())) : std::string("other");
}

// The shortest decimal that reads back the same, never with an exponent.
std::string NumberText(double number) {
  std::array<char, 400> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  return {text.data(), end.ptr};
}

std::string ScoreText(const json::value* score) {
  if (!score || score->is_null()) return std::string(kCellNotAnswered);
  return score->is_string() ? std::string(kCellHardToSay) : json::serialize(*score);
}

std::string AnswerText(const survey::Question& question, const json::value& answer) {
  if (answer.is_null()) return std::string(kCellNotAnswered);
  const bool hard = answer.is_string() && answer.get_string() == "hard_to_say";
  if (question.hard_to_say && hard) return std::string(kCellHardToSay);
  if (answer.is_bool()) return answer.get_bool() ? "yes" : "no";
  if (answer.is_double()) return NumberText(answer.get_double());
  if (question.kind == Kind::kSingle) return OptionText(answer);
  if (answer.is_string()) return Harmless(std::string_view(answer.get_string()));
  if (!answer.is_array()) return json::serialize(answer);
  std::string chosen;
  for (const json::value& one : answer.get_array()) chosen += (chosen.empty() ? "" : ";") + OptionText(one);
  return chosen;
}

}  // namespace

ResponsesCsv::ResponsesCsv(std::vector<const survey::Questionnaire*> versions, std::vector<std::string> fields)
    : field_count_(fields.size()), columns_(std::move(fields)) {
  for (const std::string& field : columns_) fields_.insert(field);
  for (auto one = versions.rbegin(); one != versions.rend(); ++one) AddCells(**one);
}

std::size_t ResponsesCsv::ColumnOf(const std::string& name) {
  const auto [found, added] = places_.try_emplace(name, columns_.size());
  if (added) columns_.push_back(fields_.contains(name) ? "answers." + name : name);
  return found->second;
}

void ResponsesCsv::AddCells(const survey::Questionnaire& questionnaire) {
  std::vector<Cell>& cells = cells_[questionnaire.version];
  for (const survey::Page& page : questionnaire.pages) {
    for (const survey::Question& question : page.questions) {
      for (const survey::Row& row : question.rows) {
        cells.push_back({ColumnOf(question.id + "." + row.id), &question, &row});
      }
      if (question.rows.empty()) cells.push_back({ColumnOf(question.id), &question});
      if (question.other) cells.push_back({ColumnOf(question.id + ".other"), &question, nullptr, true});
    }
  }
}

std::string ResponsesCsv::Header() const {
  std::string line = "\xEF\xBB\xBF";
  for (const std::string& column : columns_) line += (line.size() == 3 ? "" : ",") + Quoted(column);
  return line + "\r\n";
}

std::string ResponsesCsv::Line(const std::vector<std::string>& fields, int version,
                               const survey::Answers& answers) const {
  std::vector<std::string> line(columns_.size());
  for (std::size_t i = 0; i < field_count_; ++i) line[i] = Harmless(fields[i]);
  const auto cells = cells_.find(version);
  if (cells != cells_.end()) {
    for (const Cell& cell : cells->second) {
      const json::value* answer = answers.if_contains(cell.question->id);
      if (!answer) continue;
      if (cell.other) {
        const json::value* text = OtherOf(*answer);
        if (text && text->is_string()) line[cell.column] = Harmless(std::string_view(text->get_string()));
      } else if (cell.row) {
        line[cell.column] = ScoreText(answer->is_object() ? answer->get_object().if_contains(cell.row->id) : nullptr);
      } else {
        line[cell.column] = AnswerText(*cell.question, *answer);
      }
    }
  }
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) text += (i == 0 ? "" : ",") + Quoted(line[i]);
  return text + "\r\n";
}

}  // namespace otklik::csv
