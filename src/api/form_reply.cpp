#include "api/form_reply.hpp"

#include "api/form_request.hpp"

namespace otklik::api {

using http::Request;
using http::Response;

namespace {

form::Frame BareFrame(Services& services, const Request& request) {
  form::Frame frame;
  frame.language = std::string(LanguageTag(request.AskedLanguage(Language::kRussian)));
  frame.languages = {frame.language};
  frame.company_name = CompanyName(services);
  return frame;
}

}  // namespace

Response Html(int status, std::string body) {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"Content-Security-Policy", form::ContentSecurityPolicy()}};
  response.body = std::move(body);
  AddSecurityHeaders(response);
  return response;
}

Response Redirect(const std::string& to) {
  Response response;
  response.status = 303;
  response.headers = {{"Location", to}, {"Cache-Control", "no-store"}};
  AddSecurityHeaders(response);
  return response;
}

std::string CompanyName(Services& services) { return services.company.Get("company.name").value_or(""); }

Response Message(Services& services, const Request& request, int status, form::MessageKind kind) {
  Response response = Html(status, form::RenderMessage(kind, BareFrame(services, request)));
  if (status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

// What went wrong while keeping, as a page for the respondent.
Response FailurePage(Services& services, const Request& request, const Error& error) {
  const std::string& key = error.problems.front().key;
  if (key == "survey_closed") return Message(services, request, 409, form::MessageKind::kClosed);
  if (key == "token_used" || key == "different_body")
    return Message(services, request, 409, form::MessageKind::kTokenUsed);
  if (error.code == Code::kBusy) return Message(services, request, 503, form::MessageKind::kBusy);
  return Message(services, request, StatusOf(error.code), form::MessageKind::kNotFound);
}

Response NotAForm(Services& services, const Request& request) {
  services.intake.CountRefusal("not_a_form");
  return Message(services, request, IsForm(request) ? 422 : 415, form::MessageKind::kNotAForm);
}

std::optional<Response> RefusedOutright(Services& services, const Request& request) {
  if (const auto bad = BadToken(request)) {
    if (request.method == "POST") services.intake.CountRefusal("bad_token");
    return ProblemResponse(*bad, request);
  }
  if (request.method == "POST" && !IsForm(request)) return NotAForm(services, request);
  return std::nullopt;
}

}  // namespace otklik::api
