// Accounts, contacts, settings and reading marks in the records database.
#pragma once

#include <map>
#include <mutex>

#include "insight/insight_store.hpp"
#include "people/people.hpp"
#include "storage/records/writer.hpp"

namespace otklik::records {

// Puts the change on what is known in this transaction, so that none is lost to another one made meanwhile.
void MergePerson(WriteContext& context, const people::PersonChange& change);

class PeopleRecords : public people::PeopleStore {
 public:
  PeopleRecords(Database& database, Writer& writer) : database_(database), writer_(writer) {}

  people::Person FindPerson(const std::string& contact_id) override;
  people::Person FindPersonByEmail(const std::string& email) override;
  std::optional<people::Account> FindAccount(const std::string& id) override;
  std::map<std::string, std::string> AccountNames() override;
  // All in one transaction; existing ids are replaced.
  Result<void> Save(const std::vector<people::Account>& accounts, const std::vector<people::Contact>& contacts,
                    const std::string& actor);

 private:
  Database& database_;
  Writer& writer_;
};

class SettingRecords : public insight::CompanyStore {
 public:
  SettingRecords(Database& database, Writer& writer) : database_(database), writer_(writer) {}
  std::optional<std::string> Get(const std::string& key) override;
  Result<void> Set(const std::map<std::string, std::string>& values, const std::string& actor) override;
  Result<void> Note(const std::string& kind, const std::string& subject, const std::string& actor) override;
  std::optional<insight::Seen> FindSeen(const std::string& user, const std::string& page) override;
  Result<void> SaveSeen(const std::string& user, const std::string& page, std::uint64_t seq) override;
  std::vector<insight::AuditLine> ListAudit(std::uint64_t before, int count) override;

 private:
  // Settings are read on every request, so they stay in memory; this server is the only writer.
  Database& database_;
  Writer& writer_;
  std::mutex mutex_;
  std::map<std::string, std::string> known_;
  bool loaded_ = false;
};

}  // namespace otklik::records
