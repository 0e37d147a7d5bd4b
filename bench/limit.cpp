// How fast this machine can answer "NPS by segment" of 50 million responses at all: prints time and bandwidth.
#include "limit.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

int main() {
  using Clock = std::chrono::steady_clock;
  const otklik::bench::Columns columns = otklik::bench::MakeColumns();
  double best = 1e9;
  double nps = 0;
  for (int round = 0; round < 15; ++round) {
    const auto start = Clock::now();
    nps = otklik::bench::HandWritten(columns)[7];
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::printf("limit: %u rows, 2 threads: %.1f ms, %.1f GB/s (NPS of segment 7: %.6f)\n", otklik::bench::kRows,
              best * 1e3, 2.0 * otklik::bench::kRows / best / 1e9, nps);
  return 0;
}
