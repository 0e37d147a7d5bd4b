// The one way a response comes in: a list of named steps, each timed and counted under its name.
//   identify      survey open, contact or link known, channel and language allowed
//   check         the questionnaire engine agrees with every answer
//   stamp         dimensions, time, comment and score for lists
//   commit        the store keeps it (repeats are dropped there) and only then
//   acknowledge   the caller hears of it
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "base/time.hpp"
#include "intake/response_store.hpp"
#include "people/people.hpp"
#include "program/program.hpp"

namespace otklik::intake {

struct Submission {
  std::string id;  // UUID, canonical
  std::string survey;
  json::object answers;
  std::string contact;  // needs `trusted`
  std::string channel = "web";
  std::string language;  // empty: the survey's default
  std::optional<TimeMs> started_at;
  std::string body;  // canonical JSON of what was sent
  std::string consent;
  std::string token_hash;
  bool trusted = false;  // the sender has an API token
  // What the sender says of the contact: kept with the response, if that is new.
  std::optional<people::PersonChange> person;
};

enum class Step { kIdentify, kCheck, kStamp, kCommit, kAcknowledge };
inline constexpr std::array kStepNames = {"identify", "check", "stamp", "commit", "acknowledge"};

// For /metrics: per step how often, how long in all, and refusals by reason.
struct StepCounters {
  std::atomic<std::uint64_t> count{0};
  std::atomic<std::uint64_t> nanoseconds{0};
};

class Intake {
 public:
  Intake(program::SurveyCatalog& surveys, people::PeopleStore& people, ResponseStore& store, const Clock& clock,
         std::string hash_key);

  // The company's time zone; may change while running.
  void SetTimeZone(TimeZone zone);
  TimeZone time_zone() const;

  // A whole response. `done` runs on the caller's thread (refused) or the store's (kept or not).
  void Submit(Submission submission, SaveDone done);

  // One page of a response being filled in: keeps it as started, or finishes it when no page follows. `response`
  // carries id, survey, version, language, channel, contact, token and the answers so far; `answers` is the merged
  // result of CheckPage.
  void KeepPage(StoredResponse response, const survey::Answers& answers, int next_page, bool finished, SaveDone done);

  // Counts a step that began at `began` and ends now.
  void CountStep(Step step, std::chrono::steady_clock::time_point began);
  const std::array<StepCounters, 5>& steps() const { return steps_; }
  std::map<std::string, std::uint64_t> refusals() const;
  void CountRefusal(const std::string& reason);
  void CountRefusals(const std::vector<Problem>& problems);  // each reason once a response

 private:
  struct Work;
  Result<void> Identify(Work& work) const;
  Result<void> Check(Work& work) const;
  Result<void> Stamp(Work& work) const;
  void Commit(StoredResponse response, SaveDone done);
  void Refuse(const Submission& submission, const Error& error, const SaveDone& done);
  Result<void> Timed(Step step, Work& work, Result<void> (Intake::*run)(Work&) const);
  void StampPage(const program::Version& version, const survey::Answers& answers, bool finished,
                 StoredResponse& r) const;

  program::SurveyCatalog& surveys_;
  people::PeopleStore& people_;
  ResponseStore& store_;
  const Clock& clock_;
  std::string hash_key_;
  mutable std::mutex mutex_;
  std::shared_ptr<const TimeZone> zone_;
  std::map<std::string, std::uint64_t> refusals_;
  std::array<StepCounters, 5> steps_;
};

// Fills comment, search and score of a response from its answers.
void SummariseAnswers(const survey::Questionnaire& questionnaire, const survey::Answers& answers,
                      StoredResponse& response);
// Copies what is known of the person into the response's dimensions.
void StampPerson(const people::Person& person, StoredResponse& response);

}  // namespace otklik::intake
