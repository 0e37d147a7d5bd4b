#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "api/api.hpp"
#include "api/form_reply.hpp"
#include "api/form_request.hpp"
#include "form/form.hpp"

namespace otklik::api {

using http::Request;
using http::Response;
using intake::StoredResponse;
using program::Survey;
using program::Version;

// First pages of plain links: the same bytes for everybody, made and compressed once per version and language.
struct FormPages {
  struct Page {
    std::shared_ptr<const std::string> plain, gzip;
  };
  std::mutex mutex;
  std::map<std::string, Page> pages;
};

std::shared_ptr<FormPages> MakeFormPages(Services&) { return std::make_shared<FormPages>(); }

namespace {

constexpr std::string_view kStateField = "state";  // of a preview: page and answers so far, nothing is kept

form::Frame FrameFor(Services& services, const Request& request, const survey::Questionnaire& questionnaire) {
  form::Frame frame;
  frame.language = LanguageFor(request, questionnaire);
  frame.languages = questionnaire.languages;
  frame.company_name = CompanyName(services);
  frame.preview = QueryOf(request, "preview") == "1";
  if (frame.preview) frame.kept_query = "preview=1";
  return frame;
}

// One respondent at one page, from whichever address.
struct Visit {
  std::shared_ptr<const Survey> survey;
  const Version* version = nullptr;
  form::Frame frame;
  survey::Facts facts;
  StoredResponse response;  // id empty: nothing kept yet
  survey::Answers answers;
  json::object prefill;  // chosen by the link, not recorded
  int page = 0;
  std::string base;    // /s/<survey>
  std::string action;  // where this page is posted
};

void FillFacts(Services& services, Visit& visit) {
  if (!visit.response.contact.empty())
    visit.facts = people::FactsOf(services.people.FindPerson(visit.response.contact));
  visit.facts["channel"] = visit.response.channel;
  visit.facts["language"] = visit.frame.language;
  visit.facts["company.name"] = visit.frame.company_name;
}

// An address of this visit, with what its first one asked for: the language, and the answers a letter's link has
// chosen, whose questions may be pages away.
std::string WithQuery(const Request& request, const Visit& visit, const std::string& path) {
  std::string query = QueryOf(request, "lang").empty() ? "" : "lang=" + visit.frame.language;
  for (const auto& member : visit.prefill) {
    const std::string key(member.key()), value = QueryOf(request, key.c_str());
    const bool plain = std::all_of(value.begin(), value.end(), [](unsigned char c) {
      return c < 0x80 && (std::isalnum(c) || c == '_' || c == '-' || c == '.' || c == ',');
    });
    if (plain) query += (query.empty() ? "" : "&") + key + "=" + value;
  }
  return query.empty() ? path : path + "?" + query;
}

// The survey of the address, open; or the page to show instead.
std::optional<Response> Open(Services& services, const Request& request, Visit& visit) {
  if (auto refused = RefusedOutright(services, request)) return refused;
  visit.survey = services.surveys.Find(request.parameters.at("survey"));
  if (!visit.survey) return Message(services, request, 404, form::MessageKind::kNotFound);
  visit.base = "/s/" + visit.survey->key;
  visit.version = &visit.survey->current();
  visit.frame = FrameFor(services, request, visit.version->questionnaire);
  const bool preview_of_closed = visit.frame.preview && CallerOf(request).Has(access::Right::kReadFigures);
  if (!visit.survey->open && !preview_of_closed) return Message(services, request, 410, form::MessageKind::kClosed);
  visit.response.survey = visit.survey->key;
  visit.response.version = visit.version->questionnaire.version;
  visit.response.channel = "web";
  if (!request.query.empty()) visit.prefill = form::PrefillFromQuery(visit.version->questionnaire, RawQuery(request));
  visit.action = WithQuery(request, visit, visit.base);
  FillFacts(services, visit);
  return std::nullopt;
}

form::View ViewOf(const Visit& visit) {
  form::View view{.questionnaire = visit.version->questionnaire,
                  .page = visit.page,
                  .frame = visit.frame,
                  .facts = visit.facts,
                  .answers = visit.answers,
                  .problems = {},
                  .typed = {},
                  .prefill = visit.prefill,
                  .response_id = visit.response.id,
                  .action = visit.action,
                  .hidden = {{std::string(kPageField), std::to_string(visit.page)}},
                  .focus_question = {},
                  .readers = {}};
  return view;
}

Response ShowPage(const Visit& visit) { return Html(200, form::RenderPage(ViewOf(visit))); }

Response ShowConsent(const Visit& visit) { return Html(200, form::RenderConsent(ViewOf(visit))); }

Response ShowAgain(const Visit& visit, const form::Submission& submission, form::Taken taken) {
  form::View view = ViewOf(visit);
  view.answers = std::move(taken.answers);
  view.problems = std::move(taken.problems);
  view.typed = submission.typed;
  view.focus_question = std::move(taken.focus_question);
  const auto id = submission.other.find(std::string(kIdField));
  if (id != submission.other.end()) view.hidden.emplace_back(id->first, id->second);
  return Html(422, form::RenderPage(view));
}

Response ShowThanks(const Visit& visit) {
  form::Thanks thanks{.questionnaire = visit.version->questionnaire,
                      .frame = visit.frame,
                      .facts = visit.facts,
                      .readers = {},
                      .next_step = {},
                      .deeds = {}};
  return Html(200, form::RenderThanks(thanks));
}

// Where a page that was taken leads: another page, or the end.
struct Step {
  int page = 0;
  bool finished = false;
};

Step After(const Visit& visit, const form::Taken& taken) {
  const survey::Questionnaire& questionnaire = visit.version->questionnaire;
  if (taken.next == form::Taken::Next::kBack) {
    return {survey::PreviousPage(questionnaire, visit.page, visit.facts, taken.answers).value_or(visit.page), false};
  }
  if (const auto next = survey::NextPage(questionnaire, visit.page, visit.facts, taken.answers)) return {*next, false};
  // An answer given on an earlier page may have called for more; the end is reached only when all is well.
  const auto whole = survey::CheckResponse(questionnaire, visit.facts, taken.answers);
  if (!whole) return {PageOfQuestion(questionnaire, whole.error().problems.front().field), false};
  return {visit.page, true};
}

std::string Field(const form::Fields& fields, std::string_view name) {
  const auto found = fields.find(std::string(name));
  return found == fields.end() ? std::string() : found->second;
}

// Keeps what was taken and sends the browser to the response's own address.
void Keep(Services& services, std::shared_ptr<Request> request, Visit visit, survey::Answers answers, Step step,
          http::Reply reply) {
  visit.response.language = visit.frame.language;
  if (step.finished) {
    if (auto whole = survey::CheckResponse(visit.version->questionnaire, visit.facts, answers))
      answers = std::move(*whole);
  }
  const std::string to = WithQuery(*request, visit, visit.base + "/r/" + visit.response.id);
  const bool at_public_link = visit.response.token_hash.empty() && visit.response.contact.empty();
  const std::string cookie =
      at_public_link ? BegunCookie(services, visit.survey->key, step.finished ? "" : visit.response.id) : "";
  services.intake.KeepPage(std::move(visit.response), answers, step.page, step.finished,
                           [&services, request, reply, to, cookie](Result<intake::Saved> saved) {
                             if (!saved) return reply(FailurePage(services, *request, saved.error()));
                             Response response = Redirect(to);
                             if (!cookie.empty()) response.headers.emplace_back("Set-Cookie", cookie);
                             reply(std::move(response));
                           });
}

// A posted page of a response (begun or not yet): decode, check, keep.
void Take(Services& services, std::shared_ptr<Request> request, Visit visit, http::Reply reply) {
  auto submission = form::DecodeForm(visit.version->questionnaire, visit.page, request->body);
  if (!submission) return reply(ProblemResponse(submission.error(), *request));
  if (HoldsNothing(*submission)) return reply(NotAForm(services, *request));
  const auto began = std::chrono::steady_clock::now();
  auto taken = form::TakePage(visit.version->questionnaire, visit.page, visit.facts, visit.answers, *submission);
  services.intake.CountStep(intake::Step::kCheck, began);
  if (!taken) return reply(ProblemResponse(taken.error(), *request));
  if (taken->next == form::Taken::Next::kShowAgain) {
    services.intake.CountRefusals(taken->problems);
    return reply(ShowAgain(visit, *submission, std::move(*taken)));
  }
  const Step step = After(visit, *taken);
  if (visit.response.id.empty()) {
    const auto given = Uuid::Parse(Field(submission->other, kIdField));
    visit.response.id = given ? given->ToString() : services.random.NewUuid().ToString();
  }
  Keep(services, std::move(request), std::move(visit), std::move(taken->answers), step, std::move(reply));
}

// The consent step: "yes" begins the response with the version agreed to, "no" keeps nothing.
void TakeConsent(Services& services, std::shared_ptr<Request> request, Visit visit, bool at_public_link,
                 http::Reply reply) {
  const auto fields = form::DecodeFields(request->body);
  if (!fields) return reply(ProblemResponse(fields.error(), *request));
  if (Field(*fields, form::kConsentField) != "yes")
    return reply(Html(200, form::RenderMessage(form::MessageKind::kNotAgreed, visit.frame, visit.action)));
  // The text may have changed while it was being read: what was agreed to is what was shown.
  if (Field(*fields, form::kConsentVersionField) != visit.version->questionnaire.consent->version)
    return reply(ShowConsent(visit));
  // The browser's own "back" to the consent: what was begun goes on.
  const auto begun =
      at_public_link ? BegunHere(services, *request, visit.survey->key, visit.response.version) : std::nullopt;
  if (begun) return reply(Redirect(WithQuery(*request, visit, visit.base + "/r/" + begun->id)));
  visit.response.id = services.random.NewUuid().ToString();
  visit.response.consent = visit.version->questionnaire.consent->version;
  const int first = survey::NextPage(visit.version->questionnaire, -1, visit.facts, {}).value_or(0);
  Keep(services, std::move(request), std::move(visit), {}, {first, false}, std::move(reply));
}

// A preview walks through the pages with its answers in the form itself; nothing is kept.
Response Preview(Services&, const Request& request, Visit visit) {
  visit.action = visit.base + "?preview=1&lang=" + visit.frame.language;
  if (request.method == "GET" && visit.version->questionnaire.consent) return ShowConsent(visit);
  const auto fields = form::DecodeFields(request.body);
  const bool consents = fields && fields->contains(std::string(form::kConsentField));
  if (consents && Field(*fields, form::kConsentField) != "yes")
    return Html(200, form::RenderMessage(form::MessageKind::kNotAgreed, visit.frame, visit.action));
  if (request.method == "POST" && !consents) {
    if (fields) {
      const auto state = ReadJson(Field(*fields, kStateField), {.depth = 8, .bytes = 200'000});
      const json::object* known = state && state->is_object() ? &state->get_object() : nullptr;
      if (known && known->contains("answers") && known->at("answers").is_object())
        visit.answers = known->at("answers").get_object();
      const int pages = static_cast<int>(visit.version->questionnaire.pages.size());
      const std::string page = Field(*fields, kPageField);
      visit.page = page.size() <= 3 && !page.empty() && std::isdigit(static_cast<unsigned char>(page[0]))
                       ? std::min(std::stoi(page), pages - 1)
                       : 0;
    }
    auto submission = form::DecodeForm(visit.version->questionnaire, visit.page, request.body);
    if (!submission) return ProblemResponse(submission.error(), request);
    auto taken = form::TakePage(visit.version->questionnaire, visit.page, visit.facts, visit.answers, *submission);
    if (!taken) return ProblemResponse(taken.error(), request);
    if (taken->next == form::Taken::Next::kShowAgain) {
      form::View again = ViewOf(visit);
      again.answers = taken->answers;
      again.problems = taken->problems;
      again.typed = submission->typed;
      again.focus_question = taken->focus_question;
      again.hidden.emplace_back(kStateField, json::serialize(json::object{{"answers", visit.answers}}));
      return Html(422, form::RenderPage(again));
    }
    const Step step = After(visit, *taken);
    visit.answers = std::move(taken->answers);
    if (step.finished) return ShowThanks(visit);
    visit.page = step.page;
  }
  form::View view = ViewOf(visit);
  view.hidden.emplace_back(kStateField, json::serialize(json::object{{"answers", visit.answers}}));
  return Html(200, form::RenderPage(view));
}

// The response of the address /s/<survey>/r/<id>, still being filled in; or what to show instead.
std::optional<Response> OpenResponse(Services& services, const Request& request, Visit& visit) {
  if (auto refused = RefusedOutright(services, request)) return refused;
  const auto id = Uuid::Parse(request.parameters.at("id"));
  const auto found = id ? services.response_store.Find(id->ToString()) : std::nullopt;
  visit.survey = services.surveys.Find(request.parameters.at("survey"));
  if (!found || !visit.survey || found->survey != visit.survey->key) {
    return Message(services, request, 404, form::MessageKind::kNotFound);
  }
  visit.base = "/s/" + visit.survey->key;
  visit.version = visit.survey->Find(found->version);
  visit.frame = FrameFor(services, request, visit.version->questionnaire);
  if (QueryOf(request, "lang").empty()) visit.frame.language = found->language;
  visit.response = *found;
  visit.page = found->page;
  visit.answers = json::parse(found->answers).as_object();
  if (!request.query.empty()) visit.prefill = form::PrefillFromQuery(visit.version->questionnaire, RawQuery(request));
  visit.action = WithQuery(request, visit, visit.base + "/r/" + found->id);
  FillFacts(services, visit);
  if (found->status == "finished") return ShowThanks(visit);
  if (found->status == "abandoned") return Message(services, request, 410, form::MessageKind::kExpired);
  if (!visit.survey->open) return Message(services, request, 410, form::MessageKind::kClosed);
  return std::nullopt;
}

// A personal link: who is asked is known, and it can be answered once.
std::optional<Response> OpenLink(Services& services, const Request& request, Visit& visit) {
  if (auto instead = Open(services, request, visit)) return instead;
  const std::string& token = request.parameters.at("token");
  const auto link = services.survey_store.FindLink(HashToken(token));
  if (!link || link->survey != visit.survey->key) return Message(services, request, 404, form::MessageKind::kNotFound);
  const people::Person person = services.people.FindPerson(link->contact);
  intake::StampPerson(person, visit.response);
  visit.response.token_hash = link->token_hash;
  visit.response.channel = "email";
  visit.action = WithQuery(request, visit, visit.base + "/" + token);
  const bool asked = !QueryOf(request, "lang").empty();
  if (!asked && person.contact && !person.contact->language.empty()) {
    // en-GB reads en.
    const std::string& own = person.contact->language;
    for (const std::string& spoken : visit.version->questionnaire.languages) {
      if (spoken == own || spoken == own.substr(0, own.find('-'))) visit.frame.language = spoken;
    }
  }
  if (!link->response.empty()) {
    const auto begun = services.response_store.Find(link->response);
    if (begun && begun->status == "started") return Redirect(WithQuery(request, visit, visit.base + "/r/" + begun->id));
    if (request.method == "POST") services.intake.CountRefusal("token_used");
    return Html(410, form::RenderMessage(form::MessageKind::kTokenUsed, visit.frame));
  }
  FillFacts(services, visit);
  return std::nullopt;
}

Response FirstPage(Services& services, Visit& visit) {
  const survey::Questionnaire& questionnaire = visit.version->questionnaire;
  if (questionnaire.consent) return ShowConsent(visit);
  visit.page = survey::NextPage(questionnaire, -1, visit.facts, {}).value_or(0);
  form::View view = ViewOf(visit);
  if (!form::FirstPageIsShared(questionnaire)) {
    view.response_id = services.random.NewUuid().ToString();
    view.hidden.emplace_back(kIdField, view.response_id);
  }
  return Html(200, form::RenderPage(view));
}

// What is kept of a response whose first page is sent again: all of it if the page is the same; if not, somebody else
// may sit at this screen by now, who must not be shown the later pages.
survey::Answers AnswersSharedWith(const Visit& visit, const Request& request) {
  survey::Answers known = json::parse(visit.response.answers).as_object();
  const survey::Questionnaire& questionnaire = visit.version->questionnaire;
  const auto submission = form::DecodeForm(questionnaire, visit.page, request.body);
  if (!submission) return {};
  const auto taken = form::TakePage(questionnaire, visit.page, visit.facts, known, *submission);
  return taken && taken->answers == known ? known : survey::Answers{};
}

bool WantsGzip(const Request& request) {
  return request.Header("accept-encoding").find("gzip") != std::string_view::npos;
}

// The shared first page, from memory.
Response SharedFirstPage(FormPages& pages, const Request& request, const Visit& visit) {
  const std::string key = visit.survey->key + "\n" + std::to_string(visit.response.version) + "\n" +
                          visit.frame.language + "\n" + visit.frame.company_name + "\n" + visit.action;
  FormPages::Page page;
  {
    const std::lock_guard lock(pages.mutex);
    if (pages.pages.size() > 1000) pages.pages.clear();
    FormPages::Page& slot = pages.pages[key];
    if (!slot.plain) {
      slot.plain = std::make_shared<std::string>(form::RenderPage(ViewOf(visit)));
      slot.gzip = std::make_shared<std::string>(http::Gzip(*slot.plain));
    }
    page = slot;
  }
  Response response = Html(200, {});
  response.headers.emplace_back("Vary", "Accept-Encoding, Accept-Language");
  if (WantsGzip(request)) response.headers.emplace_back("Content-Encoding", "gzip");
  response.shared_body = WantsGzip(request) ? page.gzip : page.plain;
  return response;
}

Response Compressed(const Request& request, Response response) {
  if (response.body.size() < 500 || !WantsGzip(request)) return response;
  response.body = http::Gzip(response.body);
  response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

}  // namespace

http::Handler LeaveSlash(Services& services) {
  return [&services](std::shared_ptr<Request> request, http::Reply reply) {
    if (const auto bad = BadToken(*request)) {
      if (request->method == "POST") services.intake.CountRefusal("bad_token");
      return reply(ProblemResponse(*bad, *request));
    }
    const auto survey = services.surveys.Find(request->parameters.at("survey"));
    if (!survey) return reply(Message(services, *request, 404, form::MessageKind::kNotFound));
    const std::string_view query = RawQuery(*request);
    Response response = Redirect("/s/" + survey->key + (query.empty() ? "" : "?" + std::string(query)));
    response.status = 308;
    reply(std::move(response));
  };
}

http::Handler GetForm(Services& services, std::shared_ptr<FormPages> pages) {
  return [&services, pages](std::shared_ptr<Request> request, http::Reply reply) {
    Visit visit;
    if (auto instead = Open(services, *request, visit)) return reply(std::move(*instead));
    if (visit.frame.preview) return reply(Preview(services, *request, std::move(visit)));
    const survey::Questionnaire& questionnaire = visit.version->questionnaire;
    visit.page = survey::NextPage(questionnaire, -1, visit.facts, {}).value_or(0);
    const bool plain = request->query.empty() || (request->query.size() == 1 && request->query.contains("lang"));
    if (plain && !questionnaire.consent && form::FirstPageIsShared(questionnaire))
      return reply(SharedFirstPage(*pages, *request, visit));
    reply(Compressed(*request, FirstPage(services, visit)));
  };
}

http::Handler PostForm(Services& services, std::shared_ptr<FormPages>) {
  return [&services](std::shared_ptr<Request> request, http::Reply reply) {
    Visit visit;
    if (auto instead = Open(services, *request, visit)) return reply(std::move(*instead));
    if (visit.frame.preview) return reply(Preview(services, *request, std::move(visit)));
    if (visit.version->questionnaire.consent) return TakeConsent(services, request, std::move(visit), true, reply);
    visit.page = survey::NextPage(visit.version->questionnaire, -1, visit.facts, {}).value_or(0);
    // The browser's own "back" to the first page, or the page sent twice: still the same response.
    if (auto begun = BegunHere(services, *request, visit.survey->key, visit.response.version)) {
      visit.response = std::move(*begun);
      visit.answers = AnswersSharedWith(visit, *request);
    }
    Take(services, request, std::move(visit), reply);
  };
}

http::Handler GetFormResponse(Services& services, std::shared_ptr<FormPages>) {
  return [&services](std::shared_ptr<Request> request, http::Reply reply) {
    Visit visit;
    if (auto instead = OpenResponse(services, *request, visit)) return reply(std::move(*instead));
    reply(Compressed(*request, ShowPage(visit)));
  };
}

http::Handler PostFormResponse(Services& services, std::shared_ptr<FormPages>) {
  return [&services](std::shared_ptr<Request> request, http::Reply reply) {
    Visit visit;
    if (auto instead = OpenResponse(services, *request, visit)) return reply(std::move(*instead));
    const auto fields = form::DecodeFields(request->body);
    const std::string page = fields ? Field(*fields, kPageField) : "";
    const int pages = static_cast<int>(visit.version->questionnaire.pages.size());
    // The page that was sent, which is not the kept one after the browser's own "back".
    if (!page.empty() && page.size() <= 3 && page.find_first_not_of("0123456789") == std::string::npos) {
      visit.page = std::min(std::stoi(page), pages - 1);
    }
    Take(services, request, std::move(visit), reply);
  };
}

http::Handler GetFormLink(Services& services, std::shared_ptr<FormPages>) {
  return [&services](std::shared_ptr<Request> request, http::Reply reply) {
    Visit visit;
    if (auto instead = OpenLink(services, *request, visit)) return reply(std::move(*instead));
    reply(Compressed(*request, FirstPage(services, visit)));
  };
}

http::Handler PostFormLink(Services& services, std::shared_ptr<FormPages>) {
  return [&services](std::shared_ptr<Request> request, http::Reply reply) {
    Visit visit;
    if (auto instead = OpenLink(services, *request, visit)) return reply(std::move(*instead));
    if (visit.version->questionnaire.consent) return TakeConsent(services, request, std::move(visit), false, reply);
    visit.page = survey::NextPage(visit.version->questionnaire, -1, visit.facts, {}).value_or(0);
    Take(services, request, std::move(visit), reply);
  };
}

}  // namespace otklik::api
