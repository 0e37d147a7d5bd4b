#include "app/control_client.hpp"

#include <curl/curl.h>

#include <fstream>
#include <memory>

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

}  // namespace

Result<std::string> AskServer(const std::string& folder, const std::string& path, const std::string& body,
                              const std::function<void(std::string_view)>& on_data) {
  std::ifstream control(folder + "/control");
  int port = 0;
  std::string secret;
  if (!(control >> port >> secret)) return Fail(Code::kBusy, "folder_in_use", {}, "data", folder);
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/json");
  list = curl_slist_append(list, ("Authorization: Bearer " + secret).c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list, &curl_slist_free_all);
  const std::string url = "http://127.0.0.1:" + std::to_string(port) + path;
  Sink sink{{}, &on_data};
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Take);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &sink);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return Fail(Code::kInternal, "no_answer_from_server", {curl_easy_strerror(code)});
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status / 100 != 2) return Fail(Code::kInvalid, "no_answer_from_server", {sink.body});
  return std::move(sink.body);
}

}  // namespace otklik::app
