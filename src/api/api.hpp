// The HTTP side of the rooms: decode -> call -> encode. app/routes.cpp says which handler serves which route.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <memory>
#include <string>

#include "access/access.hpp"
#include "answers/answer_store.hpp"
#include "api/event_hub.hpp"
#include "http/http.hpp"
#include "insight/insight_store.hpp"
#include "insight/labels.hpp"
#include "insight/own_metrics.hpp"
#include "intake/intake.hpp"
#include "people/people.hpp"
#include "program/program.hpp"

namespace otklik::api {

// Everything a handler may use. Made once, by app; lives as long as the server.
struct Services {
  const Clock& clock;
  Random& random;
  program::SurveyCatalog& surveys;
  program::SurveyStore& survey_store;
  people::PeopleStore& people;
  intake::Intake& intake;
  intake::ResponseStore& response_store;
  insight::ResponseLists& responses;
  insight::CompanyStore& company;
  access::AccessStore& access;
  answers::AnswerStore& answers;
  insight::OwnMetrics& own_metrics;
  EventHub& events;
  const insight::Labels& labels;
  std::string public_url;    // without a slash at the end
  std::string control_hash;  // of the secret in the data folder, for the command line
  bool secure_cookies = false;
  bool demo = false;
  int query_threads = 2;
  std::function<void(const survey::Questionnaire&)> on_questionnaire;  // a version was saved
  std::function<std::string()> metrics_text;                           // for /metrics
  access::PasswordHasher passwords{};
  access::LoginLimiter logins{};
};

// Who the request's cookie or token belongs to, looked up now.
access::Caller FindCaller(Services& services, const http::Request& request);
// The caller as the gate found it.
const access::Caller& CallerOf(const http::Request& request);
// A token is shown that nobody has: 401, so that its sender learns that it has lost its rights.
std::optional<Error> BadToken(const http::Request& request);
Scope ScopeOf(const access::Caller& caller);
// The user's language, else what the browser asks for.
Language LanguageOf(const http::Request& request);

// Replies.
http::Response Json(int status, const json::value& value);
http::Response NoContent();
// One function turns errors into RFC 9457 problem+json; adds Retry-After where it helps.
http::Response ProblemResponse(const Error& error, const http::Request& request);
int StatusOf(Code code);

// The body as JSON under the strict reader; throws ErrorException.
json::value BodyOf(const http::Request& request, const JsonLimits& limits = {});
// Throws the problems collected by an ObjectReader, if there are any.
void ThrowIfAny(std::vector<Problem> problems);
// result.value() with the error thrown for the HTTP boundary.
template <class T>
T OrThrow(Result<T> result) {
  if (!result) throw ErrorException(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

json::value ToJson(const Text& text);
json::value TimeOrNull(TimeMs time);

// Wraps a synchronous handler.
using SyncHandler = http::Response (*)(Services&, http::Request&);
http::Handler Sync(Services& services, SyncHandler handler);

// Finds the caller, checks the route's right and CSRF; a response if it refuses.
std::optional<http::Response> Gate(Services& services, http::Request& request, const http::Route& route);
// Headers every response carries: CSP, nosniff, referrer policy ...
void AddSecurityHeaders(http::Response& response);

// access_handler.cpp
http::Response GetSetup(Services&, http::Request&);
http::Response PostSetup(Services&, http::Request&);
http::Response GetSession(Services&, http::Request&);
http::Response PostSession(Services&, http::Request&);
http::Response PatchSession(Services&, http::Request&);
http::Response DeleteSession(Services&, http::Request&);
http::Response PostSeen(Services&, http::Request&);
http::Response GetSeen(Services&, http::Request&);
// settings_handler.cpp
http::Response GetCompany(Services&, http::Request&);
http::Response PatchCompany(Services&, http::Request&);
http::Response GetUsers(Services&, http::Request&);
http::Response PostUser(Services&, http::Request&);
http::Response PatchUser(Services&, http::Request&);
http::Response DeleteUser(Services&, http::Request&);
http::Response GetTokens(Services&, http::Request&);
http::Response PostToken(Services&, http::Request&);
http::Response DeleteToken(Services&, http::Request&);
http::Response GetAudit(Services&, http::Request&);
// survey_handler.cpp
http::Response GetSurveys(Services&, http::Request&);
http::Response PostSurvey(Services&, http::Request&);
http::Response ValidateSurvey(Services&, http::Request&);
http::Response GetSurvey(Services&, http::Request&);
http::Response PatchSurvey(Services&, http::Request&);
http::Response GetSurveyVersion(Services&, http::Request&);
http::Response GetSurveyQr(Services&, http::Request&);
http::Response GetResponsesCsv(Services&, http::Request&);
http::Response PostLinks(Services&, http::Request&);
// response_handler.cpp
http::Response GetResponses(Services&, http::Request&);
http::Response GetResponse(Services&, http::Request&);
http::Response PatchResponse(Services&, http::Request&);
json::object ResponseItem(Services&, const intake::StoredResponse& response);
bool IsAnonymous(Services&, const std::string& survey);
// The newest responses that pass, without those of anonymous surveys, of which nothing is listed.
std::vector<intake::StoredResponse> ListNamed(Services&, insight::ResponseFilter filter, const Scope& scope);
// figures_handler.cpp
http::Response PostQuery(Services&, http::Request&);
http::Response GetMetrics(Services&, http::Request&);
http::Response PutMetric(Services&, http::Request&);
http::Response DeleteMetric(Services&, http::Request&);
http::Response GetDimensions(Services&, http::Request&);
http::Response GetJourney(Services&, http::Request&);
http::Response GetToday(Services&, http::Request&);
// plan_handler.cpp: arithmetic on what the request says, nothing is read or kept
http::Response PostPlanSample(Services&, http::Request&);
http::Response PostPlanDifference(Services&, http::Request&);
http::Response PostPlanQuotas(Services&, http::Request&);
http::Response PostPlanResponseRates(Services&, http::Request&);
// intake_handler.cpp
http::Handler PostResponse(Services&);
// events_handler.cpp
http::Handler GetEvents(Services&);
// form_handler.cpp
struct FormPages;
std::shared_ptr<FormPages> MakeFormPages(Services&);
http::Handler LeaveSlash(Services&);                           // 308 to the same survey
http::Handler GetForm(Services&, std::shared_ptr<FormPages>);  // /s/{survey}
http::Handler PostForm(Services&, std::shared_ptr<FormPages>);
http::Handler GetFormResponse(Services&, std::shared_ptr<FormPages>);  // /s/{survey}/r/{id}
http::Handler PostFormResponse(Services&, std::shared_ptr<FormPages>);
http::Handler GetFormLink(Services&, std::shared_ptr<FormPages>);  // /s/{survey}/{token}
http::Handler PostFormLink(Services&, std::shared_ptr<FormPages>);
// operation_handler.cpp
http::Response GetHealth(Services&, http::Request&);
http::Response GetReady(Services&, http::Request&);
http::Response GetPrometheus(Services&, http::Request&);
http::Handler GetAsset();  // /assets/**
// For an address that nothing answers, asked for by a browser: the dashboard, which says so and leads back.
std::optional<http::Response> PageNotFound(const http::Request& request);
http::Handler GetAdmin();  // every other path of the dashboard: index.html

}  // namespace otklik::api
