// The demo company: a software vendor that sells through partners, over 2018 and 2019. The figures it comes out with
// are those of DOMAIN's programme (see docs/demo.md): B2B relationship NPS and net satisfaction 60 / 60 % by e-mail in
// 2018 and 79 / 86 % by phone in 2019, with twelve times the respondents; B2C 70 / 68 and 72 / 71; after contact tNPS
// 83 % and CES 88 % in 2019; PSI 83 % and then 86 %. Pure: the same seed gives the same company, byte for byte.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/time.hpp"

namespace otklik::demo {

inline constexpr int kPartnerNpsTarget = 75;

struct Partner {
  std::string id;  // "partner-01"
  std::string name;
  std::string city;
  bool below_target = false;  // its clients' relationship NPS of 2019 is under kPartnerNpsTarget
  double revenue = 0;         // roubles a year, of its accounts; below target half of the others' on average
};

struct Account {
  std::string id;       // "account-0001"
  std::string name;     // of a company
  std::string segment;  // small | medium | large
  std::string partner;  // Partner::id
  std::string city;
  std::string industry;
  int tenure_years = 0;       // at the end of 2019
  double revenue = 0;         // roubles a year
  double lifetime_value = 0;  // roubles; by responses, promoters' accounts have 1.5 times that of detractors'
  bool renewed = false;       // the licence that ended in 2019; detractors' accounts half as often as promoters'
  Day customer_since = 0;
};

struct Contact {
  std::string id;       // "contact-00001"
  std::string account;  // Account::id; of a partner's staff: Partner::id
  std::string name;
  std::string role;      // economic_buyer | technical_buyer | user; of a partner's staff: partner
  std::string position;  // a job title in the contact's language
  std::string language;  // ru | en
  std::string email;     // at example.com
  std::string phone;
};

struct PrivateClient {
  std::string id;  // "client-00001"
  std::string name;
  std::string language;
  std::string email;
  int tenure_years = 0;
  double lifetime_value = 0;
  bool renewed = false;
  Day customer_since = 0;
};

struct Company {
  std::uint64_t seed = 0;
  std::vector<Partner> partners;       // 8
  std::vector<Account> accounts;       // 400
  std::vector<Contact> contacts;       // of accounts, three roles each or more
  std::vector<Contact> partner_staff;  // nine of each partner
  std::vector<PrivateClient> clients;  // 30,000
};

struct Response {
  Uuid id;
  std::string survey;  // relationship_b2b, relationship_b2c, support, purchase, partner: keys of catalog/questionnaires
  std::string language;  // ru | en
  std::string channel;   // email | phone | web
  std::string account;   // Account::id, or empty
  std::string contact;   // Contact::id or PrivateClient::id
  // As stamped when answered: account (name), segment (small | medium | large | private), partner (name), role, tenure
  // ("0-1", "2-4", "5-9", "10+"); only those that apply.
  std::map<std::string, std::string> dimensions;
  TimeMs started_at = 0;
  TimeMs finished_at = 0;
  bool abandoned = false;  // closed after its last answered page
  json::object answers;    // survey::CheckResponse takes them, `partial` where abandoned
};

// Under a second in a release build.
Company Generate(std::uint64_t seed = 2019);

// Every response of the two years in order of finished_at, made one by one; about 40,000. 30,035 of them are finished
// relationship questionnaires.
void GenerateResponses(const Company& company, const std::function<void(const Response&)>& take);

}  // namespace otklik::demo
