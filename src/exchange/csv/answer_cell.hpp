// What one cell of a file says to one question.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "exchange/csv/import_map.hpp"

namespace otklik::csv {

std::string_view Trim(std::string_view text);  // ASCII white space and no-break spaces off both ends

// How the file writes things. What it points to must outlive it.
struct CellForm {
  char decimal = '.';
  const std::vector<DateForm>* date_forms = nullptr;  // not empty
  const std::vector<std::string>* missing = nullptr;

  bool IsMissing(std::string_view trimmed) const;
};

// Reads the cells of one mapped question; made once for a file.
class AnswerCell {
 public:
  AnswerCell(const AnswerField& field, CellForm form);

  // The answer as survey::CheckResponse takes it; null for a missing one. kInvalid with what the question allows.
  Result<json::value> Read(std::string_view cell) const;

  // A cell of a column that stands for one option of a multiple choice: empty, 0, no, false are "not chosen".
  static bool IsChosen(std::string_view trimmed, const CellForm& form);

 private:
  Result<json::value> ReadOne(std::string_view text) const;
  Result<json::value> Score(std::string_view text) const;
  Result<json::value> Number(std::string_view text) const;
  Result<json::value> Date(std::string_view text) const;
  Result<json::value> Unknown(std::string_view text) const;
  Result<json::value> Choices(std::string_view text) const;
  const json::value* Meaning(std::string_view text) const;

  const AnswerField& field_;
  const survey::Question& question_;
  CellForm form_;
  std::map<std::string, json::value, std::less<>> meanings_;  // folded text -> answer
};

}  // namespace otklik::csv
