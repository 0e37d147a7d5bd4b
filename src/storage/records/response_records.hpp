// Responses in the records database: the intake's store, and what lists and projections read.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/scope.hpp"
#include "insight/insight_store.hpp"
#include "intake/response_store.hpp"
#include "storage/records/writer.hpp"

namespace otklik::records {

class ResponseRecords : public intake::ResponseStore, public insight::ResponseLists {
 public:
  ResponseRecords(Database& database, Writer& writer);
  ~ResponseRecords() override;

  bool Save(intake::StoredResponse response, intake::SaveDone done) override;
  std::optional<intake::StoredResponse> Find(const std::string& id) override;

  std::uint64_t NewestSeq();  // of the journal
  // Visible finished and abandoned responses with seq > after, in order, at most `count`.
  std::vector<intake::StoredResponse> ListAfter(std::uint64_t after, int count);
  std::optional<intake::StoredResponse> Find(const std::string& id, const Scope& scope) override;
  std::vector<intake::StoredResponse> List(const insight::ResponseFilter& filter, const Scope& scope) override;
  insight::SurveyCounts CountsOf(const std::string& survey, const Scope& scope) override;
  std::uint64_t CountOfVersion(const std::string& survey, int version, const Scope& scope) override;
  std::map<std::string, insight::NewCounts> CountNew(TimeMs since, std::uint64_t after, const Scope& scope) override;
  // Closes as abandoned the responses last touched before `before`, those of personal links a week later;
  // returns how many (at most 500 a call).
  Result<int> CloseAbandoned(TimeMs before, const TimeZone& zone,
                             const std::function<bool(const std::string&)>& is_anonymous);
  Result<void> Star(const std::string& id, bool starred, const std::string& actor) override;

  // Writes finished responses of the past in one transaction, with numbers of their own; a repeated id is skipped.
  // Nobody is told: the columns are loaded afterwards, and the journal has an entry for the whole load.
  // Returns how many were new.
  Result<std::uint64_t> SaveHistory(std::vector<intake::StoredResponse>& rows);

 private:
  class Statements;
  // Rows of an import that is not shown count as taken ids, and only as that.
  std::optional<intake::StoredResponse> FindOne(const std::string& id, bool hidden_too);
  Result<intake::Saved> SaveNow(WriteContext& context, intake::StoredResponse& response);
  Result<intake::Saved> Existing(WriteContext& context, const intake::StoredResponse& response);
  Statements& Prepared(WriteContext& context);

  Database& database_;
  Writer& writer_;
  std::unique_ptr<Statements> statements_;
};

}  // namespace otklik::records
