#include <fmt/format.h>
#include <qrencode.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "api/api.hpp"
#include "base/messages.hpp"

namespace otklik::api {

using http::Request;
using http::Response;
using program::Survey;
using program::Version;

namespace {

std::string LinkOf(const Services& services, const std::string& key) { return services.public_url + "/s/" + key; }

std::shared_ptr<const Survey> Asked(Services& services, const Request& request) {
  const std::string& key = request.parameters.at("key");
  auto survey = services.surveys.Find(key);
  if (!survey) throw ErrorException(Fail(Code::kNotFound, "unknown_survey", {}, "survey", key));
  return survey;
}

json::array Strings(const std::vector<std::string>& values) { return json::array(values.begin(), values.end()); }

// Of an anonymous survey never finer than a day, whatever zone or program its records were written under.
TimeMs LastResponse(const Services& services, const survey::Questionnaire& questionnaire, TimeMs at) {
  if (at == 0 || !questionnaire.anonymous) return at;
  const TimeZone zone = services.intake.time_zone();
  return zone.StartOfDay(zone.DayOf(at));
}

json::object ItemJson(Services& services, const Request& request, const Survey& survey) {
  const survey::Questionnaire& questionnaire = survey.current().questionnaire;
  const auto counts = services.responses.CountsOf(survey.key, ScopeOf(CallerOf(request)));
  return json::object{{"key", survey.key},
                      {"title", ToJson(survey::Unpiped(questionnaire.title))},
                      {"version", questionnaire.version},
                      {"languages", Strings(questionnaire.languages)},
                      {"state", survey.open ? "open" : "closed"},
                      {"started", counts.started},
                      {"finished", counts.finished},
                      {"abandoned", counts.abandoned},
                      {"last_response_at", TimeOrNull(LastResponse(services, questionnaire, counts.last_response_at))},
                      {"anonymous", questionnaire.anonymous.has_value()},
                      {"link", LinkOf(services, survey.key)}};
}

json::object FullJson(Services& services, const Request& request, const Survey& survey) {
  json::object full = ItemJson(services, request, survey);
  full["document"] = json::parse(survey.current().document);
  const auto users = services.access.ListUsers();
  json::array versions;
  for (auto one = survey.versions.rbegin(); one != survey.versions.rend(); ++one) {
    json::value author = nullptr;
    for (const access::User& user : users) {
      if (user.id == (*one)->created_by) author = user.name;
    }
    const int number = (*one)->questionnaire.version;
    versions.push_back(
        json::object{{"version", number},
                     {"created_at", FormatTime((*one)->created_at)},
                     {"created_by", std::move(author)},
                     {"responses", services.responses.CountOfVersion(survey.key, number, ScopeOf(CallerOf(request)))},
                     {"breaks", Strings((*one)->breaks)}});
  }
  full["versions"] = std::move(versions);
  return full;
}

TextPlace PlaceOf(const std::string& text, const Problem& problem) {
  const bool syntax = problem.key == "json_syntax";
  if (!syntax && problem.key != "json_duplicate_key") return PlaceOfPath(text, problem.field);
  const std::size_t first = syntax ? 0 : 1;
  return {std::stoul(problem.args[first]), std::stoul(problem.args[first + 1])};
}

json::array ProblemsIn(const std::string& text, const Error& error, Language language) {
  struct Placed {
    TextPlace place;
    const Problem* problem;
  };
  std::vector<Placed> placed;
  for (const Problem& problem : error.problems) placed.push_back({PlaceOf(text, problem), &problem});
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  json::array problems;
  for (const Placed& one : placed) {
    problems.push_back(json::object{{"field", one.problem->field},
                                    {"message", Say(*one.problem, language)},
                                    {"line", one.place.line},
                                    {"column", one.place.column}});
  }
  return problems;
}

std::string QrSvg(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M),
                                                             &QRcode_free);
  if (!code) throw ErrorException(Fail(Code::kInternal, "internal_error"));
  constexpr int kQuiet = 4;
  const int size = code->width + 2 * kQuiet;
  std::string path;
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if (code->data[y * code->width + x] & 1) path += fmt::format("M{} {}h1v1h-1z", x + kQuiet, y + kQuiet);
    }
  }
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\" shape-rendering=\"crispEdges\"><path "
      "fill=\"#fff\" "
      "d=\"M0 0h{0}v{0}H0z\"/><path d=\"{1}\"/></svg>",
      size, path);
}

}  // namespace

Response GetSurveys(Services& services, Request& request) {
  const auto all = services.surveys.All();
  std::vector<const Survey*> sorted;
  for (const auto& [key, survey] : *all) sorted.push_back(survey.get());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Survey* a, const Survey* b) { return a->current().created_at > b->current().created_at; });
  json::array surveys;
  for (const Survey* survey : sorted) surveys.push_back(ItemJson(services, request, *survey));
  return Json(200, json::object{{"surveys", std::move(surveys)}});
}

Response PostSurvey(Services& services, Request& request) {
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  const json::value* document = reader.Require("document");
  reader.Finish();
  ThrowIfAny(std::move(problems));
  const auto saved = OrThrow(services.surveys.Save(json::serialize(*document), CallerOf(request).actor()));
  const Version& version = saved.survey->current();
  if (saved.changed) services.on_questionnaire(version.questionnaire);
  return Json(saved.changed ? 201 : 200, json::object{{"key", saved.survey->key},
                                                      {"version", version.questionnaire.version},
                                                      {"breaks", Strings(version.breaks)}});
}

Response ValidateSurvey(Services& services, Request& request) {
  const json::value body = BodyOf(request, {.depth = 4, .bytes = 3 << 20});
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  const auto text = reader.String("document", true, 1'000'000);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  const Language language = LanguageOf(request);
  const auto document = ReadJson(*text);
  if (!document) return Json(200, json::object{{"problems", ProblemsIn(*text, document.error(), language)}});
  const auto questionnaire = survey::ParseQuestionnaire(*document);
  if (!questionnaire) return Json(200, json::object{{"problems", ProblemsIn(*text, questionnaire.error(), language)}});
  json::array breaks;
  if (const auto existing = services.surveys.Find(questionnaire->key)) {
    breaks = Strings(survey::BrokenItems(existing->questionnaires(), *questionnaire));
  }
  return Json(200, json::object{{"problems", json::array()}, {"breaks", std::move(breaks)}});
}

Response GetSurvey(Services& services, Request& request) {
  return Json(200, FullJson(services, request, *Asked(services, request)));
}

Response PatchSurvey(Services& services, Request& request) {
  const auto survey = Asked(services, request);
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  const std::string state = reader.String("state", true, 20).value_or("");
  if (state != "open" && state != "closed") reader.Report("state", "not_one_of", {"open, closed"}, state);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  const auto changed = OrThrow(services.surveys.SetOpen(survey->key, state == "open", CallerOf(request).actor()));
  return Json(200, FullJson(services, request, *changed));
}

Response GetSurveyVersion(Services& services, Request& request) {
  const auto survey = Asked(services, request);
  const std::string& number = request.parameters.at("version");
  for (const auto& one : survey->versions) {
    if (std::to_string(one->questionnaire.version) != number) continue;
    return Json(200, json::object{{"version", one->questionnaire.version},
                                  {"created_at", FormatTime(one->created_at)},
                                  {"document", json::parse(one->document)}});
  }
  throw ErrorException(Fail(Code::kNotFound, "unknown_version", {}, "version", number));
}

Response GetSurveyQr(Services& services, Request& request) {
  const auto survey = Asked(services, request);
  const auto language = request.query.find("lang");
  std::string link = LinkOf(services, survey->key);
  if (language != request.query.end() && (language->second == "ru" || language->second == "en"))
    link += "?lang=" + language->second;
  Response response;
  response.headers = {{"Content-Type", "image/svg+xml"}, {"Cache-Control", "no-store"}};
  response.body = QrSvg(link);
  return response;
}

Response PostLinks(Services& services, Request& request) {
  const auto survey = Asked(services, request);
  if (survey->current().questionnaire.anonymous)
    throw ErrorException(Fail(Code::kRefused, "anonymous_links", {}, "survey"));
  const json::value body = BodyOf(request);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  const auto count = reader.Int("count", 1, 10'000);
  std::vector<std::string> contacts(static_cast<std::size_t>(count.value_or(0)));
  if (const json::array* ids = reader.Array("contact_ids")) {
    if (count || ids->empty() || ids->size() > 10'000) reader.Report("contact_ids", "count_or_contacts");
    for (const json::value& id : *ids) {
      const bool known = id.is_string() && services.people.FindPerson(std::string(id.get_string())).contact;
      if (!known) reader.Report("contact_ids", "unknown_contact", {}, Short(id));
      if (known) contacts.emplace_back(id.get_string());
    }
  } else if (!count) {
    reader.Report("count", "count_or_contacts");
  }
  reader.Finish();
  ThrowIfAny(std::move(problems));
  std::vector<program::StoredLink> links;
  json::array shown;
  for (const std::string& contact : contacts) {
    const std::string secret = services.random.NewSecret(16);
    links.push_back({HashToken(secret), survey->key, contact, 0, ""});
    json::object link{{"url", LinkOf(services, survey->key) + "/" + secret}};
    if (!contact.empty()) link["contact_id"] = contact;
    shown.push_back(std::move(link));
  }
  OrThrow(services.survey_store.SaveLinks(links, CallerOf(request).actor()));
  return Json(201, json::object{{"links", std::move(shown)}});
}

}  // namespace otklik::api
