// The clauses that comments are made of: what is said, about what, and in what tone. Clauses begin with a small letter
// and have no full stop. {days}, {weeks}, {hours} stand for a number with its noun.
#pragma once

#include <span>
#include <string_view>

namespace otklik::demo {

enum class Topic {
  // of companies, in the order of the criteria of relationship_b2b
  kTerms,
  kProposal,
  kSetup,
  kTraining,
  kReliability,
  kFit,
  kSupportSpeed,
  kSupportPeople,
  kRenewal,
  kManager,
  kDocuments,
  // of private clients
  kHomePrice,
  kHomeRenewal,
  kHomeSpeed,
  kHomeEase,
  kHomeUpdates,
  kHomeAccount,
  kHomeSupport,
  // after an event
  kContact,
  kPurchase,
  // of partners, in the order of the criteria of partner
  kMargin,
  kDeals,
  kMaterials,
  kSupply,
  kPresale,
  kPartnerSupport,
  kPartnerTraining,
  kPartnerManager,
  kGeneral,
};
inline constexpr int kTopics = static_cast<int>(Topic::kGeneral) + 1;

enum class Tone { kPraise, kComplaint, kWish };

struct Clause {
  Topic topic;
  Tone tone;
  std::string_view text;
};

std::span<const Clause> RussianBusinessClauses();
std::span<const Clause> RussianHomeClauses();
std::span<const Clause> EnglishBusinessClauses();
std::span<const Clause> EnglishHomeClauses();

}  // namespace otklik::demo
