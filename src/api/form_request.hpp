// What a respondent's browser says: its query, its language, and the response it has begun.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/api.hpp"
#include "form/form.hpp"

namespace otklik::api {

inline constexpr std::string_view kPageField = "page";
inline constexpr std::string_view kIdField = "id";  // of a first page whose order follows the response id

// Whether the body calls itself what a form of ours sends.
bool IsForm(const http::Request& request);
// Not one field of the page in it. A page left empty still says which page it is and which button was pressed.
bool HoldsNothing(const form::Submission& submission);

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
