#include "api/api.hpp"

namespace otklik::api {

http::Handler GetEvents(Services& services) {
  return [&services](std::shared_ptr<http::Request> request, http::Reply reply) {
    std::string last(request->Header("last-event-id"));
    const auto asked = request->query.find("last_event_id");
    if (last.empty() && asked != request->query.end()) last = asked->second;
    http::Response response;
    response.headers = {
        {"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
    AddSecurityHeaders(response);
    response.on_stream = [&services, last, request](std::shared_ptr<http::EventStream> stream) {
      services.events.Subscribe(std::move(stream), last, [&services, request] {
        return FindCaller(services, *request).Has(access::Right::kReadResponses);
      });
    };
    reply(std::move(response));
  };
}

}  // namespace otklik::api
