// Requests and responses as the rest of the program sees them, the router and the server. Knows no domain;
// Beast stays in server.cpp.
#pragma once

#include <any>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/language.hpp"
#include "base/result.hpp"

namespace otklik::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // GET, POST ...
  std::string path;    // decoded, without the query
  std::string target;  // as sent
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> parameters;  // of the route: {key} -> value
  Headers headers;                                // names lower-cased
  std::string body;
  std::string peer;  // address, without port
  std::string id;    // request id
  std::any context;  // what the gate found out about the caller

  std::string_view Header(std::string_view lower_name) const;
  std::string_view Cookie(std::string_view name) const;
  // ?lang=, else the header; `fallback` when neither is known.
  Language AskedLanguage(Language fallback) const;
};

// A stream of server-sent events to one browser. Thread-safe; Push after Close does nothing.
class EventStream {
 public:
  virtual ~EventStream() = default;
  // False: the reader is gone or too slow; the stream is closed.
  virtual bool Push(std::string event) = 0;
  virtual void Close() = 0;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  // Shared bytes are sent without a copy, instead of `body`.
  std::shared_ptr<const std::string> shared_body;
  // With it, the response is a stream: called once the head has been sent.
  std::function<void(std::shared_ptr<EventStream>)> on_stream;
  // With it, the body comes in parts: called on the pool, one call after another, each when the part before has been
  // sent; nothing ends it. If it throws, the connection is cut, so that nobody takes what came for the whole.
  std::function<std::optional<std::string>()> next_part;
};

using Reply = std::function<void(Response)>;  // call once, from any thread
using Handler = std::function<void(std::shared_ptr<Request>, Reply)>;

// Where a handler runs: on the I/O thread (never blocks, under a millisecond) or on the pool.
enum class Work { kInline, kPool };

struct Route {
  std::string method;
  std::string pattern;  // /api/v1/surveys/{key}
  int right = 0;        // access::Right, checked by the application's gate
  Work work = Work::kPool;
  Handler handler;
  std::size_t body_bytes = 256 * 1024;  // bound of the body
};

class Router {
 public:
  void Add(Route route);
  struct Match {
    const Route* route = nullptr;
    std::map<std::string, std::string> parameters;
    std::string allowed;  // methods the path has, by comma, when it is known but not with this one
  };
  Match Find(std::string_view method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

struct ServerConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  int io_threads = 2;
  int pool_threads = 2;
  std::size_t pool_queue = 256;  // waiting requests; beyond it 503
  std::size_t connections = 4096;
  std::vector<std::string> trusted_proxies;  // peers whose X-Forwarded-For is believed
};

struct ServerCounters {
  std::atomic<std::uint64_t> requests{0}, refused_busy{0}, connections{0};
};

class Server {
 public:
  // `gate` sees every matched request before its handler: it returns a response to refuse, or nothing. It runs where
  // the handler will. `fail` turns an error into a response.
  using Gate = std::function<std::optional<Response>(Request&, const Route&)>;
  using FailWith = std::function<Response(const Error&, const Request&)>;

  Server(ServerConfig config, Router router, Gate gate, FailWith fail);
  ~Server();
  // Binds and starts; kInvalid address_in_use.
  Result<void> Start();
  std::uint16_t port() const;
  // Stops taking connections, lets requests under way finish (at most `timeout_ms`), closes streams.
  void Stop(int timeout_ms);
  const ServerCounters& counters() const;

  class Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

std::string UrlDecode(std::string_view text, bool plus_is_space);
std::map<std::string, std::string> ParseQuery(std::string_view query);

// gzip at level 6; for texts that are sent often, made once.
std::string Gzip(std::string_view data);

}  // namespace otklik::http
