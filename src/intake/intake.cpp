#include "intake/intake.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <set>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "survey/channels.hpp"

namespace otklik::intake {
namespace {

constexpr TimeMs kBackdatedMs = 86'400'000;    // older ones are history: finished when they began
constexpr TimeMs kOldestMs = 946'684'800'000;  // 2000-01-01

std::uint64_t NowNs() {
  using namespace std::chrono;
  return static_cast<std::uint64_t>(duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count());
}

std::string Join(const auto& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

Result<void> CheckLanguage(const survey::Questionnaire& questionnaire, const std::string& language) {
  for (const std::string& known : questionnaire.languages) {
    if (known == language) return {};
  }
  return Fail(Code::kInvalid, "unknown_language", {Join(questionnaire.languages)}, "language", language);
}

// An anonymous response keeps nothing of who sent it and when, not even in the hash that tells a repeat from a
// conflict.
void ForgetPerson(Submission& s) {
  s.body = CanonicalJson(json::object{{"id", s.id}, {"answers", s.answers}});
  s.contact.clear();
  s.person.reset();
}

}  // namespace

struct Intake::Work {
  Submission submission;
  std::shared_ptr<const program::Survey> survey;
  people::Person person;
  survey::Facts facts;
  survey::Answers answers;
  StoredResponse response;
};

Intake::Intake(program::SurveyCatalog& surveys, people::PeopleStore& people, ResponseStore& store, const Clock& clock,
               std::string hash_key)
    : surveys_(surveys), people_(people), store_(store), clock_(clock), hash_key_(std::move(hash_key)) {
  SetTimeZone(*TimeZone::Open("UTC"));
}

void Intake::SetTimeZone(TimeZone zone) {
  const std::lock_guard lock(mutex_);
  zone_ = std::make_shared<TimeZone>(std::move(zone));
}

TimeZone Intake::time_zone() const {
  const std::lock_guard lock(mutex_);
  return *zone_;
}

std::map<std::string, std::uint64_t> Intake::refusals() const {
  const std::lock_guard lock(mutex_);
  return refusals_;
}

void Intake::CountRefusal(const std::string& reason) {
  const std::lock_guard lock(mutex_);
  ++refusals_[reason];
}

void Intake::CountStep(Step step, std::chrono::steady_clock::time_point began) {
  using namespace std::chrono;
  StepCounters& counters = steps_[static_cast<std::size_t>(step)];
  ++counters.count;
  counters.nanoseconds += static_cast<std::uint64_t>(duration_cast<nanoseconds>(steady_clock::now() - began).count());
}

void Intake::CountRefusals(const std::vector<Problem>& problems) {
  std::set<std::string> reasons;
  for (const Problem& problem : problems) reasons.insert(problem.key);
  for (const std::string& reason : reasons) CountRefusal(reason);
}

Result<void> Intake::Timed(Step step, Work& work, Result<void> (Intake::*run)(Work&) const) {
  const auto began = std::chrono::steady_clock::now();
  Result<void> result = (this->*run)(work);
  CountStep(step, began);
  if (!result) CountRefusals(result.error().problems);
  return result;
}

void Intake::Submit(Submission submission, SaveDone done) {
  Work work;
  work.submission = std::move(submission);
  for (const auto& [step, run] : {std::pair(Step::kIdentify, &Intake::Identify),
                                  std::pair(Step::kCheck, &Intake::Check), std::pair(Step::kStamp, &Intake::Stamp)}) {
    if (const auto result = Timed(step, work, run); !result) return Refuse(work.submission, result.error(), done);
  }
  Commit(std::move(work.response), std::move(done));
}

// What was kept before stays kept: the survey may have closed or changed since, the answer to the same body may not.
void Intake::Refuse(const Submission& submission, const Error& error, const SaveDone& done) {
  const auto kept = submission.id.empty() ? std::nullopt : store_.Find(submission.id);
  const bool same = kept && kept->status == "finished" && kept->survey == submission.survey &&
                    kept->body_hash == KeyedHash(hash_key_, submission.body);
  if (same) return done(Saved{kept->seq, true});
  done(error);
}

Result<void> Intake::Identify(Work& work) const {
  Submission& s = work.submission;
  work.survey = surveys_.Find(s.survey);
  if (!work.survey) return Fail(Code::kNotFound, "unknown_survey", {}, "survey", s.survey);
  if (work.survey->current().questionnaire.anonymous) ForgetPerson(s);
  if (!work.survey->open) return Fail(Code::kConflict, "survey_closed", {}, "survey", s.survey);
  const survey::Questionnaire& questionnaire = work.survey->current().questionnaire;
  if (std::ranges::find(survey::kChannels, s.channel) == survey::kChannels.end())
    return Fail(Code::kInvalid, "unknown_channel", {Join(survey::kChannels)}, "channel", s.channel);
  if (s.language.empty()) s.language = questionnaire.default_language();
  if (const auto known = CheckLanguage(questionnaire, s.language); !known) return known;
  if (!s.contact.empty() && !s.trusted) return Fail(Code::kUnauthenticated, "needs_token", {}, "contact");
  // Anyone may say when the respondent began today; only a trusted program writes the past.
  if (s.started_at && !s.trusted && clock_.Now() - *s.started_at > kBackdatedMs)
    return Fail(Code::kUnauthenticated, "needs_token", {}, "started_at");
  if (!s.contact.empty()) {
    work.person = people_.FindPerson(s.contact);
    if (s.person) {
      if (!s.person->account.empty()) work.person.account = people_.FindAccount(s.person->account);
      work.person = people::Apply(*s.person, std::move(work.person));
      work.response.person = std::make_shared<const people::PersonChange>(*s.person);
    }
    if (!work.person.contact) return Fail(Code::kInvalid, "unknown_contact", {}, "contact", s.contact);
  }
  work.facts = people::FactsOf(work.person);
  work.facts["channel"] = s.channel;
  work.facts["language"] = s.language;
  return {};
}

Result<void> Intake::Check(Work& work) const {
  auto checked = survey::CheckResponse(work.survey->current().questionnaire, work.facts, work.submission.answers);
  if (!checked) return checked.error();
  work.answers = std::move(*checked);
  return {};
}

Result<void> Intake::Stamp(Work& work) const {
  const Submission& s = work.submission;
  const TimeMs now = clock_.Now();
  const TimeMs started = s.started_at.value_or(now);
  if (started < kOldestMs || started > now + 60'000) {
    return Fail(Code::kInvalid, "time_out_of_range", {FormatTime(kOldestMs)}, "started_at", FormatTime(started));
  }
  StoredResponse& r = work.response;
  const program::Version& version = work.survey->current();
  r.id = s.id;
  r.survey = s.survey;
  r.version = version.questionnaire.version;
  r.started_at = started;
  // A back-dated response was answered then: its day is the day it began.
  r.finished_at = s.started_at && now - started > kBackdatedMs ? started : now;
  r.channel = s.channel;
  r.language = s.language;
  r.consent = s.consent;
  r.token_hash = s.token_hash;
  r.body_hash = KeyedHash(hash_key_, s.body);
  StampPerson(work.person, r);
  SummariseAnswers(version.questionnaire, work.answers, r);
  const std::lock_guard lock(mutex_);
  r.day = zone_->DayOf(r.finished_at);
  if (version.questionnaire.anonymous) {
    r.anonymous = true;
    r.started_at = r.finished_at = zone_->StartOfDay(r.day);  // a precise time could lead back to a person
  }
  return {};
}

void Intake::Commit(StoredResponse response, SaveDone done) {
  const std::uint64_t start = NowNs();
  auto acknowledge = [this, start, done](Result<Saved> saved) {
    StepCounters& commit = steps_[static_cast<std::size_t>(Step::kCommit)];
    ++commit.count;
    const std::uint64_t committed = NowNs();
    commit.nanoseconds += committed - start;
    if (!saved) CountRefusal(saved.error().problems.front().key);
    done(std::move(saved));
    StepCounters& told = steps_[static_cast<std::size_t>(Step::kAcknowledge)];
    ++told.count;
    told.nanoseconds += NowNs() - committed;
  };
  if (store_.Save(std::move(response), std::move(acknowledge))) return;
  CountRefusal("server_busy");
  done(Fail(Code::kBusy, "server_busy"));
}

void Intake::KeepPage(StoredResponse r, const survey::Answers& answers, int next_page, bool finished, SaveDone done) {
  auto began = std::chrono::steady_clock::now();
  const auto survey = surveys_.Find(r.survey);
  const program::Version* version = survey ? survey->Find(r.version) : nullptr;
  CountStep(Step::kIdentify, began);
  if (!version || !survey->open) {
    const Error error = version ? Fail(Code::kConflict, "survey_closed", {}, "survey", r.survey)
                                : Fail(Code::kNotFound, "unknown_survey", {}, "survey", r.survey);
    CountRefusals(error.problems);
    return done(error);
  }
  began = std::chrono::steady_clock::now();
  r.page = next_page;
  StampPage(*version, answers, finished, r);
  CountStep(Step::kStamp, began);
  Commit(std::move(r), std::move(done));
}

void Intake::StampPage(const program::Version& version, const survey::Answers& answers, bool finished,
                       StoredResponse& r) const {
  const TimeMs now = clock_.Now();
  r.status = finished ? "finished" : "started";
  if (r.started_at == 0) r.started_at = now;
  SummariseAnswers(version.questionnaire, answers, r);
  if (finished) {
    r.finished_at = now;
    r.day = time_zone().DayOf(now);
    r.body_hash = KeyedHash(hash_key_, r.answers);
  }
  if (!version.questionnaire.anonymous) return;
  r.anonymous = true;
  const TimeZone zone = time_zone();
  r.started_at = zone.StartOfDay(zone.DayOf(r.started_at));
  if (finished) r.finished_at = zone.StartOfDay(r.day);
}

void SummariseAnswers(const survey::Questionnaire& questionnaire, const survey::Answers& answers, StoredResponse& r) {
  r.answers = json::serialize(answers);
  r.score = -1;
  r.comment.clear();
  std::string words;
  for (const survey::Page& page : questionnaire.pages) {
    for (const survey::Question& question : page.questions) {
      const json::value* value = answers.if_contains(question.id);
      if (!value) continue;
      if (question.kind == survey::Kind::kText && value->is_string()) {
        const std::string text(value->get_string());
        if (r.comment.empty()) r.comment = text;
        words += (words.empty() ? "" : "\n") + text;
      }
      const bool headline = question.kind == survey::Kind::kRecommendation;
      if (headline && r.score < 0 && value->is_int64()) r.score = static_cast<int>(value->get_int64());
    }
  }
  r.search = Fold(words);
}

void StampPerson(const people::Person& person, StoredResponse& r) {
  json::object attributes;
  if (person.contact) {
    r.contact = person.contact->id;
    r.role = person.contact->role;
    for (const auto& [key, value] : person.contact->attributes) attributes["contact." + key] = value;
  }
  if (person.account) {
    r.account = person.account->id;
    r.segment = person.account->segment;
    r.partner = person.account->partner;
    r.tenure = person.account->tenure;
    for (const auto& [key, value] : person.account->attributes) attributes["account." + key] = value;
  }
  r.attributes = json::serialize(attributes);
}

}  // namespace otklik::intake
