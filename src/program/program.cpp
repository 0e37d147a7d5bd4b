#include "program/program.hpp"

namespace otklik::program {
namespace {

Result<std::shared_ptr<Version>> ParseVersion(std::string_view document, int number) {
  auto json = ReadJson(document);
  if (!json) return json.error();
  auto questionnaire = survey::ParseQuestionnaire(*json);
  if (!questionnaire) return questionnaire.error();
  auto version = std::make_shared<Version>();
  version->questionnaire = std::move(*questionnaire);
  version->questionnaire.version = number;
  version->document = document;
  return version;
}

void Add(Survey& survey, std::shared_ptr<Version> version) {
  version->breaks = survey::BrokenItems(survey.questionnaires(), version->questionnaire);
  survey.versions.push_back(std::move(version));
}

}  // namespace

std::vector<const survey::Questionnaire*> Survey::questionnaires() const {
  std::vector<const survey::Questionnaire*> all;
  for (const auto& version : versions) all.push_back(&version->questionnaire);
  return all;
}

const Version* Survey::Find(int version) const {
  for (const auto& candidate : versions) {
    if (candidate->questionnaire.version == version) return candidate.get();
  }
  return nullptr;
}

Result<void> SurveyCatalog::Load() {
  for (const StoredSurvey& stored : store_.LoadSurveys()) {
    auto survey = std::make_shared<Survey>();
    survey->key = stored.key;
    survey->open = stored.state == "open";
    survey->created_at = stored.created_at;
    for (const StoredVersion& one : stored.versions) {
      auto version = ParseVersion(one.document, one.version);
      if (!version) return version.error();
      (*version)->created_at = one.created_at;
      (*version)->created_by = one.created_by;
      Add(*survey, std::move(*version));
    }
    if (!survey->versions.empty()) Put(std::move(survey));
  }
  return {};
}

std::shared_ptr<const Surveys> SurveyCatalog::All() const {
  const std::lock_guard lock(mutex_);
  return surveys_;
}

std::shared_ptr<const Survey> SurveyCatalog::Find(std::string_view key) const {
  const auto all = All();
  const auto found = all->find(key);
  return found == all->end() ? nullptr : found->second;
}

void SurveyCatalog::Put(std::shared_ptr<const Survey> survey) {
  const std::lock_guard lock(mutex_);
  auto next = std::make_shared<Surveys>(*surveys_);
  (*next)[survey->key] = std::move(survey);
  surveys_ = std::move(next);
}

Result<SurveyCatalog::Saved> SurveyCatalog::Save(std::string_view document, const std::string& actor) {
  const std::lock_guard saving(saving_);
  auto version = ParseVersion(document, 0);
  if (!version) return version.error();
  const std::string key = (*version)->questionnaire.key;
  const auto existing = Find(key);
  if (existing && CanonicalJson(*ReadJson(existing->current().document)) == CanonicalJson(*ReadJson(document))) {
    return Saved{existing, false};
  }
  // What respondents were promised, and what figures may show, must not change under answers already given.
  if (existing && existing->current().questionnaire.anonymous != (*version)->questionnaire.anonymous) {
    return Fail(Code::kConflict, "anonymity_is_fixed", {}, "anonymous", key);
  }
  // What somebody agreed to is found by its version: one version is one text.
  if (const auto& consent = (*version)->questionnaire.consent; existing && consent) {
    for (const auto& earlier : existing->versions) {
      const auto& known = earlier->questionnaire.consent;
      if (known && known->version == consent->version && known->text.by_language != consent->text.by_language)
        return Fail(Code::kConflict, "consent_version_taken", {std::to_string(earlier->questionnaire.version)},
                    "consent.version", consent->version);
    }
  }
  const auto written = store_.SaveVersion(key, std::string(document), actor);
  if (!written) return written.error();
  auto survey = existing ? std::make_shared<Survey>(*existing) : std::make_shared<Survey>();
  if (!existing) {
    survey->key = key;
    survey->created_at = written->at;
  }
  (*version)->questionnaire.version = written->version;
  (*version)->created_at = written->at;
  (*version)->created_by = actor;
  Add(*survey, std::move(*version));
  Put(survey);
  return Saved{survey, true};
}

Result<std::shared_ptr<const Survey>> SurveyCatalog::SetOpen(const std::string& key, bool open,
                                                             const std::string& actor) {
  const std::lock_guard saving(saving_);
  const auto existing = Find(key);
  if (!existing) return Fail(Code::kNotFound, "unknown_survey", {}, "survey", key);
  if (const auto set = store_.SetState(key, open ? "open" : "closed", actor); !set) return set.error();
  auto survey = std::make_shared<Survey>(*existing);
  survey->open = open;
  Put(survey);
  return std::shared_ptr<const Survey>(survey);
}

}  // namespace otklik::program
