#include "answers/chunk.hpp"

#include <cstring>

namespace otklik::answers {
namespace {

constexpr std::uint32_t kFirstCapacity = 256;

std::shared_ptr<Buffer> Longer(const std::shared_ptr<Buffer>& old, std::size_t used, std::size_t bytes,
                               std::uint8_t fill) {
  auto longer = MakeBuffer(bytes, fill);
  std::memcpy(longer->As<std::uint8_t>(), old->As<std::uint8_t>(), used);
  return longer;
}

void Grow(Chunk& chunk) {
  if (chunk.rows < chunk.capacity) return;
  const std::uint32_t rows = chunk.rows;
  chunk.capacity = rows == 0 ? kFirstCapacity : std::min(rows * 2, kChunkRows);
  const auto grow = [&](std::shared_ptr<Buffer>& buffer, std::size_t width, std::uint8_t fill) {
    buffer =
        buffer ? Longer(buffer, rows * width, chunk.capacity * width, fill) : MakeBuffer(chunk.capacity * width, fill);
  };
  grow(chunk.days, 2, 0);
  grow(chunk.seqs, 4, 0);
  for (auto& scores : chunk.scores) {
    if (scores) grow(scores, 1, survey::kNotShown);
  }
  for (CodeColumn& column : chunk.codes) {
    if (column.width > 0) grow(column.codes, column.width, 0);
  }
}

std::uint8_t WidthOf(std::uint32_t code) { return code < 0x100 ? 1 : code < 0x10000 ? 2 : 4; }

void Put(const CodeColumn& column, std::uint32_t row, std::uint32_t code) {
  if (column.width == 1) column.codes->As<std::uint8_t>()[row] = static_cast<std::uint8_t>(code);
  if (column.width == 2) column.codes->As<std::uint16_t>()[row] = static_cast<std::uint16_t>(code);
  if (column.width == 4) column.codes->As<std::uint32_t>()[row] = code;
}

void Widen(CodeColumn& column, std::uint8_t width, const Chunk& chunk) {
  CodeColumn wide = column;
  wide.width = width;
  wide.codes = MakeBuffer(static_cast<std::size_t>(chunk.capacity) * width, 0);
  for (std::uint32_t row = 0; row < chunk.rows; ++row) Put(wide, row, column.At(row));
  column = std::move(wide);
}

void PutCode(CodeColumn& column, const Chunk& chunk, std::uint32_t code) {
  const std::uint64_t bit = std::uint64_t{1} << std::min<std::uint32_t>(code, 63);
  if (chunk.rows == 0) {
    column.constant = code;
    column.present = bit;
  }
  column.present |= bit;
  if (column.width == 0) {
    if (code == column.constant) return;
    Widen(column, std::max(WidthOf(code), WidthOf(column.constant)), chunk);
  } else if (WidthOf(code) > column.width) {
    Widen(column, WidthOf(code), chunk);
  }
  Put(column, chunk.rows, code);
}

void PutScores(Chunk& chunk, const CodedRow& row) {
  for (std::size_t i = 0; i < row.columns.size(); ++i) {
    if (row.scores[i] == survey::kNotShown) continue;
    const std::uint32_t column = row.columns[i];
    if (column >= chunk.scores.size()) chunk.scores.resize(column + 1);
    if (!chunk.scores[column]) chunk.scores[column] = MakeBuffer(chunk.capacity, survey::kNotShown);
    chunk.scores[column]->As<std::uint8_t>()[chunk.rows] = row.scores[i];
  }
}

}  // namespace

std::shared_ptr<Buffer> MakeBuffer(std::size_t bytes, std::uint8_t fill) {
  auto buffer = std::make_shared<Buffer>();
  buffer->words.reset(new std::uint32_t[(bytes + 3) / 4]);
  buffer->bytes = bytes;
  std::memset(buffer->words.get(), fill, (bytes + 3) / 4 * 4);
  return buffer;
}

std::uint32_t CodeColumn::At(std::uint32_t row) const {
  if (width == 0) return constant;
  if (width == 1) return codes->As<std::uint8_t>()[row];
  return width == 2 ? codes->As<std::uint16_t>()[row] : codes->As<std::uint32_t>()[row];
}

void AppendRow(Chunk& chunk, const CodedRow& row) {
  Grow(chunk);
  chunk.days->As<std::uint16_t>()[chunk.rows] = row.day;
  chunk.seqs->As<std::uint32_t>()[chunk.rows] = row.seq;
  PutScores(chunk, row);
  if (chunk.codes.size() < row.codes.size()) chunk.codes.resize(row.codes.size());
  // A chunk from a snapshot can have dimensions that no row since has had.
  for (std::size_t i = 0; i < chunk.codes.size(); ++i) {
    PutCode(chunk.codes[i], chunk, i < row.codes.size() ? row.codes[i] : 0);
  }
  const bool first = chunk.rows == 0;
  chunk.min_day = first ? row.day : std::min<Day>(chunk.min_day, row.day);
  chunk.max_day = first ? row.day : std::max<Day>(chunk.max_day, row.day);
  chunk.min_seq = first ? row.seq : std::min(chunk.min_seq, row.seq);
  chunk.max_seq = first ? row.seq : std::max(chunk.max_seq, row.seq);
  ++chunk.rows;
}

bool DeleteRow(Chunk& chunk, std::uint32_t seq) {
  if (chunk.rows == 0 || seq < chunk.min_seq || seq > chunk.max_seq) return false;
  const auto* seqs = chunk.seqs->As<std::uint32_t>();
  const auto* found = std::find(seqs, seqs + chunk.rows, seq);
  if (found == seqs + chunk.rows) return false;
  const auto row = static_cast<std::uint32_t>(found - seqs);
  if (chunk.IsDeleted(row)) return true;
  auto bits = chunk.deleted ? std::make_shared<std::vector<std::uint64_t>>(*chunk.deleted)
                            : std::make_shared<std::vector<std::uint64_t>>(kChunkRows / 64);
  (*bits)[row / 64] |= std::uint64_t{1} << (row % 64);
  chunk.deleted = std::move(bits);
  ++chunk.deleted_rows;
  return true;
}

}  // namespace otklik::answers
