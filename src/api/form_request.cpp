#include "api/form_request.hpp"

#include <algorithm>

namespace otklik::api {

using http::Request;

namespace {

constexpr std::string_view kBegun = "otklik_begun";

}  // namespace

std::string QueryOf(const Request& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string() : found->second;
}

std::string_view RawQuery(const Request& request) {
  const auto question = request.target.find('?');
  return question == std::string::npos ? std::string_view() : std::string_view(request.target).substr(question + 1);
}

std::string LanguageFor(const Request& request, const survey::Questionnaire& questionnaire) {
  const auto has = [&questionnaire](std::string_view tag) {
    return std::find(questionnaire.languages.begin(), questionnaire.languages.end(), tag) !=
           questionnaire.languages.end();
  };
  const std::string asked = QueryOf(request, "lang");
  if (has(asked)) return asked;
  std::string_view header = request.Header("accept-language");
  while (!header.empty()) {
    const auto comma = header.find(',');
    const std::string_view one = header.substr(0, comma);
    const auto start = one.find_first_not_of(' ');
    const std::string_view tag = start == std::string_view::npos ? one : one.substr(start);
    if (const auto primary = tag.substr(0, tag.find_first_of("-;")); has(primary)) return std::string(primary);
    if (comma == std::string_view::npos) break;
    header.remove_prefix(comma + 1);
  }
  return questionnaire.default_language();
}

std::optional<intake::StoredResponse> BegunHere(Services& services, const Request& request, const std::string& survey,
                                                int version) {
  const auto id = Uuid::Parse(request.Cookie(kBegun));
  if (!id) return std::nullopt;
  auto found = services.response_store.Find(id->ToString());
  const bool fits = found && found->survey == survey && found->version == version && found->status == "started" &&
                    found->token_hash.empty() && found->contact.empty();
  return fits ? std::move(found) : std::nullopt;
}

std::string BegunCookie(const Services& services, const std::string& survey, const std::string& id) {
  return std::string(kBegun) + "=" + id + "; Path=/s/" + survey +
         "; HttpOnly; SameSite=Lax; Max-Age=" + (id.empty() ? "0" : "1800") +
         (services.secure_cookies ? "; Secure" : "");
}

}  // namespace otklik::api
