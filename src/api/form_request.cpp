#include "api/form_request.hpp"

#include <algorithm>
#include <vector>

#include "base/language.hpp"

namespace otklik::api {

using http::Request;

namespace {

constexpr std::string_view kBegun = "otklik_begun";

}  // namespace

bool IsForm(const Request& request) {
  const std::string_view type = request.Header("content-type");
  std::string bare(type.substr(0, type.find_first_of("; ")));
  for (char& c : bare) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return bare == "application/x-www-form-urlencoded";
}

bool HoldsNothing(const form::Submission& submission) {
  for (const std::string_view name : {form::kGoField, form::kShownField, kPageField, kIdField}) {
    if (submission.other.contains(std::string(name))) return false;
  }
  const auto given = [](const auto& answer) { return !answer.value().is_null(); };
  return submission.problems.empty() && std::none_of(submission.answers.begin(), submission.answers.end(), given);
}

std::string QueryOf(const Request& request, const char* name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string() : found->second;
}

std::string_view RawQuery(const Request& request) {
  const auto question = request.target.find('?');
  return question == std::string::npos ? std::string_view() : std::string_view(request.target).substr(question + 1);
}

std::string LanguageFor(const Request& request, const survey::Questionnaire& questionnaire) {
  const std::vector<std::string>& languages = questionnaire.languages;
  std::string asked = QueryOf(request, "lang");
  if (std::find(languages.begin(), languages.end(), asked) != languages.end()) return asked;
  const std::vector<std::string_view> spoken(languages.begin(), languages.end());
  return languages[ChooseLanguage(request.Header("accept-language"), spoken)];
}

int PageOfQuestion(const survey::Questionnaire& questionnaire, const std::string& field) {
  const std::string id = field.substr(field.find('.') + 1);
  for (std::size_t page = 0; page < questionnaire.pages.size(); ++page) {
    for (const survey::Question& question : questionnaire.pages[page].questions) {
      if (id == question.id || id.starts_with(question.id + ".")) return static_cast<int>(page);
    }
  }
  return 0;
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
