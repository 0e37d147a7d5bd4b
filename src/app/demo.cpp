#include "demo/demo.hpp"

#include <boost/json/serialize.hpp>

#include "app/company.hpp"
#include "base/embedded.hpp"

namespace otklik::app {
namespace {

constexpr const char* kPassword = "otklik-demo";
constexpr std::size_t kBatch = 2000;  // responses of one transaction
constexpr double kExpected = 42'000;  // responses in all, for the progress line

intake::StoredResponse Stored(const demo::Response& made, const program::Version& version, Day moved_by) {
  intake::StoredResponse stored;
  stored.id = made.id.ToString();
  stored.survey = made.survey;
  stored.version = version.questionnaire.version;
  stored.status = made.abandoned ? "abandoned" : "finished";
  const TimeMs moved_ms = moved_by * 86'400'000LL;
  stored.started_at = made.started_at + moved_ms;
  stored.finished_at = stored.changed_at = made.finished_at + moved_ms;
  stored.channel = made.channel;
  stored.language = made.language;
  stored.account = made.account;
  stored.contact = made.contact;
  const auto stamp = [&made](const char* key) {
    const auto found = made.dimensions.find(key);
    return found == made.dimensions.end() ? std::string() : found->second;
  };
  stored.segment = stamp("segment");
  stored.partner = stamp("partner");
  stored.role = stamp("role");
  stored.tenure = stamp("tenure");
  // In the kept form, where "not answered" is a null and "not shown" is no key at all.
  survey::Facts facts{{"channel", made.channel},
                      {"language", made.language},
                      {"contact.role", stored.role},
                      {"account.segment", stored.segment}};
  const auto kept = survey::CheckResponse(version.questionnaire, facts, made.answers, made.abandoned);
  intake::SummariseAnswers(version.questionnaire, kept ? *kept : made.answers, stored);
  stored.body_hash = "demo";
  return stored;
}

std::vector<people::Account> Accounts(const demo::Company& made) {
  std::map<std::string, std::string> partners;
  for (const demo::Partner& partner : made.partners) partners[partner.id] = partner.name;
  std::vector<people::Account> accounts;
  for (const demo::Account& one : made.accounts) {
    people::Account account{one.id, one.name, one.segment, partners[one.partner], "", {}};
    account.attributes = {{"city", one.city},
                          {"industry", one.industry},
                          {"revenue", std::to_string(static_cast<long long>(one.revenue))},
                          {"lifetime_value", std::to_string(static_cast<long long>(one.lifetime_value))},
                          {"renewed", one.renewed ? "yes" : "no"}};
    accounts.push_back(std::move(account));
  }
  return accounts;
}

std::vector<people::Contact> Contacts(const demo::Company& made) {
  std::vector<people::Contact> contacts;
  for (const demo::Contact& one : made.contacts) {
    contacts.push_back(
        {one.id, one.account, one.name, one.email, one.role, one.language, {{"position", one.position}}});
  }
  for (const demo::PrivateClient& one : made.clients) {
    people::Contact contact{one.id, "", one.name, one.email, "", one.language, {}};
    contact.attributes = {{"lifetime_value", std::to_string(static_cast<long long>(one.lifetime_value))},
                          {"renewed", one.renewed ? "yes" : "no"}};
    contacts.push_back(std::move(contact));
  }
  for (const demo::Partner& one : made.partners) contacts.push_back({one.id, "", one.name, "", "partner", "ru", {}});
  return contacts;
}

Result<void> AddUsers(Company& company) {
  const auto hash = access::PasswordHasher().Hash(kPassword);
  if (!hash) return hash.error();
  struct One {
    const char *email, *name;
    access::Role role;
  };
  for (const One& one : {One{"admin@example.com", "Ирина Новикова", access::Role::kAdministrator},
                         One{"analyst@example.com", "Павел Дорохов", access::Role::kAnalyst},
                         One{"viewer@example.com", "Ольга Петрова", access::Role::kViewer}}) {
    access::User user;
    user.id = company.random.NewUuid().ToString();
    user.email = one.email;
    user.name = one.name;
    user.role = one.role;
    user.password = *hash;
    if (auto added = company.access->AddUser(user, "demo", false); !added) return added;
  }
  return {};
}

}  // namespace

Result<void> Company::LoadDemo(Day last_day, const std::function<void(double)>& progress) {
  for (const auto& [path, text] : EmbeddedCatalog()) {
    if (!path.starts_with("questionnaires/")) continue;
    if (auto saved = surveys->Save(text, "demo"); !saved) return saved.error();
  }
  const demo::Company made = demo::Generate();
  if (auto saved = people->Save(Accounts(made), Contacts(made), "demo"); !saved) return saved;
  const Day moved_by = last_day - *ParseDay("2019-12-31");
  const TimeZone zone = intake->time_zone();
  std::vector<intake::StoredResponse> batch;
  std::size_t done = 0;
  Result<void> outcome;
  const auto flush = [&] {
    if (batch.empty() || !outcome) return;
    if (const auto saved = responses->SaveHistory(batch); !saved) outcome = saved.error();
    done += batch.size();
    batch.clear();
    if (progress) progress(std::min(1.0, static_cast<double>(done) / kExpected));
  };
  demo::GenerateResponses(made, [&](const demo::Response& response) {
    batch.push_back(Stored(response, surveys->Find(response.survey)->current(), moved_by));
    batch.back().day = zone.DayOf(batch.back().finished_at);
    if (batch.size() == kBatch) flush();
  });
  flush();
  if (!outcome) return outcome;
  if (auto noted = settings->Note("demo_loaded", "", "demo"); !noted) return noted;
  if (auto added = AddUsers(*this); !added) return added;
  // Last: a load that was cut off is not taken for a whole one.
  return settings->Set({{"company.name", "Лаборатория «Северный щит»"},
                        {"company.time_zone", zone.name()},
                        {"company.language", "ru"},
                        {"company.headline", R"({"metric":"nps","measures":"relationship","survey":null,"target":70})"},
                        {"company.demo", "true"}},
                       "demo");
}

}  // namespace otklik::app
