// What the intake needs of the records: keeping a response in one of its states, durably, before anyone hears of it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "people/people.hpp"

namespace otklik::intake {

// A response as kept. Dimensions are stamped when it is answered and never follow later changes of the account.
struct StoredResponse {
  std::string id;  // canonical UUID
  std::string survey;
  int version = 1;
  std::string status = "finished";  // started | finished | abandoned
  std::uint64_t seq = 0;            // 0 until finished or abandoned
  int page = 0;                     // of a started one: the page to show next
  Day day = 0;                      // company-local, of finishing
  TimeMs started_at = 0, changed_at = 0, finished_at = 0;
  std::string channel, language, account, contact;
  std::string segment, partner, role, tenure, stage;
  std::string attributes = "{}";  // JSON object: account.x and contact.x as they were
  std::string answers = "{}";     // JSON object as survey::Answers
  std::string comment;            // the first text answered, for lists
  std::string search;             // folded words of all texts
  int score = -1;                 // of the first recommendation or rating, for lists; -1: none
  std::string consent;            // version agreed to
  std::string body_hash;          // keyed, of what was sent; decides "the same" from "different"
  std::string token_hash;         // of a personal link, or empty
  std::int64_t import = 0;        // number of the import, 0: live
  bool starred = false;
  bool anonymous = false;                              // not kept: every time that is kept with it is cut to the day
  std::shared_ptr<const people::PersonChange> person;  // kept in the same transaction, once the response is a new one
};

struct Saved {
  std::uint64_t seq = 0;
  bool repeated = false;  // had been kept before, with the same body
};

using SaveDone = std::function<void(Result<Saved>)>;

class ResponseStore {
 public:
  virtual ~ResponseStore() = default;

  // Keeps a finished response, a first page (status started) or a later page of a started one; `done` is called
  // once it is on disk, on the store's thread. False: too much is waiting, nothing was taken.
  // Errors of `done`: kConflict different_body (another body under this id), kConflict token_used (the personal link
  // has been answered by another response), kBusy commit_unknown, kInternal.
  [[nodiscard]] virtual bool Save(StoredResponse response, SaveDone done) = 0;

  virtual std::optional<StoredResponse> Find(const std::string& id) = 0;
};

}  // namespace otklik::intake
