#include "storage/records/people_records.hpp"

#include <soci/soci.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <limits>

#include "base/text.hpp"

namespace otklik::records {
namespace {

std::string ToJson(const people::Attributes& attributes) {
  json::object object;
  for (const auto& [key, value] : attributes) object[key] = value;
  return json::serialize(object);
}

people::Attributes FromJson(const std::string& text) {
  people::Attributes attributes;
  const json::value document = json::parse(text);
  for (const auto& member : document.get_object()) {
    attributes[std::string(member.key())] = std::string(member.value().as_string());
  }
  return attributes;
}

std::optional<people::Contact> ReadContact(soci::session& session, const std::string& id) {
  people::Contact contact;
  std::string attributes;
  session << Sql("find_contact"), soci::use(id), soci::into(contact.id), soci::into(contact.account),
      soci::into(contact.name), soci::into(contact.email), soci::into(contact.role), soci::into(contact.language),
      soci::into(attributes);
  if (!session.got_data()) return std::nullopt;
  contact.attributes = FromJson(attributes);
  return contact;
}

std::optional<people::Account> ReadAccount(soci::session& session, const std::string& id) {
  people::Account account;
  std::string attributes;
  session << Sql("find_account"), soci::use(id), soci::into(account.id), soci::into(account.name),
      soci::into(account.segment), soci::into(account.partner), soci::into(account.tenure), soci::into(attributes);
  if (!session.got_data()) return std::nullopt;
  account.attributes = FromJson(attributes);
  return account;
}

}  // namespace

people::Person PeopleRecords::FindPerson(const std::string& contact_id) {
  const auto session = database_.Read();
  people::Person person;
  person.contact = ReadContact(*session, contact_id);
  if (person.contact && !person.contact->account.empty())
    person.account = ReadAccount(*session, person.contact->account);
  return person;
}

people::Person PeopleRecords::FindPersonByEmail(const std::string& email) {
  std::string id;
  {
    const auto session = database_.Read();
    *session << Sql("find_contact_by_email"), soci::use(email), soci::into(id);
  }
  return id.empty() ? people::Person{} : FindPerson(id);
}

std::optional<people::Account> PeopleRecords::FindAccount(const std::string& id) {
  const auto session = database_.Read();
  return ReadAccount(*session, id);
}

std::map<std::string, std::string> PeopleRecords::AccountNames() {
  const auto session = database_.Read();
  std::map<std::string, std::string> names;
  std::string id, name;
  soci::statement list = (session->prepare << Sql("list_account_names"), soci::into(id), soci::into(name));
  for (bool more = list.execute(true); more; more = list.fetch()) names[id] = name;
  return names;
}

namespace {

void WritePeople(WriteContext& context, const std::vector<people::Account>& accounts,
                 const std::vector<people::Contact>& contacts) {
  people::Account account;
  people::Contact contact;
  std::string search, attributes;
  soci::session& session = context.session();
  soci::statement save_account =
      (session.prepare << Sql("save_account"), soci::use(account.id), soci::use(account.name), soci::use(search),
       soci::use(account.segment), soci::use(account.partner), soci::use(account.tenure), soci::use(attributes));
  for (const people::Account& one : accounts) {
    account = one;
    search = Fold(one.name);
    attributes = ToJson(one.attributes);
    save_account.execute(true);
  }
  soci::statement save_contact = (session.prepare << Sql("save_contact"), soci::use(contact.id),
                                  soci::use(contact.account), soci::use(contact.name), soci::use(contact.email),
                                  soci::use(contact.role), soci::use(contact.language), soci::use(attributes));
  for (const people::Contact& one : contacts) {
    contact = one;
    attributes = ToJson(one.attributes);
    save_contact.execute(true);
  }
}

}  // namespace

Result<void> PeopleRecords::Save(const std::vector<people::Account>& accounts,
                                 const std::vector<people::Contact>& contacts, const std::string& actor) {
  return writer_.Run([&](WriteContext& context) -> Result<void> {
    context.Journal("people_saved", std::to_string(accounts.size() + contacts.size()), actor);
    WritePeople(context, accounts, contacts);
    return {};
  });
}

void MergePerson(WriteContext& context, const people::PersonChange& change) {
  people::Person known;
  known.contact = ReadContact(context.session(), change.contact);
  if (!change.account.empty()) known.account = ReadAccount(context.session(), change.account);
  const people::Person merged = people::Apply(change, std::move(known));
  std::vector<people::Account> accounts;
  if (merged.account) accounts.push_back(*merged.account);
  WritePeople(context, accounts, {*merged.contact});
}

std::optional<std::string> SettingRecords::Get(const std::string& key) {
  const std::lock_guard lock(mutex_);
  if (!loaded_) {
    const auto session = database_.Read();
    std::string name, value;
    soci::statement list = (session->prepare << Sql("list_settings"), soci::into(name), soci::into(value));
    for (bool more = list.execute(true); more; more = list.fetch()) known_[name] = value;
    loaded_ = true;
  }
  const auto found = known_.find(key);
  if (found == known_.end()) return std::nullopt;
  return found->second;
}

Result<void> SettingRecords::Set(const std::map<std::string, std::string>& values, const std::string& actor) {
  const auto result = writer_.Run([=](WriteContext& context) -> Result<void> {
    for (const auto& [key, value] : values) context.session() << Sql("set_setting"), soci::use(key), soci::use(value);
    context.Journal("settings_changed", values.size() == 1 ? values.begin()->first : "company", actor);
    return {};
  });
  const std::lock_guard lock(mutex_);
  loaded_ = false;
  known_.clear();
  return result;
}

Result<void> SettingRecords::Note(const std::string& kind, const std::string& subject, const std::string& actor) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    context.Journal(kind, subject, actor);
    return {};
  });
}

std::optional<insight::Seen> SettingRecords::FindSeen(const std::string& user, const std::string& page) {
  const auto session = database_.Read();
  long long seq = 0, at = 0;
  *session << Sql("find_seen"), soci::use(user), soci::use(page), soci::into(seq), soci::into(at);
  if (!session->got_data()) return std::nullopt;
  return insight::Seen{static_cast<std::uint64_t>(seq), at};
}

Result<void> SettingRecords::SaveSeen(const std::string& user, const std::string& page, std::uint64_t seq) {
  return writer_.Run([=](WriteContext& context) -> Result<void> {
    const long long up_to = static_cast<long long>(seq), now = context.now();
    context.session() << Sql("save_seen"), soci::use(user), soci::use(page), soci::use(up_to), soci::use(now);
    return {};
  });
}

std::vector<insight::AuditLine> SettingRecords::ListAudit(std::uint64_t before, int count) {
  const auto session = database_.Read();
  insight::AuditLine line;
  long long seq = 0, at = 0;
  const long long below = before == 0 ? std::numeric_limits<long long>::max() : static_cast<long long>(before);
  soci::statement list =
      (session->prepare << Sql("list_audit"), soci::into(seq), soci::into(line.kind), soci::into(line.id),
       soci::into(line.actor), soci::into(at), soci::into(line.former_actor), soci::use(below), soci::use(count));
  std::vector<insight::AuditLine> lines;
  for (bool more = list.execute(true); more; more = list.fetch()) {
    line.seq = static_cast<std::uint64_t>(seq);
    line.at = at;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace otklik::records
