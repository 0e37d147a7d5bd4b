// The limit: NPS by one segment over two plain arrays on two threads, written by hand for this one question.
#pragma once

#include <array>
#include <cstdint>
#include <thread>
#include <vector>

#include "fifty_million.hpp"

namespace otklik::bench {

struct Columns {
  std::vector<std::uint8_t> segments, scores;
};

inline Columns MakeColumns() {
  Columns columns;
  columns.segments.resize(kRows);
  columns.scores.resize(kRows);
  Generator generator;
  for (std::uint32_t i = 0; i < kRows; ++i) {
    columns.segments[i] = generator.Segment();
    columns.scores[i] = generator.Score();
  }
  return columns;
}

using Table = std::array<std::array<std::uint32_t, 256>, kSegments>;

inline void CountRange(const Columns& columns, std::uint32_t begin, std::uint32_t end, std::array<Table, 4>& tables) {
  for (std::uint32_t i = begin; i + 4 <= end; i += 4) {
    for (std::uint32_t j = 0; j < 4; ++j) ++tables[j][columns.segments[i + j]][columns.scores[i + j]];
  }
}

// NPS by segment.
inline std::array<double, kSegments> HandWritten(const Columns& columns) {
  std::array<std::array<Table, 4>, 2> tables{};
  std::thread other([&] { CountRange(columns, kRows / 2, kRows, tables[1]); });
  CountRange(columns, 0, kRows / 2, tables[0]);
  other.join();
  std::array<double, kSegments> nps{};
  for (std::uint32_t segment = 0; segment < kSegments; ++segment) {
    std::array<std::uint64_t, 11> counts{};
    for (const auto& thread : tables) {
      for (const Table& table : thread) {
        for (std::size_t score = 0; score <= 10; ++score) counts[score] += table[segment][score];
      }
    }
    std::uint64_t n = 0;
    for (const std::uint64_t count : counts) n += count;
    double detractors = 0;
    for (std::size_t score = 0; score <= 6; ++score) detractors += static_cast<double>(counts[score]);
    nps[segment] = 100 * (static_cast<double>(counts[9] + counts[10]) - detractors) / static_cast<double>(n);
  }
  return nps;
}

}  // namespace otklik::bench
