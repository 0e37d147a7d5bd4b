#include "app/control_client.hpp"

#include <curl/curl.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <memory>

#include "base/json.hpp"

namespace otklik::app {
namespace {

struct Sink {
  std::string body;
  const std::function<void(std::string_view)>* on_data;
};

std::size_t Take(char* data, std::size_t size, std::size_t count, void* user) {
  Sink& sink = *static_cast<Sink*>(user);
  if (*sink.on_data) {
    (*sink.on_data)({data, size * count});
  } else {
    sink.body.append(data, size * count);
  }
  return size * count;
}

// What the server refused, in its own words: problem+json of a caller whose language it knows.
Error Refused(long status, const std::string& body) {
  const Code code = status == 404 ? Code::kNotFound : status == 409 ? Code::kConflict : Code::kInvalid;
  Error error{code, {}};
  boost::system::error_code failed;
  const json::value reply = json::parse(body, failed);
  const json::value* problems = !failed && reply.is_object() ? reply.as_object().if_contains("problems") : nullptr;
  const auto text = [](const json::object& object, const char* key) {
    const json::value* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
  };
  if (problems && problems->is_array()) {
    for (const json::value& one : problems->get_array()) {
      if (!one.is_object()) continue;
      const json::object& object = one.get_object();
      error.problems.push_back(
          {"server_said", {text(object, "message")}, text(object, "field"), text(object, "value")});
    }
  }
  if (error.problems.empty()) error.problems.push_back({"no_answer_from_server", {body}, {}, {}});
  return error;
}

}  // namespace

Result<std::string> AskServer(const Config& config, const std::string& path, const std::string& body,
                              const std::function<void(std::string_view)>& on_data) {
  const std::string& folder = config.data;
  std::ifstream control(folder + "/control");
  int port = 0;
  std::string address, secret;
  if (!(control >> address >> port >> secret)) return Fail(Code::kBusy, "folder_in_use", {}, "data", folder);
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/json");
  list = curl_slist_append(list, ("Accept-Language: " + config.language).c_str());
  list = curl_slist_append(list, ("Authorization: Bearer " + secret).c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, &curl_slist_free_all);
  const std::string url = "http://" + address + ":" + std::to_string(port) + path;
  Sink sink{{}, &on_data};
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  // A stream is only a stream when it is one; a refusal is collected.
  std::function<void(std::string_view)> taken;
  if (on_data) {
    taken = [&](std::string_view data) {
      long so_far = 0;
      curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &so_far);
      if (so_far / 100 == 2) {
        on_data(data);
      } else {
        sink.body.append(data);
      }
    };
    sink.on_data = &taken;
  }
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &sink);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return Fail(Code::kInternal, "no_answer_from_server", {curl_easy_strerror(code)});
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status / 100 != 2) return Refused(status, sink.body);
  return std::move(sink.body);
}

}  // namespace otklik::app
