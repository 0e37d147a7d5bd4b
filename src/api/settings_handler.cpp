#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "api/api.hpp"
#include "base/text.hpp"

namespace otklik::api {

using access::Role;
using access::Token;
using access::User;
using http::Request;
using http::Response;

namespace {

json::value CompanyJson(Services& services) {
  const auto accounts = services.company.Get("company.accounts").value_or("0");
  const auto headline = services.company.Get("company.headline");
  const auto population = services.company.Get("company.population");
  return json::object{{"name", services.company.Get("company.name").value_or("")},
                      {"time_zone", services.intake.time_zone().name()},
                      {"language", services.company.Get("company.language").value_or("ru")},
                      {"estimand", services.company.Get("company.estimand").value_or("account")},
                      {"accounts", accounts == "0" ? json::value(nullptr) : json::value(std::stoull(accounts))},
                      {"population", population ? json::parse(*population) : json::value(json::array())},
                      {"headline", headline ? json::parse(*headline) : json::value(nullptr)}};
}

json::value UserJson(const User& user) {
  return json::object{{"id", user.id},
                      {"name", user.name},
                      {"email", user.email},
                      {"role", access::RoleName(user.role)},
                      {"language", user.language},
                      {"created_at", FormatTime(user.created_at)},
                      {"last_login_at", TimeOrNull(user.last_login_at)}};
}

// Who an actor of the journal is, for people; null for the system.
json::value ActorName(const std::string& actor, const std::vector<User>& users, const std::vector<Token>& tokens) {
  for (const User& user : users) {
    if (user.id == actor) return json::value(user.name);
  }
  for (const Token& token : tokens) {
    if ("token:" + token.id == actor) return json::value(token.name);
  }
  return nullptr;
}

json::object TokenJson(const Token& token, const std::vector<User>& users) {
  json::array rights;
  for (const access::Right right : token.rights) rights.emplace_back(access::RightName(right));
  return json::object{{"id", token.id},
                      {"name", token.name},
                      {"rights", std::move(rights)},
                      {"created_at", FormatTime(token.created_at)},
                      {"created_by", ActorName(token.created_by, users, {})},
                      {"last_used_at", TimeOrNull(token.last_used_at)}};
}

std::optional<Role> ReadRole(ObjectReader& reader, bool required) {
  const auto name = reader.String("role", required, 40);
  if (!name) return std::nullopt;
  const auto role = access::RoleFrom(*name);
  if (!role) reader.Report("role", "unknown_role", {}, *name);
  return role;
}

std::optional<std::string> ReadName(ObjectReader& reader, bool required) {
  auto name = reader.String("name", required, 400);
  if (name && IsBlank(*name)) reader.Report("name", "empty_text");
  return name;
}

std::optional<std::string> ReadPassword(ObjectReader& reader, bool required, std::vector<Problem>& problems) {
  auto password = reader.String("password", required, 1000);
  if (!password) return password;
  const auto checked = access::CheckPassword(*password, "password");
  if (!checked) problems.push_back(checked.error().problems.front());
  return password;
}

std::string ReadLanguage(ObjectReader& reader, std::string otherwise) {
  const auto language = reader.String("language", false, 10);
  if (!language) return otherwise;
  if (*language != "ru" && *language != "en") reader.Report("language", "not_one_of", {"ru, en"}, *language);
  return *language;
}

// The headline as kept: checked for shape and for a metric that exists.
void CheckHeadline(Services& services, const json::value& value, std::vector<Problem>& problems) {
  ObjectReader reader(value, "headline", problems);
  const auto metric = reader.String("metric", true, 64);
  if (metric && !services.answers.FindMetric(*metric)) {
    std::vector<std::string> keys;
    for (const answers::Metric* one : services.answers.Metrics()) keys.push_back(one->key);
    reader.Report("metric", "unknown_metric", {Listed(keys)}, *metric);
  }
  for (const char* key : {"measures", "survey"}) {
    const json::value* one = reader.Find(key);
    if (one && !one->is_null() && !one->is_string()) reader.Report(key, "not_a_string", {}, Short(*one));
  }
  const json::value* target = reader.Find("target");
  if (target && !target->is_null() && !target->is_number()) reader.Report("target", "not_a_number", {}, Short(*target));
  reader.Finish();
}

}  // namespace

Response GetCompany(Services& services, Request&) { return Json(200, CompanyJson(services)); }

Response PatchCompany(Services& services, Request& request) {
  const json::value body = BodyOf(request);
  const auto held = services.own_metrics.Hold();  // the headline may name one
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  std::map<std::string, std::string> changes;
  if (const auto name = ReadName(reader, false)) changes["company.name"] = *name;
  std::optional<TimeZone> zone;
  if (const auto zone_name = reader.String("time_zone", false, 100)) {
    auto opened = TimeZone::Open(*zone_name);
    if (!opened) problems.push_back(opened.error().problems.front());
    if (opened) zone = *opened;
    changes["company.time_zone"] = *zone_name;
  }
  const std::string language = ReadLanguage(reader, "");
  if (!language.empty()) changes["company.language"] = language;
  const auto estimand = reader.String("estimand", false, 20);
  if (estimand && *estimand != "account" && *estimand != "contact")
    reader.Report("estimand", "not_one_of", {"account, contact"}, *estimand);
  if (estimand) changes["company.estimand"] = *estimand;
  if (const json::value* accounts = reader.Find("accounts"); accounts && accounts->is_null()) {
    changes["company.accounts"] = "0";
  } else if (const auto count = reader.Int("accounts", 1, 100'000'000)) {
    changes["company.accounts"] = std::to_string(*count);
  }
  std::vector<answers::PopulationMargin> margins;
  answers::ReadMargins(reader, "population", margins, problems);
  if (const json::value* population = reader.Find("population"))
    changes["company.population"] = json::serialize(*population);
  if (const json::value* headline = reader.Find("headline")) {
    if (!headline->is_null()) CheckHeadline(services, *headline, problems);
    changes["company.headline"] = json::serialize(*headline);
  }
  reader.Finish();
  ThrowIfAny(std::move(problems));
  if (!changes.empty()) OrThrow(services.company.Set(changes, CallerOf(request).actor()));
  if (zone) services.intake.SetTimeZone(*zone);
  if (estimand) services.answers.PreferAccounts(*estimand == "account");
  if (changes.contains("company.accounts")) services.answers.DeclareAccounts(std::stoull(changes["company.accounts"]));
  return Json(200, CompanyJson(services));
}

Response GetUsers(Services& services, Request&) {
  json::array users;
  for (const User& user : services.access.ListUsers()) users.push_back(UserJson(user));
  return Json(200, json::object{{"users", std::move(users)}});
}

namespace {

// Nobody gives away, or takes over, more than they have themselves.
void CheckMayGive(Role role, const access::Caller& caller) {
  for (const access::Right right : access::RightsOf(role)) {
    if (!caller.Has(right))
      throw ErrorException(Fail(Code::kInvalid, "role_not_yours", {std::string(access::RightName(right))}, "role",
                                std::string(RoleName(role))));
  }
}

}  // namespace

Response PostUser(Services& services, Request& request) {
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  User user;
  user.id = services.random.NewUuid().ToString();
  user.name = ReadName(reader, true).value_or("");
  user.role = ReadRole(reader, true).value_or(Role::kViewer);
  user.language = ReadLanguage(reader, "ru");
  const auto password = ReadPassword(reader, true, problems);
  if (const auto email = reader.String("email", true, 254)) {
    const auto checked = access::CheckEmail(*email, "email");
    if (!checked) problems.push_back(checked.error().problems.front());
    if (checked) user.email = *checked;
  }
  reader.Finish();
  ThrowIfAny(std::move(problems));
  CheckMayGive(user.role, CallerOf(request));
  user.password = OrThrow(services.passwords.Hash(*password));
  OrThrow(services.access.AddUser(user, CallerOf(request).actor(), false));
  return Json(201, UserJson(*services.access.FindUser(user.id)));
}

Response PatchUser(Services& services, Request& request) {
  auto user = services.access.FindUser(request.parameters.at("id"));
  if (!user) throw ErrorException(Fail(Code::kNotFound, "unknown_user", {}, "id", request.parameters.at("id")));
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  CheckMayGive(user->role, CallerOf(request));
  if (const auto name = ReadName(reader, false)) user->name = *name;
  if (const auto role = ReadRole(reader, false)) user->role = *role;
  const auto password = ReadPassword(reader, false, problems);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  CheckMayGive(user->role, CallerOf(request));
  if (password) user->password = OrThrow(services.passwords.Hash(*password));
  OrThrow(services.access.UpdateUser(*user, "user_changed", CallerOf(request).actor()));
  if (password) OrThrow(services.access.RemoveSessionsOf(user->id));
  return Json(200, UserJson(*user));
}

Response DeleteUser(Services& services, Request& request) {
  const std::string& id = request.parameters.at("id");
  if (!services.access.FindUser(id)) throw ErrorException(Fail(Code::kNotFound, "unknown_user", {}, "id", id));
  OrThrow(services.access.RemoveUser(id, CallerOf(request).actor()));
  return NoContent();
}

Response GetTokens(Services& services, Request&) {
  const auto users = services.access.ListUsers();
  json::array tokens;
  for (const Token& token : services.access.ListTokens()) tokens.push_back(TokenJson(token, users));
  return Json(200, json::object{{"tokens", std::move(tokens)}});
}

Response PostToken(Services& services, Request& request) {
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  Token token;
  token.name = ReadName(reader, true).value_or("");
  if (const json::array* rights = reader.Array("rights", true)) {
    if (rights->empty()) reader.Report("rights", "empty_list");
    for (const json::value& one : *rights) {
      const auto right = one.is_string() ? access::RightFrom(std::string_view(one.get_string())) : std::nullopt;
      if (!right) {
        std::string given;
        for (const access::Right known : access::RightsOf(access::Role::kAdministrator))
          given += (given.empty() ? "" : ", ") + std::string(RightName(known));
        reader.Report("rights", "unknown_right", {given}, Short(one));
      } else if (!CallerOf(request).Has(*right)) {
        reader.Report("rights", "right_not_yours", {}, Short(one));
      } else {
        token.rights.push_back(*right);
      }
    }
  }
  reader.Finish();
  ThrowIfAny(std::move(problems));
  const std::string secret = "otk_" + services.random.NewSecret(32);
  token.id = services.random.NewUuid().ToString();
  token.token_hash = HashToken(secret);
  token.created_by = CallerOf(request).actor();
  token.created_at = services.clock.Now();
  OrThrow(services.access.AddToken(token, token.created_by));
  json::object made = TokenJson(token, services.access.ListUsers());
  made["secret"] = secret;
  return Json(201, made);
}

Response DeleteToken(Services& services, Request& request) {
  OrThrow(services.access.RemoveToken(request.parameters.at("id"), CallerOf(request).actor()));
  return NoContent();
}

namespace {

// A whole number of the query string within bounds; throws the problem.
std::uint64_t QueryNumber(const Request& request, const char* name, std::uint64_t otherwise, std::uint64_t min,
                          std::uint64_t max) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return otherwise;
  std::uint64_t value = 0;
  const std::string& text = found->second;
  bool good = !text.empty() && text.size() <= 16;
  for (const char c : text) {
    good = good && c >= '0' && c <= '9';
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (!good || value < min || value > max) {
    throw ErrorException(
        Fail(Code::kInvalid, "not_an_integer", {std::to_string(min), std::to_string(max)}, name, text.substr(0, 80)));
  }
  return value;
}

}  // namespace

Response GetAudit(Services& services, Request& request) {
  const std::uint64_t before = QueryNumber(request, "before", 0, 0, 1ULL << 53);
  const int limit = static_cast<int>(QueryNumber(request, "limit", 50, 1, 200));
  const auto users = services.access.ListUsers();
  const auto tokens = services.access.ListTokens();
  const auto lines = services.company.ListAudit(before, limit);
  json::array entries;
  for (const insight::AuditLine& line : lines) {
    entries.push_back(json::object{
        {"seq", line.seq},
        {"at", FormatTime(line.at)},
        {"actor", line.former_actor.empty() ? ActorName(line.actor, users, tokens) : json::value(line.former_actor)},
        {"kind", line.kind},
        {"subject", line.id}});
  }
  const bool more = static_cast<int>(lines.size()) == limit;
  return Json(200, json::object{{"entries", std::move(entries)},
                                {"next_before", more ? json::value(lines.back().seq) : nullptr}});
}

}  // namespace otklik::api
