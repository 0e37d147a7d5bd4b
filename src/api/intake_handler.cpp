#include "api/api.hpp"
#include "base/text.hpp"

namespace otklik::api {

using http::Request;
using http::Response;
using intake::Submission;

namespace {

constexpr JsonLimits kLimits{.depth = 6, .bytes = 256 * 1024};

using Fields = std::map<std::string, std::string>;

void ReadAttributes(ObjectReader& reader, Fields& fields, std::vector<Problem>& problems) {
  const json::value* value = reader.Find("attributes");
  if (!value) return;
  ObjectReader inner(*value, reader.PathOf("attributes"), problems);
  if (!value->is_object()) return;
  if (value->get_object().size() > 50) inner.Report("", "too_many_attributes", {"50"});
  for (const auto& member : value->get_object()) {
    const std::string key(member.key());
    if (auto text = inner.String(key, true, 200)) fields["attributes." + key] = std::move(*text);
  }
}

void Take(ObjectReader& reader, const char* key, Fields& fields, std::size_t bytes) {
  if (auto text = reader.String(key, false, bytes)) fields[key] = std::move(*text);
}

void ReadAccount(const json::value& value, people::PersonChange& change, std::vector<Problem>& problems) {
  ObjectReader reader(value, "contact.account", problems);
  change.account = reader.String("external_id", true, 200).value_or("");
  Take(reader, "name", change.account_fields, 400);
  Take(reader, "segment", change.account_fields, 100);
  Take(reader, "partner", change.account_fields, 100);
  Take(reader, "tenure", change.account_fields, 100);
  ReadAttributes(reader, change.account_fields, problems);
  reader.Finish();
}

// Found by external_id, else by e-mail.
people::PersonChange ReadContact(people::PeopleStore& people, const json::value& value,
                                 std::vector<Problem>& problems) {
  ObjectReader reader(value, "contact", problems);
  people::PersonChange change;
  const auto id = reader.String("external_id", false, 200);
  const auto given = reader.String("email", false, 254);
  if (given) {
    const auto checked = access::CheckEmail(*given, "contact.email");
    if (!checked) problems.push_back(checked.error().problems.front());
    if (checked) change.contact_fields["email"] = *checked;
  }
  if (id) {
    change.contact = *id;
  } else if (const auto email = change.contact_fields.find("email"); email != change.contact_fields.end()) {
    const auto known = people.FindPersonByEmail(email->second);
    change.contact = known.contact ? known.contact->id : "email:" + email->second;
  }
  Take(reader, "name", change.contact_fields, 400);
  Take(reader, "role", change.contact_fields, 100);
  Take(reader, "language", change.contact_fields, 20);
  if (const auto spoken = change.contact_fields.find("language"); spoken != change.contact_fields.end()) {
    if (!spoken->second.empty() && !IsLanguageTag(spoken->second))
      reader.Report("language", "bad_language_tag", {}, spoken->second);
  }
  ReadAttributes(reader, change.contact_fields, problems);
  if (const json::value* account = reader.Find("account")) ReadAccount(*account, change, problems);
  reader.Finish();
  if (value.is_object() && change.contact.empty() && !given)
    problems.push_back({"contact_needs_id", {}, "contact", ""});
  return change;
}

Submission Decode(Services& services, const Request& request) {
  if (auto bad = BadToken(request)) throw ErrorException(std::move(*bad));
  const json::value body = BodyOf(request, kLimits);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  Submission submission;
  const std::string id = reader.String("id", true, 100).value_or("");
  const auto uuid = Uuid::Parse(id);
  if (!uuid && !id.empty()) reader.Report("id", "bad_uuid", {}, id);
  if (uuid) submission.id = uuid->ToString();
  if (const json::value* answers = reader.Require("answers")) {
    if (answers->is_object()) {
      submission.answers = answers->get_object();
    } else {
      reader.Report("answers", "not_an_object", {}, Short(*answers));
    }
  }
  submission.channel = reader.String("channel", false, 40).value_or("api");
  submission.language = reader.String("language", false, 40).value_or("");
  if (const auto started = reader.String("started_at", false, 40)) {
    submission.started_at = ParseTime(*started);
    if (!submission.started_at) reader.Report("started_at", "bad_time", {}, *started);
  }
  submission.trusted = CallerOf(request).Has(access::Right::kWriteResponses);
  const json::value* contact = reader.Find("contact");
  if (contact && !submission.trusted) throw ErrorException(Fail(Code::kUnauthenticated, "needs_token", {}, "contact"));
  if (contact) submission.person = ReadContact(services.people, *contact, problems);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  // The id in one spelling: a repeat in capitals is still a repeat.
  json::value canonical = body;
  if (canonical.is_object() && uuid) canonical.get_object()["id"] = submission.id;
  submission.body = CanonicalJson(canonical);
  submission.survey = request.parameters.at("key");
  if (submission.person) submission.contact = submission.person->contact;
  return submission;
}

}  // namespace

// Runs on the I/O thread: decoding and checking take microseconds, and the disk is waited for elsewhere.
http::Handler PostResponse(Services& services) {
  return [&services](std::shared_ptr<Request> request, http::Reply reply) {
    Submission submission;
    try {
      submission = Decode(services, *request);
    } catch (const ErrorException& error) {
      services.intake.CountRefusal(error.error().problems.front().key);
      throw;
    }
    const std::string id = submission.id;
    services.intake.Submit(std::move(submission), [request, reply, id](Result<intake::Saved> saved) {
      if (!saved) return reply(ProblemResponse(saved.error(), *request));
      Response response = Json(saved->repeated ? 200 : 201, json::object{{"id", id}, {"seq", saved->seq}});
      AddSecurityHeaders(response);
      reply(std::move(response));
    });
  };
}

}  // namespace otklik::api
