#include <algorithm>
#include <cmath>

#include "demo/comments.hpp"
#include "demo/demo.hpp"
#include "demo/draw.hpp"
#include "demo/plan.hpp"

namespace otklik::demo {
namespace {

constexpr std::uint64_t kAnswerDraw = 201;
constexpr TimeMs kSecondMs = 1000;
constexpr TimeMs kMoscowMs = 3 * 3600 * kSecondMs;

// A criterion of relationship_b2b or partner: how good it is, and how much it goes with the general mood.
struct CriterionModel {
  const char* id;
  double mean;           // at mood 0, on the scale 1..10 (partner: 1..5)
  double weight;         // of mood
  double importance[3];  // economic_buyer, technical_buyer, user
  Topic topic;
};

constexpr CriterionModel kB2bCriteria[] = {
    {"terms", 7.6, 0.50, {9.2, 7.0, 6.2}, Topic::kTerms},
    {"proposal", 7.7, 0.45, {8.3, 7.0, 5.5}, Topic::kProposal},
    {"setup", 8.3, 0.40, {6.8, 8.8, 7.4}, Topic::kSetup},
    {"training", 7.9, 0.35, {5.6, 7.6, 8.2}, Topic::kTraining},
    {"reliability", 9.0, 0.75, {9.0, 9.6, 9.4}, Topic::kReliability},
    {"fit", 8.6, 0.55, {8.0, 8.6, 8.8}, Topic::kFit},
    {"support_speed", 8.4, 0.85, {7.8, 9.3, 9.2}, Topic::kSupportSpeed},
    {"support_people", 9.3, 0.50, {7.4, 8.8, 9.0}, Topic::kSupportPeople},
    {"renewal", 6.3, 0.95, {9.1, 8.2, 6.6}, Topic::kRenewal},
    {"manager", 9.1, 0.45, {8.4, 7.2, 6.4}, Topic::kManager},
};
constexpr double kRenewalGain = 2.0;  // on the scale of ten, since kRenewalImproved

constexpr CriterionModel kPartnerCriteria[] = {
    {"margin", 3.7, 0.30, {}, Topic::kMargin},
    {"registration", 4.1, 0.35, {}, Topic::kDeals},
    {"materials", 4.0, 0.20, {}, Topic::kMaterials},
    {"supply", 3.5, 0.40, {}, Topic::kSupply},
    {"presale", 4.3, 0.30, {}, Topic::kPresale},
    {"partner_support", 4.2, 0.35, {}, Topic::kPartnerSupport},
    {"partner_training", 4.0, 0.20, {}, Topic::kPartnerTraining},
    {"partner_manager", 4.6, 0.30, {}, Topic::kPartnerManager},
};

const std::vector<Topic> kHomeTopics = {Topic::kHomePrice,   Topic::kHomeRenewal, Topic::kHomeSpeed,  Topic::kHomeEase,
                                        Topic::kHomeUpdates, Topic::kHomeAccount, Topic::kHomeSupport};
// What private clients complain of: mostly the price and the renewal, later less of the latter.
const std::vector<Topic> kHomePains = {
    Topic::kHomePrice, Topic::kHomePrice, Topic::kHomeRenewal, Topic::kHomeRenewal, Topic::kHomeRenewal,
    Topic::kHomeSpeed, Topic::kHomeEase,  Topic::kHomeUpdates, Topic::kHomeAccount, Topic::kHomeSupport};
const std::vector<Topic> kHomePainsLater = {Topic::kHomePrice,   Topic::kHomePrice,  Topic::kHomeRenewal,
                                            Topic::kHomeSpeed,   Topic::kHomeEase,   Topic::kHomeUpdates,
                                            Topic::kHomeAccount, Topic::kHomeSupport};

int RoleIndex(const std::string& role) { return role == "economic_buyer" ? 0 : role == "technical_buyer" ? 1 : 2; }

std::string TenureBand(Day since, Day day) {
  const int years = static_cast<int>((day - since) / 365.25);
  if (years >= 10) return "10+";
  if (years >= 5) return "5-9";
  return years >= 2 ? "2-4" : "0-1";
}

// The answers of one slot, drawn from its own chance.
class Answering {
 public:
  Answering(const Slot& slot, std::string language, std::string role, Draw& draw)
      : slot_(slot), language_(std::move(language)), role_(RoleIndex(role)), draw_(draw) {
    improved_ = (slot.finished_at + kMoscowMs) / (24 * 3600 * kSecondMs) >= DayFromDate(kRenewalImproved);
  }

  json::object Make() {
    switch (slot_.survey) {
      case SurveyKind::kB2b:
        return B2b();
      case SurveyKind::kB2c:
        return B2c();
      case SurveyKind::kSupport:
        return Support();
      case SurveyKind::kPurchase:
        return Purchase();
      case SurveyKind::kPartner:
        return PartnerAnswers();
    }
    return {};
  }

 private:
  json::object B2b() {
    json::object criteria = Criteria(kB2bCriteria, 10, true);
    answers_["recommend"] = slot_.recommend;
    // On the phone most people say why.
    if (draw_.Chance(slot_.mode == Mode::kPhone ? 0.85 : 0.55)) answers_["reason"] = Comment();
    if (slot_.abandoned && draw_.Chance(0.6)) return std::move(answers_);
    Satisfied("satisfied");
    if (slot_.abandoned) return std::move(answers_);
    answers_["criteria"] = std::move(criteria);
    if (draw_.Chance(0.7)) answers_["importance"] = Importance();
    if (slot_.recommend <= 8 && draw_.Chance(0.6)) answers_["improve"] = MakeWish(pains_, language_, draw_);
    ContactRequest(0.30, 0.75);
    return std::move(answers_);
  }

  json::object B2c() {
    praised_ = kHomeTopics;
    pains_ = improved_ ? kHomePainsLater : kHomePains;
    answers_["recommend"] = slot_.recommend;
    if (draw_.Chance(slot_.recommend <= 6 ? 0.7 : 0.35)) answers_["reason"] = Comment();
    if (slot_.abandoned && draw_.Chance(0.7)) return std::move(answers_);
    Satisfied("satisfied");
    if (!slot_.abandoned) ContactRequest(0.10, 0.55);
    return std::move(answers_);
  }

  json::object Support() {
    praised_ = {Topic::kContact};
    pains_ = {Topic::kContact};
    answers_["effort"] = slot_.effort;
    if (slot_.abandoned && draw_.Chance(0.5)) return std::move(answers_);
    answers_["recommend"] = slot_.recommend;
    if (slot_.abandoned) return std::move(answers_);
    Satisfied("csat");
    if (draw_.Chance(0.45)) answers_["comment"] = Comment();
    ContactRequest(0.08, 0.6);
    return std::move(answers_);
  }

  json::object Purchase() {
    praised_ = {Topic::kPurchase};
    pains_ = {Topic::kPurchase, Topic::kPurchase};
    if (slot_.person_kind == PersonKind::kContact) pains_.push_back(Topic::kDocuments);
    answers_["recommend"] = slot_.recommend;
    if (slot_.abandoned) return std::move(answers_);
    Satisfied("csat");
    if (draw_.Chance(0.35)) answers_["comment"] = Comment();
    return std::move(answers_);
  }

  json::object PartnerAnswers() {
    json::object criteria = Criteria(kPartnerCriteria, 5, false);
    answers_["satisfied"] = slot_.satisfied;
    answers_["recommend"] = slot_.recommend;
    answers_["criteria"] = std::move(criteria);
    if (draw_.Chance(0.7)) answers_["comment"] = Comment();
    return std::move(answers_);
  }

  void Satisfied(const char* question) {
    if (slot_.satisfied >= 0) answers_[question] = slot_.satisfied;
  }

  void ContactRequest(double share_of_happy, double share_of_others) {
    if (draw_.Chance(0.05)) return;  // left out
    answers_["contact_request"] = draw_.Chance(slot_.recommend >= 9 ? share_of_happy : share_of_others);
  }

  // Scores the criteria; the best and the worst of them become what is praised and complained of.
  template <std::size_t N>
  json::object Criteria(const CriterionModel (&models)[N], int most, bool by_role) {
    json::object scores;
    scores.reserve(N);
    std::vector<std::pair<double, Topic>> felt;
    const double mood = std::clamp<double>(slot_.mood, -2.2, 2.2);
    for (const CriterionModel& model : models) {
      const bool gained = model.topic == Topic::kRenewal && improved_;
      double value = model.mean + model.weight * mood * (most == 10 ? 1.2 : 1.0) + (gained ? kRenewalGain : 0);
      value += (most == 10 ? 1.0 : 0.6) * draw_.Normal() + (slot_.mode == Mode::kPhone ? 0.2 : 0);
      const int score = std::clamp(static_cast<int>(std::lround(value)), 1, most);
      felt.emplace_back(score + 0.1 * draw_.Normal(), model.topic);
      if (by_role && draw_.Chance(UnknownShare(model.topic))) {
        scores[model.id] = "hard_to_say";
      } else if (!draw_.Chance(0.02)) {
        scores[model.id] = score;
      }
    }
    std::sort(felt.begin(), felt.end());
    for (std::size_t i = 0; i < 2; ++i) {
      pains_.push_back(felt[i].second);
      praised_.push_back(felt[N - 1 - i].second);
    }
    // Paperwork is no criterion of the questionnaire; it comes up all the same.
    if (by_role) pains_.push_back(draw_.Chance(0.4) ? Topic::kDocuments : felt[0].second);
    return scores;
  }

  // Buyers have seldom installed anything, and users have seldom seen an offer.
  double UnknownShare(Topic topic) const {
    const bool buying = topic == Topic::kTerms || topic == Topic::kProposal || topic == Topic::kRenewal;
    const bool using_it = topic == Topic::kSetup || topic == Topic::kTraining || topic == Topic::kSupportPeople;
    if (role_ == 2 && buying) return 0.45;
    if (role_ == 0 && using_it) return 0.35;
    return 0.04;
  }

  json::object Importance() {
    json::object scores;
    scores.reserve(std::size(kB2bCriteria));
    for (const CriterionModel& model : kB2bCriteria) {
      const double value = model.importance[role_] + 0.9 * draw_.Normal();
      scores[model.id] = std::clamp(static_cast<int>(std::lround(value)), 1, 10);
    }
    return scores;
  }

  std::string Comment() { return MakeComment({slot_.recommend, praised_, pains_}, language_, draw_); }

  const Slot& slot_;
  std::string language_;
  int role_;
  Draw& draw_;
  bool improved_ = false;
  std::vector<Topic> praised_, pains_;
  json::object answers_;
};

const char* SurveyKey(SurveyKind survey) {
  static constexpr const char* kKeys[] = {"relationship_b2b", "relationship_b2c", "support", "purchase", "partner"};
  return kKeys[static_cast<std::size_t>(survey)];
}

const char* ChannelOf(Mode mode) {
  static constexpr const char* kChannels[] = {"email", "phone", "web"};
  return kChannels[static_cast<std::size_t>(mode)];
}

// Whom the response is of, and what is stamped on it.
void Stamp(const Company& company, const Slot& slot, Response& response) {
  const Day day = static_cast<Day>((slot.finished_at + kMoscowMs) / (24 * 3600 * kSecondMs));
  auto& dimensions = response.dimensions;
  if (slot.person_kind == PersonKind::kClient) {
    const PrivateClient& client = company.clients[slot.person];
    response.contact = client.id;
    response.language = client.language;
    dimensions = {{"segment", "private"}, {"tenure", TenureBand(client.customer_since, day)}};
    return;
  }
  const bool staff = slot.person_kind == PersonKind::kPartnerStaff;
  const Contact& contact = (staff ? company.partner_staff : company.contacts)[slot.person];
  response.contact = contact.id;
  response.language = contact.language;
  dimensions["role"] = contact.role;
  if (staff) {
    dimensions["partner"] = company.partners[IndexOf(contact.account)].name;
    return;
  }
  const Account& account = company.accounts[IndexOf(contact.account)];
  response.account = account.id;
  dimensions["account"] = account.name;
  dimensions["segment"] = account.segment;
  dimensions["partner"] = company.partners[IndexOf(account.partner)].name;
  dimensions["tenure"] = TenureBand(account.customer_since, day);
}

Uuid DrawId(Draw& draw) {
  Uuid id;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) id.bytes[i] = static_cast<std::uint8_t>(draw.Below(256));
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

Response MakeResponse(const Company& company, const Slot& slot) {
  Draw draw(company.seed, kAnswerDraw, slot.number);
  Response response;
  response.id = DrawId(draw);
  response.survey = SurveyKey(slot.survey);
  response.channel = ChannelOf(slot.mode);
  response.abandoned = slot.abandoned;
  Stamp(company, slot, response);
  const int seconds = slot.survey == SurveyKind::kB2b ? draw.Between(150, 420) : draw.Between(30, 180);
  response.finished_at = slot.finished_at;
  response.started_at = slot.finished_at - seconds * kSecondMs;
  const auto role = response.dimensions.find("role");
  response.answers =
      Answering(slot, response.language, role == response.dimensions.end() ? std::string() : role->second, draw).Make();
  return response;
}

}  // namespace

void GenerateResponses(const Company& company, const std::function<void(const Response&)>& take) {
  for (const Slot& slot : MakePlan(company)) take(MakeResponse(company, slot));
}

}  // namespace otklik::demo
