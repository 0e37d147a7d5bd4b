// Users, sessions and tokens in the records database.
#pragma once

#include "access/access.hpp"
#include "storage/records/writer.hpp"

namespace otklik::records {

class AccessRecords : public access::AccessStore {
 public:
  AccessRecords(Database& database, Writer& writer) : database_(database), writer_(writer) {}

  std::vector<access::User> ListUsers() override;
  std::optional<access::User> FindUser(const std::string& id) override;
  std::optional<access::User> FindUserByEmail(const std::string& folded_email) override;
  Result<void> AddUser(const access::User& user, const std::string& actor, bool only_if_first) override;
  Result<void> UpdateUser(const access::User& user, const std::string& deed, const std::string& actor) override;
  Result<void> RemoveUser(const std::string& id, const std::string& actor) override;
  Result<void> AddSession(const access::Session& session) override;
  std::optional<access::Session> FindSession(const std::string& token_hash) override;
  Result<void> RemoveSession(const std::string& token_hash) override;
  Result<void> RemoveSessionsOf(const std::string& user, const std::string& kept) override;
  std::vector<access::Token> ListTokens() override;
  std::optional<access::Token> FindToken(const std::string& token_hash) override;
  Result<void> AddToken(const access::Token& token, const std::string& actor) override;
  void TouchToken(const std::string& id, TimeMs at) override;
  Result<void> RemoveToken(const std::string& id, const std::string& actor) override;

 private:
  Database& database_;
  Writer& writer_;
};

}  // namespace otklik::records
