// What pages and lists need of the records.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/scope.hpp"
#include "base/time.hpp"
#include "intake/response_store.hpp"

namespace otklik::insight {

// What a list of responses may be narrowed by; empty members do not narrow.
struct ResponseFilter {
  std::string survey, channel, stage, segment, account, role;
  std::string words;  // looked for in the folded texts
  std::optional<int> score_from, score_to;
  std::optional<Day> from, to;
  bool only_with_comment = false, only_starred = false;
  std::uint64_t before = 0;  // seq below this; 0: from the newest
  std::uint64_t after = 0;   // seq above this
  int limit = 50;            // 1..200
};

struct SurveyCounts {
  std::uint64_t started = 0;  // all that were begun
  std::uint64_t finished = 0;
  std::uint64_t abandoned = 0;
  TimeMs last_response_at = 0;  // 0: none
};

// What came in since somebody looked.
struct NewCounts {
  std::uint64_t responses = 0, with_comment = 0, unhappy = 0;
};

class ResponseLists {
 public:
  virtual ~ResponseLists() = default;
  virtual std::optional<intake::StoredResponse> Find(const std::string& id, const Scope& scope) = 0;
  // Newest first.
  virtual std::vector<intake::StoredResponse> List(const ResponseFilter& filter, const Scope& scope) = 0;
  virtual SurveyCounts CountsOf(const std::string& survey, const Scope& scope) = 0;
  virtual std::uint64_t CountOfVersion(const std::string& survey, int version, const Scope& scope) = 0;
  // Visible ones finished after `since` and with seq above `after`, by survey: anonymous ones are not to be told apart.
  virtual std::map<std::string, NewCounts> CountNew(TimeMs since, std::uint64_t after, const Scope& scope) = 0;
  virtual Result<void> Star(const std::string& id, bool starred, const std::string& actor) = 0;
};

struct Seen {
  std::uint64_t seq = 0;
  TimeMs at = 0;
};

struct AuditLine {
  std::uint64_t seq = 0;
  std::string kind, id, actor;
  std::string former_actor;  // the name of an actor who is gone
  TimeMs at = 0;
};

class CompanyStore {
 public:
  virtual ~CompanyStore() = default;
  virtual std::optional<std::string> Get(const std::string& key) = 0;
  virtual Result<void> Set(const std::map<std::string, std::string>& values, const std::string& actor) = 0;
  // A line of the journal for what changes nothing but has to be known: responses taken out.
  virtual Result<void> Note(const std::string& kind, const std::string& subject, const std::string& actor) = 0;
  virtual std::optional<Seen> FindSeen(const std::string& user, const std::string& page) = 0;
  // Never moves backwards.
  virtual Result<void> SaveSeen(const std::string& user, const std::string& page, std::uint64_t seq) = 0;
  // Newest first; responses are left out.
  virtual std::vector<AuditLine> ListAudit(std::uint64_t before, int count) = 0;
};

}  // namespace otklik::insight
