// The records database: opening, migrations, one writing session and a few reading ones. SOCI stays in the
// sources; only this room and its tests see a soci::session.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace soci {
class session;
}

namespace otklik::records {

enum class Backend { kSqlite, kPostgres };

struct DatabaseConfig {
  // A path of an SQLite file, or postgresql://user@host/name (or ?host=/socket/dir).
  std::string url;
  int readers = 4;
  // SQLite only; "FULL" outside the test that shows why.
  std::string synchronous = "FULL";
  // PostgreSQL only: how long to wait for the lock. A killed server's session ends on the far side a moment after it.
  int lock_wait_ms = 5000;
};

class Database {
 public:
  // A reading session on loan; returned when destroyed.
  class Lease {
   public:
    Lease(Database& database, soci::session* session) : database_(&database), session_(session) {}
    Lease(Lease&& other) noexcept : database_(other.database_), session_(std::exchange(other.session_, nullptr)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    soci::session& operator*() const { return *session_; }
    soci::session* operator->() const { return session_; }

   private:
    Database* database_;
    soci::session* session_;
  };

  // Opens and migrates. Errors: database_open (cannot connect), database_newer (made by a later version),
  // database_in_use (another server holds it), database_unsafe (PostgreSQL with fsync or synchronous_commit off).
  static Result<std::unique_ptr<Database>> Open(const DatabaseConfig& config);
  ~Database();
  // Whether an SQLite file is a whole database of this program: kInvalid not_a_backup, "file".
  static Result<void> CheckFile(const std::string& file);

  Backend backend() const { return backend_; }
  Lease Read();
  // The one writing session; only the writer's thread and start-up use it.
  soci::session& WriteSession() { return *write_; }
  // Closes and reopens the writing session, after a COMMIT whose outcome is unknown.
  void ReopenWriteSession();
  // Called before the writing session is closed: whoever keeps prepared statements of it drops them. One listener.
  void OnReopen(std::function<void()> listener) { on_reopen_ = std::move(listener); }
  std::string epoch();
  // A whole copy of an SQLite database in a new file, while writing goes on.
  Result<void> CopyTo(const std::string& file);
  // Writes a new random epoch: what was derived from this database is then rebuilt.
  void NewEpoch(std::string_view epoch);

 private:
  friend class Lease;
  Database(DatabaseConfig config, Backend backend);
  std::unique_ptr<soci::session> Connect(bool writer) const;
  Result<void> Prepare();
  Result<void> Migrate();
  Result<void> CheckDurability();
  Result<void> TakeLock();
  void Return(soci::session* session);

  DatabaseConfig config_;
  Backend backend_;
  std::function<void()> on_reopen_;
  std::unique_ptr<soci::session> write_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<soci::session>> all_readers_;
  std::vector<soci::session*> free_readers_;
};

// The text of sql/<name>.sql. An unknown name is a programmer's error. Names asked for are remembered, so that a test
// can tell which statements nothing has run.
const std::string& Sql(std::string_view name);
std::vector<std::string> UnusedSql();

}  // namespace otklik::records
