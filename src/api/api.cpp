#include "api/api.hpp"

#include <boost/json/serialize.hpp>

#include "base/messages.hpp"

namespace otklik::api {

using access::Caller;
using access::Right;
using http::Request;
using http::Response;

namespace {

std::string_view TypeOf(Code code) {
  switch (code) {
    case Code::kInvalid:
      return "invalid";
    case Code::kUnauthenticated:
      return "unauthenticated";
    case Code::kForbidden:
      return "forbidden";
    case Code::kNotFound:
      return "not_found";
    case Code::kWrongMethod:
      return "wrong_method";
    case Code::kConflict:
      return "conflict";
    case Code::kTooLarge:
      return "too_large";
    case Code::kTooMany:
      return "too_many";
    case Code::kRefused:
      return "refused";
    case Code::kBusy:
      return "busy";
    case Code::kInternal:
      break;
  }
  return "internal";
}

// A refusal's args are the sentence's list, then value and count in turn.
json::array Choices(const Problem& problem) {
  json::array choices;
  for (std::size_t i = 1; i + 1 < problem.args.size(); i += 2) choices.emplace_back(problem.args[i]);
  return choices;
}

// The token a request shows by Authorization, empty for a header of another form; nothing where none is shown. What
// "Basic" says is for a proxy before us.
std::optional<std::string_view> ShownToken(const Request& request) {
  const std::string_view header = request.Header("authorization");
  const auto space = header.find(' ');
  std::string scheme(header.substr(0, space));
  for (char& c : scheme) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (header.empty() || scheme == "basic") return std::nullopt;
  if (scheme != "bearer" || space == std::string_view::npos) return std::string_view();
  std::string_view token = header.substr(space);
  while (token.starts_with(' ')) token.remove_prefix(1);
  return token;
}

// A role by the name that people know, not by its key.
Error NoRight(const Caller& caller, Right right, Language language) {
  const std::string who = caller.user ? "role_" + std::string(RoleName(caller.user->role)) : "role_token";
  return Fail(Code::kForbidden, "no_right", {Say(who, language), std::string(RightName(right))});
}

bool ChangesSomething(std::string_view method) { return method != "GET" && method != "HEAD"; }

}  // namespace

Caller FindCaller(Services& services, const Request& request) {
  Caller caller;
  const auto shown = ShownToken(request);
  if (shown && !shown->empty()) {
    const std::string hash = HashToken(*shown);
    if (!services.control_hash.empty() && hash == services.control_hash) {
      caller.token = access::Token{"control", hash, "control", {Right::kControl}, "system", 0, 0};
      return caller;
    }
    caller.token = services.access.FindToken(hash);
    const TimeMs now = services.clock.Now();
    constexpr TimeMs kNoteEveryMs = 3'600'000;
    if (caller.token && now - caller.token->last_used_at > kNoteEveryMs)
      services.access.TouchToken(caller.token->id, now);
    return caller;
  }
  const std::string_view cookie = request.Cookie("otklik_session");
  if (cookie.empty()) return caller;
  const auto session = services.access.FindSession(HashToken(cookie));
  if (!session || session->expires_at <= services.clock.Now()) return caller;
  caller.user = services.access.FindUser(session->user);
  caller.session_hash = session->token_hash;
  caller.csrf = session->csrf;
  return caller;
}

int StatusOf(Code code) {
  switch (code) {
    case Code::kInvalid:
      return 422;
    case Code::kUnauthenticated:
      return 401;
    case Code::kForbidden:
      return 403;
    case Code::kNotFound:
      return 404;
    case Code::kWrongMethod:
      return 405;
    case Code::kConflict:
      return 409;
    case Code::kTooLarge:
      return 413;
    case Code::kTooMany:
      return 429;
    case Code::kRefused:
      return 422;
    case Code::kBusy:
      return 503;
    case Code::kInternal:
      break;
  }
  return 500;
}

std::optional<Error> BadToken(const Request& request) {
  if (!ShownToken(request) || CallerOf(request).token) return std::nullopt;
  return Fail(Code::kUnauthenticated, "bad_token", {}, "Authorization");
}

const Caller& CallerOf(const Request& request) {
  static const Caller kNobody;
  const Caller* caller = std::any_cast<Caller>(&request.context);
  return caller ? *caller : kNobody;
}

Scope ScopeOf(const Caller&) { return Scope::Company(); }

Language LanguageOf(const Request& request) {
  const Caller& caller = CallerOf(request);
  const Language own = caller.user ? LanguageFrom(caller.user->language, Language::kRussian)
                                   : LanguageFromHeader(request.Header("accept-language"), Language::kRussian);
  const auto asked = request.query.find("lang");
  return asked == request.query.end() ? own : LanguageFrom(asked->second, own);
}

void AddSecurityHeaders(Response& response) {
  const auto add = [&response](const char* name, const char* value) {
    for (const auto& header : response.headers) {
      if (header.first == name) return;
    }
    response.headers.emplace_back(name, value);
  };
  add("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  add("X-Content-Type-Options", "nosniff");
  add("Referrer-Policy", "no-referrer");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
}

Response Json(int status, const json::value& value) {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  response.body = json::serialize(value);
  return response;
}

Response NoContent() {
  Response response;
  response.status = 204;
  return response;
}

Response ProblemResponse(const Error& error, const Request& request) {
  const Language language = LanguageOf(request);
  const int status = StatusOf(error.code);
  json::array problems;
  for (const Problem& problem : error.problems) {
    json::object one{
        {"key", problem.key}, {"field", problem.field}, {"value", problem.value}, {"message", Say(problem, language)}};
    if (error.code == Code::kRefused) one["choices"] = Choices(problem);
    problems.push_back(std::move(one));
  }
  const std::string title = error.problems.empty() ? std::string() : Say(error.problems.front(), language);
  Response response = Json(status, json::object{{"type", "/problems/" + std::string(TypeOf(error.code))},
                                                {"title", title},
                                                {"status", status},
                                                {"problems", std::move(problems)},
                                                {"request_id", request.id}});
  response.headers[0].second = "application/problem+json";
  response.headers.emplace_back("Content-Language", std::string(LanguageTag(language)));
  if (error.code == Code::kBusy) response.headers.emplace_back("Retry-After", "1");
  if (error.code == Code::kTooMany && !error.problems.empty() && !error.problems[0].args.empty()) {
    response.headers.emplace_back("Retry-After", error.problems[0].args[0]);
  }
  if (error.code == Code::kUnauthenticated) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  AddSecurityHeaders(response);
  return response;
}

json::value BodyOf(const Request& request, const JsonLimits& limits) {
  const std::string_view type = request.Header("content-type");
  std::string bare(type.substr(0, type.find_first_of("; ")));
  for (char& c : bare) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (bare != "application/json") {
    throw ErrorException(
        Fail(Code::kInvalid, "not_json_content_type", {}, "Content-Type", std::string(type.substr(0, 80))));
  }
  return OrThrow(ReadJson(request.body, limits));
}

void ThrowIfAny(std::vector<Problem> problems) {
  if (!problems.empty()) throw ErrorException(Error{Code::kInvalid, std::move(problems)});
}

json::value ToJson(const Text& text) {
  json::object object;
  for (const auto& [tag, words] : text.by_language) object[tag] = words;
  return object;
}

json::value TimeOrNull(TimeMs time) { return time == 0 ? json::value(nullptr) : json::value(FormatTime(time)); }

http::Handler Sync(Services& services, SyncHandler handler) {
  return [&services, handler](std::shared_ptr<Request> request, http::Reply reply) {
    Response response = handler(services, *request);
    AddSecurityHeaders(response);
    reply(std::move(response));
  };
}

std::optional<Response> Gate(Services& services, Request& request, const http::Route& route) {
  const Right right = static_cast<Right>(route.right);
  Caller caller = FindCaller(services, request);
  request.context = caller;
  if (right == Right::kPublic) return std::nullopt;
  if (!caller.known()) return ProblemResponse(Fail(Code::kUnauthenticated, "not_logged_in"), request);
  if (!caller.Has(right)) {
    return ProblemResponse(NoRight(caller, right, LanguageOf(request)), request);
  }
  if (caller.user && ChangesSomething(request.method) && request.Header("x-csrf-token") != caller.csrf) {
    return ProblemResponse(Fail(Code::kForbidden, "csrf"), request);
  }
  return std::nullopt;
}

}  // namespace otklik::api
