#include "app/routes.hpp"

#include "app/control.hpp"

namespace otklik::app {

using access::Right;
using http::Work;

http::Router MakeRouter(api::Services& s, Company& company) {
  http::Router router;
  const auto add = [&router](const char* method, const char* pattern, Right right, Work work, http::Handler handler,
                             std::size_t body_bytes = 256 * 1024) {
    router.Add({method, pattern, static_cast<int>(right), work, std::move(handler), body_bytes});
  };
  const auto sync = [&](const char* method, const char* pattern, Right right, api::SyncHandler handler, std::size_t body_bytes = 256 * 1024) {
    add(method, pattern, right, Work::kPool, api::Sync(s, handler), body_bytes);
  };
  constexpr std::size_t kDocument = 3 << 20;

  // operation
  sync("GET", "/healthz", Right::kPublic, api::GetHealth);
  sync("GET", "/readyz", Right::kPublic, api::GetReady);
  sync("GET", "/metrics", Right::kPublic, api::GetPrometheus);
  // the respondent's page
  const auto pages = api::MakeFormPages(s);
  add("GET", "/s/{survey}", Right::kPublic, Work::kInline, api::GetForm(s, pages));
  add("POST", "/s/{survey}", Right::kPublic, Work::kPool, api::PostForm(s, pages));
  add("GET", "/s/{survey}/r/{id}", Right::kPublic, Work::kPool, api::GetFormResponse(s, pages));
  add("POST", "/s/{survey}/r/{id}", Right::kPublic, Work::kPool, api::PostFormResponse(s, pages));
  add("GET", "/s/{survey}/{token}", Right::kPublic, Work::kPool, api::GetFormLink(s, pages));
  add("POST", "/s/{survey}/{token}", Right::kPublic, Work::kPool, api::PostFormLink(s, pages));
  // access
  sync("GET", "/api/v1/setup", Right::kPublic, api::GetSetup);
  sync("POST", "/api/v1/setup", Right::kPublic, api::PostSetup);
  sync("GET", "/api/v1/session", Right::kLoggedIn, api::GetSession);
  sync("POST", "/api/v1/session", Right::kPublic, api::PostSession);
  sync("PATCH", "/api/v1/session", Right::kLoggedIn, api::PatchSession);
  sync("DELETE", "/api/v1/session", Right::kLoggedIn, api::DeleteSession);
  sync("POST", "/api/v1/session/seen", Right::kLoggedIn, api::PostSeen);
  sync("GET", "/api/v1/session/seen/{page}", Right::kLoggedIn, api::GetSeen);
  // surveys
  sync("GET", "/api/v1/surveys", Right::kReadFigures, api::GetSurveys);
  sync("POST", "/api/v1/surveys", Right::kWriteSurveys, api::PostSurvey, kDocument);
  sync("POST", "/api/v1/surveys/validate", Right::kWriteSurveys, api::ValidateSurvey, kDocument);
  sync("GET", "/api/v1/surveys/{key}", Right::kReadFigures, api::GetSurvey);
  sync("PATCH", "/api/v1/surveys/{key}", Right::kWriteSurveys, api::PatchSurvey);
  sync("GET", "/api/v1/surveys/{key}/versions/{version}", Right::kReadFigures, api::GetSurveyVersion);
  sync("GET", "/api/v1/surveys/{key}/qr", Right::kReadFigures, api::GetSurveyQr);
  sync("POST", "/api/v1/surveys/{key}/links", Right::kWriteSurveys, api::PostLinks);
  // responses
  add("POST", "/api/v1/surveys/{key}/responses", Right::kPublic, Work::kInline, api::PostResponse(s));
  sync("GET", "/api/v1/responses", Right::kReadResponses, api::GetResponses);
  sync("GET", "/api/v1/responses/{id}", Right::kReadResponses, api::GetResponse);
  sync("PATCH", "/api/v1/responses/{id}", Right::kWriteResponses, api::PatchResponse);
  // figures
  sync("POST", "/api/v1/query", Right::kReadFigures, api::PostQuery);
  sync("GET", "/api/v1/metrics", Right::kReadFigures, api::GetMetrics);
  sync("GET", "/api/v1/dimensions", Right::kReadFigures, api::GetDimensions);
  sync("GET", "/api/v1/journey", Right::kReadFigures, api::GetJourney);
  sync("GET", "/api/v1/today", Right::kReadResponses, api::GetToday);
  add("GET", "/api/v1/events", Right::kReadResponses, Work::kPool, api::GetEvents(s));
  // settings
  sync("GET", "/api/v1/company", Right::kLoggedIn, api::GetCompany);
  sync("PATCH", "/api/v1/company", Right::kWriteCompany, api::PatchCompany);
  sync("GET", "/api/v1/users", Right::kWriteUsers, api::GetUsers);
  sync("POST", "/api/v1/users", Right::kWriteUsers, api::PostUser);
  sync("PATCH", "/api/v1/users/{id}", Right::kWriteUsers, api::PatchUser);
  sync("DELETE", "/api/v1/users/{id}", Right::kWriteUsers, api::DeleteUser);
  sync("GET", "/api/v1/tokens", Right::kWriteTokens, api::GetTokens);
  sync("POST", "/api/v1/tokens", Right::kWriteTokens, api::PostToken);
  sync("DELETE", "/api/v1/tokens/{id}", Right::kWriteTokens, api::DeleteToken);
  sync("GET", "/api/v1/audit", Right::kReadAudit, api::GetAudit);
  // the command line, talking to the server that holds the data folder
  add("POST", "/control/query", Right::kControl, Work::kPool, ControlQuery(s));
  add("POST", "/control/import", Right::kControl, Work::kPool, ControlImport(company));
  add("POST", "/control/import/undo", Right::kControl, Work::kPool, ControlUndo(company));
  add("POST", "/control/backup", Right::kControl, Work::kPool, ControlBackup(company));
  // the dashboard; its own router takes over after the first page
  add("GET", "/assets/**", Right::kPublic, Work::kInline, api::GetAsset());
  for (const char* page : {"/", "/today", "/responses", "/responses/{id}", "/figures", "/figures/{key}", "/surveys", "/surveys/{key}",
                           "/settings", "/settings/{tab}", "/login", "/setup"}) {
    add("GET", page, Right::kPublic, Work::kInline, api::GetAdmin());
  }
  return router;
}

}  // namespace otklik::app
