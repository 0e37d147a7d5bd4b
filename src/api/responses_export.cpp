#include "api/responses_export.hpp"

#include <boost/json/parse.hpp>

#include "api/api.hpp"

namespace otklik::api {
namespace {

constexpr int kRowsAPart = 500;

std::vector<std::string> FieldNames(const std::vector<std::string>& attributes) {
  std::vector<std::string> names = {"id",      "seq",      "finished_at", "started_at", "status",  "version",
                                    "channel", "language", "account",     "contact",    "segment", "partner",
                                    "role",    "tenure",   "stage",       "consent"};
  names.insert(names.end(), attributes.begin(), attributes.end());
  return names;
}

std::vector<const survey::Questionnaire*> VersionsOf(const program::Survey& survey) {
  std::vector<const survey::Questionnaire*> versions;
  for (const auto& version : survey.versions) versions.push_back(&version->questionnaire);
  return versions;
}

std::string TimeText(TimeMs time) { return time == 0 ? std::string() : FormatTime(time); }

}  // namespace

ResponsesExport::ResponsesExport(std::shared_ptr<const program::Survey> survey,
                                 const std::vector<std::string>& attributes, insight::ResponseLists& responses,
                                 Scope scope)
    : survey_(std::move(survey)),
      attributes_(attributes),
      csv_(VersionsOf(*survey_), FieldNames(attributes)),
      responses_(responses),
      scope_(std::move(scope)) {}

Result<std::unique_ptr<ResponsesExport>> ResponsesExport::Open(std::shared_ptr<const program::Survey> survey,
                                                               const std::vector<std::string>& attributes,
                                                               insight::ResponseLists& responses, Scope scope) {
  if (survey->current().questionnaire.anonymous) {
    return Fail(Code::kRefused, "anonymous_survey", {}, "survey", survey->key);
  }
  return std::unique_ptr<ResponsesExport>(
      new ResponsesExport(std::move(survey), attributes, responses, std::move(scope)));
}

std::string ResponsesExport::Line(const intake::StoredResponse& r) const {
  std::vector<std::string> fields = {r.id,
                                     std::to_string(r.seq),
                                     TimeText(r.finished_at),
                                     TimeText(r.started_at),
                                     r.status,
                                     std::to_string(r.version),
                                     r.channel,
                                     r.language,
                                     r.account,
                                     r.contact,
                                     r.segment,
                                     r.partner,
                                     r.role,
                                     r.tenure,
                                     r.stage,
                                     r.consent};
  const json::value stamped = json::parse(r.attributes);
  for (const std::string& attribute : attributes_) {
    const json::value* value = stamped.get_object().if_contains(attribute);
    fields.push_back(value && value->is_string() ? std::string(value->get_string()) : std::string());
  }
  return csv_.Line(fields, r.version, json::parse(r.answers).as_object());
}

std::optional<std::string> ResponsesExport::Next() {
  if (ended_) return std::nullopt;
  std::string part = begun_ ? "" : csv_.Header();
  begun_ = true;
  insight::ResponseFilter filter;
  filter.survey = survey_->key;
  filter.before = before_;
  filter.limit = kRowsAPart;
  const auto rows = responses_.List(filter, scope_);
  for (const intake::StoredResponse& row : rows) part += Line(row);
  rows_ += rows.size();
  ended_ = static_cast<int>(rows.size()) < kRowsAPart;
  if (!rows.empty()) before_ = rows.back().seq;
  if (part.empty()) return std::nullopt;
  return part;
}

http::Response GetResponsesCsv(Services& services, http::Request& request) {
  const std::string& key = request.parameters.at("key");
  auto survey = services.surveys.Find(key);
  if (!survey) throw ErrorException(Fail(Code::kNotFound, "unknown_survey", {}, "survey", key));
  const std::shared_ptr<ResponsesExport> rows = OrThrow(
      ResponsesExport::Open(survey, services.answers.Attributes(), services.responses, ScopeOf(CallerOf(request))));
  OrThrow(services.company.Note("responses_exported", key, CallerOf(request).actor()));
  http::Response response;
  response.headers = {{"Content-Type", "text/csv; charset=utf-8"},
                      {"Content-Disposition", "attachment; filename=\"" + key + ".csv\""},
                      {"Cache-Control", "no-store"}};
  response.next_part = [rows] { return rows->Next(); };
  return response;
}

}  // namespace otklik::api
