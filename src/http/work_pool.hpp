// Threads for work that may take over a few milliseconds, behind one bounded queue.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace otklik::http {

class WorkPool {
 public:
  WorkPool(int threads, std::size_t queue);
  ~WorkPool();
  // False: the queue is full.
  [[nodiscard]] bool Submit(std::function<void()> work);
  void Stop();  // finishes what is queued

 private:
  void Loop();
  std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace otklik::http
