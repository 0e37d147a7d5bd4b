#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <mutex>
#include <thread>

#include "http/http.hpp"
#include "http/queued_stream.hpp"
#include "http/wire.hpp"
#include "http/work_pool.hpp"

namespace otklik::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t kHeaderBytes = 16 * 1024;
constexpr std::size_t kOtherBodyBytes = 64 * 1024;  // of an address that does not exist
constexpr auto kReadTimeout = std::chrono::seconds(30);
constexpr auto kIdleTimeout = std::chrono::seconds(75);

// The route's pattern, not the address: that can name a person. Refusals at "info", the rest at "debug".
void LogRequest(const Request& request, const Route* route, int status, std::chrono::steady_clock::time_point began) {
  const auto level = status < 400 ? spdlog::level::debug : spdlog::level::info;
  if (!spdlog::should_log(level)) return;
  const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  spdlog::log(level, fmt::format("event=request id={} method={} route={} status={} ms={:.1f}", request.id,
                                 route ? request.method : "-", route ? route->pattern : "-", status,
                                 static_cast<double>(taken.count()) / 1000));
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerConfig config, Router router, Gate gate, FailWith fail)
      : config_(std::move(config)),
        router_(std::move(router)),
        gate_(std::move(gate)),
        fail_(std::move(fail)),
        pool_(config_.pool_threads, config_.pool_queue) {
    for (int i = 0; i < config_.io_threads; ++i) contexts_.push_back(std::make_unique<asio::io_context>(1));
  }

  Result<void> Start();
  void Stop(int timeout_ms);

  ServerConfig config_;
  Router router_;
  Gate gate_;
  FailWith fail_;
  WorkPool pool_;
  std::vector<std::unique_ptr<asio::io_context>> contexts_;
  std::unique_ptr<tcp::acceptor> acceptor_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> under_way_{0};
  std::atomic<std::size_t> open_{0};
  ServerCounters counters_;
  std::mutex streams_mutex_;
  std::vector<std::weak_ptr<EventStream>> streams_;

 private:
  Awaitable Accept();
  Awaitable Connection(tcp::socket socket);
  Awaitable Serve(beast::tcp_stream& stream, std::string peer);
  asio::awaitable<Response> Answer(std::shared_ptr<Request> request, const Router::Match& match);
  asio::awaitable<bool> Write(beast::tcp_stream& stream, const Request& request, const Response& response,
                              bool keep_alive);
  Awaitable Reject(beast::tcp_stream& stream, error_code why);
  Awaitable Stream(beast::tcp_stream& stream, const std::string& id, Response& response);
  asio::awaitable<bool> WriteParts(beast::tcp_stream& stream, const std::string& id, const Response& response,
                                   bool chunked, bool keep_alive);
  using Parts = std::function<std::optional<std::string>()>;
  asio::awaitable<std::optional<std::string>> NextPart(std::shared_ptr<Parts> parts);
  void Dispatch(std::shared_ptr<Request> request, const Route& route, Reply reply);
};

Result<void> Server::Impl::Start() {
  try {
    const tcp::endpoint endpoint(asio::ip::make_address(config_.address), config_.port);
    acceptor_ = std::make_unique<tcp::acceptor>(*contexts_[0]);
    acceptor_->open(endpoint.protocol());
    acceptor_->set_option(tcp::acceptor::reuse_address(true));
    acceptor_->bind(endpoint);
    acceptor_->listen(1024);
  } catch (const boost::system::system_error& error) {
    return Fail(Code::kInvalid, "address_in_use", {error.code().message()}, "listen",
                config_.address + ":" + std::to_string(config_.port));
  }
  asio::co_spawn(*contexts_[0], Accept(), asio::detached);
  for (auto& context : contexts_) {
    threads_.emplace_back([&context] {
      const auto guard = asio::make_work_guard(*context);
      context->run();
    });
  }
  return {};
}

void Server::Impl::Stop(int timeout_ms) {
  if (stopping_.exchange(true)) return;
  asio::post(*contexts_[0], [this] {
    error_code ignored;
    acceptor_->close(ignored);
  });
  for (int waited = 0; under_way_ > 0 && waited < timeout_ms; waited += 10) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  {
    const std::lock_guard lock(streams_mutex_);
    for (const auto& weak : streams_) {
      if (const auto stream = weak.lock()) stream->Close();
    }
  }
  pool_.Stop();
  for (auto& context : contexts_) context->stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

Awaitable Server::Impl::Accept() {
  std::size_t next = 0;
  while (!stopping_) {
    // Each connection lives on one thread's context, so it needs no strand.
    asio::io_context& context = *contexts_[next++ % contexts_.size()];
    error_code ec;
    tcp::socket socket(context);
    co_await acceptor_->async_accept(socket, UseError(ec));
    if (ec == asio::error::operation_aborted) co_return;
    if (ec) continue;
    if (open_ >= config_.connections) continue;  // closing at once is the refusal
    asio::co_spawn(context, Connection(std::move(socket)), asio::detached);
  }
}

Awaitable Server::Impl::Connection(tcp::socket socket) {
  ++open_;
  ++counters_.connections;
  error_code ec;
  const std::string peer = socket.remote_endpoint(ec).address().to_string();
  socket.set_option(tcp::no_delay(true), ec);
  beast::tcp_stream stream(std::move(socket));
  try {
    co_await Serve(stream, peer);
  } catch (const std::exception& error) {
    spdlog::debug(fmt::format("connection ended: {}", error.what()));
  }
  stream.socket().shutdown(tcp::socket::shutdown_send, ec);
  --open_;
}

Awaitable Server::Impl::Serve(beast::tcp_stream& stream, std::string peer) {
  beast::flat_buffer buffer;
  while (!stopping_) {
    BeastRequest parser;
    parser.header_limit(kHeaderBytes);
    parser.body_limit(boost::none);  // set when the route is known
    error_code ec;
    stream.expires_after(kIdleTimeout);
    co_await Read(stream, buffer, parser, false, ec);
    if (ec) co_return co_await Reject(stream, ec);
    const auto began = std::chrono::steady_clock::now();
    ++under_way_;
    const std::shared_ptr<int> counted(nullptr, [this](int*) { --under_way_; });
    auto request = Decode(parser.get(), peer, config_.trusted_proxies);
    Router::Match match = router_.Find(request->method, request->path);
    request->parameters = std::move(match.parameters);
    const std::size_t limit = match.route ? match.route->body_bytes : kOtherBodyBytes;
    stream.expires_after(kReadTimeout);
    // The parser itself compares a stated length only with the limit it has while it reads the header.
    bool too_large = parser.content_length().value_or(0) > limit;
    if (!too_large) {
      parser.body_limit(limit);
      if (beast::iequals(parser.get()[bhttp::field::expect], "100-continue"))
        co_await Send(stream, "HTTP/1.1 100 Continue\r\n\r\n", {}, ec);
      if (!ec) co_await Read(stream, buffer, parser, true, ec);
      too_large = ec == bhttp::error::body_limit;
    }
    if (ec && !too_large) co_return co_await Reject(stream, ec);
    const bool keep_alive = parser.get().keep_alive() && parser.get().version() >= 11 && !too_large && !stopping_;
    Response response;
    ++counters_.requests;
    if (too_large) {
      response = fail_(Fail(Code::kTooLarge, "body_too_large", {std::to_string(limit)}), *request);
    } else if (!IsCleanText(*request)) {
      response = fail_(Fail(Code::kInvalid, "not_utf8", {}, "url"), Request{});
    } else {
      request->body = std::move(parser.get().body());
      response = co_await Answer(request, match);
    }
    LogRequest(*request, match.route, response.status, began);
    stream.expires_after(kReadTimeout);
    if (response.on_stream && request->method != "HEAD") {
      co_await Stream(stream, request->id, response);
      co_return;
    }
    if (response.next_part && request->method != "HEAD") {
      const bool chunked = parser.get().version() >= 11;
      const bool sent = co_await WriteParts(stream, request->id, response, chunked, keep_alive);
      if (!sent || !keep_alive) co_return;
      continue;
    }
    const bool written = co_await Write(stream, *request, response, keep_alive);
    if (too_large) co_await Drain(stream);
    if (!written || !keep_alive) co_return;
  }
}

void Server::Impl::Dispatch(std::shared_ptr<Request> request, const Route& route, Reply reply) {
  try {
    if (auto refused = gate_(*request, route)) return reply(std::move(*refused));
    route.handler(request, reply);
  } catch (const ErrorException& error) {
    reply(fail_(error.error(), *request));
  } catch (const std::exception& error) {
    spdlog::error(fmt::format("request {} failed: {}", request->id, error.what()));
    reply(fail_(Fail(Code::kInternal, "internal_error"), *request));
  }
}

asio::awaitable<Response> Server::Impl::Answer(std::shared_ptr<Request> request, const Router::Match& match) {
  const Route* route = match.route;
  if (!route && match.allowed.empty())
    co_return fail_(Fail(Code::kNotFound, "unknown_path", {}, {}, request->path), *request);
  if (!route) {
    Response refused = fail_(Fail(Code::kWrongMethod, "method_not_allowed", {}, {}, request->path), *request);
    refused.headers.emplace_back("Allow", match.allowed);
    co_return refused;
  }
  const auto executor = co_await asio::this_coro::executor;
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Response)>(
      [&](auto completion) {
        using Completion = decltype(completion);
        auto shared = std::make_shared<Completion>(std::move(completion));
        // A handler that throws after replying must not answer twice.
        auto answered = std::make_shared<std::atomic<bool>>(false);
        Reply reply = [shared, executor, answered](Response response) {
          if (answered->exchange(true)) return;
          asio::post(executor,
                     [shared, response = std::move(response)]() mutable { std::move (*shared)(std::move(response)); });
        };
        if (route->work == Work::kInline) return Dispatch(request, *route, reply);
        if (pool_.Submit([this, request, route, reply] { Dispatch(request, *route, reply); })) return;
        ++counters_.refused_busy;
        reply(fail_(Fail(Code::kBusy, "server_busy"), *request));
      },
      asio::use_awaitable);
}

asio::awaitable<bool> Server::Impl::Write(beast::tcp_stream& stream, const Request& request, const Response& response,
                                          bool keep_alive) {
  const std::string& body = response.shared_body ? *response.shared_body : response.body;
  std::string head = Head(response, request.id);
  const bool sized = response.status != 204 && response.status != 304 && !response.next_part;
  if (sized) head += fmt::format("Content-Length: {}\r\n", body.size());
  head += keep_alive ? "\r\n" : "Connection: close\r\n\r\n";
  error_code ec;
  const std::string_view sent = request.method == "HEAD" ? std::string_view() : std::string_view(body);
  co_await Send(stream, head, sent, ec);
  co_return !ec;
}

// One part on the pool; an empty one where the maker failed.
asio::awaitable<std::optional<std::string>> Server::Impl::NextPart(std::shared_ptr<Parts> parts) {
  const auto executor = co_await asio::this_coro::executor;
  for (;;) {
    auto part = std::make_shared<std::optional<std::string>>();
    const auto done = std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
    const bool taken = pool_.Submit([parts, part, done, executor] {
      try {
        *part = (*parts)();
      } catch (const std::exception& error) {
        spdlog::error(fmt::format("a reply broke off: {}", error.what()));
        *part = std::string();
      }
      asio::post(executor, [done] { done->cancel(); });
    });
    error_code ec;
    if (!taken) done->expires_after(std::chrono::milliseconds(100));  // the pool is full: a download can wait
    co_await done->async_wait(UseError(ec));
    if (taken) co_return std::move(*part);
  }
}

// Each part is made when the one before has been sent, so a slow reader costs no memory. Without the last chunk the
// reader knows that something is missing; HTTP/1.0 has no chunks, there the connection's end is the body's.
asio::awaitable<bool> Server::Impl::WriteParts(beast::tcp_stream& stream, const std::string& id,
                                               const Response& response, bool chunked, bool keep_alive) {
  error_code ec;
  const auto parts = std::make_shared<Parts>(response.next_part);  // one for all calls: it may keep where it is
  const std::string head = Head(response, id) + (chunked ? "Transfer-Encoding: chunked\r\n" : "") +
                           (keep_alive ? "\r\n" : "Connection: close\r\n\r\n");
  co_await Send(stream, head, {}, ec);
  while (!ec && !stopping_) {
    stream.expires_never();
    const auto part = co_await NextPart(parts);
    stream.expires_after(kReadTimeout);
    if (!part) {
      if (chunked) co_await Send(stream, "0\r\n\r\n", {}, ec);
      co_return !ec;
    }
    if (part->empty()) co_return false;
    const std::string size = chunked ? fmt::format("{:x}\r\n", part->size()) : std::string();
    co_await Send(stream, size, *part, ec);
    if (!ec && chunked) co_await Send(stream, "\r\n", {}, ec);
  }
  co_return false;
}

// What is not HTTP gets an answer too; a connection that ends between two requests needs none.
Awaitable Server::Impl::Reject(beast::tcp_stream& stream, error_code why) {
  if (why.category() != bhttp::make_error_code(bhttp::error::bad_method).category()) co_return;
  if (why == bhttp::error::end_of_stream || why == bhttp::error::partial_message) co_return;
  const bool long_header = why == bhttp::error::header_limit || why == bhttp::error::buffer_overflow;
  const Request nobody;  // g++ 12 destroys an aggregate made inside a co_await expression twice
  Response response = fail_(Fail(Code::kInvalid, long_header ? "header_too_large" : "not_http"), nobody);
  response.status = long_header ? 431 : 400;
  stream.expires_after(kReadTimeout);
  const bool written = co_await Write(stream, nobody, response, false);
  if (written) co_await Drain(stream);
}

Awaitable Server::Impl::Stream(beast::tcp_stream& stream, const std::string& id, Response& response) {
  const auto events = std::make_shared<QueuedStream>(co_await asio::this_coro::executor);
  error_code ec;
  const std::string head = Head(response, id) + "Transfer-Encoding: chunked\r\n\r\n";
  co_await Send(stream, head, {}, ec);
  if (ec) co_return;
  {
    const std::lock_guard lock(streams_mutex_);
    std::erase_if(streams_, [](const auto& weak) { return weak.expired(); });
    streams_.push_back(events);
  }
  --under_way_;  // a stream lasts; it must not hold up a graceful stop
  response.on_stream(events);
  while (!stopping_) {
    const auto text = co_await events->Next();
    if (!text) break;
    stream.expires_after(kReadTimeout);
    const std::string chunk = fmt::format("{:x}\r\n{}\r\n", text->size(), *text);
    co_await Send(stream, chunk, {}, ec);
    if (ec) break;
    stream.expires_never();
  }
  // Without the last chunk the reader would take an ended stream for a broken one.
  if (!ec) co_await Send(stream, "0\r\n\r\n", {}, ec);
  events->Close();
  ++under_way_;
}

Server::Server(ServerConfig config, Router router, Gate gate, FailWith fail)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(router), std::move(gate), std::move(fail))) {}

Server::~Server() { Stop(0); }

Result<void> Server::Start() { return impl_->Start(); }

std::uint16_t Server::port() const { return impl_->acceptor_->local_endpoint().port(); }

void Server::Stop(int timeout_ms) { impl_->Stop(timeout_ms); }

const ServerCounters& Server::counters() const { return impl_->counters_; }

}  // namespace otklik::http
