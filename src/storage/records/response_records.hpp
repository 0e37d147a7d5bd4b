// Responses in the records database: the intake's store, and what lists and projections read.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/scope.hpp"
#include "intake/response_store.hpp"
#include "storage/records/writer.hpp"

namespace otklik::records {

// What a list of responses may be narrowed by; empty members do not narrow.
struct ResponseFilter {
  std::string survey, channel, stage, segment, account, role;
  std::string words;              // looked for in the folded texts
  std::optional<int> score_from, score_to;
  std::optional<Day> from, to;
  bool only_with_comment = false, only_starred = false;
  std::uint64_t before = 0;       // seq below this; 0: from the newest
  std::uint64_t after = 0;        // seq above this
  int limit = 50;                 // 1..200
};

struct SurveyCounts {
  std::uint64_t started = 0;    // all that were begun
  std::uint64_t finished = 0;
  std::uint64_t abandoned = 0;
  TimeMs last_response_at = 0;  // 0: none
};

class ResponseRecords : public intake::ResponseStore {
 public:
  ResponseRecords(Database& database, Writer& writer);
  ~ResponseRecords() override;

  bool Save(intake::StoredResponse response, intake::SaveDone done) override;
  std::optional<intake::StoredResponse> Find(const std::string& id) override;

  // Visible finished and abandoned responses with seq > after, in order, at most `count`.
  std::vector<intake::StoredResponse> ListAfter(std::uint64_t after, int count);
  // Newest first.
  std::vector<intake::StoredResponse> List(const ResponseFilter& filter, const Scope& scope);
  SurveyCounts CountsOf(const std::string& survey);
  std::uint64_t CountOfVersion(const std::string& survey, int version);
  // Closes as abandoned the responses last touched before `before`; returns how many (at most 500 a call).
  Result<int> CloseAbandoned(TimeMs before, const TimeZone& zone);
  Result<void> Star(const std::string& id, bool starred, const std::string& actor);

  // Writes rows as they are inside a transaction of the caller (import, demo): no uniqueness surprises are
  // expected, a repeated id is skipped. Returns whether the row was new.
  static bool InsertRow(WriteContext& context, const intake::StoredResponse& response);

 private:
  class Statements;
  Result<intake::Saved> SaveNow(WriteContext& context, intake::StoredResponse& response);
  Result<intake::Saved> Existing(WriteContext& context, const intake::StoredResponse& response);
  Statements& Prepared(WriteContext& context);

  Database& database_;
  Writer& writer_;
  std::unique_ptr<Statements> statements_;
};

}  // namespace otklik::records
