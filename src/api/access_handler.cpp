#include "api/api.hpp"
#include "base/text.hpp"

namespace otklik::api {

using access::Caller;
using access::Role;
using access::User;
using http::Request;
using http::Response;

namespace {

constexpr TimeMs kSessionMs = 30LL * 86'400'000;

std::string Setting(Services& services, const std::string& key, const std::string& otherwise) {
  return services.company.Get(key).value_or(otherwise);
}

json::value SessionJson(Services& services, const User& user, const std::string& csrf) {
  json::array rights;
  for (const access::Right right : access::RightsOf(user.role)) rights.emplace_back(access::RightName(right));
  const TimeZone zone = services.intake.time_zone();
  return json::object{{"user",
                       {{"id", user.id},
                        {"name", user.name},
                        {"email", user.email},
                        {"role", access::RoleName(user.role)},
                        {"language", user.language},
                        {"theme", user.theme},
                        {"single_keys", user.single_keys}}},
                      {"csrf_token", csrf},
                      {"company",
                       {{"name", Setting(services, "company.name", "")},
                        {"time_zone", zone.name()},
                        {"language", Setting(services, "company.language", "ru")}}},
                      {"demo", services.demo},
                      {"rights", std::move(rights)}};
}

std::string Cookie(const Services& services, const std::string& value, TimeMs max_age_ms) {
  return "otklik_session=" + value +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(max_age_ms / 1000) +
         (services.secure_cookies ? "; Secure" : "");
}

Response LogIn(Services& services, const User& user) {
  const std::string secret = services.random.NewSecret(32);
  access::Session session;
  session.token_hash = HashToken(secret);
  session.user = user.id;
  session.csrf = services.random.NewSecret(18);
  session.created_at = services.clock.Now();
  session.expires_at = session.created_at + kSessionMs;
  OrThrow(services.access.AddSession(session));
  Response response = Json(200, SessionJson(services, user, session.csrf));
  response.headers.emplace_back("Set-Cookie", Cookie(services, secret, kSessionMs));
  return response;
}

const User& Me(const Request& request) {
  const Caller& caller = CallerOf(request);
  if (!caller.user) throw ErrorException(Fail(Code::kUnauthenticated, "not_logged_in"));
  return *caller.user;
}

std::string OneOf(ObjectReader& reader, std::string_view key, std::initializer_list<std::string_view> allowed,
                  std::string_view otherwise) {
  const auto value = reader.String(key, false, 100);
  if (!value) return std::string(otherwise);
  std::string list;
  for (const std::string_view one : allowed) {
    if (one == *value) return *value;
    list += (list.empty() ? "" : ", ") + std::string(one);
  }
  reader.Report(key, "not_one_of", {list}, *value);
  return std::string(otherwise);
}

}  // namespace

Response GetSetup(Services& services, Request& request) {
  return Json(200, json::object{{"needed", services.access.ListUsers().empty()},
                                {"logged_in", CallerOf(request).user.has_value()}});
}

Response PostSetup(Services& services, Request& request) {
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  const auto company = reader.String("company_name", true, 400);
  const auto zone_name = reader.String("time_zone", true, 100);
  const std::string language = OneOf(reader, "language", {"ru", "en"}, "ru");
  const auto name = reader.String("name", true, 400);
  const auto email = reader.String("email", true, 254);
  const auto password = reader.String("password", true, 1000);
  reader.Finish();
  const auto collect = [&problems](const auto& result) {
    if (result) return;
    const Error error = result.error();
    problems.insert(problems.end(), error.problems.begin(), error.problems.end());
  };
  const auto not_empty = [&reader](const std::optional<std::string>& text, const char* key) {
    if (text && IsBlank(*text)) reader.Report(key, "empty_text");
  };
  not_empty(company, "company_name");
  not_empty(name, "name");
  User user;
  if (password) collect(access::CheckPassword(*password, "password"));
  if (email) {
    const auto checked = access::CheckEmail(*email, "email");
    collect(checked);
    if (checked) user.email = *checked;
  }
  const auto zone = TimeZone::Open(zone_name.value_or("UTC"));
  collect(zone);
  ThrowIfAny(std::move(problems));
  if (!services.access.ListUsers().empty()) throw ErrorException(Fail(Code::kConflict, "already_set_up"));
  user.id = services.random.NewUuid().ToString();
  user.name = *name;
  user.role = Role::kAdministrator;
  user.language = language;
  user.password = OrThrow(services.passwords.Hash(*password));
  OrThrow(services.access.AddUser(user, user.id, true));
  OrThrow(services.company.Set(
      {{"company.name", *company}, {"company.time_zone", *zone_name}, {"company.language", language}}, user.id));
  services.intake.SetTimeZone(*zone);
  return LogIn(services, user);
}

Response GetSession(Services& services, Request& request) {
  return Json(200, SessionJson(services, Me(request), CallerOf(request).csrf));
}

Response PostSession(Services& services, Request& request) {
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  const std::string email = Fold(reader.String("email", true, 254).value_or(""));
  const std::string password = reader.String("password", true, 1000).value_or("");
  reader.Finish();
  ThrowIfAny(std::move(problems));
  const TimeMs now = services.clock.Now();
  // Few tries for one name from one place; more for a place, where an office sits behind one address; and for a name,
  // which a stranger must not be able to lock with a handful of tries.
  const std::string by_both = "both " + request.peer + " " + email, by_address = "address " + request.peer,
                    by_name = "name " + email;
  const int wait = std::max({services.logins.Wait(by_both, 5, now), services.logins.Wait(by_address, 50, now),
                             services.logins.Wait(by_name, 50, now)});
  if (wait > 0) throw ErrorException(Fail(Code::kTooMany, "too_many_attempts", {std::to_string(wait)}));
  const auto user = services.access.FindUserByEmail(email);
  // An unknown name costs as much time as a wrong password.
  static const std::string kDecoy = *services.passwords.Hash("a password nobody has");
  const bool right = services.passwords.Verify(user ? user->password : kDecoy, password) && user;
  if (!right) {
    for (const std::string& key : {by_both, by_address, by_name}) services.logins.Failed(key, now);
    // For an unknown name too: whether there is an entry to write must not be told by the time it takes.
    OrThrow(services.company.Note("login_failed", user ? user->id : "", ""));
    throw ErrorException(Fail(Code::kUnauthenticated, "wrong_credentials"));
  }
  services.logins.Succeeded(by_both);
  return LogIn(services, *user);
}

namespace {

struct NewPassword {
  std::string current, next;
};

std::optional<NewPassword> ReadNewPassword(ObjectReader& reader, std::vector<Problem>& problems) {
  const json::value* value = reader.Find("password");
  if (!value) return std::nullopt;
  ObjectReader inner(*value, "password", problems);
  NewPassword password{inner.String("current", true, 1000).value_or(""), inner.String("new", true, 1000).value_or("")};
  inner.Finish();
  if (!problems.empty()) return std::nullopt;
  const auto checked = access::CheckPassword(password.next, "password.new");
  if (!checked) problems.push_back(checked.error().problems.front());
  return password;
}

// Who has found an open browser must not take the account over: the old password is asked for, a few times.
std::string Rehashed(Services& services, const User& user, const NewPassword& password) {
  const TimeMs now = services.clock.Now();
  const std::string key = "password " + user.id;
  const int wait = services.logins.Wait(key, 5, now);
  if (wait > 0) throw ErrorException(Fail(Code::kTooMany, "too_many_attempts", {std::to_string(wait)}));
  if (!services.passwords.Verify(user.password, password.current)) {
    services.logins.Failed(key, now);
    throw ErrorException(Fail(Code::kInvalid, "not_your_password", {}, "password.current"));
  }
  services.logins.Succeeded(key);
  return OrThrow(services.passwords.Hash(password.next));
}

}  // namespace

Response PatchSession(Services& services, Request& request) {
  User user = Me(request);
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  const auto password = ReadNewPassword(reader, problems);
  user.language = OneOf(reader, "language", {"ru", "en"}, user.language);
  user.theme = OneOf(reader, "theme", {"system", "light", "dark"}, user.theme);
  user.single_keys = reader.Bool("single_keys", user.single_keys);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  if (password) user.password = Rehashed(services, user, *password);
  OrThrow(services.access.UpdateUser(user, password ? "password_changed" : "profile_changed", user.id));
  if (password) OrThrow(services.access.RemoveSessionsOf(user.id, CallerOf(request).session_hash));
  return Json(200, SessionJson(services, user, CallerOf(request).csrf));
}

Response DeleteSession(Services& services, Request& request) {
  OrThrow(services.access.RemoveSession(CallerOf(request).session_hash));
  Response response = NoContent();
  response.headers.emplace_back("Set-Cookie", Cookie(services, "", 0));
  return response;
}

namespace {

json::value SeenJson(const std::optional<insight::Seen>& seen) {
  if (!seen) return json::object{{"at", nullptr}, {"seq", nullptr}};
  return json::object{{"at", FormatTime(seen->at)}, {"seq", seen->seq}};
}

}  // namespace

Response PostSeen(Services& services, Request& request) {
  const User& user = Me(request);
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  reader.Require("page");
  const std::string page = OneOf(reader, "page", {"today", "responses"}, "");
  const auto seq = reader.Int("seq", 0, 1LL << 53);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  const std::uint64_t newest = services.events.seq();
  const std::uint64_t up_to = seq ? std::min(static_cast<std::uint64_t>(*seq), newest) : newest;
  OrThrow(services.company.SaveSeen(user.id, page, up_to));
  return Json(200, SeenJson(services.company.FindSeen(user.id, page)));
}

Response GetSeen(Services& services, Request& request) {
  return Json(200, SeenJson(services.company.FindSeen(Me(request).id, request.parameters.at("page"))));
}

}  // namespace otklik::api
