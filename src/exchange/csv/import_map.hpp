// Which column of a file means what: the mapping file of an import.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "exchange/csv/date_form.hpp"
#include "survey/survey.hpp"

namespace otklik::csv {

// A column by its name in the header (trimmed, NFC) or, for a file without one, by its number from 1.
struct ColumnRef {
  std::string name;
  int number = 0;  // 0: by name
};

// A value of every row: from a column, or the same for all.
struct Field {
  std::optional<ColumnRef> column;
  std::string value;                          // without a column
  std::map<std::string, std::string> values;  // what is written -> what is meant; others stand as written
};

// One answer. `values` and `hard_to_say` are compared without regard to case.
struct AnswerField {
  const survey::Question* question = nullptr;
  const survey::Row* row = nullptr;  // of a matrix or importance
  std::optional<ColumnRef> column;
  std::vector<std::pair<std::string, ColumnRef>> option_columns;  // multiple: one column an option
  std::string separator;                                          // multiple in one column; ";" unless given
  std::map<std::string, json::value> values;                      // folded text -> answer
  std::vector<std::string> hard_to_say;                           // folded
  std::string path;                                               // in the map, for messages
};

struct ImportMap {
  std::string encoding;  // canonical; empty: detected
  char delimiter = 0;    // 0: sniffed
  bool header = true;
  int skip_rows = 0;  // before the header
  char decimal = '.';
  std::vector<DateForm> date_forms;  // IsoForms() unless given
  std::string time_zone;             // empty: the company's
  std::vector<std::string> missing;  // written for "no answer"; {"", "NA", "N/A"} unless given
  bool required_may_be_missing = false;
  std::optional<ColumnRef> id;
  Field finished_at;
  std::vector<DateForm> finished_at_forms;  // date_forms unless given
  Field language, channel;
  std::optional<ColumnRef> account, contact;
  std::vector<std::pair<std::string, Field>> dimensions;
  std::vector<AnswerField> answers;
  std::vector<ColumnRef> ignore;
};

// Decodes a mapping file for a questionnaire, which must outlive the result. docs/en/import.md describes the form.
// Every problem is listed with its path in the file (answers[2].question).
Result<ImportMap> ParseMap(const json::value& document, const survey::Questionnaire& questionnaire);

// A mapping file to start from: columns whose name is, letter case and punctuation aside, the id or a text of a
// question or row, or a usual name of the time, language, channel, account, contact, segment, partner, role or stage.
// `rows` are a few first records, from which date forms and the decimal comma are told; they may be none. What found no
// place is listed in "ignore". The result may lack "finished_at", which a person must then add.
json::object ProposeMap(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
                        const survey::Questionnaire& questionnaire);

}  // namespace otklik::csv
