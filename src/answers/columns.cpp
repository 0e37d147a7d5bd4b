#include "answers/columns.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "answers/counter.hpp"
#include "answers/moments.hpp"
#include "answers/parallel.hpp"
#include "answers/snapshot.hpp"

namespace otklik::answers {
namespace {

std::uint32_t PartCount(const Plan& plan) {
  std::uint32_t parts = 1;
  for (const PlanSurvey& survey : plan.surveys) {
    for (const PlanColumn& column : survey.columns) parts = std::max(parts, column.part + 1);
  }
  return parts;
}

class ColumnView : public View {
 public:
  explicit ColumnView(std::shared_ptr<const ColumnState> state) : state_(std::move(state)) {}

  std::uint64_t as_of() const override { return state_->as_of; }

  Result<std::vector<GroupCounts>> Counts(const Plan& plan, int threads) const override {
    const GroupSpace space(plan, PartCount(plan), *state_);
    const Error too_many = Fail(Code::kInvalid, "too_many_groups", {std::to_string(plan.most_groups)}, "by");
    if (!space.size()) return too_many;
    const std::vector<TableScan> scans = ScansOf(plan, *state_);
    const std::vector<ChunkTask> tasks = TasksOf(scans);
    // More threads than chunks would only wait.
    const std::size_t workers = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(1, threads)), 1,
                                                        std::max<std::size_t>(1, tasks.size()));
    std::vector<Counter> counters;
    for (std::size_t i = 0; i < workers; ++i) counters.emplace_back(plan, space);
    ForEachChunk(
        tasks, counters, [](Counter& counter, const ChunkTask& task) { counter.Add(*task.scan, *task.chunk); },
        [](Counter& counter) { counter.Finish(); });
    for (std::size_t i = 1; i < counters.size(); ++i) counters[0].Merge(counters[i]);
    std::vector<std::uint64_t> groups;
    std::vector<GroupCounts> counts;
    if (!counters[0].overflow()) counters[0].Collect(groups, counts);
    if (counters[0].overflow() || counts.size() > plan.most_groups) return too_many;
    auto keys = space.Keys(groups);
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i].key = std::move(keys[i]);
    std::sort(counts.begin(), counts.end(), [](const GroupCounts& a, const GroupCounts& b) { return a.key < b.key; });
    return counts;
  }

  Result<std::vector<GroupMoments>> Moments(const MomentsPlan& plan, int threads) const override {
    return ColumnMoments(plan, *state_, threads);
  }

  std::uint64_t ReleasedUpTo(const SurveySchema& survey, std::span<const std::uint32_t> columns,
                             int minimum) const override {
    const auto table = state_->tables.find(survey.key);
    if (table == state_->tables.end()) return 0;
    std::vector<ReleaseRow> rows;
    for (const auto& chunk : table->second->chunks) {
      for (std::uint32_t row = 0; row < chunk->rows; ++row) {
        if (chunk->IsDeleted(row)) continue;
        ReleaseRow& one = rows.emplace_back(ReleaseRow{chunk->seqs->As<std::uint32_t>()[row], {}});
        for (const std::uint32_t column : columns) {
          const std::uint8_t* scores = chunk->Scores(column);
          one.answered.push_back(scores && scores[row] < survey::kHardToSay);
        }
      }
    }
    return ReleaseEnd(std::move(rows), minimum);
  }

 private:
  std::shared_ptr<const ColumnState> state_;
};

// Fills the tables of one batch; chunks that readers see are copied before they change.
class Writer {
 public:
  Writer(const ColumnState& state, std::map<std::string, std::uint32_t, std::less<>>& known)
      : next_(std::make_shared<ColumnState>(state)), known_(known) {}

  void Delete(std::span<const std::uint64_t> seqs) {
    if (seqs.empty()) return;
    for (auto& [survey, table] : next_->tables) {
      auto changed = std::make_shared<Table>(*table);
      for (auto& chunk : changed->chunks) chunk = Without(chunk, seqs);
      table = std::move(changed);
    }
  }

  void Append(const Row& row, const Schema& schema) {
    const auto version_columns = Columns(row, schema);
    codes_.assign(std::max(codes_.size(), known_.size()), 0);
    for (const auto& [key, value] : row.dimensions) {
      if (key != "survey" && key != "version" && key != "completion") SetCode(key, value);
    }
    SetCode("version", ValueOf(row, "version"));
    SetCode("completion", ValueOf(row, "completion"));
    AppendRow(Tail(row.survey), {static_cast<std::uint32_t>(row.seq), static_cast<std::uint16_t>(row.day),
                                 version_columns, row.scores, codes_});
  }

  std::shared_ptr<const ColumnState> Publish(std::uint64_t as_of) {
    for (auto& [survey, open] : open_) next_->tables[survey] = std::move(open.table);
    next_->as_of = std::max(next_->as_of, as_of);
    return std::move(next_);
  }

 private:
  struct Open {
    std::shared_ptr<Table> table;
    std::shared_ptr<Chunk> tail;
  };

  static std::shared_ptr<const Chunk> Without(const std::shared_ptr<const Chunk>& chunk,
                                              std::span<const std::uint64_t> seqs) {
    std::shared_ptr<Chunk> changed;
    for (const std::uint64_t seq : seqs) {
      if (seq < chunk->min_seq || seq > chunk->max_seq) continue;
      if (!changed) changed = std::make_shared<Chunk>(*chunk);
      DeleteRow(*changed, static_cast<std::uint32_t>(seq));
    }
    return changed ? changed : chunk;
  }

  std::span<const std::uint32_t> Columns(const Row& row, const Schema& schema) const {
    return schema.find(row.survey)->second->items.at(row.version);
  }

  void SetCode(std::string_view key, std::string_view value) {
    auto found = known_.find(key);
    if (found == known_.end()) found = known_.emplace(std::string(key), next_->dictionaries->Dimension(key)).first;
    if (found->second >= codes_.size()) codes_.resize(found->second + 1);
    codes_[found->second] = next_->dictionaries->Code(found->second, value);
  }

  Chunk& Tail(const std::string& survey) {
    Open& open = open_[survey];
    if (!open.table) {
      const auto found = next_->tables.find(survey);
      open.table = found == next_->tables.end() ? std::make_shared<Table>() : std::make_shared<Table>(*found->second);
      if (!open.table->chunks.empty()) {
        open.tail = std::make_shared<Chunk>(*open.table->chunks.back());
        open.table->chunks.back() = open.tail;
      }
    }
    if (!open.tail || open.tail->rows == kChunkRows) {
      open.tail = std::make_shared<Chunk>();
      open.table->chunks.push_back(open.tail);
    }
    return *open.tail;
  }

  std::shared_ptr<ColumnState> next_;
  std::map<std::string, std::uint32_t, std::less<>>& known_;  // dimension -> index, as Dictionaries has it
  std::map<std::string, Open> open_;
  std::vector<std::uint32_t> codes_;
};

class ColumnEngine : public Engine {
 public:
  void Apply(const Batch& batch) override {
    const std::lock_guard writing(writer_mutex_);
    Writer writer(*State(), known_);
    writer.Delete(batch.deleted);
    for (const Row& row : batch.rows) writer.Append(row, *batch.schema);
    auto next = writer.Publish(batch.as_of);
    const std::lock_guard lock(state_mutex_);
    state_ = std::move(next);
  }

  std::shared_ptr<const View> Now() const override { return std::make_shared<ColumnView>(State()); }

  Result<void> Save(std::ostream& out, const SnapshotStamp& stamp, const Schema& schema) const override {
    WriteSnapshot(out, stamp, *State(), schema);
    return {};
  }

  Result<void> Load(std::istream& in, const SnapshotStamp& stamp, const Schema& schema) override {
    const std::lock_guard writing(writer_mutex_);
    auto read = ReadSnapshot(in, stamp, schema);
    if (!read) return read.error();
    known_.clear();
    const std::lock_guard lock(state_mutex_);
    state_ = std::move(*read);
    return {};
  }

  std::vector<std::string> Attributes() const override {
    std::vector<std::string> keys = State()->dictionaries->Keys();
    std::erase_if(keys, [](const std::string& key) { return !IsAttribute(key); });
    std::sort(keys.begin(), keys.end());
    return keys;
  }

 private:
  std::shared_ptr<const ColumnState> State() const {
    const std::lock_guard lock(state_mutex_);
    return state_;
  }

  std::mutex writer_mutex_;
  mutable std::mutex state_mutex_;  // held only while the pointer is copied
  std::shared_ptr<const ColumnState> state_ = std::make_shared<ColumnState>();
  std::map<std::string, std::uint32_t, std::less<>> known_;  // the writer's
};

}  // namespace

std::unique_ptr<Engine> MakeColumnEngine() { return std::make_unique<ColumnEngine>(); }

}  // namespace otklik::answers
