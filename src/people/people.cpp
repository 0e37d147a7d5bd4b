#include "people/people.hpp"

namespace otklik::people {

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
