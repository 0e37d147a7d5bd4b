// One page from memory over the product's own HTTP server: what a page costs that needs nothing but sending.
//   static_page PORT FILE    serves FILE, compressed already, at /page until it is killed
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "http/http.hpp"

int main(int argc, char** argv) {
  using namespace otklik;
  if (argc < 3) return 2;
  std::ifstream file(argv[2], std::ios::binary);
  const auto bytes =
      std::make_shared<const std::string>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  http::Route route;
  route.method = "GET";
  route.pattern = "/page";
  route.work = http::Work::kInline;
  route.handler = [bytes](const std::shared_ptr<http::Request>&, const http::Reply& reply) {
    http::Response response;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Content-Encoding", "gzip"}};
    response.shared_body = bytes;
    reply(std::move(response));
  };
  http::Router router;
  router.Add(std::move(route));
  http::ServerConfig config;
  config.port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  http::Server server(
      config, std::move(router), [](http::Request&, const http::Route&) { return std::optional<http::Response>(); },
      [](const Error&, const http::Request&) { return http::Response{}; });
  if (!server.Start()) return 1;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  int signal = 0;
  sigwait(&signals, &signal);
  server.Stop(1000);
  return 0;
}
