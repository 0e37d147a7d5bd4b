// Who answers what, when and with which scores: the part of the demo company that its figures depend on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "demo/demo.hpp"

namespace otklik::demo {

// The licence renewal process changes: notices go out two months ahead, one invoice, no new contract.
inline constexpr Date kRenewalImproved{2019, 7, 1};

enum class SurveyKind : std::uint8_t { kB2b, kB2c, kSupport, kPurchase, kPartner };
enum class PersonKind : std::uint8_t { kContact, kClient, kPartnerStaff };
enum class Mode : std::uint8_t { kEmail, kPhone, kWeb };

struct Slot {
  SurveyKind survey;
  PersonKind person_kind;
  Mode mode;
  bool abandoned = false;
  std::uint32_t person = 0;  // index into contacts, clients or partner_staff
  std::uint32_t number = 0;  // of the slot, for its own chance
  TimeMs finished_at = 0;
  float mood = 0;  // standardised; higher is happier
  std::int8_t recommend = -1;
  std::int8_t satisfied = -1;  // or csat
  std::int8_t effort = -1;     // support
};

// In order of finished_at. Looks at nothing of the company that depends on scores (value, renewal).
std::vector<Slot> MakePlan(const Company& company);

// The index that an id ends in: account-0001 is 0.
std::size_t IndexOf(const std::string& id);

// How inclined a person is to be happy, the same in every response; mean about 0.
double Inclination(const Company& company, PersonKind kind, std::uint32_t person);

}  // namespace otklik::demo
