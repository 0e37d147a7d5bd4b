// One installation, opened: records, writer, surveys, answers. `serve` and the commands work on it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "access/access.hpp"
#include "answers/answer_store.hpp"
#include "app/config.hpp"
#include "insight/labels.hpp"
#include "insight/own_metrics.hpp"
#include "insight/projection.hpp"
#include "intake/intake.hpp"
#include "program/program.hpp"
#include "storage/records/access_records.hpp"
#include "storage/records/import_records.hpp"
#include "storage/records/people_records.hpp"
#include "storage/records/response_records.hpp"
#include "storage/records/survey_records.hpp"

namespace otklik::app {

// The lock of a data folder: one serving process or command at a time.
class FolderLock {
 public:
  static Result<FolderLock> Take(const std::string& folder);
  FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

class Company {
 public:
  // Called after the columns have applied a batch, with the journal's seq.
  using OnApplied = std::function<void(std::uint64_t)>;

  // Opens everything but the answers. Takes the folder's lock.
  static Result<std::unique_ptr<Company>> Open(const Config& config, const Clock& clock);
  ~Company();

  // Fills the columns from their snapshot and the records; `progress` (0..1) is called now and then.
  Result<void> LoadAnswers(const std::function<void(double)>& progress = {});
  // Writes the snapshot that makes the next start quick; nothing when the columns have not changed since the last one.
  void SaveAnswers();
  // Long work of one at a time (an import), ended before Stop returns. Waits for the one before.
  void RunInBackground(std::function<void()> work);
  // Closes responses nobody has touched for half an hour, once a minute, until Stop.
  void StartHousekeeping();
  void Stop();

  // The demo: the same every time but for the days it is moved by, so that its last day is `last_day`.
  Result<void> LoadDemo(Day last_day, const std::function<void(double)>& progress);
  bool is_demo();

  const Config config;
  const Clock& clock;
  SystemRandom random;
  FolderLock lock;
  std::unique_ptr<records::Database> database;
  std::unique_ptr<records::Writer> writer;
  std::unique_ptr<records::ResponseRecords> responses;
  std::unique_ptr<records::ImportRecords> imports;
  std::unique_ptr<records::SurveyRecords> survey_records;
  std::unique_ptr<records::AccessRecords> access;
  std::unique_ptr<records::PeopleRecords> people;
  std::unique_ptr<records::SettingRecords> settings;
  std::unique_ptr<program::SurveyCatalog> surveys;
  std::unique_ptr<intake::Intake> intake;
  std::unique_ptr<insight::RowMaker> rows;
  std::unique_ptr<answers::AnswerStore> answers;
  std::unique_ptr<insight::OwnMetrics> own_metrics;
  insight::Labels labels;
  std::string epoch;  // of the records database
  OnApplied on_applied;

 private:
  Company(const Config& config, const Clock& clock, FolderLock lock, insight::Labels labels);
  Result<void> OpenRecords();
  Result<void> AddMetrics();
  void Apply(std::vector<records::JournalEntry>& entries);
  std::string SnapshotPath() const;
  answers::SnapshotStamp SnapshotStamp();
  void AddQuestionnaires();
  std::uint64_t LoadSnapshot();  // the journal's number it holds, 0 for none

  std::atomic<bool> stopping_{false}, loading_{false}, loaded_{false};
  std::atomic<std::uint64_t> saved_as_of_{0};
  std::thread housekeeping_, background_;
  std::mutex background_mutex_;
};

}  // namespace otklik::app
