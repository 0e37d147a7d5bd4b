#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "demo/demo.hpp"
#include "demo/draw.hpp"
#include "demo/names.hpp"
#include "demo/plan.hpp"

namespace otklik::demo {
namespace {

enum Stream : std::uint64_t { kPartnerDraw = 1, kAccountDraw, kContactDraw, kStaffDraw, kClientDraw, kMoneyDraw };

constexpr std::size_t kAccounts = 400;
constexpr std::size_t kClients = 30'000;
constexpr int kStaffOfPartner = 9;
const Day kEnd = DayFromDate({2019, 12, 31});

struct Segment {
  std::string_view id;
  std::size_t accounts;
  int contacts;
  double revenue;  // roubles a year, median
};
constexpr Segment kSegments[] = {{"small", 200, 3, 240'000}, {"medium", 140, 4, 650'000}, {"large", 60, 6, 1'400'000}};

// Four of the eight partners are below the target; those have half as many accounts of every size.
constexpr std::string_view kPartnerNames[] = {"Первая лицензия",   "Софтресурс",   "Северный интегратор",
                                              "Волга-Софт",        "Компас-ИТ",    "Линия данных",
                                              "Уральские системы", "Цифровой двор"};
constexpr int kDealing[] = {0, 4, 1, 2, 5, 3, 0, 6, 1, 2, 7, 3};

std::string MailOf(const Person& person, std::size_t number) {
  return fmt::format("{}.{}@example.com", person.mailbox, number + 1);
}

// Code 000 is nobody's.
std::string DrawPhone(Draw& draw) {
  return fmt::format("+7 000 {:03}-{:02}-{:02}", draw.Below(1000), draw.Below(100), draw.Below(100));
}

// Years as a client, at the end of 2019: many of one to four, a tail of up to sixteen.
int DrawTenure(Draw& draw, double share_new) {
  const double at = draw.Unit();
  if (at < share_new) return 0;
  if (at < 0.52) return draw.Between(1, 4);
  if (at < 0.84) return draw.Between(5, 9);
  return draw.Between(10, 16);
}

Day DrawSince(Draw& draw, int tenure_years) {
  return kEnd - static_cast<Day>(tenure_years * 365.25) - 1 - draw.Below(364);
}

void AddPartners(Company& company) {
  Draw draw(company.seed, kPartnerDraw, 0), staff(company.seed, kStaffDraw, 0);
  for (std::size_t i = 0; i < std::size(kPartnerNames); ++i) {
    Partner partner;
    partner.id = fmt::format("partner-{:02}", i + 1);
    partner.name = kPartnerNames[i];
    partner.city = DrawCity(draw);
    partner.below_target = i >= 4;
    for (int k = 0; k < kStaffOfPartner; ++k) {
      const std::size_t number = company.partner_staff.size();
      const Person person = DrawPerson(staff, "ru");
      company.partner_staff.push_back({fmt::format("staff-{:03}", number + 1), partner.id, person.name, "partner",
                                       DrawPosition(staff, "partner", "ru"), "ru", MailOf(person, number),
                                       DrawPhone(staff)});
    }
    company.partners.push_back(std::move(partner));
  }
}

void AddContacts(Company& company, const Account& account, int count, Draw& draw) {
  static constexpr std::string_view kRoles[] = {"economic_buyer", "technical_buyer", "user"};
  for (int k = 0; k < count; ++k) {
    const std::size_t number = company.contacts.size();
    const std::string language = draw.Chance(0.1) ? "en" : "ru";
    const std::string role(kRoles[k < 3 ? k : 1 + draw.Below(2)]);
    const Person person = DrawPerson(draw, language);
    company.contacts.push_back({fmt::format("contact-{:05}", number + 1), account.id, person.name, role,
                                DrawPosition(draw, role, language), language, MailOf(person, number), DrawPhone(draw)});
  }
}

void AddAccounts(Company& company) {
  Draw draw(company.seed, kAccountDraw, 0), contacts(company.seed, kContactDraw, 0);
  const std::vector<CompanyName> names = DrawCompanyNames(draw, kAccounts);
  for (const Segment& segment : kSegments) {
    std::vector<double> revenues;
    for (std::size_t k = 0; k < segment.accounts; ++k) {
      revenues.push_back(std::round(segment.revenue * std::exp(0.3 * draw.Normal()) / 1000) * 1000);
    }
    // Dealt out by size, so that no partner gets all the big ones.
    std::sort(revenues.begin(), revenues.end());
    for (std::size_t k = 0; k < segment.accounts; ++k) {
      const std::size_t number = company.accounts.size();
      Account account;
      account.id = fmt::format("account-{:04}", number + 1);
      account.name = names[number].name;
      account.industry = names[number].industry;
      account.segment = segment.id;
      account.partner = company.partners[static_cast<std::size_t>(kDealing[number % std::size(kDealing)])].id;
      account.city = DrawCity(draw);
      account.tenure_years = DrawTenure(draw, 0.05);
      account.customer_since = DrawSince(draw, account.tenure_years);
      account.revenue = revenues[k];
      AddContacts(company, account, segment.contacts, contacts);
      company.accounts.push_back(std::move(account));
    }
  }
  for (const Account& account : company.accounts) company.partners[IndexOf(account.partner)].revenue += account.revenue;
}

void AddClients(Company& company) {
  Draw draw(company.seed, kClientDraw, 0);
  company.clients.reserve(kClients);
  for (std::size_t number = 0; number < kClients; ++number) {
    PrivateClient client;
    client.id = fmt::format("client-{:05}", number + 1);
    client.language = draw.Chance(0.06) ? "en" : "ru";
    const Person person = DrawPerson(draw, client.language);
    client.name = person.name;
    client.email = MailOf(person, number);
    client.tenure_years = DrawTenure(draw, 0.12);
    client.customer_since = DrawSince(draw, client.tenure_years);
    company.clients.push_back(std::move(client));
  }
}

// What relationship responses said about each owner of a value (an account or a private client).
struct Said {
  std::vector<double>
      loyalty;  // by owner: mean of 1 promoter, 1/2 passive, 0 detractor; passives where nobody answered
  std::vector<char> complained;                      // by owner: a detractor was among them
  std::vector<std::uint32_t> promoters, detractors;  // owner of each such response
};

Said Listen(const std::vector<Slot>& plan, SurveyKind survey, std::size_t owners,
            const std::function<std::uint32_t(std::uint32_t)>& owner_of) {
  Said said{std::vector<double>(owners, 0), std::vector<char>(owners, 0), {}, {}};
  std::vector<int> answers(owners, 0);
  for (const Slot& slot : plan) {
    if (slot.survey != survey || slot.abandoned) continue;
    const std::uint32_t owner = owner_of(slot.person);
    const bool promoter = slot.recommend >= 9, detractor = slot.recommend <= 6;
    said.loyalty[owner] += promoter ? 1 : detractor ? 0 : 0.5;
    ++answers[owner];
    if (promoter) said.promoters.push_back(owner);
    if (detractor) {
      said.detractors.push_back(owner);
      said.complained[owner] = 1;
    }
  }
  for (std::size_t i = 0; i < owners; ++i) said.loyalty[i] = answers[i] > 0 ? said.loyalty[i] / answers[i] : 0.7;
  return said;
}

double MeanOver(const std::vector<std::uint32_t>& owners, const std::vector<double>& values) {
  double sum = 0;
  for (const std::uint32_t owner : owners) sum += values[owner];
  return sum / static_cast<double>(owners.size());
}

// base * exp(slope * loyalty) with the slope at which promoters' responses carry 1.5 times detractors' value.
std::vector<double> TuneValue(const Said& said, const std::vector<double>& base) {
  constexpr double kRatio = 1.5;
  double low = -3, high = 3;
  std::vector<double> values(base.size());
  for (int step = 0; step < 50; ++step) {
    const double slope = (low + high) / 2;
    for (std::size_t i = 0; i < base.size(); ++i) values[i] = base[i] * std::exp(slope * said.loyalty[i]);
    (MeanOver(said.promoters, values) < kRatio * MeanOver(said.detractors, values) ? low : high) = slope;
  }
  return values;
}

// Renewed with 0.86 where nobody was a detractor, with 0.40 where somebody was: exact shares, random members.
std::vector<char> DealRenewals(const Said& said, Draw& draw) {
  std::vector<char> renewed(said.complained.size(), 0);
  for (const char complained : {0, 1}) {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < renewed.size(); ++i) {
      if (said.complained[i] == complained) members.push_back(i);
    }
    draw.Shuffle(members);
    const auto count =
        static_cast<std::size_t>(std::lround(static_cast<double>(members.size()) * (complained ? 0.40 : 0.86)));
    for (std::size_t k = 0; k < count; ++k) renewed[members[k]] = 1;
  }
  return renewed;
}

void SetAccountMoney(Company& company, const std::vector<Slot>& plan) {
  Draw draw(company.seed, kMoneyDraw, 1);
  const Said said = Listen(plan, SurveyKind::kB2b, company.accounts.size(), [&company](std::uint32_t contact) {
    return static_cast<std::uint32_t>(IndexOf(company.contacts[contact].account));
  });
  std::vector<double> base;
  for (const Account& account : company.accounts) base.push_back(3 * account.revenue);
  const std::vector<double> values = TuneValue(said, base);
  const std::vector<char> renewed = DealRenewals(said, draw);
  for (std::size_t i = 0; i < values.size(); ++i) {
    company.accounts[i].lifetime_value = std::round(values[i]);
    company.accounts[i].renewed = renewed[i];
  }
}

void SetClientMoney(Company& company, const std::vector<Slot>& plan) {
  Draw draw(company.seed, kMoneyDraw, 2);
  const Said said = Listen(plan, SurveyKind::kB2c, company.clients.size(), [](std::uint32_t client) { return client; });
  std::vector<double> base;
  for (std::size_t i = 0; i < company.clients.size(); ++i) base.push_back(4200 * std::exp(0.4 * draw.Normal()));
  const std::vector<double> values = TuneValue(said, base);
  const std::vector<char> renewed = DealRenewals(said, draw);
  for (std::size_t i = 0; i < values.size(); ++i) {
    company.clients[i].lifetime_value = std::round(values[i]);
    company.clients[i].renewed = renewed[i];
  }
}

}  // namespace

Company Generate(std::uint64_t seed) {
  Company company;
  company.seed = seed;
  AddPartners(company);
  AddAccounts(company);
  AddClients(company);
  const std::vector<Slot> plan = MakePlan(company);
  SetAccountMoney(company, plan);
  SetClientMoney(company, plan);
  return company;
}

}  // namespace otklik::demo
