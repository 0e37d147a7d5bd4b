#include "app/company.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/embedded.hpp"
#include "base/messages.hpp"

namespace otklik::app {
namespace {

constexpr int kTicksPerMinute = 300;
constexpr TimeMs kAbandonedAfterMs = 30 * 60 * 1000;

}  // namespace

Result<FolderLock> FolderLock::Take(const std::string& folder) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  const std::string path = folder + "/lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return Fail(Code::kInvalid, "folder_unwritable", {}, "data", folder);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    close(descriptor);
    return Fail(Code::kBusy, "folder_in_use", {}, "data", folder);
  }
  return FolderLock(descriptor);
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

Company::Company(const Config& c, const Clock& k, FolderLock l, insight::Labels names)
    : config(c), clock(k), lock(std::move(l)), labels(std::move(names)) {}

Company::~Company() { Stop(); }

Result<std::unique_ptr<Company>> Company::Open(const Config& config, const Clock& clock) {
  auto lock = FolderLock::Take(config.data);
  if (!lock) return lock.error();
  auto labels = insight::Labels::Parse(EmbeddedCatalog().at("labels.json"));
  if (!labels) return labels.error();
  std::unique_ptr<Company> company(new Company(config, clock, std::move(*lock), std::move(*labels)));
  if (auto opened = company->OpenRecords(); !opened) return opened.error();
  if (auto added = company->AddMetrics(); !added) return added.error();
  return company;
}

Result<void> Company::OpenRecords() {
  umask(0077);  // records hold personal data
  records::DatabaseConfig where;
  where.url = config.records.empty() ? config.data + "/otklik.db" : config.records;
  where.synchronous = config.synchronous;
  auto opened = records::Database::Open(where);
  if (!opened) return opened.error();
  database = std::move(*opened);
  epoch = database->epoch();
  writer = std::make_unique<records::Writer>(*database, clock, records::Writer::Limits{},
                                             [this](std::vector<records::JournalEntry>& entries) { Apply(entries); });
  responses = std::make_unique<records::ResponseRecords>(*database, *writer);
  imports = std::make_unique<records::ImportRecords>(*database, *writer, *responses);
  survey_records = std::make_unique<records::SurveyRecords>(*database, *writer);
  access = std::make_unique<records::AccessRecords>(*database, *writer);
  people = std::make_unique<records::PeopleRecords>(*database, *writer);
  settings = std::make_unique<records::SettingRecords>(*database, *writer);
  surveys = std::make_unique<program::SurveyCatalog>(*survey_records);
  rows = std::make_unique<insight::RowMaker>(*surveys);
  answers = std::make_unique<answers::AnswerStore>();
  if (auto loaded = surveys->Load(); !loaded) return loaded;
  // The key of body hashes is made once: hashes of before a restart must still compare.
  auto key = settings->Get("intake.hash_key");
  if (!key) {
    key = random.NewSecret(32);
    if (auto kept = settings->Set({{"intake.hash_key", *key}}, "system"); !kept) return kept;
  }
  intake = std::make_unique<intake::Intake>(*surveys, *people, *responses, clock, *key);
  auto zone = TimeZone::Open(settings->Get("company.time_zone").value_or("Europe/Moscow"));
  if (!zone) return zone.error();
  intake->SetTimeZone(*zone);
  answers->PreferAccounts(settings->Get("company.estimand").value_or("account") == "account");
  answers->DeclareAccounts(std::stoull(settings->Get("company.accounts").value_or("0")));
  return {};
}

Result<void> Company::AddMetrics() {
  for (const auto& [path, text] : EmbeddedCatalog()) {
    if (!path.starts_with("metrics/")) continue;
    const auto document = ReadJson(text);
    if (!document) return document.error();
    auto metric = answers::ParseMetric(*document);
    if (!metric) return metric.error();
    answers->AddMetric(std::move(*metric));
  }
  own_metrics = std::make_unique<insight::OwnMetrics>(*settings, *answers);
  return own_metrics->Load();
}

// Runs on the writer's thread after each commit: the columns hold a response before its sender hears of it.
void Company::Apply(std::vector<records::JournalEntry>& entries) {
  // A command that does not load the columns (an import) has nothing to bring up to date.
  if (!answers || entries.empty() || !loading_) return;
  std::vector<answers::Row> batch;
  std::vector<std::uint64_t> deleted;
  for (const records::JournalEntry& entry : entries) {
    if (const auto* shown = std::any_cast<std::shared_ptr<std::vector<answers::Row>>>(&entry.payload)) {
      batch.insert(batch.end(), std::make_move_iterator((*shown)->begin()), std::make_move_iterator((*shown)->end()));
      continue;
    }
    if (const auto* hidden = std::any_cast<std::vector<std::uint64_t>>(&entry.payload)) {
      deleted.insert(deleted.end(), hidden->begin(), hidden->end());
      continue;
    }
    const auto* payload = std::any_cast<std::shared_ptr<const intake::StoredResponse>>(&entry.payload);
    if (!payload) continue;
    if (auto row = rows->Make(**payload)) batch.push_back(std::move(*row));
  }
  const std::uint64_t seq = entries.back().seq;
  if (const auto applied = answers->Apply(batch, deleted, seq); !applied) {
    spdlog::error(fmt::format("the columns refused a batch: {}", Explain(applied.error(), Language::kEnglish)));
  }
  if (on_applied) on_applied(seq);
}

void Company::StartHousekeeping() {
  housekeeping_ = std::thread([this] {
    int ticks = 0;
    while (!stopping_) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      if (++ticks % kTicksPerMinute != 0) continue;
      if (ticks % (30 * kTicksPerMinute) == 0) SaveAnswers();
      const TimeZone zone = intake->time_zone();
      const auto anonymous = [this](const std::string& key) {
        const auto survey = surveys->Find(key);
        return survey && survey->current().questionnaire.anonymous.has_value();
      };
      const auto closed = responses->CloseAbandoned(clock.Now() - kAbandonedAfterMs, zone, anonymous);
      if (closed && *closed > 0) spdlog::info(fmt::format("{} responses closed as abandoned", *closed));
    }
  });
}

void Company::RunInBackground(std::function<void()> work) {
  const std::lock_guard guard(background_mutex_);
  if (background_.joinable()) background_.join();
  background_ = std::thread(std::move(work));
}

void Company::Stop() {
  stopping_ = true;
  if (background_.joinable()) background_.join();
  if (housekeeping_.joinable()) housekeeping_.join();
  if (writer) writer->Stop();
  SaveAnswers();
}

bool Company::is_demo() { return settings->Get("company.demo").value_or("") == "true"; }

}  // namespace otklik::app
