// What a respondent's browser says: its query, its language, and the response it has begun.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/api.hpp"

namespace otklik::api {

std::string QueryOf(const http::Request& request, const char* name);  // empty if not there
std::string_view RawQuery(const http::Request& request);

// The asked language if the questionnaire has it, else the browser's, else the default.
std::string LanguageFor(const http::Request& request, const survey::Questionnaire& questionnaire);

// The page with the question of a problem's field ("answers.<question>[.<row>]"); the first if there is none.
int PageOfQuestion(const survey::Questionnaire& questionnaire, const std::string& field);

// The response that this browser began at the survey's public link, not yet finished and of this version, by a cookie
// that lives half an hour.
std::optional<intake::StoredResponse> BegunHere(Services& services, const http::Request& request,
                                                const std::string& survey, int version);
// That cookie; with an empty id, its end.
std::string BegunCookie(const Services& services, const std::string& survey, const std::string& id);

}  // namespace otklik::api
