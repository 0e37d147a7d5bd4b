// Server-sent events between whoever makes them and the connection that writes them..
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "http/http.hpp"
#include "http/wire.hpp"

namespace otklik::http {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kStreamBytes = 256 * 1024;  // waiting for a slow reader; beyond it the stream is closed
constexpr auto kPingEvery = std::chrono::seconds(15);

// Events on their way to one browser: pushed from any thread, written by its connection.
class QueuedStream : public EventStream, public std::enable_shared_from_this<QueuedStream> {
 public:
  explicit QueuedStream(asio::any_io_executor executor) : executor_(executor), timer_(executor) {}

  bool Push(std::string event) override {
    {
      const std::lock_guard lock(mutex_);
      if (closed_) return false;
      if (waiting_.size() + event.size() > kStreamBytes) {
        closed_ = true;
      } else {
        waiting_ += event;
      }
    }
    Wake();
    return true;
  }
  void Close() override {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    Wake();
  }

  // Waits for events or the next ping; nothing when closed.
  asio::awaitable<std::optional<std::string>> Next() {
    for (;;) {
      if (auto taken = Take()) co_return taken->empty() ? std::nullopt : std::move(taken);
      timer_.expires_after(kPingEvery);
      error_code ec;
      co_await timer_.async_wait(UseError(ec));
      if (!ec) co_return std::string(": ping\n\n");
    }
  }

 private:
  // The text waiting; an empty one when closed; nothing when there is nothing yet.
  std::optional<std::string> Take() {
    const std::lock_guard lock(mutex_);
    if (!waiting_.empty()) return std::exchange(waiting_, {});  // what was pushed before closing still goes out
    if (closed_) return std::string();
    return std::nullopt;
  }
  void Wake() {
    asio::post(executor_, [self = shared_from_this()] { self->timer_.cancel(); });
  }

  asio::any_io_executor executor_;
  asio::steady_timer timer_;
  std::mutex mutex_;
  std::string waiting_;
  bool closed_ = false;
};

}  // namespace otklik::http
