#include "storage/records/survey_records.hpp"

#include <soci/soci.h>

#include <map>

namespace otklik::records {

using program::StoredLink;
using program::StoredSurvey;
using program::StoredVersion;

std::vector<StoredSurvey> SurveyRecords::LoadSurveys() {
  const auto session = database_.Read();
  std::map<std::string, StoredSurvey> surveys;
  StoredSurvey survey;
  long long at = 0;
  soci::statement list =
      (session->prepare << Sql("list_surveys"), soci::into(survey.key), soci::into(survey.state), soci::into(at));
  for (bool more = list.execute(true); more; more = list.fetch()) {
    survey.created_at = at;
    surveys[survey.key] = survey;
  }
  StoredVersion version;
  soci::statement documents =
      (session->prepare << Sql("list_questionnaires"), soci::into(version.survey), soci::into(version.version),
       soci::into(version.document), soci::into(at), soci::into(version.created_by));
  for (bool more = documents.execute(true); more; more = documents.fetch()) {
    version.created_at = at;
    surveys[version.survey].versions.push_back(version);
  }
  std::vector<StoredSurvey> result;
  for (auto& [key, one] : surveys) result.push_back(std::move(one));
  return result;
}

Result<program::SurveyStore::Written> SurveyRecords::SaveVersion(const std::string& key, const std::string& document,
                                                                 const std::string& actor) {
  auto written = std::make_shared<Written>();
  const auto job = [=](WriteContext& context) -> Result<void> {
    soci::session& session = context.session();
    const long long now = context.now();
    session << Sql("insert_survey"), soci::use(key), soci::use(now);
    int newest = 0;
    session << Sql("get_survey_version"), soci::use(key), soci::into(newest);
    *written = {newest + 1, now};
    session << Sql("insert_questionnaire"), soci::use(key), soci::use(written->version), soci::use(document),
        soci::use(now), soci::use(actor);
    session << Sql("set_survey_version"), soci::use(written->version), soci::use(key);
    context.Journal("survey_saved", key, actor);
    return {};
  };
  if (const auto result = writer_.Run(job); !result) return result.error();
  return *written;
}

Result<void> SurveyRecords::SetState(const std::string& key, const std::string& state, const std::string& actor) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    context.session() << Sql("set_survey_state"), soci::use(state), soci::use(key);
    context.Journal(state == "open" ? "survey_opened" : "survey_closed", key, actor);
    return {};
  });
}

Result<void> SurveyRecords::SaveLinks(const std::vector<StoredLink>& links, const std::string& actor) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    for (const StoredLink& link : links) {
      const long long now = context.now();
      context.session() << Sql("insert_link"), soci::use(link.token_hash), soci::use(link.survey),
          soci::use(link.contact), soci::use(now);
    }
    if (!links.empty()) context.Journal("links_made", links.front().survey, actor);
    return {};
  });
}

std::optional<StoredLink> SurveyRecords::FindLink(const std::string& token_hash) {
  const auto session = database_.Read();
  StoredLink link;
  long long at = 0;
  *session << Sql("find_link"), soci::use(token_hash), soci::into(link.token_hash), soci::into(link.survey),
      soci::into(link.contact), soci::into(at), soci::into(link.response);
  if (!session->got_data()) return std::nullopt;
  link.created_at = at;
  return link;
}

}  // namespace otklik::records
