// What an engine is asked, and in what form it answers: integers only, so that every engine, at any number of threads,
// gives the same bytes. The reference loop and the memory columns are engines; a cluster can be one.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "answers/answers.hpp"
#include "answers/schema.hpp"

namespace otklik::answers {

constexpr std::size_t kMaxGroups = 100'000;      // of a reply
constexpr std::size_t kMaxClusters = 1'000'000;  // groups by account, before they are folded into groups
constexpr std::size_t kMaxMoments = 32'000'000;  // integers of all Gram matrices of one answer

// A column to count. Columns of one part are counted together: a part is a tuple of question-level values.
struct PlanColumn {
  std::uint32_t column = 0;  // of the survey's schema
  std::uint32_t part = 0;
};

struct PlanSurvey {
  std::string survey;
  std::shared_ptr<const SurveySchema> schema;
  std::vector<PlanColumn> columns;       // ascending parts
  std::optional<std::uint64_t> max_seq;  // rows after it do not count (releases of anonymous surveys)
};

struct PlanFilter {
  std::string dimension;  // response-level
  std::vector<std::string> values;
  bool excluded = false;  // the values are those that do not pass
};

struct Plan {
  std::vector<PlanSurvey> surveys;
  bool rows = false;            // count rows, not answers: every row is a response of part 0; columns are not looked at
  bool keys_only = false;       // which groups there are; their counts come back empty
  bool crossed = false;         // GroupCounts::cross as well
  std::vector<std::string> by;  // response-level dimensions
  std::optional<TimeUnit> time;
  std::vector<PlanFilter> filters;  // all must hold
  std::optional<Day> from, to;      // inclusive
  std::vector<int> f;               // by score 0..250 at most: -1 | 0 | 1 (net, share) or the score (mean)
  std::size_t most_groups = kMaxGroups;
};

// Ordered by time first, then by the values, then by part.
struct GroupKey {
  Day period = 0;  // first day of the unit of time; 0 without
  std::vector<std::string> values;
  std::uint32_t part = 0;
  auto operator<=>(const GroupKey&) const = default;
};

// Products of a respondent's sums in a group with those over all parts: with M answers and their sum A over all columns
// of the plan, mm adds m*M, ma m*A, am a*M, aa a*A. Groups of question-level values share respondents; these say how
// far a group and the rest of a respondent's answers vary together.
struct CrossSums {
  std::uint64_t also_elsewhere = 0;  // respondents of the group with an answer outside it
  std::uint64_t mm = 0;
  std::int64_t ma = 0, am = 0, aa = 0;

  void Add(const CrossSums& other);
  bool operator==(const CrossSums&) const = default;
};

// Question (a) with the sums of (b) by respondent. With m answers of one respondent in the group and a the sum of f
// over them, sum_mm adds m*m, sum_ma m*a, sum_aa a*a.
struct GroupCounts {
  GroupKey key = {};
  std::vector<std::uint64_t> scores = {};  // as many as Plan::f
  std::uint64_t hard_to_say = 0, not_answered = 0;
  std::uint64_t responses = 0;    // respondents who were shown an item of the group
  std::uint64_t respondents = 0;  // with an answer; after folding by account, clusters (see by_account.hpp)
  std::uint64_t sum_mm = 0;
  std::int64_t sum_ma = 0;
  std::uint64_t sum_aa = 0;
  CrossSums cross = {};  // zeros unless Plan::crossed

  void Add(const GroupCounts& other);  // disjoint respondents; the key stays
  bool operator==(const GroupCounts&) const = default;
};

// Question (c): satisfaction and importance columns in pairs, of one survey.
struct PlanPair {
  std::uint32_t satisfaction = 0, importance = 0;  // columns
  std::uint32_t part = 0;
};

// `surveys` has one survey, whose columns are not looked at.
struct MomentsPlan {
  Plan base;
  std::vector<PlanPair> pairs;  // ascending parts
};

// For the k pairs of the group's part: the 4k x 4k sums of products of (answered, score) of satisfaction and
// importance, as in stats::CsiMoments. Respondents with at least one answer count.
struct GroupMoments {
  GroupKey key;
  std::int64_t respondents = 0;
  std::vector<std::int64_t> gram;
  bool operator==(const GroupMoments&) const = default;
};

// A frozen state of the answers; questions to one view always agree with each other.
class View {
 public:
  virtual ~View() = default;
  virtual std::uint64_t as_of() const = 0;
  // Groups with responses > 0, ascending keys. More than the plan's most_groups: kInvalid "too_many_groups".
  virtual Result<std::vector<GroupCounts>> Counts(const Plan& plan, int threads) const = 0;
  // Groups with respondents > 0, ascending keys; bounded by kMaxGroups and kMaxMoments.
  virtual Result<std::vector<GroupMoments>> Moments(const MomentsPlan& plan, int threads) const = 0;
  // Where the last release of these columns of an anonymous survey ends, see ReleaseEnd; over its live rows.
  virtual std::uint64_t ReleasedUpTo(const SurveySchema& survey, std::span<const std::uint32_t> columns,
                                     int minimum) const = 0;
};

// A row as releases see it: which of the columns asked for have a score.
struct ReleaseRow {
  std::uint64_t seq = 0;
  std::vector<bool> answered;
};

// The seq that ends the last release: a release is the fewest next rows, at least `minimum`, in which every column
// gained no score or at least `minimum`, so that two releases of a total never differ by fewer people. 0 if there is
// none.
std::uint64_t ReleaseEnd(std::vector<ReleaseRow> rows, int minimum);

// One change of the answers, applied as a whole. Rows have been checked against the schema.
struct Batch {
  std::span<const Row> rows;
  std::span<const std::uint64_t> deleted;  // seqs; unknown ones are ignored. Deleting comes before adding
  std::uint64_t as_of = 0;                 // the journal's seq after it
  const Schema* schema = nullptr;
};

// One writer, many readers.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual void Apply(const Batch& batch) = 0;
  virtual std::shared_ptr<const View> Now() const = 0;
  // Attributes ("account.x", "contact.x") that some row has ever had, sorted.
  virtual std::vector<std::string> Attributes() const = 0;

  // See snapshot.hpp. Loading replaces everything, or changes nothing on an error. An engine that keeps no columns
  // answers kInvalid "snapshot_none".
  virtual Result<void> Save(std::ostream&, const SnapshotStamp&, const Schema&) const {
    return Fail(Code::kInvalid, "snapshot_none");
  }
  virtual Result<void> Load(std::istream&, const SnapshotStamp&, const Schema&) {
    return Fail(Code::kInvalid, "snapshot_none");
  }
};

}  // namespace otklik::answers
