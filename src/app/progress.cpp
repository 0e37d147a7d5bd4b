#include "app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace otklik::app {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Progress::Progress(std::string what)
    : what_(std::move(what)), start_(steady_clock::now()), last_(start_), terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_ && terminal_) fmt::print(stderr, "\n");
}

void Progress::Show(double share) {
  const auto now = steady_clock::now();
  if (now - start_ < milliseconds(500)) return;
  const int percent = static_cast<int>(share * 100);
  if (terminal_) {
    if (shown_ && now - last_ < milliseconds(100) && share < 1) return;
    fmt::print(stderr, "\r  {}: {} % ", what_, percent);
  } else {
    if (percent / 10 == tenth_) return;
    tenth_ = percent / 10;
    fmt::print(stderr, "  {}: {} %\n", what_, percent);
  }
  std::fflush(stderr);
  shown_ = true;
  last_ = now;
}

}  // namespace otklik::app
