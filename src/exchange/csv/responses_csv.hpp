// Responses of a survey as comma-separated text, one line a response, for spreadsheets and statistics programs.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "survey/survey.hpp"

namespace otklik::csv {

// What cells of answers say besides values; a question that was not shown leaves its cell empty.
inline constexpr std::string_view kCellNotAnswered = "not_answered";
inline constexpr std::string_view kCellHardToSay = "hard_to_say";

// UTF-8 with a byte order mark, lines end in CRLF. An answer's column is named by its question, `question.row` in a
// matrix, `question.other` for an own text, `answers.question` where a field has that name; options stand by id,
// several separated by ";", yes and no as such, numbers with a point. Texts that a spreadsheet would run as a formula,
// or that read like one of the two words above, get an apostrophe in front.
class ResponsesCsv {
 public:
  // `versions` oldest first, at least one; they must outlive this. `fields` are the columns before the answers. Columns
  // are those of the newest version, then what only older versions asked.
  ResponsesCsv(std::vector<const survey::Questionnaire*> versions, std::vector<std::string> fields);

  const std::vector<std::string>& columns() const { return columns_; }
  std::string Header() const;
  // `fields` as many as given to the constructor; an unknown version leaves all answers empty.
  std::string Line(const std::vector<std::string>& fields, int version, const survey::Answers& answers) const;

 private:
  struct Cell {
    std::size_t column = 0;
    const survey::Question* question = nullptr;
    const survey::Row* row = nullptr;  // of a matrix
    bool other = false;                // the own text
  };
  void AddCells(const survey::Questionnaire& questionnaire);
  std::size_t ColumnOf(const std::string& name);

  std::size_t field_count_;
  std::set<std::string, std::less<>> fields_;
  std::vector<std::string> columns_;
  std::map<std::string, std::size_t, std::less<>> places_;  // of the answers' columns
  std::map<int, std::vector<Cell>> cells_;                  // by version
};

}  // namespace otklik::csv
