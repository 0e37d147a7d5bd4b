#include "api/event_hub.hpp"

#include <charconv>
#include <chrono>

namespace otklik::api {
namespace {

constexpr auto kLook = std::chrono::seconds(1);          // how often an idle reader's right is looked at
constexpr auto kPause = std::chrono::milliseconds(250);  // four times a second

}  // namespace

void EventHub::Start(Render render, std::uint64_t seq) {
  render_ = std::move(render);
  applied_ = sent_ = seq;
  thread_ = std::thread([this] { Loop(); });
}

void EventHub::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void EventHub::Applied(std::uint64_t seq) {
  {
    const std::lock_guard lock(mutex_);
    applied_ = seq;
  }
  wake_.notify_one();
}

std::size_t EventHub::readers() const {
  const std::lock_guard lock(mutex_);
  return readers_.size();
}

std::uint64_t EventHub::seq() const {
  const std::lock_guard lock(mutex_);
  return applied_;
}

std::string EventHub::AppliedEvent(std::uint64_t seq) const {
  const std::string number = std::to_string(seq);
  return "id: " + epoch_ + "-" + number + "\nevent: applied\ndata: {\"seq\":" + number + "}\n\n";
}

bool EventHub::Send(const Reader& reader, const std::string& text) {
  if (reader.allowed()) return text.empty() || reader.stream->Push(text);
  reader.stream->Close();
  return false;
}

void EventHub::Subscribe(std::shared_ptr<http::EventStream> stream, const std::string& last_event_id,
                         std::function<bool()> allowed) {
  // Under the lock no live event can slip between what is caught up and what follows.
  const std::lock_guard lock(mutex_);
  std::string text = "retry: 1000\n\n";
  const auto dash = last_event_id.rfind('-');
  if (dash != std::string::npos) {
    std::uint64_t from = 0;
    const char* begin = last_event_id.data() + dash + 1;
    const auto parsed = std::from_chars(begin, last_event_id.data() + last_event_id.size(), from);
    const bool ours = parsed.ec == std::errc() && last_event_id.substr(0, dash) == epoch_ && from <= sent_;
    const auto missed = ours && from < sent_ ? render_(from, sent_)
                        : ours               ? std::optional<std::string>("")
                                             : std::nullopt;
    text += missed ? *missed : "event: reset\ndata: {}\n\n";
  }
  stream->Push(text + AppliedEvent(sent_));
  readers_.push_back({std::move(stream), std::move(allowed)});
}

void EventHub::Loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    wake_.wait_for(lock, kLook, [this] { return stopping_ || applied_ != sent_; });
    if (stopping_) break;
    if (applied_ == sent_) {
      std::erase_if(readers_, [](const Reader& reader) { return !Send(reader, {}); });
      continue;
    }
    const std::uint64_t from = sent_, to = applied_;
    std::string text;
    if (!readers_.empty()) {
      const auto rendered = render_(from, to);
      text = (rendered ? *rendered : "event: reset\ndata: {}\n\n") + AppliedEvent(to);
    }
    sent_ = to;
    std::erase_if(readers_, [&text](const Reader& reader) { return !Send(reader, text); });
    wake_.wait_for(lock, kPause, [this] { return stopping_; });
  }
  for (const Reader& reader : readers_) reader.stream->Close();
  readers_.clear();
}

}  // namespace otklik::api
