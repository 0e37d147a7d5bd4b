// Imports in the records database: rows stay hidden until the whole file is in, and one change shows or hides them all.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "storage/records/response_records.hpp"

namespace otklik::records {

struct ImportLine {
  std::int64_t id = 0;
  std::string survey, file_name, file_hash, state;  // loading | visible | undone
  std::uint64_t rows = 0;
  TimeMs created_at = 0;
  std::string created_by;
};

class ImportRecords {
 public:
  ImportRecords(Database& database, Writer& writer, ResponseRecords& responses)
      : database_(database), writer_(writer), responses_(responses) {}

  std::vector<ImportLine> List();  // newest first
  // A new import, its rows hidden. kConflict "already_imported" (its number) when the same file is visible in the same
  // survey.
  Result<std::int64_t> Begin(const std::string& survey, const std::string& file_name, const std::string& file_hash,
                             const std::string& actor);
  // Adds hidden rows in one short transaction; returns how many were new (a repeated id is skipped). Rows get their
  // seq.
  Result<std::uint64_t> Add(std::int64_t import, std::vector<intake::StoredResponse>& rows);
  // Shows all rows at once. `payload` is handed to whoever applies the journal.
  Result<void> Show(std::int64_t import, std::uint64_t rows, std::any payload, const std::string& actor);
  // Hides all rows at once; kNotFound "unknown_import" unless it is visible. `payload` as above.
  Result<void> Undo(std::int64_t import, std::any payload, const std::string& actor);
  // Removes what an undone or cut-off import left, in short transactions.
  Result<void> Sweep();
  std::vector<std::uint64_t> SeqsOf(std::int64_t import);
  // For each id the other survey that has a visible response of that id; empty for none. In the order of `ids`.
  std::vector<std::string> SurveysHolding(const std::vector<std::string>& ids, const std::string& survey);

 private:
  Result<void> SetState(std::int64_t import, const char* from, const char* to, std::uint64_t rows, const char* kind,
                        std::any payload, const std::string& actor);
  Database& database_;
  Writer& writer_;
  ResponseRecords& responses_;
};

}  // namespace otklik::records
