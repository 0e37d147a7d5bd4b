// The company's surveys: every version parsed once and kept in memory, shared by all who ask.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "program/survey_store.hpp"
#include "survey/survey.hpp"

namespace otklik::program {

struct Version {
  survey::Questionnaire questionnaire;
  std::string document;
  TimeMs created_at = 0;
  std::string created_by;
  std::vector<std::string> breaks;  // items whose series breaks against the version before
};

struct Survey {
  std::string key;
  bool open = true;
  TimeMs created_at = 0;
  std::vector<std::shared_ptr<const Version>> versions;  // ascending, never empty
  const Version& current() const { return *versions.back(); }
  const Version* Find(int version) const;
  std::vector<const survey::Questionnaire*> questionnaires() const;  // of the versions
};

using Surveys = std::map<std::string, std::shared_ptr<const Survey>, std::less<>>;

// Thread-safe: readers take the whole map as it stands.
class SurveyCatalog {
 public:
  explicit SurveyCatalog(SurveyStore& store) : store_(store) {}

  // Reads all surveys; a document that no longer parses fails with its problems.
  Result<void> Load();
  std::shared_ptr<const Surveys> All() const;
  std::shared_ptr<const Survey> Find(std::string_view key) const;

  struct Saved {
    std::shared_ptr<const Survey> survey;
    bool changed = false;  // false: the document equals the current version
  };
  // Validates and keeps a document (the JSON text); problems name the place.
  Result<Saved> Save(std::string_view document, const std::string& actor);
  Result<std::shared_ptr<const Survey>> SetOpen(const std::string& key, bool open, const std::string& actor);

 private:
  void Put(std::shared_ptr<const Survey> survey);

  SurveyStore& store_;
  std::mutex saving_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Surveys> surveys_ = std::make_shared<Surveys>();
};

}  // namespace otklik::program
