#include "answers/moments.hpp"

#include <algorithm>
#include <unordered_map>

#include "answers/parallel.hpp"

namespace otklik::answers {
namespace {

constexpr std::uint32_t kBlock = 4096;

// Products of two scores are at most 250 * 250: this many of them fit into 32 bits.
constexpr std::uint32_t kMaxPending = 30'000;

// The upper triangle is filled. Rows are added in 32 bits, which is several times faster, and moved over in time.
struct Gram {
  std::int64_t respondents = 0;
  std::uint32_t rows_pending = 0;
  std::vector<std::int32_t> pending;
  std::vector<std::int64_t> sums;

  void Settle() {
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += pending[i];
    std::fill(pending.begin(), pending.end(), 0);
    rows_pending = 0;
  }
};

// The pairs of one part.
struct PartPairs {
  std::uint32_t part = 0;
  std::vector<PlanPair> pairs;
};

std::vector<PartPairs> PartsOf(const MomentsPlan& plan) {
  std::vector<PartPairs> parts;
  for (const PlanPair& pair : plan.pairs) {
    if (parts.empty() || parts.back().part != pair.part) parts.push_back({pair.part, {}});
    parts.back().pairs.push_back(pair);
  }
  return parts;
}

class MomentCounter {
 public:
  MomentCounter(const MomentsPlan& plan, const GroupSpace& space) : plan_(plan), space_(space), parts_(PartsOf(plan)) {}

  void Add(const TableScan& table, const Chunk& chunk) {
    const ChunkScan scan(plan_.base, space_, table, chunk);
    if (scan.skip()) return;
    for (std::uint32_t begin = 0; begin < chunk.rows && !overflow_; begin += kBlock) {
      scan.Select(begin, std::min(begin + kBlock, chunk.rows), rows_);
      scan.Groups(rows_, groups_);
      for (const PartPairs& part : parts_) AddPart(part, chunk);
    }
  }

  void Merge(const MomentCounter& other) {
    overflow_ = overflow_ || other.overflow_;
    for (const auto& [group, more] : other.grams_) {
      Gram* gram = Find(group, more.sums.size());
      if (!gram) return;
      gram->respondents += more.respondents;
      for (std::size_t i = 0; i < more.sums.size(); ++i) gram->sums[i] += more.sums[i];
    }
  }

  void Finish() {
    for (auto& [group, gram] : grams_) gram.Settle();
  }

  bool overflow() const { return overflow_; }
  const std::unordered_map<std::uint64_t, Gram>& grams() const { return grams_; }

 private:
  Gram* Find(std::uint64_t group, std::size_t size) {
    const auto [found, added] = grams_.try_emplace(group);
    if (added) {
      total_ += size;
      if (grams_.size() > kMaxGroups || total_ > kMaxMoments) {
        overflow_ = true;
        grams_.erase(found);
        return nullptr;
      }
      found->second.sums.resize(size);
      found->second.pending.resize(size);
    }
    return &found->second;
  }

  void AddPart(const PartPairs& part, const Chunk& chunk) {
    const std::size_t width = part.pairs.size() * 4;
    std::vector<const std::uint8_t*> columns;
    for (const PlanPair& pair : part.pairs) {
      columns.push_back(chunk.Scores(pair.satisfaction));
      columns.push_back(chunk.Scores(pair.importance));
    }
    variables_.assign(width, 0);
    std::uint64_t last_group = 0;
    Gram* gram = nullptr;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (!ReadRow(columns, rows_[i])) continue;
      const std::uint64_t group = groups_[i] + part.part;
      if (!gram || group != last_group) gram = Find(group, width * width);
      if (!gram) return;
      last_group = group;
      AddRow(*gram, width);
    }
  }

  // Fills the variables of a row; false if it has no answer.
  bool ReadRow(const std::vector<const std::uint8_t*>& columns, std::uint32_t row) {
    bool any = false;
    for (std::size_t j = 0; j < columns.size(); ++j) {
      const int score = columns[j] ? columns[j][row] : static_cast<int>(survey::kNotShown);
      const bool answered = score < survey::kHardToSay;
      variables_[2 * j] = answered ? 1 : 0;
      variables_[2 * j + 1] = static_cast<std::int16_t>(answered ? score : 0);
      any = any || answered;
    }
    return any;
  }

  void AddRow(Gram& gram, std::size_t width) const {
    ++gram.respondents;
    const std::int16_t* v = variables_.data();
    for (std::size_t a = 0; a < width; ++a) {
      const std::int16_t value = v[a];
      if (value == 0) continue;
      std::int32_t* sums = gram.pending.data() + a * width;
      for (std::size_t b = a & ~std::size_t{7}; b < width; ++b) sums[b] += value * v[b];
    }
    if (++gram.rows_pending == kMaxPending) gram.Settle();
  }

  const MomentsPlan& plan_;
  const GroupSpace& space_;
  std::vector<PartPairs> parts_;
  bool overflow_ = false;
  std::size_t total_ = 0;
  std::unordered_map<std::uint64_t, Gram> grams_;  // nodes stay where they are
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint64_t> groups_;
  std::vector<std::int16_t> variables_;
};

void Mirror(std::vector<std::int64_t>& sums, std::size_t width) {
  for (std::size_t a = 0; a < width; ++a) {
    for (std::size_t b = 0; b < a; ++b) sums[a * width + b] = sums[b * width + a];
  }
}

std::uint32_t PartCount(const MomentsPlan& plan) { return plan.pairs.empty() ? 1 : plan.pairs.back().part + 1; }

}  // namespace

Result<std::vector<GroupMoments>> ColumnMoments(const MomentsPlan& plan, const ColumnState& state, int threads) {
  const GroupSpace space(plan.base, PartCount(plan), state);
  const Error too_many = Fail(Code::kInvalid, "too_many_groups", {std::to_string(kMaxGroups)}, "by");
  if (!space.size()) return too_many;
  const std::vector<TableScan> scans = ScansOf(plan.base, state);
  const std::vector<ChunkTask> tasks = TasksOf(scans);
  std::vector<MomentCounter> counters(static_cast<std::size_t>(std::max(1, threads)), MomentCounter(plan, space));
  ForEachChunk(
      tasks, counters, [](MomentCounter& counter, const ChunkTask& task) { counter.Add(*task.scan, *task.chunk); },
      [](MomentCounter& counter) { counter.Finish(); });
  for (std::size_t i = 1; i < counters.size(); ++i) counters[0].Merge(counters[i]);
  if (counters[0].overflow()) return too_many;
  std::vector<std::uint64_t> groups;
  std::vector<GroupMoments> result;
  for (const auto& [group, gram] : counters[0].grams()) {
    groups.push_back(group);
    result.push_back({{}, gram.respondents, gram.sums});
  }
  auto keys = space.Keys(groups);
  for (std::size_t i = 0; i < result.size(); ++i) {
    std::size_t width = 0;
    for (const PlanPair& pair : plan.pairs) width += pair.part == keys[i].part ? 4 : 0;
    result[i].key = std::move(keys[i]);
    Mirror(result[i].gram, width);
  }
  std::sort(result.begin(), result.end(), [](const GroupMoments& a, const GroupMoments& b) { return a.key < b.key; });
  return result;
}

}  // namespace otklik::answers
