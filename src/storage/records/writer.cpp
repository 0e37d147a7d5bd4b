#include "storage/records/writer.hpp"

#include <fmt/format.h>
#include <soci/soci.h>
#include <spdlog/spdlog.h>

#include <future>

namespace otklik::records {

// Owns the prepared statements of the journal and the number of the transaction under way.
class JournalWriter {
 public:
  JournalWriter(soci::session& session, std::string epoch)
      : session_(session), epoch_(std::move(epoch)), insert_(session) {
    insert_.exchange(soci::use(seq_in_));
    insert_.exchange(soci::use(epoch_));
    insert_.exchange(soci::use(kind_));
    insert_.exchange(soci::use(id_));
    insert_.exchange(soci::use(actor_));
    insert_.exchange(soci::use(at_));
    insert_.alloc();
    insert_.prepare(Sql("insert_journal"));
    insert_.define_and_bind();
  }

  // False when the epoch is no longer ours.
  bool Begin() {
    soci::indicator found = soci::i_null;
    long long seq = -1;
    soci::statement lock = (session_.prepare << Sql("lock_journal"), soci::use(epoch_), soci::into(seq, found));
    const bool ours = lock.execute(true);
    while (lock.fetch()) {
    }
    first_ = seq_ = static_cast<std::uint64_t>(seq);
    entries_.clear();
    return ours && seq >= 0;
  }

  std::uint64_t Add(const std::string& kind, const std::string& id, const std::string& actor, TimeMs at,
                    std::any payload) {
    seq_in_ = static_cast<long long>(++seq_);
    kind_ = kind;
    id_ = id;
    actor_ = actor;
    at_ = at;
    insert_.execute(true);
    entries_.push_back({seq_, kind, id, std::move(payload)});
    return seq_;
  }

  std::uint64_t next() const { return seq_ + 1; }
  void Take() { ++seq_; }

  struct Mark {
    std::uint64_t seq;
    std::size_t entries;
  };
  Mark mark() const { return {seq_, entries_.size()}; }
  void Forget(Mark mark) {
    seq_ = mark.seq;
    entries_.resize(mark.entries);
  }

  bool changed() const { return seq_ != first_; }
  void End() {
    const long long seq = static_cast<long long>(seq_);
    session_ << Sql("advance_journal"), soci::use(seq);
  }
  std::vector<JournalEntry>& entries() { return entries_; }

 private:
  soci::session& session_;
  std::string epoch_;
  soci::statement insert_;
  long long seq_in_ = 0, at_ = 0;
  std::string kind_, id_, actor_;
  std::uint64_t first_ = 0, seq_ = 0;
  std::vector<JournalEntry> entries_;
};

void WriteContext::TakeSeq() { journal_.Take(); }

std::uint64_t WriteContext::NextSeq() const { return journal_.next(); }

std::uint64_t WriteContext::Journal(const std::string& kind, const std::string& id, const std::string& actor,
                                    std::any payload, std::optional<TimeMs> at) {
  return journal_.Add(kind, id, actor, at.value_or(now_), std::move(payload));
}

Writer::Writer(Database& database, const Clock& clock, Limits limits, OnCommit on_commit)
    : database_(database), clock_(clock), limits_(limits), on_commit_(std::move(on_commit)) {
  epoch_ = database_.epoch();
  journal_ = std::make_unique<JournalWriter>(database_.WriteSession(), epoch_);
  thread_ = std::thread([this] { Loop(); });
}

void Writer::Reopen() {
  journal_.reset();  // its statements belong to the old session
  database_.ReopenWriteSession();
  journal_ = std::make_unique<JournalWriter>(database_.WriteSession(), epoch_);
}

Writer::~Writer() { Stop(); }

void Writer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::size_t Writer::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

bool Writer::Submit(WriteJob job, WriteDone done, bool isolated) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= limits_.queue) return false;
    queue_.push_back({std::move(job), std::move(done), isolated, {}});
  }
  wake_.notify_one();
  return true;
}

Result<void> Writer::Run(WriteJob job) {
  auto promise = std::make_shared<std::promise<Result<void>>>();
  auto future = promise->get_future();
  if (!Submit(std::move(job), [promise](const Result<void>& result) { promise->set_value(result); })) {
    return Fail(Code::kBusy, "server_busy");
  }
  return future.get();
}

void Writer::Loop() {
  std::vector<Item> batch;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      while (!queue_.empty() && batch.size() < limits_.batch) {
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    RunBatch(batch);
    for (Item& item : batch) item.done(item.result);
    batch.clear();
  }
}

void Writer::RunBatch(std::vector<Item>& batch) {
  counters_.jobs += batch.size();
  if (TryBatch(batch)) return;
  if (batch.size() == 1) return;
  // One bad row harms nobody: each alone now, and only those that fail again are refused.
  ++counters_.retried_batches;
  for (Item& item : batch) TryBatch({&item, 1});
}

Result<void> Writer::RunJob(Item& item, WriteContext& context) {
  if (!item.isolated) return item.job(context);
  const auto mark = journal_->mark();
  context.session() << "SAVEPOINT job";
  Result<void> result = item.job(context);
  if (!result) {
    context.session() << "ROLLBACK TO SAVEPOINT job";
    journal_->Forget(mark);
  }
  context.session() << "RELEASE SAVEPOINT job";
  return result;
}

bool Writer::TryBatch(std::span<Item> batch) {
  const auto refuse_all = [&batch](const char* key) {
    for (Item& item : batch)
      item.result = Fail(key == std::string_view("internal_error") ? Code::kInternal : Code::kBusy, key);
    return false;
  };
  soci::session& session = database_.WriteSession();
  try {
    session.begin();
    if (!journal_->Begin()) {
      session.rollback();
      if (on_lost) on_lost();
      refuse_all("database_in_use");
      return true;
    }
    WriteContext context(session, *journal_, clock_.Now());
    for (Item& item : batch) item.result = RunJob(item, context);
    if (journal_->changed()) journal_->End();
  } catch (const std::exception& error) {
    spdlog::error(fmt::format("a write failed: {}", error.what()));
    try {
      session.rollback();
    } catch (const std::exception&) {
      Reopen();
    }
    return refuse_all("internal_error");
  }
  try {
    session.commit();
  } catch (const std::exception& error) {
    // Unknown: it may be on disk or not. Nothing is acknowledged; the sender asks again under the same id.
    ++counters_.unknown_commits;
    spdlog::error(fmt::format("a commit has no known outcome: {}", error.what()));
    Reopen();
    refuse_all("commit_unknown");
    return true;
  }
  ++counters_.transactions;
  if (!journal_->entries().empty()) on_commit_(journal_->entries());
  return true;
}

}  // namespace otklik::records
