// The stores on SQLite always, and on PostgreSQL when OTKLIK_PG_URL names a database that may be emptied.
#include <gtest/gtest.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <set>
#include <thread>

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "storage/records/access_records.hpp"
#include "storage/records/import_records.hpp"
#include "storage/records/people_records.hpp"
#include "storage/records/response_records.hpp"
#include "storage/records/survey_records.hpp"

namespace otklik::records {
namespace {

class FixedClock : public Clock {
 public:
  TimeMs Now() const override { return now; }
  TimeMs now = 1'500'000'000'000;
};

class Records : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (GetParam() == "sqlite") {
      folder_ = std::filesystem::temp_directory_path() / ("otklik-records-" + random_.NewUuid().ToString());
      std::filesystem::create_directories(folder_);
      config_.url = (folder_ / "otklik.db").string();
    } else {
      const char* url = std::getenv("OTKLIK_PG_URL");
      if (!url) GTEST_SKIP() << "OTKLIK_PG_URL is not set";
      config_.url = url;
      soci::session session(soci::postgresql, config_.url);
      session << "DROP SCHEMA public CASCADE";
      session << "CREATE SCHEMA public";
    }
    Open();
  }

  void Open() {
    auto opened = Database::Open(config_);
    ASSERT_TRUE(opened.has_value()) << opened.error().problems[0].key;
    database_ = std::move(*opened);
    writer_ =
        std::make_unique<Writer>(*database_, clock_, Writer::Limits{}, [this](std::vector<JournalEntry>& entries) {
          for (const JournalEntry& entry : entries) journal_.push_back(entry.seq);
        });
    responses_ = std::make_unique<ResponseRecords>(*database_, *writer_);
    surveys_ = std::make_unique<SurveyRecords>(*database_, *writer_);
    access_ = std::make_unique<AccessRecords>(*database_, *writer_);
    people_ = std::make_unique<PeopleRecords>(*database_, *writer_);
    settings_ = std::make_unique<SettingRecords>(*database_, *writer_);
  }

  void Close() {
    if (writer_) writer_->Stop();
    responses_.reset();
    writer_.reset();
    database_.reset();
  }

  void TearDown() override {
    Close();
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }

  intake::StoredResponse Response(const std::string& body = "a") {
    intake::StoredResponse response;
    response.id = random_.NewUuid().ToString();
    response.survey = "pulse";
    response.body_hash = body;
    response.finished_at = clock_.now;
    response.day = 17000;
    response.channel = "web";
    response.language = "ru";
    response.score = 9;
    return response;
  }

  Result<intake::Saved> Save(const intake::StoredResponse& response) {
    std::promise<Result<intake::Saved>> promise;
    auto future = promise.get_future();
    EXPECT_TRUE(
        responses_->Save(response, [&promise](Result<intake::Saved> saved) { promise.set_value(std::move(saved)); }));
    return future.get();
  }

  std::string Refusal(const Result<intake::Saved>& saved) {
    return saved ? "" : Error(saved.error()).problems.at(0).key;
  }

  SystemRandom random_;
  FixedClock clock_;
  std::filesystem::path folder_;
  DatabaseConfig config_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<ResponseRecords> responses_;
  std::unique_ptr<SurveyRecords> surveys_;
  std::unique_ptr<AccessRecords> access_;
  std::unique_ptr<PeopleRecords> people_;
  std::unique_ptr<SettingRecords> settings_;
  std::vector<std::uint64_t> journal_;
};

TEST_P(Records, ARepeatedResponseIsHarmlessAndAnotherBodyIsAConflict) {
  intake::StoredResponse response = Response();
  const auto first = Save(response);
  ASSERT_TRUE(first.has_value());
  EXPECT_GT(first->seq, 0u);
  EXPECT_FALSE(first->repeated);
  const auto again = Save(response);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->seq, first->seq);
  EXPECT_TRUE(again->repeated);
  response.body_hash = "b";
  EXPECT_EQ(Refusal(Save(response)), "different_body");
  EXPECT_EQ(responses_->CountsOf("pulse", Scope::Company()).finished, 1u);
}

TEST_P(Records, APageByPageResponseIsOneRowUntilItIsFinished) {
  intake::StoredResponse response = Response("");
  response.status = "started";
  response.page = 1;
  EXPECT_EQ(Save(response)->seq, 0u);
  response.page = 2;
  response.answers = R"({"recommend":7})";
  EXPECT_EQ(Save(response)->seq, 0u);
  EXPECT_EQ(responses_->Find(response.id)->page, 2);
  EXPECT_EQ(responses_->CountsOf("pulse", Scope::Company()).finished, 0u);
  EXPECT_EQ(responses_->CountsOf("pulse", Scope::Company()).started, 1u);
  response.status = "finished";
  response.body_hash = "whole";
  const auto finished = Save(response);
  EXPECT_GT(finished->seq, 0u);
  EXPECT_TRUE(Save(response)->repeated);
  intake::StoredResponse elsewhere = Response();
  elsewhere.status = "started";
  EXPECT_TRUE(Save(elsewhere).has_value());
  elsewhere.survey = "another";  // an id begun in one survey is not taken over by another
  elsewhere.status = "finished";
  EXPECT_EQ(Refusal(Save(elsewhere)), "different_body");
  response.status = "started";  // a late page of a finished response changes nothing
  EXPECT_EQ(Refusal(Save(response)), "different_body");
  EXPECT_EQ(responses_->Find(response.id)->status, "finished");
}

TEST_P(Records, APersonalLinkIsAnsweredOnce) {
  ASSERT_TRUE(surveys_->SaveLinks({{"hash", "pulse", "", 0, ""}}, "tester").has_value());
  intake::StoredResponse first = Response(), second = Response();
  first.token_hash = second.token_hash = "hash";
  EXPECT_TRUE(Save(first).has_value());
  EXPECT_EQ(Refusal(Save(second)), "token_used");
  EXPECT_TRUE(Save(first)->repeated);
  EXPECT_EQ(surveys_->FindLink("hash")->response, first.id);
  EXPECT_FALSE(surveys_->FindLink("other"));
}

TEST_P(Records, ManyWaitingResponsesShareTransactionsAndNumbersHaveNoGaps) {
  constexpr int kCount = 400;
  std::atomic<int> kept{0};
  std::promise<void> all;
  std::promise<void> go;
  auto gate = go.get_future().share();
  // The writer is held while the queue fills, as it is held by a sync.
  ASSERT_TRUE(writer_->Submit([gate](WriteContext&) -> Result<void> { return gate.wait(), Result<void>{}; },
                              [](const Result<void>&) {}));
  std::vector<std::uint64_t> seqs(kCount);
  for (int i = 0; i < kCount; ++i) {
    ASSERT_TRUE(responses_->Save(Response(), [&, i](Result<intake::Saved> saved) {
      seqs[static_cast<std::size_t>(i)] = saved->seq;
      if (++kept == kCount) all.set_value();
    }));
  }
  go.set_value();
  all.get_future().wait();
  const std::set<std::uint64_t> distinct(seqs.begin(), seqs.end());
  EXPECT_EQ(distinct.size(), static_cast<std::size_t>(kCount));
  EXPECT_EQ(*distinct.rbegin() - *distinct.begin(), static_cast<std::uint64_t>(kCount - 1));
  EXPECT_LE(writer_->counters().transactions, 4u);
  EXPECT_TRUE(std::is_sorted(journal_.begin(), journal_.end()));
}

TEST_P(Records, AFullQueueRefusesAndTakesNothing) {
  std::promise<void> go;
  auto gate = go.get_future().share();
  ASSERT_TRUE(writer_->Submit([gate](WriteContext&) -> Result<void> { return gate.wait(), Result<void>{}; },
                              [](const Result<void>&) {}));
  int taken = 0;
  while (taken < 10'000 && responses_->Save(Response(), [](Result<intake::Saved>) {})) ++taken;
  // What waits, and at most one batch that the writer has already taken.
  EXPECT_LE(taken, static_cast<int>(Writer::Limits{}.queue + Writer::Limits{}.batch));
  go.set_value();
  Close();
  Open();
  EXPECT_EQ(responses_->CountsOf("pulse", Scope::Company()).finished, static_cast<std::uint64_t>(taken));
}

TEST_P(Records, OneFailingJobHarmsNobody) {
  std::promise<void> go;
  auto gate = go.get_future().share();
  ASSERT_TRUE(writer_->Submit([gate](WriteContext&) -> Result<void> { return gate.wait(), Result<void>{}; },
                              [](const Result<void>&) {}));
  std::promise<Result<intake::Saved>> before, after;
  std::promise<Result<void>> bad;
  ASSERT_TRUE(responses_->Save(Response(), [&](Result<intake::Saved> saved) { before.set_value(std::move(saved)); }));
  ASSERT_TRUE(writer_->Submit(
      [](WriteContext& context) -> Result<void> {
        context.session() << "INSERT INTO no_such_table VALUES (1)";
        return {};
      },
      [&](const Result<void>& result) { bad.set_value(result); }));
  ASSERT_TRUE(responses_->Save(Response(), [&](Result<intake::Saved> saved) { after.set_value(std::move(saved)); }));
  go.set_value();
  EXPECT_TRUE(before.get_future().get().has_value());
  EXPECT_TRUE(bad.get_future().get().has_error());
  EXPECT_TRUE(after.get_future().get().has_value());
  EXPECT_EQ(writer_->counters().retried_batches, 1u);
}

TEST_P(Records, ARefusedJobLeavesNothingBehind) {
  const auto refused = writer_->Run([](WriteContext& context) -> Result<void> {
    context.session() << "INSERT INTO settings (key, value) VALUES ('half', 'done')";
    context.Journal("half", "", "tester");
    return Fail(Code::kConflict, "email_taken");
  });
  EXPECT_TRUE(refused.has_error());
  EXPECT_FALSE(settings_->Get("half"));
  EXPECT_TRUE(settings_->ListAudit(0, 10).empty());
}

TEST_P(Records, AnotherEpochStopsTheWriter) {
  std::atomic<bool> lost{false};
  writer_->on_lost = [&lost] { lost = true; };
  writer_->Run([](WriteContext& context) -> Result<void> {
    context.session() << "UPDATE journal_head SET epoch = 'taken over'";
    return {};
  });
  EXPECT_EQ(Refusal(Save(Response())), "database_in_use");
  EXPECT_TRUE(lost);
}

TEST_P(Records, AHeldDatabaseIsWaitedForAndThenRefused) {
  if (GetParam() == "sqlite") GTEST_SKIP() << "the data folder's lock guards it";
  config_.lock_wait_ms = 100;
  const auto second = Database::Open(config_);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(Error(second.error()).problems[0].key, "database_in_use");
  config_.lock_wait_ms = 5000;
  auto third = std::async(std::launch::async, [this] { return Database::Open(config_); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  Close();
  EXPECT_TRUE(third.get().has_value());
}

TEST_P(Records, NumbersGoOnAfterReopening) {
  const std::uint64_t before = Save(Response())->seq;
  Close();
  Open();
  EXPECT_EQ(Save(Response())->seq, before + 1);
  EXPECT_EQ(responses_->NewestSeq(), before + 1);
}

TEST_P(Records, ListsAreNarrowedByEveryFilter) {
  intake::StoredResponse angry = Response();
  angry.score = 2;
  angry.comment = "Ждали 100% дольше, ЁЛКИ";
  angry.search = Fold(angry.comment);
  angry.channel = "phone";
  angry.segment = "large";
  angry.partner = "north";
  angry.role = "user";
  angry.stage = "support";
  angry.account = "a1";
  angry.day = 17100;
  const std::uint64_t seq = Save(angry)->seq;
  Save(Response());
  const auto count = [this](auto change, const Scope& scope = Scope::Company()) {
    insight::ResponseFilter filter;
    change(filter);
    return responses_->List(filter, scope).size();
  };
  using F = insight::ResponseFilter;
  EXPECT_EQ(count([](F&) {}), 2u);
  EXPECT_EQ(count([](F& f) { f.words = "ёлки"; }), 1u);
  EXPECT_EQ(count([](F& f) { f.words = "100%"; }), 1u);
  EXPECT_EQ(count([](F& f) { f.words = "10_%"; }), 0u);
  EXPECT_EQ(count([](F& f) { f.score_from = 0, f.score_to = 6; }), 1u);
  EXPECT_EQ(count([](F& f) { f.channel = "phone"; }), 1u);
  EXPECT_EQ(count([](F& f) { f.segment = "small"; }), 0u);
  EXPECT_EQ(count([](F& f) { f.role = "user", f.stage = "support", f.account = "a1"; }), 1u);
  EXPECT_EQ(count([](F& f) { f.from = 17050; }), 1u);
  EXPECT_EQ(count([](F& f) { f.to = 17050; }), 1u);
  EXPECT_EQ(count([](F& f) { f.only_with_comment = true; }), 1u);
  EXPECT_EQ(count([seq](F& f) { f.before = seq; }), 0u);
  EXPECT_EQ(count([seq](F& f) { f.after = seq; }), 1u);
  EXPECT_EQ(count([](F& f) { f.survey = "other"; }), 0u);
  EXPECT_EQ(count([](F& f) { f.limit = 1; }), 1u);
  EXPECT_EQ(count([](F&) {}, Scope::Partner("north")), 1u);
  EXPECT_EQ(count([](F&) {}, Scope::Partner("south")), 0u);
  EXPECT_FALSE(responses_->Find(angry.id, Scope::Partner("south")));
  EXPECT_TRUE(responses_->Star(angry.id, true, "tester").has_value());
  EXPECT_EQ(count([](F& f) { f.only_starred = true; }), 1u);
  EXPECT_TRUE(responses_->Star("nobody", true, "tester").has_error());
  const auto fresh = responses_->CountNew(0, 0, Scope::Company());
  EXPECT_EQ(fresh.size(), 1u);
  EXPECT_EQ(fresh.at(angry.survey).unhappy, 1u);
  EXPECT_EQ(responses_->ListAfter(seq, 10).size(), 1u);
}

TEST_P(Records, ResponsesNobodyTouchedAreClosedAsAbandoned) {
  intake::StoredResponse response = Response("");
  response.status = "started";
  Save(response);
  const auto zone = TimeZone::Open("UTC");
  const auto named = [](const std::string&) { return false; };
  EXPECT_EQ(*responses_->CloseAbandoned(clock_.now - 1, *zone, named), 0);
  const TimeMs last_page = clock_.now;
  clock_.now += 3'600'000;
  EXPECT_EQ(*responses_->CloseAbandoned(clock_.now - 1'800'000, *zone, named), 1);
  const auto closed = responses_->Find(response.id);
  EXPECT_EQ(closed->status, "abandoned");
  EXPECT_GT(closed->seq, 0u);
  EXPECT_EQ(closed->finished_at, last_page);
  EXPECT_EQ(responses_->CountsOf("pulse", Scope::Company()).abandoned, 1u);
}

TEST_P(Records, AResponseOfAPersonalLinkStaysOpenForAWeekMore) {
  ASSERT_TRUE(surveys_->SaveLinks({{"link", "pulse", "", 0, ""}}, "tester").has_value());
  intake::StoredResponse response = Response("");
  response.status = "started";
  response.token_hash = "link";
  Save(response);
  const auto zone = TimeZone::Open("UTC");
  const auto named = [](const std::string&) { return false; };
  constexpr TimeMs kDay = 24 * 3'600'000;
  clock_.now += 6 * kDay;
  EXPECT_EQ(*responses_->CloseAbandoned(clock_.now, *zone, named), 0);
  clock_.now += kDay + 1;
  EXPECT_EQ(*responses_->CloseAbandoned(clock_.now, *zone, named), 1);
  EXPECT_EQ(responses_->Find(response.id)->status, "abandoned");
}

TEST_P(Records, HistoryIsWrittenInBulkAndARepeatedIdIsSkipped) {
  std::vector<intake::StoredResponse> rows = {Response(), Response()};
  rows.push_back(rows.front());
  ASSERT_TRUE(responses_->SaveHistory(rows).has_value());
  EXPECT_EQ(responses_->ListAfter(0, 10).size(), 2u);
  EXPECT_GT(Save(Response())->seq, rows[1].seq);
}

TEST_P(Records, AnImportIsHiddenUntilShownAndHiddenAgainWhenUndone) {
  ImportRecords imports(*database_, *writer_, *responses_);
  const auto id = imports.Begin("pulse", "file.csv", "hash", "tester");
  ASSERT_TRUE(id.has_value());
  std::vector<intake::StoredResponse> rows = {Response(), Response()};
  rows.push_back(rows.front());
  EXPECT_EQ(*imports.Add(*id, rows), 2u);
  EXPECT_EQ(responses_->List({}, Scope::Company()).size(), 0u);
  EXPECT_TRUE(responses_->ListAfter(0, 10).empty());
  EXPECT_FALSE(responses_->Find(rows[0].id, Scope::Company()));
  EXPECT_TRUE(responses_->Find(rows[0].id));
  const std::vector<std::string> ids = {rows[1].id, "nobody", rows[0].id};
  using Surveys = std::vector<std::string>;
  EXPECT_EQ(imports.SurveysHolding(ids, "other"), (Surveys{"", "", ""}));
  EXPECT_TRUE(imports.Show(*id, 2, {}, "tester").has_value());
  EXPECT_EQ(imports.SurveysHolding(ids, "other"), (Surveys{"pulse", "", "pulse"}));
  EXPECT_EQ(imports.SurveysHolding(ids, "pulse"), (Surveys{"", "", ""}));
  EXPECT_EQ(responses_->List({}, Scope::Company()).size(), 2u);
  EXPECT_TRUE(responses_->Find(rows[0].id, Scope::Company()));
  EXPECT_EQ(responses_->CountsOf("pulse", Scope::Company()).finished, 2u);
  EXPECT_EQ(Error(imports.Begin("pulse", "again.csv", "hash", "tester").error()).problems[0].key, "already_imported");
  EXPECT_EQ(imports.SeqsOf(*id).size(), 2u);
  EXPECT_TRUE(imports.Undo(*id, {}, "tester").has_value());
  EXPECT_EQ(responses_->List({}, Scope::Company()).size(), 0u);
  EXPECT_FALSE(responses_->Find(rows[0].id, Scope::Company()));
  EXPECT_TRUE(imports.Undo(*id, {}, "tester").has_error());
  EXPECT_TRUE(imports.Sweep().has_value());
  EXPECT_FALSE(responses_->Find(rows[0].id));
  EXPECT_EQ(imports.List().at(0).state, "undone");
  EXPECT_TRUE(imports.Begin("pulse", "again.csv", "hash", "tester").has_value());
}

TEST_P(Records, NoStatementReadsAllResponsesWithoutAnIndex) {
  if (GetParam() != "sqlite") GTEST_SKIP() << "PostgreSQL's plans follow its statistics";
  int seen = 0;
  for (const auto& [file, sql] : EmbeddedSql()) {
    const std::string text(sql);
    if (text.find("FROM responses") == std::string::npos && text.find("UPDATE responses") == std::string::npos)
      continue;
    std::string detail;
    int id = 0, parent = 0, unused = 0;
    soci::statement plan(database_->WriteSession());
    plan.exchange(soci::into(id)), plan.exchange(soci::into(parent)), plan.exchange(soci::into(unused));
    plan.exchange(soci::into(detail));
    plan.alloc();
    plan.prepare("EXPLAIN QUERY PLAN " + text);
    plan.define_and_bind();
    for (bool more = plan.execute(true); more; more = plan.fetch()) {
      EXPECT_EQ(detail.find("SCAN responses"), std::string::npos) << file << ": " << detail;
    }
    ++seen;
  }
  EXPECT_GT(seen, 8);
}

TEST_P(Records, AVersionIsNeverChangedOnceWritten) {
  const auto first = surveys_->SaveVersion("pulse", "{\"v\":1}", "tester");
  EXPECT_EQ(first->version, 1);
  Save(Response());
  EXPECT_EQ(surveys_->SaveVersion("pulse", "{\"v\":2}", "tester")->version, 2);
  EXPECT_TRUE(surveys_->SetState("pulse", "closed", "tester").has_value());
  const auto loaded = surveys_->LoadSurveys();
  ASSERT_EQ(loaded.size(), 1u);
  EXPECT_EQ(loaded[0].state, "closed");
  ASSERT_EQ(loaded[0].versions.size(), 2u);
  EXPECT_EQ(loaded[0].versions[0].document, "{\"v\":1}");
  EXPECT_EQ(responses_->CountOfVersion("pulse", 1, Scope::Company()), 1u);
}

TEST_P(Records, UsersSessionsAndTokens) {
  access::User user;
  user.id = "u1";
  user.email = "anna@example.com";
  user.name = "Анна";
  user.role = access::Role::kAdministrator;
  user.password = "hash";
  EXPECT_TRUE(access_->AddUser(user, "u1", true).has_value());
  user.id = "u2";
  EXPECT_EQ(Error(access_->AddUser(user, "u1", true).error()).problems[0].key, "already_set_up");
  EXPECT_EQ(Error(access_->AddUser(user, "u1", false).error()).problems[0].key, "email_taken");
  EXPECT_EQ(access_->FindUserByEmail("anna@example.com")->name, "Анна");
  user = *access_->FindUser("u1");
  user.role = access::Role::kViewer;
  EXPECT_EQ(Error(access_->UpdateUser(user, "user_changed", "u1").error()).problems[0].key, "last_administrator");
  EXPECT_EQ(Error(access_->RemoveUser("u1", "u1").error()).problems[0].key, "last_administrator");
  EXPECT_TRUE(access_->AddSession({"s1", "u1", "csrf", clock_.now, clock_.now + 1000}).has_value());
  EXPECT_EQ(access_->FindSession("s1")->csrf, "csrf");
  EXPECT_EQ(access_->FindUser("u1")->last_login_at, clock_.now);
  clock_.now += 2000;
  EXPECT_TRUE(access_->AddSession({"s2", "u1", "csrf", clock_.now, clock_.now + 1000}).has_value());
  EXPECT_FALSE(access_->FindSession("s1"));  // expired ones go
  EXPECT_TRUE(access_->RemoveSession("s2").has_value());
  EXPECT_TRUE(access_->AddSession({"s3", "u1", "csrf", clock_.now, clock_.now + 1000}).has_value());
  EXPECT_TRUE(access_->RemoveSessionsOf("u1", "").has_value());
  EXPECT_FALSE(access_->FindSession("s3"));
  access::Token token{"t1", "hash", "CRM", {access::Right::kWriteResponses, access::Right::kReadFigures}, "u1", 0, 0};
  EXPECT_TRUE(access_->AddToken(token, "u1").has_value());
  EXPECT_EQ(access_->FindToken("hash")->rights, token.rights);
  access_->TouchToken("t1", clock_.now);
  writer_->Run([](WriteContext&) -> Result<void> { return {}; });
  EXPECT_EQ(access_->ListTokens().at(0).last_used_at, clock_.now);
  EXPECT_TRUE(access_->RemoveToken("t1", "u1").has_value());
  EXPECT_TRUE(access_->RemoveToken("t1", "u1").has_error());
  user = *access_->FindUser("u1");
  user.id = "u3";
  user.email = "boris@example.com";
  EXPECT_TRUE(access_->AddUser(user, "u1", false).has_value());
  user.name = "Борис";
  EXPECT_TRUE(access_->UpdateUser(user, "user_changed", "u1").has_value());
  EXPECT_EQ(access_->FindUser("u3")->name, "Борис");
  EXPECT_TRUE(access_->RemoveUser("u3", "u1").has_value());
  EXPECT_EQ(access_->ListUsers().size(), 1u);
  EXPECT_EQ(settings_->ListAudit(0, 1).at(0).kind, "user_removed");
}

TEST_P(Records, PeopleSettingsAndMarks) {
  people::Account account{"a1", "ООО «Урал»", "large", "north", "5-9", {{"city", "Пермь"}}};
  people::Contact contact{"c1", "a1", "Анна", "a@example.com", "user", "ru", {{"position", "инженер"}}};
  EXPECT_TRUE(people_->Save({account}, {contact}, "tester").has_value());
  intake::StoredResponse response = Response("");
  response.person = std::make_shared<const people::PersonChange>(
      people::PersonChange{"c1", "a1", {{"attributes.shift", "night"}}, {{"name", "ООО «Урал-2»"}}});
  Save(response);
  // A repeat and another body under the id change nobody.
  response.person = std::make_shared<const people::PersonChange>(people::PersonChange{"c1", "a2", {{"name", "X"}}, {}});
  Save(response);
  EXPECT_FALSE(people_->FindAccount("a2"));
  EXPECT_EQ(people_->FindPerson("c1").contact->name, "Анна");
  EXPECT_EQ(people_->FindPerson("c1").contact->attributes.at("shift"), "night");
  const people::Person person = people_->FindPerson("c1");
  EXPECT_EQ(person.account->name, "ООО «Урал-2»");
  EXPECT_EQ(person.account->attributes.at("city"), "Пермь");
  EXPECT_EQ(person.contact->attributes.at("position"), "инженер");
  EXPECT_EQ(people_->FindPersonByEmail("a@example.com").contact->id, "c1");
  EXPECT_FALSE(people_->FindPersonByEmail("b@example.com").contact);
  EXPECT_FALSE(people_->FindPerson("nobody").contact);
  EXPECT_EQ(people_->AccountNames().at("a1"), "ООО «Урал-2»");
  EXPECT_TRUE(settings_->Set({{"company.name", "X"}}, "tester").has_value());
  EXPECT_EQ(*settings_->Get("company.name"), "X");
  EXPECT_FALSE(settings_->FindSeen("u", "today"));
  EXPECT_TRUE(settings_->SaveSeen("u", "today", 5).has_value());
  EXPECT_TRUE(settings_->SaveSeen("u", "today", 3).has_value());
  EXPECT_EQ(settings_->FindSeen("u", "today")->seq, 5u);
  database_->NewEpoch("fresh");
  EXPECT_EQ(database_->epoch(), "fresh");
}

INSTANTIATE_TEST_SUITE_P(OnBoth, Records, testing::Values("sqlite", "postgresql"),
                         [](const auto& one) { return one.param; });

// A statement that no test has run is a statement nobody knows to work.
class EveryStatementWasRun : public testing::Environment {
  void TearDown() override {
    if (testing::GTEST_FLAG(filter) != "*") return;
    for (const std::string& name : UnusedSql()) ADD_FAILURE() << "no test has run sql/" << name << ".sql";
  }
};
const auto* const kEnvironment = testing::AddGlobalTestEnvironment(new EveryStatementWasRun);

}  // namespace
}  // namespace otklik::records
