#include "people/people.hpp"

namespace otklik::people {
namespace {

constexpr std::string_view kAttribute = "attributes.";

void Put(Attributes& attributes, const std::string& field, const std::string& value) {
  if (field.starts_with(kAttribute)) attributes[field.substr(kAttribute.size())] = value;
}

void Put(Contact& contact, const std::string& field, const std::string& value) {
  if (field == "name") contact.name = value;
  if (field == "email") contact.email = value;
  if (field == "role") contact.role = value;
  if (field == "language") contact.language = value;
  Put(contact.attributes, field, value);
}

void Put(Account& account, const std::string& field, const std::string& value) {
  if (field == "name") account.name = value;
  if (field == "segment") account.segment = value;
  if (field == "partner") account.partner = value;
  if (field == "tenure") account.tenure = value;
  Put(account.attributes, field, value);
}

}  // namespace

Person Apply(const PersonChange& change, Person known) {
  if (!known.contact) known.contact.emplace();
  known.contact->id = change.contact;
  for (const auto& [field, value] : change.contact_fields) Put(*known.contact, field, value);
  if (change.account.empty()) return known;
  known.contact->account = change.account;
  if (!known.account) known.account = Account{change.account, change.account, "", "", "", {}};
  for (const auto& [field, value] : change.account_fields) Put(*known.account, field, value);
  return known;
}

survey::Facts FactsOf(const Person& person) {
  survey::Facts facts;
  if (person.contact) {
    facts["contact.name"] = person.contact->name;
    facts["contact.role"] = person.contact->role;
    facts["contact.language"] = person.contact->language;
    for (const auto& [key, value] : person.contact->attributes) facts["contact.attributes." + key] = value;
  }
  if (person.account) {
    facts["account.name"] = person.account->name;
    facts["account.segment"] = person.account->segment;
    facts["account.partner"] = person.account->partner;
    facts["account.tenure"] = person.account->tenure;
    for (const auto& [key, value] : person.account->attributes) facts["account.attributes." + key] = value;
  }
  return facts;
}

}  // namespace otklik::people
