#include "storage/records/database.hpp"

#include <fmt/format.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cassert>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "base/embedded.hpp"
#include "base/ids.hpp"

namespace otklik::records {
namespace {

std::string ReplaceAll(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string WithoutComments(std::string_view script) {
  std::string out;
  while (!script.empty()) {
    const auto end = script.find('\n');
    const std::string_view line = script.substr(0, end);
    if (!line.starts_with("--")) out += std::string(line) + "\n";
    if (end == std::string_view::npos) break;
    script.remove_prefix(end + 1);
  }
  return out;
}

// user:password@ of a URL must not reach a log.
std::string WithoutPassword(const std::string& url) {
  const auto slashes = url.find("://"), at = url.find('@');
  if (slashes == std::string::npos || at == std::string::npos) return url;
  return url.substr(0, slashes + 3) + "..." + url.substr(at);
}

void RunScript(soci::session& session, std::string_view script, Backend backend) {
  std::string text = WithoutComments(script);
  text = ReplaceAll(std::move(text), "@text", backend == Backend::kSqlite ? "TEXT" : "TEXT COLLATE \"C\"");
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find(';', at);
    if (end == std::string::npos) break;
    session << text.substr(at, end - at);
    at = end + 1;
  }
}

struct SqlTexts {
  std::map<std::string, std::string, std::less<>> texts;
  std::set<std::string, std::less<>> used;
  std::mutex mutex;
};

SqlTexts& AllSql() {
  static SqlTexts all;
  static const bool loaded = [] {
    for (const auto& [path, text] : EmbeddedSql()) {
      all.texts.emplace(path.substr(0, path.size() - 4), WithoutComments(text));
    }
    return true;
  }();
  (void)loaded;
  return all;
}

}  // namespace

const std::string& Sql(std::string_view name) {
  SqlTexts& all = AllSql();
  const auto found = all.texts.find(name);
  assert(found != all.texts.end());
  const std::lock_guard lock(all.mutex);
  all.used.emplace(name);
  return found->second;
}

std::vector<std::string> UnusedSql() {
  SqlTexts& all = AllSql();
  const std::lock_guard lock(all.mutex);
  std::vector<std::string> unused;
  for (const auto& [name, text] : all.texts) {
    if (!all.used.contains(name)) unused.push_back(name);
  }
  return unused;
}

Database::Lease::~Lease() {
  if (session_) database_->Return(session_);
}

Database::Database(DatabaseConfig config, Backend backend) : config_(std::move(config)), backend_(backend) {}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::Open(const DatabaseConfig& config) {
  const bool postgres = config.url.starts_with("postgresql://") || config.url.starts_with("postgres://");
  std::unique_ptr<Database> database(new Database(config, postgres ? Backend::kPostgres : Backend::kSqlite));
  try {
    if (auto prepared = database->Prepare(); !prepared) return prepared.error();
  } catch (const soci::soci_error& error) {
    return Fail(Code::kInvalid, "database_open", {error.what()}, "records", WithoutPassword(config.url));
  }
  return database;
}

std::unique_ptr<soci::session> Database::Connect(bool writer) const {
  if (backend_ == Backend::kPostgres) {
    // SOCI takes a string without "=" for a file's name and adds one.
    const bool plain = config_.url.find('=') == std::string::npos;
    return std::make_unique<soci::session>(soci::postgresql,
                                           plain ? config_.url + "?application_name=otklik" : config_.url);
  }
  auto session = std::make_unique<soci::session>(soci::sqlite3, "db=" + config_.url + " timeout=10");
  *session << "PRAGMA journal_mode=WAL";
  *session << "PRAGMA synchronous=" + config_.synchronous;
  *session << "PRAGMA secure_delete=ON";
  *session << "PRAGMA foreign_keys=ON";
  *session << "PRAGMA mmap_size=268435456";
  *session << (writer ? "PRAGMA cache_size=-65536" : "PRAGMA query_only=ON");
  if (writer) *session << "PRAGMA wal_autocheckpoint=4000";
  return session;
}

Result<void> Database::Prepare() {
  write_ = Connect(true);
  if (auto locked = TakeLock(); !locked) return locked;
  if (auto durable = CheckDurability(); !durable) return durable;
  if (auto migrated = Migrate(); !migrated) return migrated;
  for (int i = 0; i < config_.readers; ++i) {
    all_readers_.push_back(Connect(false));
    free_readers_.push_back(all_readers_.back().get());
  }
  return {};
}

Result<void> Database::TakeLock() {
  if (backend_ == Backend::kSqlite) return {};  // the data folder's lock file guards it
  constexpr long long kAdvisoryKey = 0x07'4b'4c'49;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(config_.lock_wait_ms);
  for (;;) {
    int taken = 0;
    *write_ << "SELECT CASE WHEN pg_try_advisory_lock(:key) THEN 1 ELSE 0 END", soci::use(kAdvisoryKey),
        soci::into(taken);
    if (taken) return {};
    if (std::chrono::steady_clock::now() >= deadline) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return Fail(Code::kBusy, "database_in_use", {}, "records", WithoutPassword(config_.url));
}

Result<void> Database::CheckDurability() {
  if (backend_ == Backend::kSqlite) return {};
  for (const std::string setting : {"fsync", "synchronous_commit"}) {
    std::string value;
    *write_ << "SELECT current_setting(:name)", soci::use(setting), soci::into(value);
    if (value == "off")
      return Fail(Code::kInvalid, "database_unsafe", {setting}, "records", WithoutPassword(config_.url));
  }
  return {};
}

Result<void> Database::CheckFile(const std::string& file) {
  const Error refused = Fail(Code::kInvalid, "not_a_backup", {}, "file", file);
  try {
    soci::session session(soci::sqlite3, "db=\"" + file + "\" readonly=true");
    int migrations = 0, heads = 0;
    std::string verdict;
    session << "SELECT count(*) FROM migrations", soci::into(migrations);
    session << "SELECT count(*) FROM journal_head", soci::into(heads);
    session << "PRAGMA integrity_check(1)", soci::into(verdict);
    if (migrations == 0 || heads != 1 || verdict != "ok") return refused;
  } catch (const soci::soci_error&) {
    return refused;
  }
  return {};
}

Result<void> Database::Migrate() {
  *write_ << "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL)";
  int done = 0;
  *write_ << "SELECT coalesce(max(number), 0) FROM migrations", soci::into(done);
  const EmbeddedFiles& files = EmbeddedMigrations();
  const int newest = std::stoi(std::string(files.rbegin()->first.substr(0, 4)));
  if (done > newest) {
    return Fail(Code::kInvalid, "database_newer", {std::to_string(done), std::to_string(newest)}, "records",
                WithoutPassword(config_.url));
  }
  for (const auto& [file, script] : files) {
    const int number = std::stoi(std::string(file.substr(0, 4)));
    if (number <= done) continue;
    const std::string name(file);
    soci::transaction transaction(*write_);
    RunScript(*write_, script, backend_);
    *write_ << "INSERT INTO migrations (number, name) VALUES (:number, :name)", soci::use(number), soci::use(name);
    if (done == 0 && number == 1) {
      SystemRandom random;
      const std::string fresh = random.NewSecret(9);
      *write_ << "INSERT INTO journal_head (one, epoch, seq) VALUES (1, :epoch, 0)", soci::use(fresh);
    }
    transaction.commit();
  }
  return {};
}

Database::Lease Database::Read() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !free_readers_.empty(); });
  soci::session* session = free_readers_.back();
  free_readers_.pop_back();
  return Lease(*this, session);
}

void Database::Return(soci::session* session) {
  {
    const std::lock_guard lock(mutex_);
    free_readers_.push_back(session);
  }
  returned_.notify_one();
}

void Database::ReopenWriteSession() {
  if (on_reopen_) on_reopen_();
  write_.reset();
  write_ = Connect(true);
  if (auto locked = TakeLock(); !locked) throw ErrorException(locked.error());
}

std::string Database::epoch() {
  std::string value;
  *write_ << Sql("get_epoch"), soci::into(value);
  return value;
}

Result<void> Database::CopyTo(const std::string& file) {
  try {
    soci::session copier(soci::sqlite3, "db=" + config_.url + " timeout=10");
    copier << "VACUUM INTO :file", soci::use(file);
  } catch (const soci::soci_error& error) {
    return Fail(Code::kInternal, "database_open", {error.what()}, "file", file);
  }
  return {};
}

void Database::NewEpoch(std::string_view epoch) {
  const std::string value(epoch);
  *write_ << Sql("set_epoch"), soci::use(value);
}

}  // namespace otklik::records
