#include <boost/json/parse.hpp>

#include "api/api.hpp"

namespace otklik::api {

using http::Request;
using http::Response;
using intake::StoredResponse;

namespace {

constexpr int kPromoter = 9,
              kPassive = 7;  // as catalog/metrics/nps.json cuts the scale; here only for the list's chips

std::string ClassOf(int score) { return score >= kPromoter ? "promoter" : score >= kPassive ? "passive" : "detractor"; }

struct Found {
  std::shared_ptr<const program::Survey> survey;
  const program::Version* version = nullptr;
};

Found VersionOf(Services& services, const StoredResponse& response) {
  Found found{services.surveys.Find(response.survey), nullptr};
  if (found.survey) found.version = found.survey->Find(response.version);
  return found;
}

// The recommendation if there is one, else the first score answered.
json::value ScoreJson(const survey::Questionnaire& questionnaire, const json::object& answers) {
  json::value first = nullptr;
  for (const survey::Page& page : questionnaire.pages) {
    for (const survey::Question& question : page.questions) {
      const bool recommendation = question.kind == survey::Kind::kRecommendation;
      if (!recommendation && question.kind != survey::Kind::kRating) continue;
      const json::value* value = answers.if_contains(question.id);
      if (!value || !value->is_int64()) continue;
      const int score = static_cast<int>(value->get_int64());
      json::object one{{"item", question.id},
                       {"value", score},
                       {"scale_min", question.scale->min},
                       {"scale_max", question.scale->max},
                       {"class", recommendation ? json::value(ClassOf(score)) : json::value(nullptr)}};
      if (recommendation) return one;
      if (first.is_null()) first = std::move(one);
    }
  }
  return first;
}

std::string AllWords(const survey::Questionnaire& questionnaire, const json::object& answers) {
  std::string words;
  for (const survey::Page& page : questionnaire.pages) {
    for (const survey::Question& question : page.questions) {
      const json::value* value = answers.if_contains(question.id);
      if (question.kind != survey::Kind::kText || !value || !value->is_string()) continue;
      words += (words.empty() ? "" : "\n") + std::string(value->get_string());
    }
  }
  return words;
}

json::value OrNull(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::string QueryText(const Request& request, const char* name, std::size_t most = 200) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return {};
  if (found->second.size() > most) {
    throw ErrorException(Fail(Code::kInvalid, "text_too_long", {std::to_string(most)}, name));
  }
  return found->second;
}

std::optional<Day> QueryDay(const Request& request, const char* name) {
  const std::string text = QueryText(request, name, 40);
  if (text.empty()) return std::nullopt;
  const auto day = ParseDay(text);
  if (!day) throw ErrorException(Fail(Code::kInvalid, "bad_date", {}, name, text));
  return day;
}

std::uint64_t QuerySeq(const Request& request, const char* name, std::uint64_t otherwise, std::uint64_t max,
                       std::uint64_t min = 0) {
  const std::string text = QueryText(request, name, 20);
  if (text.empty()) return otherwise;
  std::uint64_t value = 0;
  bool good = true;
  for (const char c : text) {
    good = good && c >= '0' && c <= '9' && (value = value * 10 + static_cast<std::uint64_t>(c - '0')) <= max;
  }
  if (!good || value < min) {
    throw ErrorException(
        Fail(Code::kInvalid, "not_an_integer", {std::to_string(min), std::to_string(max)}, name, text));
  }
  return value;
}

bool QueryFlag(const Request& request, const char* name) {
  const std::string text = QueryText(request, name, 10);
  if (text.empty() || text == "false" || text == "0") return false;
  if (text == "true" || text == "1") return true;
  throw ErrorException(Fail(Code::kInvalid, "not_one_of", {"true, false"}, name, text));
}

insight::ResponseFilter FilterOf(const Request& request) {
  insight::ResponseFilter filter;
  filter.survey = QueryText(request, "survey");
  filter.channel = QueryText(request, "channel");
  filter.stage = QueryText(request, "stage");
  filter.segment = QueryText(request, "segment");
  filter.account = QueryText(request, "account");
  filter.role = QueryText(request, "role");
  filter.words = QueryText(request, "q", 400);
  filter.from = QueryDay(request, "from");
  filter.to = QueryDay(request, "to");
  filter.only_with_comment = QueryFlag(request, "has_comment");
  filter.only_starred = QueryFlag(request, "starred");
  filter.before = QuerySeq(request, "before", 0, 1ULL << 53);
  filter.after = QuerySeq(request, "after", 0, 1ULL << 53);
  filter.limit = static_cast<int>(QuerySeq(request, "limit", 50, 200, 1));
  const std::string chosen = QueryText(request, "class", 20);
  if (chosen == "promoter") filter.score_from = kPromoter;
  if (chosen == "passive") filter.score_from = kPassive, filter.score_to = kPromoter - 1;
  if (chosen == "detractor") filter.score_from = 0, filter.score_to = kPassive - 1;
  if (!chosen.empty() && !filter.score_from) {
    throw ErrorException(Fail(Code::kInvalid, "not_one_of", {"promoter, passive, detractor"}, "class", chosen));
  }
  return filter;
}

json::object AnswerJson(const survey::Question& question, const json::object& answers,
                        const std::string& default_language, const survey::Questionnaire& questionnaire) {
  const json::value* value = answers.if_contains(question.id);
  const bool words = value && value->is_string() && value->get_string() == "hard_to_say" && question.hard_to_say;
  const char* state = !value ? "not_shown" : value->is_null() ? "not_answered" : words ? "hard_to_say" : "answered";
  json::object one{{"id", question.id},
                   {"text", ToJson(survey::Unpiped(question.text))},
                   {"kind", survey::KindName(question.kind)},
                   {"state", state},
                   {"value", value && std::string_view(state) == "answered" ? *value : json::value(nullptr)},
                   {"text_value", nullptr}};
  if (std::string_view(state) == "answered") {
    json::object text;
    for (const std::string& language : questionnaire.languages) {
      text[language] = survey::AnsweredText(question, *value, language, default_language);
    }
    one["text_value"] = std::move(text);
  }
  if (question.scale) one["scale"] = json::object{{"min", question.scale->min}, {"max", question.scale->max}};
  if (const survey::Criterion* criterion = questionnaire.FindCriterion(question.criterion)) {
    one["stage"] = OrNull(criterion->stage);
    one["process"] = OrNull(criterion->process);
  }
  if (question.rows.empty()) return one;
  json::array rows;
  for (const survey::Row& row : question.rows) {
    const json::value* cell = value && value->is_object() ? value->get_object().if_contains(row.id) : nullptr;
    const bool hard = cell && cell->is_string();
    const char* row_state = !value                     ? "not_shown"
                            : hard                     ? "hard_to_say"
                            : cell && cell->is_int64() ? "answered"
                                                       : "not_answered";
    rows.push_back(json::object{{"id", row.id},
                                {"text", ToJson(survey::Unpiped(row.text))},
                                {"state", row_state},
                                {"value", cell && cell->is_int64() ? *cell : json::value(nullptr)}});
  }
  one["rows"] = std::move(rows);
  return one;
}

json::array Stamps(Services& services, const StoredResponse& response) {
  json::array stamps;
  const auto surveys = services.surveys.All();
  const auto add = [&](const std::string& key, const std::string& value) {
    if (value.empty()) return;
    stamps.push_back(json::object{{"key", key},
                                  {"name", ToJson(services.labels.Dimension(key))},
                                  {"value", value},
                                  {"label", ToJson(services.labels.Value(key, value, *surveys))}});
  };
  add("channel", response.channel);
  add("language", response.language);
  add("segment", response.segment);
  add("partner", response.partner);
  add("role", response.role);
  add("tenure", response.tenure);
  add("stage", response.stage);
  const json::value attributes = json::parse(response.attributes);
  for (const auto& member : attributes.get_object()) {
    add(std::string(member.key()), std::string(member.value().as_string()));
  }
  return stamps;
}

StoredResponse Asked(Services& services, const Request& request) {
  const std::string& id = request.parameters.at("id");
  auto response = services.responses.Find(id, ScopeOf(CallerOf(request)));
  if (!response || response->seq == 0) {
    throw ErrorException(Fail(Code::kNotFound, "unknown_response", {}, "id", id));
  }
  const Found found = VersionOf(services, *response);
  if (found.version && found.version->questionnaire.anonymous) {
    throw ErrorException(Fail(Code::kRefused, "anonymous_survey", {}, "id"));
  }
  return *response;
}

}  // namespace

json::object ResponseItem(Services& services, const StoredResponse& response) {
  const Found found = VersionOf(services, response);
  const json::value answers = json::parse(response.answers);
  json::value account = nullptr, contact = nullptr;
  if (!response.contact.empty()) {
    const people::Person person = services.people.FindPerson(response.contact);
    if (person.contact) {
      contact = json::object{{"id", response.contact}, {"name", person.contact->name}, {"role", OrNull(response.role)}};
    }
    if (person.account) account = json::object{{"id", person.account->id}, {"name", person.account->name}};
  }
  if (account.is_null() && !response.account.empty()) {
    const auto known = services.people.FindAccount(response.account);
    account = json::object{{"id", response.account}, {"name", known ? known->name : response.account}};
  }
  const survey::Questionnaire* questionnaire = found.version ? &found.version->questionnaire : nullptr;
  return json::object{{"id", response.id},
                      {"seq", response.seq},
                      {"survey", response.survey},
                      {"survey_title", questionnaire ? ToJson(questionnaire->title) : json::object()},
                      {"version", response.version},
                      {"at", FormatTime(response.finished_at)},
                      {"channel", response.channel},
                      {"language", response.language},
                      {"account", std::move(account)},
                      {"contact", std::move(contact)},
                      {"score", questionnaire ? ScoreJson(*questionnaire, answers.as_object()) : json::value(nullptr)},
                      {"comment", questionnaire ? OrNull(AllWords(*questionnaire, answers.as_object())) : nullptr},
                      {"stage", OrNull(response.stage)},
                      {"starred", response.starred},
                      {"abandoned", response.status == "abandoned"}};
}

bool IsAnonymous(Services& services, const std::string& survey) {
  const auto found = services.surveys.Find(survey);
  return !found || found->current().questionnaire.anonymous;
}

std::vector<StoredResponse> ListNamed(Services& services, insight::ResponseFilter filter, const Scope& scope) {
  const auto wanted = static_cast<std::size_t>(filter.limit);
  std::vector<StoredResponse> named;
  for (;;) {
    std::vector<StoredResponse> rows = services.responses.List(filter, scope);
    const bool more = static_cast<int>(rows.size()) == filter.limit;
    if (more) filter.before = rows.back().seq;
    for (StoredResponse& row : rows) {
      if (named.size() < wanted && !IsAnonymous(services, row.survey)) named.push_back(std::move(row));
    }
    if (!more || named.size() == wanted) return named;
  }
}

Response GetResponses(Services& services, Request& request) {
  const insight::ResponseFilter filter = FilterOf(request);
  const auto rows = ListNamed(services, filter, ScopeOf(CallerOf(request)));
  json::array items;
  for (const StoredResponse& row : rows) items.push_back(ResponseItem(services, row));
  const bool more = static_cast<int>(rows.size()) == filter.limit;
  return Json(200, json::object{{"responses", std::move(items)},
                                {"next_before", more ? json::value(rows.back().seq) : nullptr}});
}

Response GetResponse(Services& services, Request& request) {
  const StoredResponse response = Asked(services, request);
  json::object full = ResponseItem(services, response);
  full["started_at"] = TimeOrNull(response.started_at);
  full["dimensions"] = Stamps(services, response);
  json::array list;
  const Found found = VersionOf(services, response);
  if (found.version) {
    const survey::Questionnaire& questionnaire = found.version->questionnaire;
    const json::value answers = json::parse(response.answers);
    for (const survey::Page& page : questionnaire.pages) {
      for (const survey::Question& question : page.questions) {
        list.push_back(AnswerJson(question, answers.as_object(), questionnaire.default_language(), questionnaire));
      }
    }
  }
  full["answers"] = std::move(list);
  return Json(200, full);
}

Response PatchResponse(Services& services, Request& request) {
  StoredResponse response = Asked(services, request);
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  reader.Require("starred");
  response.starred = reader.Bool("starred", response.starred);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  OrThrow(services.responses.Star(response.id, response.starred, CallerOf(request).actor()));
  return Json(200, ResponseItem(services, response));
}

}  // namespace otklik::api
