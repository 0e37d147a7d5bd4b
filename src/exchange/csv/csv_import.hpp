// Responses of a questionnaire out of a delimited text file, one at a time. Reads only; keeping them, hiding them till
// the end and undoing are the caller's.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/language.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "exchange/csv/csv_reader.hpp"
#include "exchange/csv/import_map.hpp"
#include "survey/survey.hpp"

namespace otklik::csv {

struct ImportedRow {
  std::uint64_t row_number = 0;  // as a spreadsheet numbers it, the header being row 1
  std::string own_id;            // the cell of the id column, where it is a UUID itself: another survey may have it
  Uuid id;                       // the same whenever the same file, or the same mapped id, is imported again
  TimeMs finished_at = 0;
  std::string language;          // "ru", "en" or another tag; the questionnaire's default where none is mapped
  std::string channel;           // "import" where none is mapped
  std::string account, contact;  // as written in the mapped columns, else empty
  std::map<std::string, std::string> dimensions;  // segment, partner, stage ... as stamped then; no empty values
  survey::Answers answers;                        // checked by survey::CheckResponse
};

// What is wrong in one cell or, with no column, one row.
struct RowProblem {
  std::uint64_t row_number = 0;
  std::string column;  // name in the header, or number
  std::string value;   // as written, at most 80 characters
  Problem problem;
};

struct BadRow {
  std::uint64_t row_number = 0;
  std::vector<RowProblem> problems;  // at least one
};

using ImportItem = std::variant<ImportedRow, BadRow>;

// 32 hex digits that tell one file from another. Reads `in` to its end and goes back to its beginning.
std::string FileFingerprint(std::istream& in);

// The delimiter as the mapping file writes it: ";", and "\t" for a tab.
std::string DelimiterText(char delimiter);

class Importer {
 public:
  // Reads as far as the header. kInvalid with every mapped column the file lacks ("csv_no_column", and "csv_read_as" if
  // encoding or delimiter were told from the file), a name the header has twice ("csv_column_twice"), or "csv_empty".
  // `in` and `questionnaire` must outlive the importer. `zone` is the company's; the map's time zone goes before it.
  // `fingerprint` is FileFingerprint's; it is used where the map names no id column. A response finished after `latest`
  // is a bad row, and so is a row whose id an earlier row has.
  static Result<std::unique_ptr<Importer>> Open(std::istream& in, ImportMap map,
                                                const survey::Questionnaire& questionnaire, const TimeZone& zone,
                                                std::string fingerprint,
                                                TimeMs latest = std::numeric_limits<TimeMs>::max());
  ~Importer();

  // The next row, good or bad; nothing at the end. An Error means that the rest of the file cannot be read.
  Result<std::optional<ImportItem>> Next();

  const std::vector<std::string>& columns() const;
  std::vector<std::string> unmapped_columns() const;  // neither mapped nor ignored
  std::string id_column() const;                      // its name, empty where none is mapped
  const std::string& encoding() const;                // as used; certain only at the end of the file
  char delimiter() const;                             // as used
  std::uint64_t bytes_read() const;                   // of the file, for progress
  std::uint64_t rows_read() const;                    // good and bad, without the header

 private:
  struct State;
  explicit Importer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Problems of a whole file, counted by column and kind, with the first examples of each. Memory is bounded.
class ProblemReport {
 public:
  struct Kind {
    std::string column;
    std::string key;  // of the message
    std::uint64_t count = 0;
    std::vector<RowProblem> examples;  // the first three, of two messages at least where there are several
    bool varied = false;               // whether the messages differ in their numbers
  };

  void Add(const BadRow& row);

  std::uint64_t bad_rows() const { return bad_rows_; }
  std::vector<Kind> Kinds() const;  // most frequent first
  // "NPS_SCORE, 12×: must be a whole number from 0 to 10 (row 17: "11", row 20: "x")", one line a kind. Where the
  // numbers differ: "5×: the row has 3 cells, the header 8 (row 7: "a"); the row has 9 cells, the header 8 (row 8:
  // "b"); …".
  std::string Explain(Language language) const;
  json::value ToJson(Language language) const;

 private:
  std::uint64_t bad_rows_ = 0;
  std::uint64_t not_kept_ = 0;  // problems of further kinds than are kept
  std::map<std::pair<std::string, std::string>, Kind> kinds_;
};

}  // namespace otklik::csv
