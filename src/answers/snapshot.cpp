#include "answers/snapshot.hpp"

#include <cstring>
#include <istream>
#include <ostream>

namespace otklik::answers {
namespace {

constexpr std::uint64_t kMagic = 0x314b494c4b544f41;  // "AOTKLIK1"
constexpr std::uint32_t kFormat = 1;
constexpr std::uint64_t kMostText = 1 << 20;
constexpr std::uint64_t kMostEntries = std::uint64_t{1} << 32;

std::uint64_t Mix(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15;
  return hash ^ (hash >> 29);
}

// Four lanes, so that checking is no slower than reading.
std::uint64_t HashBytes(const void* data, std::size_t size) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  std::uint64_t lanes[4] = {size, 1, 2, 3};
  std::size_t at = 0;
  for (; at + 32 <= size; at += 32) {
    std::uint64_t words[4];
    std::memcpy(words, bytes + at, 32);
    for (int lane = 0; lane < 4; ++lane) lanes[lane] = Mix(lanes[lane], words[lane]);
  }
  for (; at < size; ++at) lanes[0] = Mix(lanes[0], bytes[at]);
  return Mix(Mix(lanes[0], lanes[1]), Mix(lanes[2], lanes[3]));
}

class Output {
 public:
  explicit Output(std::ostream& out) : out_(out) {}

  void Bytes(const void* data, std::size_t size) {
    out_.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
    hash_ = Mix(hash_, HashBytes(data, size));
  }
  template <class T>
  void Number(T value) {
    Bytes(&value, sizeof value);
  }
  void Text(const std::string& text) {
    Number<std::uint64_t>(text.size());
    Bytes(text.data(), text.size());
  }
  void Column(const std::shared_ptr<Buffer>& buffer, std::size_t size) { Bytes(buffer->As<char>(), size); }
  std::uint64_t hash() const { return hash_; }

 private:
  std::ostream& out_;
  std::uint64_t hash_ = 0;
};

struct Cut {};  // thrown inside this file only, where the bytes end or cannot be

class Input {
 public:
  explicit Input(std::istream& in) : in_(in) {}

  void Bytes(void* data, std::size_t size) {
    in_.read(static_cast<char*>(data), static_cast<std::streamsize>(size));
    if (static_cast<std::size_t>(in_.gcount()) != size) throw Cut();
    hash_ = Mix(hash_, HashBytes(data, size));
  }
  template <class T>
  T Number(std::uint64_t most = ~std::uint64_t{0}) {
    T value;
    Bytes(&value, sizeof value);
    if (static_cast<std::uint64_t>(value) > most) throw Cut();
    return value;
  }
  std::string Text() {
    std::string text(Number<std::uint64_t>(kMostText), '\0');
    Bytes(text.data(), text.size());
    return text;
  }
  std::shared_ptr<Buffer> Column(std::size_t size) {
    auto buffer = MakeBuffer(size, 0);
    Bytes(buffer->As<char>(), size);
    return buffer;
  }
  std::uint64_t hash() const { return hash_; }

 private:
  std::istream& in_;
  std::uint64_t hash_ = 0;
};

// What the columns of a survey mean.
std::string Meaning(const SurveySchema& schema) {
  std::string meaning;
  for (const answers::Column& column : schema.columns) {
    meaning += column.item + " " + std::string(survey::KindName(column.kind)) + " " + ScaleName(column.scale) + " " +
               column.measures + (column.importance ? " importance\n" : "\n");
  }
  return meaning;
}

void WriteDictionaries(Output& out, const Dictionaries& dictionaries) {
  const auto keys = dictionaries.Keys();
  out.Number<std::uint32_t>(static_cast<std::uint32_t>(keys.size()));
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    out.Text(keys[i]);
    const auto values = dictionaries.AllValues(i);
    out.Number<std::uint64_t>(values.size());
    for (const std::string& value : values) out.Text(value);
  }
}

std::shared_ptr<Dictionaries> ReadDictionaries(Input& in) {
  auto dictionaries = std::make_shared<Dictionaries>();
  const auto count = in.Number<std::uint32_t>();
  for (std::uint32_t i = 0; i < count; ++i) {
    if (dictionaries->Dimension(in.Text()) != i) throw Cut();
    const auto values = in.Number<std::uint64_t>(kMostEntries);
    for (std::uint64_t code = 0; code < values; ++code) {
      if (dictionaries->Code(i, in.Text()) != code) throw Cut();
    }
  }
  return dictionaries;
}

void WriteChunk(Output& out, const Chunk& chunk) {
  for (const std::uint32_t number : {chunk.rows, chunk.min_seq, chunk.max_seq, chunk.deleted_rows}) out.Number(number);
  out.Number(chunk.min_day);
  out.Number(chunk.max_day);
  out.Column(chunk.days, chunk.rows * std::size_t{2});
  out.Column(chunk.seqs, chunk.rows * std::size_t{4});
  out.Number<std::uint32_t>(static_cast<std::uint32_t>(chunk.scores.size()));
  for (const auto& scores : chunk.scores) {
    out.Number<std::uint8_t>(scores ? 1 : 0);
    if (scores) out.Column(scores, chunk.rows);
  }
  out.Number<std::uint32_t>(static_cast<std::uint32_t>(chunk.codes.size()));
  for (const CodeColumn& column : chunk.codes) {
    out.Number(column.width);
    out.Number(column.constant);
    out.Number(column.present);
    if (column.width > 0) out.Column(column.codes, static_cast<std::size_t>(chunk.rows) * column.width);
  }
  out.Number<std::uint8_t>(chunk.deleted ? 1 : 0);
  if (chunk.deleted) out.Bytes(chunk.deleted->data(), chunk.deleted->size() * 8);
}

CodeColumn ReadCodes(Input& in, std::uint32_t rows) {
  CodeColumn column;
  column.width = in.Number<std::uint8_t>(4);
  column.constant = in.Number<std::uint32_t>();
  column.present = in.Number<std::uint64_t>();
  if (column.width > 0) column.codes = in.Column(static_cast<std::size_t>(rows) * column.width);
  return column;
}

std::shared_ptr<const Chunk> ReadChunk(Input& in) {
  auto chunk = std::make_shared<Chunk>();
  chunk->rows = in.Number<std::uint32_t>(kChunkRows);
  chunk->capacity = chunk->rows;
  chunk->min_seq = in.Number<std::uint32_t>();
  chunk->max_seq = in.Number<std::uint32_t>();
  chunk->deleted_rows = in.Number<std::uint32_t>(chunk->rows);
  chunk->min_day = in.Number<Day>();
  chunk->max_day = in.Number<Day>();
  chunk->days = in.Column(chunk->rows * std::size_t{2});
  chunk->seqs = in.Column(chunk->rows * std::size_t{4});
  const auto columns = in.Number<std::uint32_t>();
  for (std::uint32_t i = 0; i < columns; ++i) {
    chunk->scores.push_back(in.Number<std::uint8_t>(1) == 1 ? in.Column(chunk->rows) : nullptr);
  }
  const auto dimensions = in.Number<std::uint32_t>();
  for (std::uint32_t i = 0; i < dimensions; ++i) chunk->codes.push_back(ReadCodes(in, chunk->rows));
  if (in.Number<std::uint8_t>(1) == 1) {
    auto deleted = std::make_shared<std::vector<std::uint64_t>>(kChunkRows / 64);
    in.Bytes(deleted->data(), deleted->size() * 8);
    chunk->deleted = std::move(deleted);
  }
  return chunk;
}

// Nothing where the columns of a table mean something else now.
std::shared_ptr<const ColumnState> ReadState(Input& in, const Schema& schema) {
  auto state = std::make_shared<ColumnState>();
  state->as_of = in.Number<std::uint64_t>();
  state->dictionaries = ReadDictionaries(in);
  const auto tables = in.Number<std::uint32_t>();
  for (std::uint32_t i = 0; i < tables; ++i) {
    const std::string survey = in.Text();
    const std::string meaning = in.Text();
    const auto known = schema.find(survey);
    if (known == schema.end() || Meaning(*known->second) != meaning) return nullptr;
    auto table = std::make_shared<Table>();
    const auto chunks = in.Number<std::uint64_t>(kMostEntries);
    for (std::uint64_t j = 0; j < chunks; ++j) table->chunks.push_back(ReadChunk(in));
    state->tables.emplace(survey, std::move(table));
  }
  return state;
}

Error Unusable(const std::string& why) { return Fail(Code::kInvalid, "snapshot_" + why); }

}  // namespace

void WriteSnapshot(std::ostream& stream, const SnapshotStamp& stamp, const ColumnState& state, const Schema& schema) {
  Output out(stream);
  out.Number(kMagic);
  out.Number(kFormat);
  out.Text(stamp.epoch);
  out.Text(stamp.inputs);
  out.Number(state.as_of);
  WriteDictionaries(out, *state.dictionaries);
  out.Number<std::uint32_t>(static_cast<std::uint32_t>(state.tables.size()));
  for (const auto& [survey, table] : state.tables) {
    out.Text(survey);
    out.Text(Meaning(*schema.find(survey)->second));
    out.Number<std::uint64_t>(table->chunks.size());
    for (const auto& chunk : table->chunks) WriteChunk(out, *chunk);
  }
  out.Number(out.hash());
}

Result<std::shared_ptr<const ColumnState>> ReadSnapshot(std::istream& stream, const SnapshotStamp& stamp,
                                                        const Schema& schema) {
  try {
    Input in(stream);
    if (in.Number<std::uint64_t>() != kMagic || in.Number<std::uint32_t>() != kFormat) return Unusable("format");
    if (in.Text() != stamp.epoch) return Unusable("epoch");
    if (in.Text() != stamp.inputs) return Unusable("inputs");
    auto state = ReadState(in, schema);
    if (!state) return Unusable("inputs");
    const std::uint64_t hash = in.hash();
    if (in.Number<std::uint64_t>() != hash) return Unusable("damaged");
    return state;
  } catch (const Cut&) {
    return Unusable("damaged");
  }
}

}  // namespace otklik::answers
