// The one writer: many waiting changes become one transaction and one sync (group commit).
#pragma once

#include <any>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "storage/records/database.hpp"

namespace otklik::records {

// One committed change. `payload` is what the job attached for those who apply it at once; without one, consumers
// read the current record.
struct JournalEntry {
  std::uint64_t seq = 0;
  std::string kind;
  std::string id;
  std::any payload;
};

class JournalWriter;

// What a job sees: the writing session inside the open transaction.
class WriteContext {
 public:
  WriteContext(soci::session& session, JournalWriter& journal, TimeMs now)
      : session_(session), journal_(journal), now_(now) {}
  soci::session& session() { return session_; }
  TimeMs now() const { return now_; }
  // The number the next Journal call takes.
  std::uint64_t NextSeq() const;
  // Takes the next number for a row that has no entry of its own (one entry stands for many rows).
  void TakeSeq();
  // Takes the next number and writes the journal's row.
  std::uint64_t Journal(const std::string& kind, const std::string& id, const std::string& actor, std::any payload = {},
                        std::optional<TimeMs> at = {});

 private:
  soci::session& session_;
  JournalWriter& journal_;
  TimeMs now_;
};

// Runs inside the transaction, perhaps twice (a failing batch is retried one by one). A returned error means: nothing
// was changed by this job (a job that may refuse after changing something must be `isolated`).
using WriteJob = std::function<Result<void>(WriteContext&)>;
using WriteDone = std::function<void(const Result<void>&)>;

class Writer {
 public:
  struct Limits {
    std::size_t queue = 4096;  // waiting jobs; beyond it Submit refuses
    std::size_t batch = 256;   // jobs of one transaction
  };
  struct Counters {
    std::atomic<std::uint64_t> transactions{0};  // committed, one sync each
    std::atomic<std::uint64_t> jobs{0};
    std::atomic<std::uint64_t> retried_batches{0};
    std::atomic<std::uint64_t> unknown_commits{0};
  };
  // Called on the writer's thread after each commit, entries in order of seq, before the jobs' `done`.
  using OnCommit = std::function<void(std::vector<JournalEntry>&)>;

  Writer(Database& database, const Clock& clock, Limits limits, OnCommit on_commit);
  ~Writer();

  // False: the queue is full, nothing was taken. `done` is called once, on the writer's thread, after the commit.
  [[nodiscard]] bool Submit(WriteJob job, WriteDone done, bool isolated = true);
  // Submits and waits. kBusy when the queue is full.
  Result<void> Run(WriteJob job);
  // Finishes what is queued and ends the thread.
  void Stop();

  // Called when another server has taken the database over; the process must then end.
  std::function<void()> on_lost;
  const Counters& counters() const { return counters_; }
  std::size_t waiting() const;

 private:
  struct Item {
    WriteJob job;
    WriteDone done;
    bool isolated;
    Result<void> result;
  };
  void Reopen();
  void Loop();
  void RunBatch(std::vector<Item>& batch);
  bool TryBatch(std::span<Item> batch);
  Result<void> RunJob(Item& item, WriteContext& context);

  Database& database_;
  const Clock& clock_;
  Limits limits_;
  OnCommit on_commit_;
  std::string epoch_;
  std::unique_ptr<JournalWriter> journal_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Item> queue_;
  bool stopping_ = false;
  Counters counters_;
  std::thread thread_;
};

}  // namespace otklik::records
