// Accounts and contacts: who the clients are. Plain structs and the store they live in.
#pragma once

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

// What somebody says of a contact and its account. Only the fields named replace what is known: "name", "email",
// "role", "language", "segment", "partner", "tenure", "attributes.x".
struct PersonChange {
  std::string contact, account;  // ids; an empty account leaves the contact where it is
  std::map<std::string, std::string> contact_fields, account_fields;
};

// `known` is the contact of that id, if there is one, and the account named or else the contact's own. An account that
// is new is called by its id until it gets a name.
Person Apply(const PersonChange& change, Person known);

class PeopleStore {
 public:
  virtual ~PeopleStore() = default;
  virtual Person FindPerson(const std::string& contact_id) = 0;
  virtual Person FindPersonByEmail(const std::string& email) = 0;
  virtual std::optional<Account> FindAccount(const std::string& id) = 0;
  virtual std::map<std::string, std::string> AccountNames() = 0;  // name by id
};

// What the questionnaire engine may know of a person: contact.name, account.segment, contact.attributes.x ...
survey::Facts FactsOf(const Person& person);

}  // namespace otklik::people
