// Accounts, contacts, settings and reading marks in the records database.
#pragma once

#include <map>

#include "people/people.hpp"
#include "storage/records/writer.hpp"

namespace otklik::records {

class PeopleRecords : public people::PeopleStore {
 public:
  PeopleRecords(Database& database, Writer& writer) : database_(database), writer_(writer) {}

  people::Person FindPerson(const std::string& contact_id) override;
  std::optional<people::Account> FindAccount(const std::string& id);
  std::map<std::string, std::string> AccountNames();  // name by id
  // All in one transaction; existing ids are replaced.
  Result<void> Save(const std::vector<people::Account>& accounts, const std::vector<people::Contact>& contacts,
                    const std::string& actor);

 private:
  Database& database_;
  Writer& writer_;
};

class SettingRecords {
 public:
  SettingRecords(Database& database, Writer& writer) : database_(database), writer_(writer) {}
  std::optional<std::string> Get(const std::string& key);
  Result<void> Set(const std::map<std::string, std::string>& values, const std::string& actor);

  struct Seen {
    std::uint64_t seq = 0;
    TimeMs at = 0;
  };
  std::optional<Seen> FindSeen(const std::string& user, const std::string& page);
  Result<void> SaveSeen(const std::string& user, const std::string& page, std::uint64_t seq);

  struct AuditLine {
    std::uint64_t seq = 0;
    std::string kind, id, actor;
    TimeMs at = 0;
  };
  // Newest first; responses are left out.
  std::vector<AuditLine> ListAudit(std::uint64_t before, int count);

 private:
  Database& database_;
  Writer& writer_;
};

}  // namespace otklik::records
