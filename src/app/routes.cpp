#include "app/routes.hpp"

#include "app/control.hpp"

namespace otklik::app {

using access::Right;
using http::Work;

namespace {

constexpr std::size_t kBodyBytes = 256 * 1024, kDocumentBytes = 3 << 20, kFormBytes = 512 * 1024;

// Writes one line of the table.
class Table {
 public:
  explicit Table(api::Services& services) : services_(services) {}
  void Add(const char* method, const char* pattern, Right right, Work work, http::Handler handler,
           std::size_t body_bytes = kBodyBytes) {
    router_.Add({method, pattern, static_cast<int>(right), work, std::move(handler), body_bytes});
  }
  void Sync(const char* method, const char* pattern, Right right, api::SyncHandler handler,
            std::size_t body_bytes = kBodyBytes) {
    Add(method, pattern, right, Work::kPool, api::Sync(services_, handler), body_bytes);
  }
  http::Router Take() { return std::move(router_); }

 private:
  api::Services& services_;
  http::Router router_;
};

void AddPages(Table& t, api::Services& s) {
  // operation
  t.Sync("GET", "/healthz", Right::kPublic, api::GetHealth);
  t.Sync("GET", "/readyz", Right::kPublic, api::GetReady);
  t.Sync("GET", "/metrics", Right::kPublic, api::GetPrometheus);
  // the respondent's page
  const auto pages = api::MakeFormPages(s);
  t.Add("GET", "/s/{survey}", Right::kPublic, Work::kInline, api::GetForm(s, pages));
  t.Add("POST", "/s/{survey}", Right::kPublic, Work::kPool, api::PostForm(s, pages), kFormBytes);
  t.Add("GET", "/s/{survey}/", Right::kPublic, Work::kInline, api::LeaveSlash(s));
  t.Add("POST", "/s/{survey}/", Right::kPublic, Work::kInline, api::LeaveSlash(s), kFormBytes);
  t.Add("GET", "/s/{survey}/r/{id}", Right::kPublic, Work::kPool, api::GetFormResponse(s, pages));
  t.Add("POST", "/s/{survey}/r/{id}", Right::kPublic, Work::kPool, api::PostFormResponse(s, pages), kFormBytes);
  t.Add("GET", "/s/{survey}/{token}", Right::kPublic, Work::kPool, api::GetFormLink(s, pages));
  t.Add("POST", "/s/{survey}/{token}", Right::kPublic, Work::kPool, api::PostFormLink(s, pages), kFormBytes);
  // the dashboard; its own router takes over after the first page
  t.Add("GET", "/assets/**", Right::kPublic, Work::kInline, api::GetAsset());
  for (const char* page : {"/", "/today", "/responses", "/responses/{id}", "/figures", "/figures/{key}", "/surveys",
                           "/surveys/{key}", "/settings", "/settings/{tab}", "/login", "/setup"}) {
    t.Add("GET", page, Right::kPublic, Work::kInline, api::GetAdmin());
  }
}

void AddAccess(Table& t) {
  // access
  t.Sync("GET", "/api/v1/setup", Right::kPublic, api::GetSetup);
  t.Sync("POST", "/api/v1/setup", Right::kPublic, api::PostSetup);
  t.Sync("GET", "/api/v1/session", Right::kLoggedIn, api::GetSession);
  t.Sync("POST", "/api/v1/session", Right::kPublic, api::PostSession);
  t.Sync("PATCH", "/api/v1/session", Right::kLoggedIn, api::PatchSession);
  t.Sync("DELETE", "/api/v1/session", Right::kLoggedIn, api::DeleteSession);
  t.Sync("POST", "/api/v1/session/seen", Right::kLoggedIn, api::PostSeen);
  t.Sync("GET", "/api/v1/session/seen/{page}", Right::kLoggedIn, api::GetSeen);
  // settings
  t.Sync("GET", "/api/v1/company", Right::kLoggedIn, api::GetCompany);
  t.Sync("PATCH", "/api/v1/company", Right::kWriteCompany, api::PatchCompany);
  t.Sync("GET", "/api/v1/users", Right::kWriteUsers, api::GetUsers);
  t.Sync("POST", "/api/v1/users", Right::kWriteUsers, api::PostUser);
  t.Sync("PATCH", "/api/v1/users/{id}", Right::kWriteUsers, api::PatchUser);
  t.Sync("DELETE", "/api/v1/users/{id}", Right::kWriteUsers, api::DeleteUser);
  t.Sync("GET", "/api/v1/tokens", Right::kWriteTokens, api::GetTokens);
  t.Sync("POST", "/api/v1/tokens", Right::kWriteTokens, api::PostToken);
  t.Sync("DELETE", "/api/v1/tokens/{id}", Right::kWriteTokens, api::DeleteToken);
  t.Sync("GET", "/api/v1/audit", Right::kReadAudit, api::GetAudit);
}

void AddSurveysAndFigures(Table& t, api::Services& s) {
  // surveys
  t.Sync("GET", "/api/v1/surveys", Right::kReadFigures, api::GetSurveys);
  t.Sync("POST", "/api/v1/surveys", Right::kWriteSurveys, api::PostSurvey, kDocumentBytes);
  t.Sync("POST", "/api/v1/surveys/validate", Right::kWriteSurveys, api::ValidateSurvey, kDocumentBytes);
  t.Sync("GET", "/api/v1/surveys/{key}", Right::kReadFigures, api::GetSurvey);
  t.Sync("PATCH", "/api/v1/surveys/{key}", Right::kWriteSurveys, api::PatchSurvey);
  t.Sync("GET", "/api/v1/surveys/{key}/versions/{version}", Right::kReadFigures, api::GetSurveyVersion);
  t.Sync("GET", "/api/v1/surveys/{key}/qr", Right::kReadFigures, api::GetSurveyQr);
  t.Sync("POST", "/api/v1/surveys/{key}/links", Right::kWriteSurveys, api::PostLinks);
  // responses
  t.Add("POST", "/api/v1/surveys/{key}/responses", Right::kPublic, Work::kInline, api::PostResponse(s));
  t.Sync("GET", "/api/v1/surveys/{key}/responses.csv", Right::kReadResponses, api::GetResponsesCsv);
  t.Sync("GET", "/api/v1/responses", Right::kReadResponses, api::GetResponses);
  t.Sync("GET", "/api/v1/responses/{id}", Right::kReadResponses, api::GetResponse);
  t.Sync("PATCH", "/api/v1/responses/{id}", Right::kWriteResponses, api::PatchResponse);
  // figures
  t.Sync("POST", "/api/v1/query", Right::kReadFigures, api::PostQuery);
  t.Sync("GET", "/api/v1/metrics", Right::kReadFigures, api::GetMetrics);
  t.Sync("PUT", "/api/v1/metrics/{key}", Right::kWriteCompany, api::PutMetric);
  t.Sync("DELETE", "/api/v1/metrics/{key}", Right::kWriteCompany, api::DeleteMetric);
  t.Sync("GET", "/api/v1/dimensions", Right::kReadFigures, api::GetDimensions);
  t.Sync("GET", "/api/v1/journey", Right::kReadFigures, api::GetJourney);
  t.Sync("POST", "/api/v1/plan/sample", Right::kReadFigures, api::PostPlanSample);
  t.Sync("POST", "/api/v1/plan/difference", Right::kReadFigures, api::PostPlanDifference);
  t.Sync("POST", "/api/v1/plan/quotas", Right::kReadFigures, api::PostPlanQuotas);
  t.Sync("POST", "/api/v1/plan/response-rates", Right::kReadFigures, api::PostPlanResponseRates);
  t.Sync("GET", "/api/v1/today", Right::kReadResponses, api::GetToday);
  t.Add("GET", "/api/v1/events", Right::kReadResponses, Work::kPool, api::GetEvents(s));
}

void AddControl(Table& t, api::Services& s, Company& company) {
  // the command line, talking to the server that holds the data folder
  t.Add("POST", "/control/query", Right::kControl, Work::kPool, ControlQuery(s));
  t.Add("POST", "/control/import", Right::kControl, Work::kPool, ControlImport(company));
  t.Add("POST", "/control/import/undo", Right::kControl, Work::kPool, ControlUndo(company));
  t.Add("POST", "/control/backup", Right::kControl, Work::kPool, ControlBackup(company));
  t.Add("POST", "/control/export", Right::kControl, Work::kPool, ControlExport(company));
}

}  // namespace

http::Router MakeRouter(api::Services& s, Company& company) {
  Table table(s);
  AddPages(table, s);
  AddAccess(table);
  AddSurveysAndFigures(table, s);
  AddControl(table, s, company);
  return table.Take();
}

}  // namespace otklik::app
