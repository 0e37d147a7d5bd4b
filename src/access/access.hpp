// Who may do what: roles and rights in one table, passwords, sessions, tokens.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace otklik::access {

enum class Role { kAdministrator, kAnalyst, kViewer };
std::string_view RoleName(Role role);  // administrator, analyst, viewer
std::optional<Role> RoleFrom(std::string_view name);

// What a route asks for. kPublic: anyone; kLoggedIn: any user or token.
enum class Right {
  kPublic,
  kLoggedIn,
  kReadFigures,
  kReadResponses,
  kWriteResponses,
  kWriteSurveys,
  kWriteCompany,
  kWriteUsers,
  kWriteTokens,
  kReadAudit,
  kControl,  // the command line of this machine, with the secret of the data folder; no role has it
};
std::string_view RightName(Right right);
bool Has(Role role, Right right);
std::optional<Right> RightFrom(std::string_view name);  // of those that can be given: not public, not logged_in
std::vector<Right> RightsOf(Role role);                 // without kPublic and kLoggedIn

struct User {
  std::string id, email, name;
  Role role = Role::kViewer;
  std::string password;  // argon2id string, never leaves the server
  std::string language = "ru", theme = "system";
  bool single_keys = true;
  TimeMs created_at = 0, last_login_at = 0;
};

struct Session {
  std::string token_hash, user, csrf;
  TimeMs created_at = 0, expires_at = 0;
};

struct Token {
  std::string id, token_hash, name;
  std::vector<Right> rights;
  std::string created_by;
  TimeMs created_at = 0, last_used_at = 0;
};

class AccessStore {
 public:
  virtual ~AccessStore() = default;
  virtual std::vector<User> ListUsers() = 0;
  virtual std::optional<User> FindUser(const std::string& id) = 0;
  virtual std::optional<User> FindUserByEmail(const std::string& folded_email) = 0;
  // kConflict email_taken. `actor` is the id of who does it.
  virtual Result<void> AddUser(const User& user, const std::string& actor, bool only_if_first = false) = 0;
  // `deed` is what the journal calls it: user_changed, profile_changed or password_changed.
  virtual Result<void> UpdateUser(const User& user, const std::string& deed, const std::string& actor) = 0;
  virtual Result<void> RemoveUser(const std::string& id, const std::string& actor) = 0;
  virtual Result<void> AddSession(const Session& session) = 0;
  virtual std::optional<Session> FindSession(const std::string& token_hash) = 0;
  virtual Result<void> RemoveSession(const std::string& token_hash) = 0;
  // All but the one with the hash `kept`.
  virtual Result<void> RemoveSessionsOf(const std::string& user, const std::string& kept = {}) = 0;
  virtual std::vector<Token> ListTokens() = 0;
  virtual std::optional<Token> FindToken(const std::string& token_hash) = 0;
  virtual Result<void> AddToken(const Token& token, const std::string& actor) = 0;
  // Notes the use, without waiting for the disk.
  virtual void TouchToken(const std::string& id, TimeMs at) = 0;
  virtual Result<void> RemoveToken(const std::string& id, const std::string& actor) = 0;
};

// Who is asking, as far as the request proves it.
struct Caller {
  std::optional<User> user;    // by session
  std::optional<Token> token;  // by Authorization: Bearer
  std::string session_hash, csrf;
  bool known() const { return user || token; }
  bool Has(Right right) const;
  std::string actor() const;  // user id, "token:<id>" or "anonymous"
};

// argon2id with libsodium's interactive limits: about 60 ms and 64 MiB each; at most two at once.
class PasswordHasher {
 public:
  Result<std::string> Hash(const std::string& password);
  bool Verify(const std::string& hash, const std::string& password);
};
// kInvalid: fewer than 10 or more than 200 characters.
Result<void> CheckPassword(std::string_view password, std::string field);
Result<std::string> CheckEmail(std::string_view email, std::string field);  // folded

// Failed logins: after so many of one key within 15 minutes, wait. Bounded memory.
class LoginLimiter {
 public:
  // Seconds to wait after `free` failures, 0: go on.
  int Wait(const std::string& key, int free, TimeMs now);
  void Failed(const std::string& key, TimeMs now);
  void Succeeded(const std::string& key);

 private:
  struct Count {
    int failures = 0;
    TimeMs since = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

}  // namespace otklik::access
