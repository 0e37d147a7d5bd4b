#include "answers/kernels.hpp"

#include <cstring>

namespace otklik::answers {
namespace {

constexpr std::size_t kScores = 256;

std::uint64_t Load8(const std::uint8_t* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

void CountScores(const std::uint8_t* scores, std::uint32_t rows, std::uint32_t* cells) {
  std::uint32_t row = 0;
  for (; row + 8 <= rows; row += 8) {
    const std::uint64_t word = Load8(scores + row);
    for (std::size_t i = 0; i < 8; ++i) ++cells[i * kScores + (word >> (8 * i) & 0xff)];
  }
  for (; row < rows; ++row) ++cells[scores[row]];
}

void CountByByte(const std::uint8_t* codes, const std::uint8_t* scores, std::uint32_t rows, std::uint32_t* cells,
                 std::size_t copy) {
  std::uint32_t row = 0;
  for (; row + 4 <= rows; row += 4) {
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t cell = static_cast<std::size_t>(codes[row + i]) << 8 | scores[row + i];
      ++cells[i * copy + cell];
    }
  }
  for (; row < rows; ++row) ++cells[static_cast<std::size_t>(codes[row]) << 8 | scores[row]];
}

void CountByWord(const std::uint16_t* codes, const std::uint8_t* scores, std::uint32_t rows, std::uint32_t* cells) {
  for (std::uint32_t row = 0; row < rows; ++row) ++cells[static_cast<std::size_t>(codes[row]) << 8 | scores[row]];
}

}  // namespace

ScoreHistogram::ScoreHistogram(std::uint8_t width, std::uint32_t codes)
    : width_(width),
      codes_(width == 0 ? 1 : codes),
      copies_(width == 0   ? 8
              : width == 1 ? 4
                           : 1) {
  cells_.resize(copies_ * codes_ * kScores);
}

void ScoreHistogram::Add(const void* codes, const std::uint8_t* scores, std::uint32_t rows) {
  rows_ += rows;
  if (width_ == 0) return CountScores(scores, rows, cells_.data());
  if (width_ == 1) {
    return CountByByte(static_cast<const std::uint8_t*>(codes), scores, rows, cells_.data(), codes_ * kScores);
  }
  CountByWord(static_cast<const std::uint16_t*>(codes), scores, rows, cells_.data());
}

std::uint64_t ScoreHistogram::At(std::uint32_t code, std::uint32_t score) const {
  std::uint64_t count = 0;
  for (std::size_t copy = 0; copy < copies_; ++copy) count += cells_[(copy * codes_ + code) * kScores + score];
  return count;
}

}  // namespace otklik::answers
