// How a plan looks at chunks: which rows it selects and which group each of them belongs to.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "answers/chunk.hpp"
#include "answers/dictionary.hpp"
#include "answers/engine.hpp"

namespace otklik::answers {

struct Table {
  std::vector<std::shared_ptr<const Chunk>> chunks;
};

// Everything visible at one moment.
struct ColumnState {
  std::map<std::string, std::shared_ptr<const Table>, std::less<>> tables;  // by survey
  std::uint64_t as_of = 0;
  std::shared_ptr<Dictionaries> dictionaries = std::make_shared<Dictionaries>();  // shared by all states of an engine
};

// The groups of a plan as numbers: a mixed radix over time, dimensions and (lowest) part.
class GroupSpace {
 public:
  GroupSpace(const Plan& plan, std::uint32_t parts, const ColumnState& state);

  struct Digit {
    enum class Source { kTime, kSurvey, kCodes, kEmpty };
    Source source = Source::kEmpty;
    std::uint32_t dimension = 0;
    std::uint64_t radix = 1, weight = 1;
  };
  const std::vector<Digit>& digits() const { return digits_; }
  std::uint32_t parts() const { return parts_; }
  // How many numbers there are, times parts; nothing if beyond 2^62.
  std::optional<std::uint64_t> size() const { return size_; }
  // Period number of a day, by day - first_day.
  const std::vector<std::uint16_t>& period_of() const { return period_of_; }
  Day first_day() const { return first_day_; }

  // The keys of group numbers (part included).
  std::vector<GroupKey> Keys(const std::vector<std::uint64_t>& groups) const;

 private:
  void AddPeriods(TimeUnit unit, const ColumnState& state);

  const Plan& plan_;
  const Dictionaries& dictionaries_;
  std::uint32_t parts_;
  std::vector<Digit> digits_;
  std::optional<std::uint64_t> size_;
  Day first_day_ = 0;
  std::vector<Day> periods_;
  std::vector<std::uint16_t> period_of_;
};

// One survey's table under a plan.
struct TableScan {
  const PlanSurvey* survey = nullptr;
  std::uint32_t survey_index = 0;
  std::shared_ptr<const Table> table;
  struct Filter {
    std::uint32_t dimension = 0;
    std::vector<std::uint8_t> allowed;   // by code
    std::vector<std::uint8_t> rejected;  // by code: 0xff where not allowed
  };
  std::vector<Filter> filters;
};
// Tables that exist and that no filter on "survey" leaves out.
std::vector<TableScan> ScansOf(const Plan& plan, const ColumnState& state);

// A chunk under a plan, with all that is the same for every row of it decided beforehand.
class ChunkScan {
 public:
  ChunkScan(const Plan& plan, const GroupSpace& space, const TableScan& scan, const Chunk& chunk);

  struct Codes {
    const Buffer* buffer = nullptr;
    std::uint8_t width = 0;
    std::uint64_t weight = 1;
  };

  bool skip() const { return skip_; }
  // Whether no row has to be looked at to know that it is selected.
  bool selects_all() const { return filters_.empty() && !check_days_ && !check_seq_ && !chunk_.deleted; }
  const Chunk& chunk() const { return chunk_; }
  std::uint64_t base() const { return base_; }  // what every row's group has in common
  const std::vector<Codes>& codes() const { return codes_; }
  bool by_time() const { return time_weight_ > 0; }

  // Rows of [begin, end) that are selected, in order.
  void Select(std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t>& rows) const;
  // 0xff for each row of the chunk that is not selected, else 0: a score or-ed with it is "not shown".
  void Mask(std::vector<std::uint8_t>& mask) const;
  // Their groups, without the part.
  void Groups(const std::vector<std::uint32_t>& rows, std::vector<std::uint64_t>& groups) const;
  // Whether all groups the chunk's rows can belong to, with all parts, are in `seen` (indexed by group number); false
  // where that cannot be told cheaply.
  bool AllSeen(const GroupSpace& space, const std::vector<bool>& seen) const;

 private:
  void Decide(const Plan& plan, const TableScan& scan);
  void AddDigit(const GroupSpace& space, const GroupSpace::Digit& digit, const TableScan& scan);

  const Chunk& chunk_;
  const GroupSpace& space_;
  std::optional<Day> from_, to_;
  std::uint64_t max_seq_ = 0;
  bool skip_ = false, check_days_ = false, check_seq_ = false;
  std::uint64_t base_ = 0;
  std::uint64_t time_weight_ = 0;  // 0: no time, or one period only
  std::vector<Codes> codes_;
  struct Varying {
    const CodeColumn* column;
    const TableScan::Filter* filter;
  };
  std::vector<Varying> filters_;
};

}  // namespace otklik::answers
