#include "answers/counter.hpp"

#include <algorithm>
#include <limits>

namespace otklik::answers {
namespace {

constexpr std::uint32_t kBlock = 4096;
constexpr std::uint64_t kMaxDenseCells = 4'000'000;
constexpr std::uint64_t kMaxSeenGroups = 4096;
constexpr std::uint32_t kMaxWordCodes = 20'000;  // above, the histogram would not fit the cache
constexpr std::size_t kMaxHistogramCells = 4'000'000;
constexpr std::size_t kMaxHistograms = 64;
constexpr std::uint64_t kMaxHistogramRows = std::numeric_limits<std::uint32_t>::max() - kChunkRows;

// A chunk's worth of "not answered": what rows look like to a plan that counts rows.
const std::uint8_t* NothingAnswered() {
  static const std::vector<std::uint8_t> scores(kChunkRows, survey::kNotAnswered);
  return scores.data();
}

}  // namespace

Counter::Counter(const Plan& plan, const GroupSpace& space) : plan_(plan), space_(space), stride_(plan.f.size() + 3) {
  slot_.fill(static_cast<std::uint8_t>(stride_ - 1));
  for (std::size_t score = 0; score < plan.f.size(); ++score) slot_[score] = static_cast<std::uint8_t>(score);
  slot_[survey::kHardToSay] = static_cast<std::uint8_t>(plan.f.size());
  slot_[survey::kNotAnswered] = static_cast<std::uint8_t>(plan.f.size() + 1);
  dense_ = space.size() && *space.size() <= kMaxDenseCells / stride_;
  if (dense_) Reserve(*space.size());
  if (plan.keys_only && dense_ && *space.size() <= kMaxSeenGroups) seen_.resize(*space.size());
}

void Counter::Reserve(std::size_t places) {
  single_.resize(places * stride_);
  if (!multiple_.empty()) multiple_.resize(places * stride_);
  if (!sums_.empty()) sums_.resize(places);
}

std::size_t Counter::Place(std::uint64_t group) {
  if (dense_) return group;
  const auto [found, added] = places_.try_emplace(group, static_cast<std::uint32_t>(groups_.size()));
  if (!added) return found->second;
  if (groups_.size() >= plan_.most_groups) {
    overflow_ = true;
    places_.erase(found);
    return 0;
  }
  groups_.push_back(group);
  Reserve(groups_.size());
  return groups_.size() - 1;
}

std::vector<Counter::Part> Counter::PartsOf(const TableScan& scan, const Chunk& chunk) const {
  if (plan_.rows) return {{0, {NothingAnswered()}}};
  std::vector<Part> parts;
  for (const PlanColumn& column : scan.survey->columns) {
    const std::uint8_t* scores = chunk.Scores(column.column);
    if (!scores) continue;
    if (parts.empty() || parts.back().part != column.part) parts.push_back({column.part, {}});
    parts.back().columns.push_back(scores);
  }
  return parts;
}

void Counter::Add(const TableScan& table, const Chunk& chunk) {
  if (overflow_) return;
  const ChunkScan scan(plan_, space_, table, chunk);
  if (scan.skip()) return;
  const std::vector<Part> parts = PartsOf(table, chunk);
  if (parts.empty()) return;
  if (!seen_.empty()) return AddKeys(scan, parts);
  if (IsPlain(scan, parts)) return AddWhole(scan, parts);
  for (std::uint32_t begin = 0; begin < chunk.rows; begin += kBlock) {
    AddRows(scan, parts, begin, std::min(begin + kBlock, chunk.rows));
  }
}

// Stops looking at a chunk as soon as it can have no new group.
void Counter::AddKeys(const ChunkScan& scan, const std::vector<Part>& parts) {
  const std::uint32_t rows = scan.chunk().rows;
  for (std::uint32_t begin = 0; begin < rows && !scan.AllSeen(space_, seen_); begin += kBlock) {
    scan.Select(begin, std::min(begin + kBlock, rows), rows_);
    scan.Groups(rows_, row_groups_);
    for (const Part& part : parts) {
      for (const std::uint8_t* scores : part.columns) {
        for (std::size_t i = 0; i < rows_.size(); ++i) {
          if (scores[rows_[i]] != survey::kNotShown) seen_[row_groups_[i] + part.part] = true;
        }
      }
    }
  }
}

void Counter::AddRows(const ChunkScan& scan, const std::vector<Part>& parts, std::uint32_t begin, std::uint32_t end) {
  scan.Select(begin, end, rows_);
  scan.Groups(rows_, row_groups_);
  if (plan_.crossed) SumRespondents(parts);
  for (const Part& part : parts) {
    if (part.columns.size() == 1 && !plan_.crossed) {
      AddSingle(part);
    } else {
      AddMultiple(part);
    }
  }
}

void Counter::AddSingle(const Part& part) {
  const std::uint8_t* scores = part.columns[0];
  if (dense_) {
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      ++single_[(row_groups_[i] + part.part) * stride_ + slot_[scores[rows_[i]]]];
    }
    return;
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const std::uint8_t score = scores[rows_[i]];
    if (score == survey::kNotShown) continue;
    const std::size_t place = Place(row_groups_[i] + part.part);
    ++single_[place * stride_ + slot_[score]];
  }
}

void Counter::SumRespondents(const std::vector<Part>& parts) {
  all_.assign(rows_.size(), {});
  for (const Part& part : parts) {
    for (const std::uint8_t* scores : part.columns) {
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        const std::uint8_t score = scores[rows_[i]];
        if (score >= plan_.f.size()) continue;
        ++all_[i].answers;
        all_[i].sum += plan_.f[score];
      }
    }
  }
}

void Counter::AddMultiple(const Part& part) {
  if (multiple_.empty()) {
    multiple_.resize(std::max<std::size_t>(single_.size(), stride_));
    sums_.resize(std::max<std::size_t>(single_.size() / stride_, 1));
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    bool shown = false;
    for (const std::uint8_t* scores : part.columns) shown = shown || scores[rows_[i]] != survey::kNotShown;
    if (!shown) continue;
    const std::size_t place = Place(row_groups_[i] + part.part);
    std::int64_t answers = 0;
    std::int64_t sum = 0;
    for (const std::uint8_t* scores : part.columns) {
      const std::uint8_t score = scores[rows_[i]];
      ++multiple_[place * stride_ + slot_[score]];
      if (score >= plan_.f.size()) continue;
      ++answers;
      sum += plan_.f[score];
    }
    RespondentSums& sums = sums_[place];
    ++sums.responses;
    sums.respondents += answers > 0 ? 1 : 0;
    sums.mm += static_cast<std::uint64_t>(answers * answers);
    sums.ma += answers * sum;
    sums.aa += static_cast<std::uint64_t>(sum * sum);
    if (!plan_.crossed || answers == 0) continue;
    const Answered& all = all_[i];
    sums.cross.Add({all.answers > answers ? 1U : 0U, static_cast<std::uint64_t>(answers * all.answers),
                    answers * all.sum, sum * all.answers, sum * all.sum});
  }
}

// ---- whole chunks --------------------------------------------------------------------------------------

std::uint32_t Counter::CodesOf(std::uint64_t weight) const {
  for (const GroupSpace::Digit& digit : space_.digits()) {
    if (digit.weight == weight && digit.source == GroupSpace::Digit::Source::kCodes) {
      return static_cast<std::uint32_t>(digit.radix);
    }
  }
  return 1;
}

// One item a part, and at most one column of narrow codes to tell the groups apart.
bool Counter::IsPlain(const ChunkScan& scan, const std::vector<Part>& parts) const {
  const auto& codes = scan.codes();
  if (!dense_ || plan_.crossed || scan.by_time() || codes.size() > 1) return false;
  if (!codes.empty() && codes[0].width > 1 && (codes[0].width > 2 || CodesOf(codes[0].weight) > kMaxWordCodes))
    return false;
  return std::all_of(parts.begin(), parts.end(), [](const Part& part) { return part.columns.size() == 1; });
}

void Counter::AddWhole(const ChunkScan& scan, const std::vector<Part>& parts) {
  const std::uint32_t rows = scan.chunk().rows;
  Target target{scan.base(), 0, 0, 0};
  const void* codes = nullptr;
  if (!scan.codes().empty()) {
    target.weight = scan.codes()[0].weight;
    target.width = scan.codes()[0].width;
    codes = scan.codes()[0].buffer->As<std::uint8_t>();
  }
  if (!scan.selects_all()) scan.Mask(mask_);
  for (const Part& part : parts) {
    const std::uint8_t* scores = part.columns[0];
    if (!scan.selects_all()) {
      masked_.resize(rows);
      for (std::uint32_t row = 0; row < rows; ++row) masked_[row] = static_cast<std::uint8_t>(scores[row] | mask_[row]);
      scores = masked_.data();
    }
    target.part = part.part;
    HistogramOf(target).Add(codes, scores, rows);
  }
}

ScoreHistogram& Counter::HistogramOf(const Target& target) {
  std::size_t cells = 0;
  for (auto& [known, histogram] : histograms_) {
    if (known == target && histogram.rows() <= kMaxHistogramRows) return histogram;
    cells += histogram.cells();
  }
  if (cells > kMaxHistogramCells || histograms_.size() >= kMaxHistograms) Flush();
  std::uint32_t codes = target.width == 0 ? 1 : CodesOf(target.weight);
  if (target.width == 1) codes = std::min(codes, 256U);
  return histograms_.emplace_back(target, ScoreHistogram(target.width, codes)).second;
}

void Counter::Flush() {
  for (const auto& [target, histogram] : histograms_) {
    const Target& at = target;
    histogram.ForEach([&](std::uint32_t code, std::uint8_t score, std::uint64_t count) {
      single_[(at.base + at.weight * code + at.part) * stride_ + slot_[score]] += count;
    });
  }
  histograms_.clear();
}

void Counter::Finish() { Flush(); }

// ---- answers -------------------------------------------------------------------------------------------

void Counter::Merge(const Counter& other) {
  overflow_ = overflow_ || other.overflow_;
  for (std::size_t i = 0; i < seen_.size(); ++i) seen_[i] = seen_[i] || other.seen_[i];
  if (!other.multiple_.empty() && multiple_.empty()) {
    multiple_.resize(std::max<std::size_t>(single_.size(), stride_));
    sums_.resize(std::max<std::size_t>(single_.size() / stride_, 1));
  }
  const std::size_t places = dense_ ? other.single_.size() / stride_ : other.groups_.size();
  for (std::size_t from = 0; from < places && !overflow_; ++from) {
    const std::size_t to = dense_ ? from : Place(other.groups_[from]);
    for (std::size_t slot = 0; slot < stride_; ++slot) {
      single_[to * stride_ + slot] += other.single_[from * stride_ + slot];
      if (!other.multiple_.empty()) multiple_[to * stride_ + slot] += other.multiple_[from * stride_ + slot];
    }
    if (other.sums_.empty()) continue;
    const RespondentSums& more = other.sums_[from];
    RespondentSums& sums = sums_[to];
    sums.responses += more.responses;
    sums.respondents += more.respondents;
    sums.mm += more.mm;
    sums.ma += more.ma;
    sums.aa += more.aa;
    sums.cross.Add(more.cross);
  }
}

// A respondent with one item is a cluster of at most one answer, so the sums by respondent follow from the histogram.
GroupCounts Counter::CountsAt(std::size_t place) const {
  GroupCounts counts;
  counts.scores.resize(plan_.f.size());
  const std::uint64_t* single = single_.data() + place * stride_;
  for (std::size_t score = 0; score < plan_.f.size(); ++score) {
    const std::int64_t f = plan_.f[score];
    counts.scores[score] = single[score];
    counts.respondents += single[score];
    counts.sum_ma += f * static_cast<std::int64_t>(single[score]);
    counts.sum_aa += static_cast<std::uint64_t>(f * f) * single[score];
  }
  counts.sum_mm = counts.respondents;
  counts.hard_to_say = single[plan_.f.size()];
  counts.not_answered = single[plan_.f.size() + 1];
  counts.responses = counts.respondents + counts.hard_to_say + counts.not_answered;
  if (multiple_.empty()) return counts;
  const std::uint64_t* multiple = multiple_.data() + place * stride_;
  GroupCounts more;
  more.scores.assign(multiple, multiple + plan_.f.size());
  more.hard_to_say = multiple[plan_.f.size()];
  more.not_answered = multiple[plan_.f.size() + 1];
  const RespondentSums& sums = sums_[place];
  more.responses = sums.responses;
  more.respondents = sums.respondents;
  more.sum_mm = sums.mm;
  more.sum_ma = sums.ma;
  more.sum_aa = sums.aa;
  more.cross = sums.cross;
  counts.Add(more);
  return counts;
}

void Counter::Collect(std::vector<std::uint64_t>& groups, std::vector<GroupCounts>& counts) const {
  if (!seen_.empty()) {
    for (std::size_t group = 0; group < seen_.size(); ++group) {
      if (!seen_[group]) continue;
      groups.push_back(group);
      counts.emplace_back();
    }
    return;
  }
  const std::size_t places = dense_ ? single_.size() / stride_ : groups_.size();
  const auto any = [&](const std::vector<std::uint64_t>& cells, std::size_t place) {
    const auto begin = cells.begin() + static_cast<std::ptrdiff_t>(place * stride_);
    return std::any_of(begin, begin + static_cast<std::ptrdiff_t>(stride_) - 1, [](std::uint64_t c) { return c > 0; });
  };
  for (std::size_t place = 0; place < places; ++place) {
    if (!any(single_, place) && (multiple_.empty() || !any(multiple_, place))) continue;
    GroupCounts one = CountsAt(place);
    groups.push_back(dense_ ? place : groups_[place]);
    counts.push_back(plan_.keys_only ? GroupCounts{} : std::move(one));
  }
}

}  // namespace otklik::answers
