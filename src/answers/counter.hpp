// One thread's counts of a plan over chunks.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "answers/kernels.hpp"
#include "answers/scan.hpp"

namespace otklik::answers {

// Sums by respondent of the groups where a respondent may give several answers.
struct RespondentSums {
  std::uint64_t responses = 0, respondents = 0, mm = 0;
  std::int64_t ma = 0;
  std::uint64_t aa = 0;
  CrossSums cross;
};

class Counter {
 public:
  Counter(const Plan& plan, const GroupSpace& space);

  void Add(const TableScan& scan, const Chunk& chunk);
  void Finish();  // after the last chunk
  void Merge(const Counter& other);
  bool overflow() const { return overflow_; }  // more groups than the plan allows

  // Group numbers with responses, and their counts without keys.
  void Collect(std::vector<std::uint64_t>& groups, std::vector<GroupCounts>& counts) const;

 private:
  struct Part {
    std::uint32_t part = 0;
    std::vector<const std::uint8_t*> columns;  // of the chunk; those shown to nobody left out
  };
  struct Answered {
    std::int64_t answers = 0, sum = 0;
  };
  // What the fast loop counts: group = base + weight * code + part.
  struct Target {
    std::uint64_t base, weight;
    std::uint32_t part;
    std::uint8_t width;
    bool operator==(const Target&) const = default;
  };

  std::vector<Part> PartsOf(const TableScan& scan, const Chunk& chunk) const;
  void AddKeys(const ChunkScan& scan, const std::vector<Part>& parts);
  void AddRows(const ChunkScan& scan, const std::vector<Part>& parts, std::uint32_t begin, std::uint32_t end);
  void AddSingle(const Part& part);
  void AddMultiple(const Part& part);
  void SumRespondents(const std::vector<Part>& parts);
  bool IsPlain(const ChunkScan& scan, const std::vector<Part>& parts) const;
  void AddWhole(const ChunkScan& scan, const std::vector<Part>& parts);
  ScoreHistogram& HistogramOf(const Target& target);
  void Flush();
  std::uint32_t CodesOf(std::uint64_t weight) const;
  std::size_t Place(std::uint64_t group);  // of a group's cells; made if new
  void Reserve(std::size_t places);
  GroupCounts CountsAt(std::size_t place) const;

  const Plan& plan_;
  const GroupSpace& space_;
  bool dense_;
  bool overflow_ = false;
  std::size_t stride_;  // scores, hard to say, not answered, not shown
  std::array<std::uint8_t, 256> slot_;
  std::vector<std::uint64_t> single_;  // place, slot: respondents with one item
  std::vector<std::uint64_t> multiple_;
  std::vector<RespondentSums> sums_;
  std::unordered_map<std::uint64_t, std::uint32_t> places_;  // not dense: group number -> place
  std::vector<std::uint64_t> groups_;                        // and back
  std::vector<bool> seen_;                                   // keys_only: group numbers with responses
  std::vector<std::pair<Target, ScoreHistogram>> histograms_;
  std::vector<std::uint8_t> mask_, masked_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint64_t> row_groups_;
  std::vector<Answered> all_;  // crossed: of each selected row, over all parts
};

}  // namespace otklik::answers
