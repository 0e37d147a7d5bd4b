// Binding of a stored response to SOCI, shared by the sources that read or write whole rows. Include in .cpp only.
#pragma once

#include <soci/soci.h>

#include "intake/response_store.hpp"

namespace otklik::records {

// The columns of `responses`, in the order of the statements.
struct ResponseRow {
  std::string id, survey, status, channel, language, account, contact, segment, partner, role, tenure, stage;
  std::string attributes, answers, comment, search, consent, body_hash, token_hash;
  int version = 0, page = 0, day = 0, score = 0, starred = 0;
  long long seq = 0, started_at = 0, changed_at = 0, finished_at = 0, import = 0;

  void Assign(const intake::StoredResponse& response);
  intake::StoredResponse Response() const;
  void BindAll(soci::statement& statement);     // insert_response
  void BindUpdate(soci::statement& statement);  // update_response
  void IntoAll(soci::statement& statement);     // find_response and the lists
};

}  // namespace otklik::records
