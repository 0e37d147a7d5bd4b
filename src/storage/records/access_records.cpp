#include "storage/records/access_records.hpp"

#include <soci/soci.h>

namespace otklik::records {

using access::Role;
using access::Session;
using access::Token;
using access::User;

namespace {

struct UserRow {
  User user;
  std::string role;
  int single_keys = 0;
  long long created_at = 0, last_login_at = 0;

  void Into(soci::statement& s) {
    s.exchange(soci::into(user.id)), s.exchange(soci::into(user.email)), s.exchange(soci::into(user.name));
    s.exchange(soci::into(role)), s.exchange(soci::into(user.password)), s.exchange(soci::into(user.language));
    s.exchange(soci::into(user.theme)), s.exchange(soci::into(single_keys)), s.exchange(soci::into(created_at));
    s.exchange(soci::into(last_login_at));
  }
  User Take() const {
    User result = user;
    result.role = access::RoleFrom(role).value_or(Role::kViewer);
    result.single_keys = single_keys != 0;
    result.created_at = created_at;
    result.last_login_at = last_login_at;
    return result;
  }
};

std::vector<User> Users(soci::session& session, const char* sql, const std::string* argument) {
  UserRow row;
  soci::statement statement(session);
  row.Into(statement);
  if (argument) statement.exchange(soci::use(*argument));
  statement.alloc();
  statement.prepare(Sql(sql));
  statement.define_and_bind();
  std::vector<User> users;
  for (bool more = statement.execute(true); more; more = statement.fetch()) users.push_back(row.Take());
  return users;
}

std::optional<User> OneUser(soci::session& session, const char* sql, const std::string& argument) {
  std::vector<User> users = Users(session, sql, &argument);
  if (users.empty()) return std::nullopt;
  return std::move(users.front());
}

std::string JoinRights(const std::vector<access::Right>& rights) {
  std::string out;
  for (const access::Right right : rights) out += (out.empty() ? "" : " ") + std::string(access::RightName(right));
  return out;
}

std::vector<access::Right> SplitRights(std::string_view text) {
  std::vector<access::Right> rights;
  while (!text.empty()) {
    const auto end = text.find(' ');
    if (const auto right = access::RightFrom(text.substr(0, end))) rights.push_back(*right);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return rights;
}

std::vector<Token> Tokens(soci::session& session, const char* sql, const std::string* argument) {
  Token token;
  std::string rights;
  long long at = 0, used = 0;
  soci::statement s(session);
  s.exchange(soci::into(token.id)), s.exchange(soci::into(token.token_hash)), s.exchange(soci::into(token.name));
  s.exchange(soci::into(rights)), s.exchange(soci::into(token.created_by)), s.exchange(soci::into(at));
  s.exchange(soci::into(used));
  if (argument) s.exchange(soci::use(*argument));
  s.alloc();
  s.prepare(Sql(sql));
  s.define_and_bind();
  std::vector<Token> tokens;
  for (bool more = s.execute(true); more; more = s.fetch()) {
    tokens.push_back(token);
    tokens.back().rights = SplitRights(rights);
    tokens.back().last_used_at = used;
    tokens.back().created_at = at;
  }
  return tokens;
}

bool LastAdministrator(soci::session& session, const std::string& id) {
  int others = 0;
  session << Sql("count_other_administrators"), soci::use(id), soci::into(others);
  return others == 0;
}

}  // namespace

std::vector<User> AccessRecords::ListUsers() {
  const auto session = database_.Read();
  return Users(*session, "list_users", nullptr);
}

std::optional<User> AccessRecords::FindUser(const std::string& id) {
  const auto session = database_.Read();
  return OneUser(*session, "find_user", id);
}

std::optional<User> AccessRecords::FindUserByEmail(const std::string& email) {
  const auto session = database_.Read();
  return OneUser(*session, "find_user_by_email", email);
}

Result<void> AccessRecords::AddUser(const User& user, const std::string& actor, bool only_if_first) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    soci::session& session = context.session();
    int users = 0;
    session << Sql("count_users"), soci::into(users);
    if (only_if_first && users > 0) return Fail(Code::kConflict, "already_set_up");
    const std::string role(access::RoleName(user.role));
    const int keys = user.single_keys;
    const long long now = context.now();
    soci::statement insert = (session.prepare << Sql("insert_user"), soci::use(user.id), soci::use(user.email),
                              soci::use(user.name), soci::use(role), soci::use(user.password), soci::use(user.language),
                              soci::use(user.theme), soci::use(keys), soci::use(now));
    insert.execute(true);
    if (insert.get_affected_rows() == 0) return Fail(Code::kConflict, "email_taken", {}, "email", user.email);
    context.Journal("user_added", user.id, actor);
    return {};
  });
}

Result<void> AccessRecords::UpdateUser(const User& user, const std::string& deed, const std::string& actor) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    soci::session& session = context.session();
    if (user.role != Role::kAdministrator && LastAdministrator(session, user.id)) {
      return Fail(Code::kConflict, "last_administrator", {}, "role");
    }
    const std::string role(access::RoleName(user.role));
    const int keys = user.single_keys;
    session << Sql("update_user"), soci::use(user.email), soci::use(user.name), soci::use(role),
        soci::use(user.password), soci::use(user.language), soci::use(user.theme), soci::use(keys), soci::use(user.id);
    context.Journal(deed, user.id, actor);
    return {};
  });
}

Result<void> AccessRecords::RemoveUser(const std::string& id, const std::string& actor) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    soci::session& session = context.session();
    if (LastAdministrator(session, id)) return Fail(Code::kConflict, "last_administrator");
    const std::string none;
    session << Sql("delete_user_sessions"), soci::use(id), soci::use(none);
    session << Sql("keep_user_name"), soci::use(id);
    session << Sql("delete_user"), soci::use(id);
    context.Journal("user_removed", id, actor);
    return {};
  });
}

Result<void> AccessRecords::AddSession(const Session& session) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    const long long created = session.created_at, expires = session.expires_at, now = context.now();
    context.session() << Sql("delete_expired_sessions"), soci::use(now);
    context.session() << Sql("insert_session"), soci::use(session.token_hash), soci::use(session.user),
        soci::use(session.csrf), soci::use(created), soci::use(expires);
    context.session() << Sql("mark_login"), soci::use(created), soci::use(session.user);
    context.Journal("logged_in", session.user, session.user);
    return {};
  });
}

std::optional<Session> AccessRecords::FindSession(const std::string& token_hash) {
  const auto session = database_.Read();
  Session found;
  long long created = 0, expires = 0;
  *session << Sql("find_session"), soci::use(token_hash), soci::into(found.token_hash), soci::into(found.user),
      soci::into(found.csrf), soci::into(created), soci::into(expires);
  if (!session->got_data()) return std::nullopt;
  found.created_at = created;
  found.expires_at = expires;
  return found;
}

Result<void> AccessRecords::RemoveSession(const std::string& token_hash) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    context.session() << Sql("delete_session"), soci::use(token_hash);
    return {};
  });
}

Result<void> AccessRecords::RemoveSessionsOf(const std::string& user, const std::string& kept) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    context.session() << Sql("delete_user_sessions"), soci::use(user), soci::use(kept);
    return {};
  });
}

std::vector<Token> AccessRecords::ListTokens() {
  const auto session = database_.Read();
  return Tokens(*session, "list_tokens", nullptr);
}

std::optional<Token> AccessRecords::FindToken(const std::string& token_hash) {
  const auto session = database_.Read();
  std::vector<Token> tokens = Tokens(*session, "find_token", &token_hash);
  if (tokens.empty()) return std::nullopt;
  return std::move(tokens.front());
}

Result<void> AccessRecords::AddToken(const Token& token, const std::string& actor) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    const std::string rights = JoinRights(token.rights);
    const long long now = context.now();
    context.session() << Sql("insert_token"), soci::use(token.id), soci::use(token.token_hash), soci::use(token.name),
        soci::use(rights), soci::use(token.created_by), soci::use(now);
    context.Journal("token_added", token.id, actor);
    return {};
  });
}

void AccessRecords::TouchToken(const std::string& id, TimeMs at) {
  const auto job = [=](WriteContext& context) -> Result<void> {
    const long long used = at;
    context.session() << Sql("touch_token"), soci::use(used), soci::use(id);
    return {};
  };
  const bool taken = writer_.Submit(job, [](const Result<void>&) {});
  (void)taken;  // a missed mark is harmless
}

Result<void> AccessRecords::RemoveToken(const std::string& id, const std::string& actor) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    context.session() << Sql("keep_token_name"), soci::use(id);
    soci::statement remove = (context.session().prepare << Sql("delete_token"), soci::use(id));
    remove.execute(true);
    if (remove.get_affected_rows() == 0) return Fail(Code::kNotFound, "unknown_token", {}, "id", id);
    context.Journal("token_removed", id, actor);
    return {};
  });
}

}  // namespace otklik::records
