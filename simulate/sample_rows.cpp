#include <cmath>

#include "rows.hpp"
#include "stats/finite.hpp"

namespace otklik::simulate {
namespace {

constexpr std::pair<int, int> kBases[] = {{20, 45}, {50, 110}, {200, 400}};

// A base of whole people, its shares as near to the truth as they get.
stats::NetCounts BaseOf(const Truth& truth, int people) {
  constexpr double kRounding = 1e-9;  // 0.7 * 45 is a hair below 31.5
  stats::NetCounts base;
  base.promoters = std::round(truth.promoters * people + kRounding);
  base.detractors = std::round(truth.detractors * people + kRounding);
  base.passives = people - base.promoters - base.detractors;
  return base;
}

stats::NetCounts DrawWithoutReplacement(Random& random, stats::NetCounts base, int n) {
  stats::NetCounts sample;
  for (int i = 0; i < n; ++i) {
    const double place = random.Uniform() * base.n();
    const bool promoter = place < base.promoters;
    const bool detractor = !promoter && place < base.promoters + base.detractors;
    double stats::NetCounts::*category = promoter    ? &stats::NetCounts::promoters
                                         : detractor ? &stats::NetCounts::detractors
                                                     : &stats::NetCounts::passives;
    sample.*category += 1;
    base.*category -= 1;
  }
  return sample;
}

Row PlainRow(int n) {
  return {Table::kIntervals,
          {"plain sample", "простая выборка"},
          Plain(n),
          true,
          "plain/" + std::to_string(n),
          [n](Random& random, std::size_t truth) {
            const stats::NetCounts counts = DrawAnswers(random, kTruths[truth], n);
            const stats::Estimate estimate =
                stats::EstimateNet(counts.promoters, counts.passives, counts.detractors, 0, kConfidence);
            return Covers(estimate.interval, NetOf(kTruths[truth]));
          }};
}

Row FiniteRow(int n, int people) {
  const std::string count = std::to_string(n), all = std::to_string(people);
  return {Table::kIntervals,
          {"finite base", "конечная база"},
          {count + " of " + all, count + " из " + all},
          true,
          "finite/" + count,
          [n, people](Random& random, std::size_t truth) {
            const stats::NetCounts base = BaseOf(kTruths[truth], people);
            const stats::NetCounts sample = DrawWithoutReplacement(random, base, n);
            const stats::FiniteNet net = stats::EstimateFiniteNet(sample, people, kConfidence);
            return Covers(net.estimate.interval, 100 * (base.promoters - base.detractors) / people);
          }};
}

}  // namespace

std::vector<Row> SampleRows() {
  std::vector<Row> rows;
  for (const int n : kSizes) rows.push_back(PlainRow(n));
  for (const auto& [n, people] : kBases) rows.push_back(FiniteRow(n, people));
  return rows;
}

}  // namespace otklik::simulate
