#include "access/access.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <semaphore>

#include "base/text.hpp"

namespace otklik::access {
namespace {

struct RightRow {
  Right right;
  std::string_view name;
  bool administrator, analyst, viewer;
};

// The one table of rights. A route names a right; nothing else decides.
constexpr RightRow kRights[] = {
    {Right::kPublic, "public", true, true, true},
    {Right::kLoggedIn, "logged_in", true, true, true},
    {Right::kReadFigures, "figures.read", true, true, true},
    {Right::kReadResponses, "responses.read", true, true, true},
    {Right::kWriteResponses, "responses.write", true, true, false},
    {Right::kWriteSurveys, "surveys.write", true, true, false},
    {Right::kWriteCompany, "company.write", true, false, false},
    {Right::kWriteUsers, "users.write", true, false, false},
    {Right::kWriteTokens, "tokens.write", true, false, false},
    {Right::kReadAudit, "audit.read", true, false, false},
    {Right::kControl, "control", false, false, false},
};

constexpr TimeMs kLimiterWindowMs = 15 * 60 * 1000;
constexpr std::size_t kLimiterEntries = 100'000;

// Hashing holds 64 MiB for its time, so only two at once.
std::counting_semaphore<2>& HashingSlots() {
  static std::counting_semaphore<2> slots(2);
  return slots;
}

}  // namespace

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kAdministrator:
      return "administrator";
    case Role::kAnalyst:
      return "analyst";
    case Role::kViewer:
      break;
  }
  return "viewer";
}

std::optional<Role> RoleFrom(std::string_view name) {
  for (const Role role : {Role::kAdministrator, Role::kAnalyst, Role::kViewer}) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

std::string_view RightName(Right right) { return kRights[static_cast<std::size_t>(right)].name; }

bool Has(Role role, Right right) {
  const RightRow& row = kRights[static_cast<std::size_t>(right)];
  switch (role) {
    case Role::kAdministrator:
      return row.administrator;
    case Role::kAnalyst:
      return row.analyst;
    case Role::kViewer:
      break;
  }
  return row.viewer;
}

std::optional<Right> RightFrom(std::string_view name) {
  for (const RightRow& row : kRights) {
    if (row.name == name && row.right > Right::kLoggedIn && row.right != Right::kControl) return row.right;
  }
  return std::nullopt;
}

std::vector<Right> RightsOf(Role role) {
  std::vector<Right> rights;
  for (const RightRow& row : kRights) {
    if (row.right > Right::kLoggedIn && access::Has(role, row.right)) rights.push_back(row.right);
  }
  return rights;
}

bool Caller::Has(Right right) const {
  if (right == Right::kPublic) return true;
  if (user) return access::Has(user->role, right);
  if (!token) return false;
  return right == Right::kLoggedIn ||
         std::find(token->rights.begin(), token->rights.end(), right) != token->rights.end();
}

std::string Caller::actor() const {
  if (user) return user->id;
  if (token) return "token:" + token->id;
  return "anonymous";
}

Result<std::string> PasswordHasher::Hash(const std::string& password) {
  HashingSlots().acquire();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  const int failed = crypto_pwhash_str(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                       crypto_pwhash_MEMLIMIT_INTERACTIVE);
  HashingSlots().release();
  if (failed) return Fail(Code::kInternal, "internal_error");
  return std::string(out.data());
}

bool PasswordHasher::Verify(const std::string& hash, const std::string& password) {
  HashingSlots().acquire();
  const int failed = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size());
  HashingSlots().release();
  return failed == 0;
}

Result<void> CheckPassword(std::string_view password, std::string field) {
  const std::size_t length = CountCharacters(password);
  if (length >= 10 && length <= 200) return {};
  return Fail(Code::kInvalid, "bad_password", {"10", "200"}, std::move(field));
}

Result<std::string> CheckEmail(std::string_view email, std::string field) {
  const auto at = email.find('@');
  const bool shaped = at != std::string_view::npos && at > 0 && at + 1 < email.size() && email.size() <= 254 &&
                      email.find('@', at + 1) == std::string_view::npos &&
                      email.find_first_of(" \t\r\n<>,;\"") == std::string_view::npos;
  if (!shaped) return Fail(Code::kInvalid, "bad_email", {}, std::move(field), std::string(email.substr(0, 80)));
  return Fold(email);
}

int LoginLimiter::Wait(const std::string& key, int free, TimeMs now) {
  const std::lock_guard lock(mutex_);
  const auto found = counts_.find(key);
  if (found == counts_.end() || found->second.failures < free) return 0;
  const TimeMs until = found->second.since + kLimiterWindowMs;
  if (now < until) return static_cast<int>((until - now + 999) / 1000);
  counts_.erase(found);
  return 0;
}

void LoginLimiter::Failed(const std::string& key, TimeMs now) {
  const std::lock_guard lock(mutex_);
  if (counts_.size() >= kLimiterEntries) {
    std::erase_if(counts_, [now](const auto& entry) { return entry.second.since + kLimiterWindowMs <= now; });
  }
  if (counts_.size() >= kLimiterEntries) return;
  Count& count = counts_[key];
  if (count.failures == 0 || now >= count.since + kLimiterWindowMs) count = {0, now};
  ++count.failures;
}

void LoginLimiter::Succeeded(const std::string& key) {
  const std::lock_guard lock(mutex_);
  counts_.erase(key);
}

}  // namespace otklik::access
