// Up to 64 Ki responses of one survey, column by column.
//
// A chunk that readers can see never changes. The writer appends behind the rows that any visible chunk counts and then
// publishes a new Chunk that shares the buffers and counts more rows; what does not fit (a longer buffer, wider codes,
// a delete bit) goes into a new buffer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "survey/survey.hpp"

namespace otklik::answers {

constexpr std::uint32_t kChunkRows = 65536;

// Memory of a column, aligned for its type.
struct Buffer {
  std::unique_ptr<std::uint32_t[]> words;
  std::size_t bytes = 0;

  template <class T>
  T* As() const {
    return reinterpret_cast<T*>(words.get());
  }
};
std::shared_ptr<Buffer> MakeBuffer(std::size_t bytes, std::uint8_t fill);

// Dimension codes in as few bytes as the chunk needs: none while all rows have the same code.
struct CodeColumn {
  std::uint8_t width = 0;      // 0, 1, 2 or 4 bytes
  std::uint32_t constant = 0;  // the code of all rows, if width is 0
  std::uint64_t present = 1;   // bit c: code c occurs (or did, in a deleted row); codes from 63 up share bit 63
  std::shared_ptr<Buffer> codes;

  std::uint32_t At(std::uint32_t row) const;
};

struct Chunk {
  std::uint32_t rows = 0, capacity = 0;
  Day min_day = 0, max_day = 0;
  std::uint32_t min_seq = 0, max_seq = 0;
  std::shared_ptr<Buffer> days;                               // u16
  std::shared_ptr<Buffer> seqs;                               // u32
  std::vector<std::shared_ptr<Buffer>> scores;                // by schema column; null: shown to nobody here
  std::vector<CodeColumn> codes;                              // by dimension; missing: the empty value
  std::shared_ptr<const std::vector<std::uint64_t>> deleted;  // a bit a row; null: none
  std::uint32_t deleted_rows = 0;

  bool IsDeleted(std::uint32_t row) const { return deleted && ((*deleted)[row / 64] >> (row % 64) & 1) != 0; }
  const std::uint8_t* Scores(std::uint32_t column) const {
    return column < scores.size() && scores[column] ? scores[column]->As<std::uint8_t>() : nullptr;
  }
};

// A response in codes.
struct CodedRow {
  std::uint32_t seq = 0;
  std::uint16_t day = 0;
  std::span<const std::uint32_t> columns;  // the schema column of each score
  std::span<const std::uint8_t> scores;
  std::span<const std::uint32_t> codes;  // by dimension; missing: the empty value
};

// The chunk must have room (rows < kChunkRows).
void AppendRow(Chunk& chunk, const CodedRow& row);

// Sets the delete bit of the row with this seq; false if there is none.
bool DeleteRow(Chunk& chunk, std::uint32_t seq);

}  // namespace otklik::answers
