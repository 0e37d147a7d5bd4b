#include "answers/scan.hpp"

#include <algorithm>
#include <numeric>

namespace otklik::answers {
namespace {

constexpr std::uint64_t kMaxSpace = std::uint64_t{1} << 62;

const CodeColumn& ColumnOf(const Chunk& chunk, std::uint32_t dimension) {
  static const CodeColumn empty;
  return dimension < chunk.codes.size() ? chunk.codes[dimension] : empty;
}

// Calls `with` with the codes typed by their width.
template <class Function>
void WithCodes(const Buffer& buffer, std::uint8_t width, Function with) {
  if (width == 1) return with(buffer.As<const std::uint8_t>());
  if (width == 2) return with(buffer.As<const std::uint16_t>());
  with(buffer.As<const std::uint32_t>());
}

// Without a branch that a processor could guess wrong.
template <class Test>
void Keep(std::vector<std::uint32_t>& rows, Test test) {
  std::uint32_t* data = rows.data();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint32_t row = data[i];
    data[kept] = row;
    kept += test(row) ? 1 : 0;
  }
  rows.resize(kept);
}

}  // namespace

// ---- groups --------------------------------------------------------------------------------------------

GroupSpace::GroupSpace(const Plan& plan, std::uint32_t parts, const ColumnState& state)
    : plan_(plan), dictionaries_(*state.dictionaries), parts_(parts) {
  if (plan.time) {
    AddPeriods(*plan.time, state);
    digits_.push_back({Digit::Source::kTime, 0, std::max<std::uint64_t>(1, periods_.size()), 1});
  }
  for (const std::string& key : plan.by) {
    const auto dimension = dictionaries_.FindDimension(key);
    if (key == "survey") {
      digits_.push_back({Digit::Source::kSurvey, 0, std::max<std::uint64_t>(1, plan.surveys.size()), 1});
    } else if (dimension) {
      digits_.push_back({Digit::Source::kCodes, *dimension, dictionaries_.Size(*dimension), 1});
    } else {
      digits_.push_back({});
    }
  }
  std::uint64_t weight = parts;
  size_ = parts;
  for (auto digit = digits_.rbegin(); digit != digits_.rend(); ++digit) {
    digit->weight = weight;
    if (!size_ || digit->radix > kMaxSpace / weight) {
      size_.reset();
      return;
    }
    weight *= digit->radix;
    size_ = weight;
  }
}

void GroupSpace::AddPeriods(TimeUnit unit, const ColumnState& state) {
  std::optional<Day> first, last;
  for (const PlanSurvey& survey : plan_.surveys) {
    const auto table = state.tables.find(survey.survey);
    if (table == state.tables.end()) continue;
    for (const auto& chunk : table->second->chunks) {
      first = std::min(first.value_or(chunk->min_day), chunk->min_day);
      last = std::max(last.value_or(chunk->max_day), chunk->max_day);
    }
  }
  if (!first) return;
  first_day_ = *first;
  period_of_.resize(static_cast<std::size_t>(*last - *first) + 1);
  Day next = *first;
  for (Day day = *first; day <= *last; ++day) {
    if (day == next) {
      periods_.push_back(StartOf(unit, day));
      next = Shift(unit, day, 1);
    }
    period_of_[static_cast<std::size_t>(day - *first)] = static_cast<std::uint16_t>(periods_.size() - 1);
  }
}

std::vector<GroupKey> GroupSpace::Keys(const std::vector<std::uint64_t>& groups) const {
  std::vector<GroupKey> keys(groups.size());
  for (std::size_t i = 0; i < groups.size(); ++i) keys[i].part = static_cast<std::uint32_t>(groups[i] % parts_);
  for (const Digit& digit : digits_) {
    std::vector<std::uint32_t> codes;
    for (const std::uint64_t group : groups) {
      codes.push_back(static_cast<std::uint32_t>(group / digit.weight % digit.radix));
    }
    if (digit.source == Digit::Source::kTime) {
      for (std::size_t i = 0; i < codes.size(); ++i) keys[i].period = periods_[codes[i]];
      continue;
    }
    std::vector<std::string> values(codes.size());
    if (digit.source == Digit::Source::kCodes) values = dictionaries_.Values(digit.dimension, codes);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const bool survey = digit.source == Digit::Source::kSurvey;
      keys[i].values.push_back(survey ? plan_.surveys[codes[i]].survey : std::move(values[i]));
    }
  }
  return keys;
}

// ---- tables --------------------------------------------------------------------------------------------

std::vector<TableScan> ScansOf(const Plan& plan, const ColumnState& state) {
  const Dictionaries& dictionaries = *state.dictionaries;
  std::vector<TableScan> scans;
  for (std::uint32_t i = 0; i < plan.surveys.size(); ++i) {
    const auto table = state.tables.find(plan.surveys[i].survey);
    if (table == state.tables.end()) continue;
    TableScan scan{&plan.surveys[i], i, table->second, {}};
    bool wanted = true;
    for (const PlanFilter& filter : plan.filters) {
      const auto allows = [&](const std::string& value) {
        const bool listed = std::find(filter.values.begin(), filter.values.end(), value) != filter.values.end();
        return listed != filter.excluded;
      };
      const auto dimension = dictionaries.FindDimension(filter.dimension);
      if (filter.dimension == "survey") {
        wanted = wanted && allows(scan.survey->survey);
      } else if (dimension) {
        auto allowed = dictionaries.Mask(*dimension, filter.values);
        if (filter.excluded) std::for_each(allowed.begin(), allowed.end(), [](std::uint8_t& one) { one ^= 1; });
        std::vector<std::uint8_t> rejected;
        for (const std::uint8_t one : allowed) rejected.push_back(one != 0 ? 0 : 0xff);
        scan.filters.push_back({*dimension, std::move(allowed), std::move(rejected)});
      } else {
        wanted = wanted && allows("");
      }
    }
    if (wanted) scans.push_back(std::move(scan));
  }
  return scans;
}

// ---- chunks --------------------------------------------------------------------------------------------

ChunkScan::ChunkScan(const Plan& plan, const GroupSpace& space, const TableScan& scan, const Chunk& chunk)
    : chunk_(chunk), space_(space), from_(plan.from), to_(plan.to) {
  Decide(plan, scan);
  if (skip_) return;
  for (const GroupSpace::Digit& digit : space.digits()) AddDigit(space, digit, scan);
}

void ChunkScan::Decide(const Plan& plan, const TableScan& scan) {
  const auto outside = (plan.from && chunk_.max_day < *plan.from) || (plan.to && chunk_.min_day > *plan.to);
  if (chunk_.rows == chunk_.deleted_rows || outside) {
    skip_ = true;
    return;
  }
  check_days_ = (plan.from && chunk_.min_day < *plan.from) || (plan.to && chunk_.max_day > *plan.to);
  if (scan.survey->max_seq) {
    max_seq_ = *scan.survey->max_seq;
    skip_ = chunk_.min_seq > max_seq_;
    check_seq_ = chunk_.max_seq > max_seq_;
  }
  for (const TableScan::Filter& filter : scan.filters) {
    const CodeColumn& column = ColumnOf(chunk_, filter.dimension);
    if (column.width > 0) {
      filters_.push_back({&column, &filter});
    } else {
      skip_ = skip_ || filter.allowed[column.constant] == 0;
    }
  }
}

void ChunkScan::AddDigit(const GroupSpace& space, const GroupSpace::Digit& digit, const TableScan& scan) {
  if (digit.source == GroupSpace::Digit::Source::kSurvey) base_ += digit.weight * scan.survey_index;
  if (digit.source == GroupSpace::Digit::Source::kTime) {
    const auto period = [&](Day day) { return space.period_of()[static_cast<std::size_t>(day - space.first_day())]; };
    if (period(chunk_.min_day) == period(chunk_.max_day)) {
      base_ += digit.weight * period(chunk_.min_day);
    } else {
      time_weight_ = digit.weight;
    }
  }
  if (digit.source != GroupSpace::Digit::Source::kCodes) return;
  const CodeColumn& column = ColumnOf(chunk_, digit.dimension);
  if (column.width == 0) {
    base_ += digit.weight * column.constant;
  } else {
    codes_.push_back({column.codes.get(), column.width, digit.weight});
  }
}

void ChunkScan::Select(std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t>& rows) const {
  rows.resize(end - begin);
  std::iota(rows.begin(), rows.end(), begin);
  if (check_days_) {
    const auto* days = chunk_.days->As<const std::uint16_t>();
    const Day from = from_.value_or(0);
    const Day to = to_.value_or(chunk_.max_day);
    Keep(rows, [=](std::uint32_t row) { return days[row] >= from && days[row] <= to; });
  }
  if (check_seq_) {
    const auto* seqs = chunk_.seqs->As<const std::uint32_t>();
    Keep(rows, [&](std::uint32_t row) { return seqs[row] <= max_seq_; });
  }
  if (chunk_.deleted) Keep(rows, [&](std::uint32_t row) { return !chunk_.IsDeleted(row); });
  for (const Varying& filter : filters_) {
    WithCodes(*filter.column->codes, filter.column->width, [&](const auto* codes) {
      const auto* allowed = filter.filter->allowed.data();
      Keep(rows, [=](std::uint32_t row) { return allowed[codes[row]] != 0; });
    });
  }
}

void ChunkScan::Mask(std::vector<std::uint8_t>& mask) const {
  mask.assign(chunk_.rows, 0);
  std::uint8_t* out = mask.data();
  const std::uint32_t rows = chunk_.rows;
  const auto reject = [&](auto test) {
    for (std::uint32_t row = 0; row < rows; ++row)
      out[row] = static_cast<std::uint8_t>(out[row] | (test(row) ? 0xff : 0));
  };
  if (check_days_) {
    const auto* days = chunk_.days->As<const std::uint16_t>();
    const Day from = from_.value_or(0);
    const Day to = to_.value_or(chunk_.max_day);
    reject([=](std::uint32_t row) { return days[row] < from || days[row] > to; });
  }
  if (check_seq_) {
    const auto* seqs = chunk_.seqs->As<const std::uint32_t>();
    reject([&](std::uint32_t row) { return seqs[row] > max_seq_; });
  }
  if (chunk_.deleted) reject([&](std::uint32_t row) { return chunk_.IsDeleted(row); });
  for (const Varying& filter : filters_) {
    WithCodes(*filter.column->codes, filter.column->width, [&](const auto* codes) {
      const std::uint8_t* rejected = filter.filter->rejected.data();
      for (std::uint32_t row = 0; row < rows; ++row)
        out[row] = static_cast<std::uint8_t>(out[row] | rejected[codes[row]]);
    });
  }
}

void ChunkScan::Groups(const std::vector<std::uint32_t>& rows, std::vector<std::uint64_t>& groups) const {
  groups.assign(rows.size(), base_);
  if (time_weight_ > 0) {
    const auto* days = chunk_.days->As<const std::uint16_t>();
    const auto* period_of = space_.period_of().data();
    const Day first = space_.first_day();
    for (std::size_t i = 0; i < rows.size(); ++i) groups[i] += time_weight_ * period_of[days[rows[i]] - first];
  }
  for (const Codes& codes : codes_) {
    WithCodes(*codes.buffer, codes.width, [&](const auto* typed) {
      for (std::size_t i = 0; i < rows.size(); ++i) groups[i] += codes.weight * typed[rows[i]];
    });
  }
}

bool ChunkScan::AllSeen(const GroupSpace& space, const std::vector<bool>& seen) const {
  if (time_weight_ > 0 || codes_.size() > 1) return false;
  std::uint64_t present = 1;
  std::uint64_t weight = 0;
  if (codes_.size() == 1) {
    weight = codes_.front().weight;
    for (const CodeColumn& column : chunk_.codes) {
      if (column.codes.get() == codes_.front().buffer) present = column.present;
    }
    if (present >> 63 != 0) return false;
  }
  const auto filtered_out = [&](std::uint64_t code) {
    return std::any_of(filters_.begin(), filters_.end(), [&](const Varying& filter) {
      return filter.column->codes.get() == codes_.front().buffer && filter.filter->allowed[code] == 0;
    });
  };
  for (std::uint64_t code = 0; code < 63; ++code) {
    if ((present >> code & 1) == 0 || (!codes_.empty() && filtered_out(code))) continue;
    for (std::uint32_t part = 0; part < space.parts(); ++part) {
      if (!seen[base_ + weight * code + part]) return false;
    }
  }
  return true;
}

}  // namespace otklik::answers
