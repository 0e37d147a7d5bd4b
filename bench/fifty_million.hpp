// The data both programs count: scores 0..10 with some missing, and a segment of 20 values, from a fixed generator.
#pragma once

#include <cstdint>
#include <cstdio>

namespace otklik::bench {

#ifndef OTKLIK_BENCH_ROWS
#define OTKLIK_BENCH_ROWS 50'000'000
#endif
constexpr std::uint32_t kRows = OTKLIK_BENCH_ROWS;
constexpr std::uint32_t kSegments = 20;

class Generator {
 public:
  std::uint32_t Next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>(state_ >> 33);
  }
  std::uint8_t Score() {
    const std::uint32_t dice = Next() % 100;
    return static_cast<std::uint8_t>(dice < 50 ? 9 + dice % 2 : dice < 95 ? dice % 9 : 250 + dice % 3 + 3);
  }
  std::uint8_t Segment() { return static_cast<std::uint8_t>(Next() % kSegments); }

 private:
  std::uint64_t state_ = 42;
};

}  // namespace otklik::bench
