// A line of progress on the terminal for whatever takes over a second.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace otklik::app {

// Prints to standard error, at most ten times a second, and only after half a second; on a terminal the line is
// rewritten, elsewhere it is printed at each tenth.
class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();
  void Show(double share);  // 0..1
  std::function<void(double)> callback() {
    return [this](double share) { Show(share); };
  }

 private:
  std::string what_;
  std::chrono::steady_clock::time_point start_, last_;
  bool shown_ = false, terminal_;
  int tenth_ = -1;
};

}  // namespace otklik::app
