// What the respondent's address answers with besides the survey itself.
#pragma once

#include <optional>
#include <string>

#include "api/api.hpp"
#include "form/form.hpp"

namespace otklik::api {

http::Response Html(int status, std::string body);
http::Response Redirect(const std::string& to);  // 303: look there now

std::string CompanyName(Services& services);

// A page instead of the survey, in the language asked for.
http::Response Message(Services& services, const http::Request& request, int status, form::MessageKind kind);
// What went wrong while keeping, as a page for the respondent.
http::Response FailurePage(Services& services, const http::Request& request, const Error& error);

// Nothing was kept of what was posted, since it is no page of ours: 415 for another content type, else 422.
http::Response NotAForm(Services& services, const http::Request& request);
// Refused whatever the survey: a token that nobody has, a post that is no form.
std::optional<http::Response> RefusedOutright(Services& services, const http::Request& request);

}  // namespace otklik::api
