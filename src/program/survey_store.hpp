// What the programme room needs of the records: surveys, their versions, personal links.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace otklik::program {

struct StoredVersion {
  std::string survey;
  int version = 1;
  std::string document;  // the JSON text as saved
  TimeMs created_at = 0;
  std::string created_by;
};

struct StoredSurvey {
  std::string key;
  std::string state = "open";  // open | closed
  TimeMs created_at = 0;
  std::vector<StoredVersion> versions;  // ascending
};

// A personal link: the secret itself is never kept.
struct StoredLink {
  std::string token_hash, survey, contact;
  TimeMs created_at = 0;
  std::string response;  // id of the response begun with it, or empty
};

class SurveyStore {
 public:
  virtual ~SurveyStore() = default;
  virtual std::vector<StoredSurvey> LoadSurveys() = 0;
  // Writes the next version; versions are never changed once written.
  struct Written {
    int version = 0;
    TimeMs at = 0;
  };
  virtual Result<Written> SaveVersion(const std::string& key, const std::string& document,
                                      const std::string& actor) = 0;
  virtual Result<void> SetState(const std::string& key, const std::string& state, const std::string& actor) = 0;
  virtual Result<void> SaveLinks(const std::vector<StoredLink>& links, const std::string& actor) = 0;
  virtual std::optional<StoredLink> FindLink(const std::string& token_hash) = 0;
};

}  // namespace otklik::program
