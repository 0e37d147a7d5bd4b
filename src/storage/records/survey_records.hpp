// Surveys, their versions and personal links in the records database.
#pragma once

#include "program/survey_store.hpp"
#include "storage/records/writer.hpp"

namespace otklik::records {

class SurveyRecords : public program::SurveyStore {
 public:
  SurveyRecords(Database& database, Writer& writer) : database_(database), writer_(writer) {}

  std::vector<program::StoredSurvey> LoadSurveys() override;
  Result<Written> SaveVersion(const std::string& key, const std::string& document, const std::string& actor) override;
  Result<void> SetState(const std::string& key, const std::string& state, const std::string& actor) override;
  Result<void> SaveLinks(const std::vector<program::StoredLink>& links, const std::string& actor) override;
  std::optional<program::StoredLink> FindLink(const std::string& token_hash) override;

 private:
  Database& database_;
  Writer& writer_;
};

}  // namespace otklik::records
