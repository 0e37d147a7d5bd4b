#include "demo/plan.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "demo/draw.hpp"

namespace otklik::demo {
namespace {

constexpr TimeMs kHourMs = 3'600'000;
constexpr TimeMs kDayMs = 24 * kHourMs;
constexpr TimeMs kMoscowMs = 3 * kHourMs;

enum Stream : std::uint64_t { kChoice = 101, kTimes, kMoods, kAccountMood, kContactMood, kClientMood, kStaffMood };

// Shares of scores that give a figure exactly: NPS = top - bottom, NSAT likewise, CES and PSI = top.
struct Quota {
  double recommend_top, recommend_bottom;
  double satisfied_top = 0, satisfied_bottom = 0;
  double effort_top = 0;
};

// One group of responses with figures of its own.
struct Cell {
  SurveyKind survey;
  PersonKind person_kind;
  int year;
  Mode mode;
  int count;
  int abandoned;
  Quota quota;
};

// B2B by e-mail went on for a small part of the contacts in 2019, so that the change of mode can be told from the
// change of service.
constexpr Cell kCells[] = {
    {SurveyKind::kB2b, PersonKind::kContact, 2018, Mode::kEmail, 100, 6, {.70, .10, .74, .14}},
    {SurveyKind::kB2b, PersonKind::kContact, 2019, Mode::kEmail, 96, 6, {.75, .09, .80, .10}},
    {SurveyKind::kB2b, PersonKind::kContact, 2019, Mode::kPhone, 1200, 24, {.83, .04, .90, .04}},
    {SurveyKind::kB2c, PersonKind::kClient, 2018, Mode::kEmail, 14'000, 460, {.76, .06, .77, .09}},
    {SurveyKind::kB2c, PersonKind::kClient, 2019, Mode::kEmail, 14'639, 480, {.775, .055, .79, .08}},
    {SurveyKind::kSupport, PersonKind::kContact, 2018, Mode::kEmail, 600, 20, {.82, .06, .86, .05, .81}},
    {SurveyKind::kSupport, PersonKind::kClient, 2018, Mode::kEmail, 1900, 60, {.82, .06, .86, .05, .81}},
    {SurveyKind::kSupport, PersonKind::kContact, 2019, Mode::kEmail, 1100, 30, {.87, .04, .90, .03, .88}},
    {SurveyKind::kSupport, PersonKind::kClient, 2019, Mode::kEmail, 2900, 80, {.87, .04, .90, .03, .88}},
    {SurveyKind::kPurchase, PersonKind::kContact, 2018, Mode::kEmail, 220, 0, {.70, .10, .78, .08}},
    {SurveyKind::kPurchase, PersonKind::kClient, 2018, Mode::kWeb, 1300, 40, {.72, .10, .79, .08}},
    {SurveyKind::kPurchase, PersonKind::kContact, 2019, Mode::kEmail, 260, 0, {.76, .08, .82, .06}},
    {SurveyKind::kPurchase, PersonKind::kClient, 2019, Mode::kWeb, 1600, 40, {.75, .09, .81, .07}},
    {SurveyKind::kPartner, PersonKind::kPartnerStaff, 2018, Mode::kWeb, 144, 0, {.55, .15, .833, .056}},
    {SurveyKind::kPartner, PersonKind::kPartnerStaff, 2019, Mode::kWeb, 144, 0, {.60, .13, .861, .042}},
};

Day SinceOf(const Company& company, PersonKind kind, std::uint32_t person) {
  if (kind == PersonKind::kClient) return company.clients[person].customer_since;
  if (kind == PersonKind::kPartnerStaff) return 0;
  return company.accounts[IndexOf(company.contacts[person].account)].customer_since;
}

std::size_t PeopleOf(const Company& company, PersonKind kind) {
  switch (kind) {
    case PersonKind::kClient:
      return company.clients.size();
    case PersonKind::kContact:
      return company.contacts.size();
    case PersonKind::kPartnerStaff:
      return company.partner_staff.size();
  }
  return 0;
}

double TenureMood(int years) { return years >= 10 ? 0.55 : years >= 5 ? 0.4 : years >= 2 ? 0.0 : -0.1; }

// Different people, in random order, who were clients before the year began; everybody again when they run out.
std::vector<std::uint32_t> ChoosePeople(const Company& company, const Cell& cell, std::size_t count, Draw& draw) {
  const Day begins = DayFromDate({cell.year, 1, 1});
  std::vector<std::uint32_t> all, chosen;
  for (std::uint32_t person = 0; person < PeopleOf(company, cell.person_kind); ++person) {
    if (SinceOf(company, cell.person_kind, person) <= begins) all.push_back(person);
  }
  while (chosen.size() < count) {
    draw.Shuffle(all);
    chosen.insert(chosen.end(), all.begin(),
                  all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), count - chosen.size())));
  }
  return chosen;
}

int DrawMonth(const Cell& cell, Draw& draw, int turn) {
  if (cell.survey == SurveyKind::kPartner) return turn % 2 == 0 ? 5 : 11;
  if (cell.survey == SurveyKind::kB2b && cell.mode == Mode::kEmail) return draw.Chance(0.5) ? 4 : 10;
  // The programme speaks with most companies in autumn, before budgets are made.
  if (cell.survey == SurveyKind::kB2b && draw.Chance(0.2)) return draw.Between(9, 11);
  return draw.Between(1, 12);
}

int DaysIn(int year, int month) {
  const Day begins = DayFromDate({year, month, 1});
  return month == 12 ? 31 : static_cast<int>(DayFromDate({year, month + 1, 1}) - begins);
}

// Companies answer on weekdays: Friday for the weekend, or Monday where that would be another month.
Day NearWeekday(Day day) {
  const int weekday = (day + 3) % 7;  // 1970-01-01 was a Thursday
  if (weekday < 5) return day;
  return DateFromDay(day).day > weekday - 4 ? day - (weekday - 4) : day + (7 - weekday);
}

TimeMs DrawTime(const Cell& cell, Mode mode, Draw& draw, int turn) {
  const int month = DrawMonth(cell, draw, turn);
  Day day = DayFromDate({cell.year, month, draw.Between(1, DaysIn(cell.year, month))});
  const bool business = cell.person_kind != PersonKind::kClient;
  if (business) day = NearWeekday(day);
  const int hour = mode == Mode::kPhone || business ? draw.Between(9, 18) : draw.Between(8, 22);
  return day * kDayMs + hour * kHourMs + draw.Below(static_cast<int>(kHourMs)) - kMoscowMs;
}

// The renewal process improved in mid-2019, and business clients felt it most.
double TrendMood(SurveyKind survey, TimeMs at) {
  const Day day = static_cast<Day>((at + kMoscowMs) / kDayMs);
  const double years = (day - DayFromDate({2018, 1, 1})) / 365.25;
  const bool improved = day >= DayFromDate(kRenewalImproved);
  const double step = survey == SurveyKind::kB2b ? 0.35 : survey == SurveyKind::kB2c ? 0.18 : 0.05;
  return 0.1 * years + (improved ? step : 0.0);
}

Mode ModeOf(const Cell& cell, Draw& draw) {
  if (cell.survey == SurveyKind::kB2c && draw.Chance(0.12)) return Mode::kWeb;  // the feedback button
  if (cell.survey == SurveyKind::kSupport && draw.Chance(0.35)) return Mode::kWeb;
  return cell.mode;
}

// Gives the n slots, worst first, the scores in these shares: shares[i] for score first + i.
void Deal(std::span<Slot* const> worst_first, std::int8_t first, std::span<const double> shares,
          std::int8_t Slot::*score) {
  const auto n = static_cast<double>(worst_first.size());
  double cumulative = 0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    cumulative += shares[i];
    const auto end =
        i + 1 == shares.size() ? worst_first.size() : static_cast<std::size_t>(std::lround(cumulative * n));
    for (; at < end; ++at) worst_first[at]->*score = static_cast<std::int8_t>(first + static_cast<int>(i));
  }
}

void DealRecommend(std::span<Slot* const> worst_first, const Quota& quota) {
  const double d = quota.recommend_bottom, p = quota.recommend_top, passive = 1 - p - d;
  const double shares[] = {.07 * d, .04 * d,       .07 * d,       .10 * d, .12 * d, .24 * d,
                           .36 * d, .38 * passive, .62 * passive, .42 * p, .58 * p};
  Deal(worst_first, 0, shares, &Slot::recommend);
}

void DealSatisfied(std::span<Slot* const> worst_first, const Quota& quota) {
  const double b = quota.satisfied_bottom, t = quota.satisfied_top;
  const double shares[] = {.35 * b, .65 * b, 1 - t - b, .45 * t, .55 * t};
  Deal(worst_first, 1, shares, &Slot::satisfied);
}

void DealEffort(std::span<Slot* const> worst_first, const Quota& quota) {
  const double e = quota.effort_top, r = 1 - e;
  const double shares[] = {.10 * r, .15 * r, .25 * r, .50 * r, .18 * e, .32 * e, .50 * e};
  Deal(worst_first, 1, shares, &Slot::effort);
}

// Worst first by mood and some noise of this question's own.
std::vector<Slot*> Ranked(std::vector<Slot*> slots, double noise, Draw& draw) {
  std::vector<std::pair<double, Slot*>> keyed;
  for (Slot* slot : slots) keyed.emplace_back(slot->mood + noise * draw.Normal(), slot);
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->number < b.second->number;
  });
  std::vector<Slot*> ranked;
  for (const auto& entry : keyed) ranked.push_back(entry.second);
  return ranked;
}

void DealScores(std::vector<Slot*> slots, const Quota& quota, Draw& draw) {
  DealRecommend(Ranked(slots, 0.0, draw), quota);
  // A few leave the second question out; those who answer it make up its figure.
  std::vector<Slot*> answering;
  for (Slot* slot : slots) {
    if (slot->survey == SurveyKind::kPartner || !draw.Chance(0.02)) answering.push_back(slot);
  }
  if (quota.satisfied_top > 0) DealSatisfied(Ranked(answering, 0.6, draw), quota);
  if (quota.effort_top > 0) DealEffort(Ranked(slots, 0.6, draw), quota);
}

void PlanCell(const Company& company, const Cell& cell, std::uint64_t index, std::vector<Slot>& plan) {
  Draw choice(company.seed, kChoice, index), times(company.seed, kTimes, index), moods(company.seed, kMoods, index);
  const auto total = static_cast<std::size_t>(cell.count + cell.abandoned);
  const auto people = ChoosePeople(company, cell, total, choice);
  const std::size_t first = plan.size();
  for (std::size_t i = 0; i < total; ++i) {
    Slot slot{cell.survey, cell.person_kind, ModeOf(cell, choice)};
    slot.abandoned = i >= static_cast<std::size_t>(cell.count);
    slot.person = people[i];
    slot.number = static_cast<std::uint32_t>(plan.size());
    slot.finished_at = DrawTime(cell, slot.mode, times, static_cast<int>(i / 72));
    slot.mood = static_cast<float>(Inclination(company, cell.person_kind, slot.person) +
                                   TrendMood(cell.survey, slot.finished_at) + 0.6 * moods.Normal());
    plan.push_back(slot);
  }
  std::vector<Slot*> finished, abandoned;
  for (std::size_t i = first; i < plan.size(); ++i) (plan[i].abandoned ? abandoned : finished).push_back(&plan[i]);
  DealScores(std::move(finished), cell.quota, moods);
  DealScores(std::move(abandoned), cell.quota, moods);
}

}  // namespace

std::size_t IndexOf(const std::string& id) {
  std::size_t number = 0;
  for (std::size_t i = id.rfind('-') + 1; i < id.size(); ++i)
    number = number * 10 + static_cast<std::size_t>(id[i] - '0');
  return number - 1;
}

double Inclination(const Company& company, PersonKind kind, std::uint32_t person) {
  if (kind == PersonKind::kClient) {
    return 0.8 * Draw(company.seed, kClientMood, person).Normal() + TenureMood(company.clients[person].tenure_years);
  }
  if (kind == PersonKind::kPartnerStaff) return 0.8 * Draw(company.seed, kStaffMood, person).Normal();
  const Contact& contact = company.contacts[person];
  const std::size_t number = IndexOf(contact.account);
  const Account& account = company.accounts[number];
  double mood = 0.55 * Draw(company.seed, kAccountMood, number).Normal() +
                0.45 * Draw(company.seed, kContactMood, person).Normal() + TenureMood(account.tenure_years);
  mood += company.partners[IndexOf(account.partner)].below_target ? -0.75 : 0.15;
  if (account.segment == "large") mood += 0.1;
  if (account.segment == "small") mood -= 0.1;
  if (contact.role == "economic_buyer") mood -= 0.1;
  if (contact.role == "technical_buyer") mood += 0.1;
  return mood;
}

std::vector<Slot> MakePlan(const Company& company) {
  std::vector<Slot> plan;
  plan.reserve(45'000);
  for (std::size_t i = 0; i < std::size(kCells); ++i) PlanCell(company, kCells[i], i, plan);
  std::sort(plan.begin(), plan.end(), [](const Slot& a, const Slot& b) {
    return a.finished_at != b.finished_at ? a.finished_at < b.finished_at : a.number < b.number;
  });
  return plan;
}

}  // namespace otklik::demo
