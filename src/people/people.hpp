// Accounts and contacts: who the clients are. Plain structs and the store they live in.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "survey/survey.hpp"

namespace otklik::people {

using Attributes = std::map<std::string, std::string>;

struct Account {
  std::string id, name, segment, partner, tenure;
  Attributes attributes;
};

struct Contact {
  std::string id, account, name, email, role, language;
  Attributes attributes;
};

// A contact with its account, as a response is stamped with them.
struct Person {
  std::optional<Contact> contact;
  std::optional<Account> account;
};

class PeopleStore {
 public:
  virtual ~PeopleStore() = default;
  virtual Person FindPerson(const std::string& contact_id) = 0;
  virtual Person FindPersonByEmail(const std::string& email) = 0;
  virtual std::optional<Account> FindAccount(const std::string& id) = 0;
  virtual std::map<std::string, std::string> AccountNames() = 0;  // name by id
  // Adds or replaces both; an account without an id is left out. `done` is called once they are kept.
  virtual void SaveLater(Account account, Contact contact, std::function<void(Result<void>)> done) = 0;
};

// What the questionnaire engine may know of a person: contact.name, account.segment, contact.attributes.x ...
survey::Facts FactsOf(const Person& person);

}  // namespace otklik::people
