#include "api/api.hpp"

namespace otklik::api {

using http::Request;
using http::Response;
using intake::Submission;

namespace {

constexpr JsonLimits kLimits{.depth = 6, .bytes = 256 * 1024};

struct Sender {
  std::optional<people::Account> account;
  std::optional<people::Contact> contact;
};

people::Attributes ReadAttributes(ObjectReader& reader, std::vector<Problem>& problems) {
  people::Attributes attributes;
  const json::value* value = reader.Find("attributes");
  if (!value) return attributes;
  ObjectReader inner(*value, reader.PathOf("attributes"), problems);
  if (!value->is_object()) return attributes;
  if (value->get_object().size() > 50) inner.Report("", "too_many_attributes", {"50"});
  for (const auto& member : value->get_object()) {
    if (auto text = inner.String(member.key(), true, 200)) attributes[std::string(member.key())] = std::move(*text);
  }
  return attributes;
}

people::Account ReadAccount(const json::value& value, std::vector<Problem>& problems) {
  ObjectReader reader(value, "contact.account", problems);
  people::Account account;
  account.id = reader.String("external_id", true, 200).value_or("");
  account.name = reader.String("name", false, 400).value_or(account.id);
  account.segment = reader.String("segment", false, 100).value_or("");
  account.partner = reader.String("partner", false, 100).value_or("");
  account.tenure = reader.String("tenure", false, 100).value_or("");
  account.attributes = ReadAttributes(reader, problems);
  reader.Finish();
  return account;
}

Sender ReadContact(const json::value& value, std::vector<Problem>& problems) {
  ObjectReader reader(value, "contact", problems);
  Sender sender;
  people::Contact contact;
  contact.email = reader.String("email", false, 254).value_or("");
  contact.id = reader.String("external_id", false, 200).value_or(contact.email.empty() ? "" : "email:" + contact.email);
  contact.name = reader.String("name", false, 400).value_or("");
  contact.role = reader.String("role", false, 100).value_or("");
  contact.language = reader.String("language", false, 20).value_or("");
  contact.attributes = ReadAttributes(reader, problems);
  if (const json::value* account = reader.Find("account")) sender.account = ReadAccount(*account, problems);
  reader.Finish();
  if (value.is_object() && contact.id.empty()) problems.push_back({"contact_needs_id", {}, "contact", ""});
  if (sender.account) contact.account = sender.account->id;
  sender.contact = std::move(contact);
  return sender;
}

struct Decoded {
  Submission submission;
  Sender sender;
};

Decoded Decode(const Request& request) {
  const json::value body = BodyOf(request, kLimits);
  std::vector<Problem> problems;
  ObjectReader reader(body, "", problems);
  Decoded decoded;
  Submission& submission = decoded.submission;
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
  if (const json::value* contact = reader.Find("contact")) decoded.sender = ReadContact(*contact, problems);
  reader.Finish();
  ThrowIfAny(std::move(problems));
  submission.body = CanonicalJson(body);
  submission.survey = request.parameters.at("key");
  submission.trusted = CallerOf(request).Has(access::Right::kWriteResponses);
  return decoded;
}

}  // namespace

// Runs on the I/O thread: decoding and checking take microseconds, and the disk is waited for elsewhere.
http::Handler PostResponse(Services& services) {
  return [&services](std::shared_ptr<Request> request, http::Reply reply) {
    Decoded decoded;
    try {
      decoded = Decode(*request);
    } catch (const ErrorException& error) {
      services.intake.CountRefusal(error.error().problems.front().key);
      throw;
    }
    const auto done = [request, reply, id = decoded.submission.id](Result<intake::Saved> saved) {
      if (!saved) return reply(ProblemResponse(saved.error(), *request));
      Response response = Json(saved->repeated ? 200 : 201, json::object{{"id", id}, {"seq", saved->seq}});
      AddSecurityHeaders(response);
      reply(std::move(response));
    };
    if (!decoded.sender.contact) return services.intake.Submit(std::move(decoded.submission), done);
    if (!decoded.submission.trusted) return done(Fail(Code::kUnauthenticated, "needs_token", {}, "contact"));
    decoded.submission.contact = decoded.sender.contact->id;
    auto submission = std::make_shared<Submission>(std::move(decoded.submission));
    services.people.SaveLater(decoded.sender.account.value_or(people::Account{}), *decoded.sender.contact,
                              [&services, submission, done](Result<void> kept) {
                                if (!kept) return done(kept.error());
                                services.intake.Submit(std::move(*submission), done);
                              });
  };
}

}  // namespace otklik::api
