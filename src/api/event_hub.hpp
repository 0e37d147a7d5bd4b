// Live events: what the columns have applied goes to every open dashboard, at most four times a second.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/http.hpp"

namespace otklik::api {

class EventHub {
 public:
  // Events of the responses with from < seq <= to as server-sent text; empty optional: too many, or out of reach.
  using Render = std::function<std::optional<std::string>(std::uint64_t from, std::uint64_t to)>;

  explicit EventHub(std::string epoch) : epoch_(std::move(epoch)) {}
  ~EventHub() { Stop(); }

  void Start(Render render, std::uint64_t seq);
  void Stop();
  // The figures now include everything up to `seq`; cheap, called for every batch.
  void Applied(std::uint64_t seq);
  // Adds a reader. `last_event_id` is "<epoch>-<seq>" or empty: then it starts from now. Nothing between the id and the
  // first live event is left out; an id of another epoch or out of reach gets `reset`. `allowed` is asked before every
  // send: a right taken away ends the stream.
  void Subscribe(std::shared_ptr<http::EventStream> stream, const std::string& last_event_id,
                 std::function<bool()> allowed);
  std::size_t readers() const;
  std::uint64_t seq() const;

 private:
  void Loop();
  std::string AppliedEvent(std::uint64_t seq) const;

  std::string epoch_;
  Render render_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::uint64_t applied_ = 0, sent_ = 0;
  bool stopping_ = false;
  struct Reader {
    std::shared_ptr<http::EventStream> stream;
    std::function<bool()> allowed;
  };
  // False: gone, too slow, or no longer allowed.
  static bool Send(const Reader& reader, const std::string& text);

  std::vector<Reader> readers_;
  std::thread thread_;
};

}  // namespace otklik::api
