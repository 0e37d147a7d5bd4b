#include "rows.hpp"

#include <iterator>

namespace otklik::simulate {

Outcome Covers(const std::optional<stats::Interval>& interval, double truth) {
  if (!interval) return {};
  // A bound that equals the truth but for rounding covers it.
  constexpr double kRounding = 1e-9;
  return {true, interval->low <= truth + kRounding && truth <= interval->high + kRounding,
          (interval->high - interval->low) / 2};
}

Outcome Claims(const std::optional<double>& p) {
  if (!p) return {};
  return {true, *p < 1 - kConfidence, 0};
}

Text Plain(int n) { return {std::to_string(n), std::to_string(n)}; }

std::vector<Row> AllRows() {
  std::vector<Row> all;
  for (auto* rows : {SampleRows, WeightingRows, AccountRows, EffectRows, PeekingRows}) {
    std::vector<Row> more = rows();
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return all;
}

}  // namespace otklik::simulate
