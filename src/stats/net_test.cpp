#include "stats/net.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stats/bootstrap.hpp"
#include "stats/finite.hpp"
#include "stats/quantile.hpp"
#include "stats/score_counts.hpp"

namespace otklik::stats {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Net, NobodyAnswered) {
  const Estimate estimate = EstimateNet(0, 0, 0, 0, 0.95);
  EXPECT_EQ(estimate.status, Status::kUndefined);
  EXPECT_EQ(estimate.reason, "no_valid_responses");
  EXPECT_FALSE(estimate.value || estimate.se || estimate.interval);
}

// oracle: closed form (1 - z^2/n) / (1 + z^2/n) at n = 1.
TEST(Net, OnePromoterHasAnHonestInterval) {
  const Estimate estimate = EstimateNet(1, 0, 0, 0, 0.95);
  const double z = NormalCritical(0.95);
  EXPECT_EQ(estimate.value, 100);
  EXPECT_FALSE(estimate.se);
  EXPECT_NEAR(estimate.interval->low, 100 * (1 - z * z) / (1 + z * z), 1e-10);
  EXPECT_EQ(estimate.interval->high, 100);
}

TEST(Net, AllAlikeHasAScoreIntervalButNoWald) {
  const NetCounts counts{12, 0, 0};
  EXPECT_FALSE(NetInterval(counts, NetMethod::kWald, 0.95));
  EXPECT_FALSE(NetInterval(counts, NetMethod::kStudent, 0.95));
  const Estimate estimate = EstimateNet(12, 0, 0, 0, 0.95);
  EXPECT_EQ(estimate.se, 0);
  EXPECT_LT(estimate.interval->low, 60);
  EXPECT_EQ(estimate.interval->high, 100);
}

TEST(Net, WrongInputIsNamed) {
  EXPECT_EQ(EstimateNet(-1, 0, 0, 0, 0.95).reason, "negative_count");
  EXPECT_EQ(EstimateNet(1, std::nan(""), 0, 0, 0.95).reason, "negative_count");
  EXPECT_EQ(EstimateNet(1, kInfinity, 0, 0, 0.95).reason, "negative_count");
  for (const double confidence : {0.0, 1.0, -1.0, 2.0, std::nan("")}) {
    const Estimate estimate = EstimateNet(1, 1, 1, 0, confidence);
    EXPECT_EQ(estimate.status, Status::kInvalidInput);
    EXPECT_EQ(estimate.reason, "confidence_out_of_range");
  }
}

TEST(Net, OffsetMovesEverythingButTheError) {
  const Estimate plain = EstimateNet(54, 30, 16, 0, 0.95);
  const Estimate moved = EstimateNet(54, 30, 16, 100, 0.95);
  EXPECT_DOUBLE_EQ(*moved.value, *plain.value + 100);
  EXPECT_DOUBLE_EQ(*moved.se, *plain.se);
  EXPECT_DOUBLE_EQ(moved.interval->low, plain.interval->low + 100);
  EXPECT_DOUBLE_EQ(moved.interval->high, plain.interval->high + 100);
}

TEST(Net, SwappingTheEndsMirrorsTheInterval) {
  for (const NetCounts counts : {NetCounts{7, 2, 1}, {0, 5, 3}, {60, 25, 15}, {4, 0, 0}, {1, 1000, 0}}) {
    const Estimate one = EstimateNet(counts.promoters, counts.passives, counts.detractors, 0, 0.9);
    const Estimate other = EstimateNet(counts.detractors, counts.passives, counts.promoters, 0, 0.9);
    EXPECT_NEAR(*one.value, -*other.value, 1e-12);
    EXPECT_NEAR(one.interval->low, -other.interval->high, 1e-9);
    EXPECT_NEAR(one.interval->high, -other.interval->low, 1e-9);
  }
}

// Every outcome of up to 12 answers, and a few large ones.
TEST(Net, TheScoreIntervalHoldsTheValueAndGrowsWithConfidence) {
  std::vector<NetCounts> samples{{1e6, 3e5, 2e5}, {1e9, 0, 1}, {0.3, 0.2, 0.1}};
  for (int p = 0; p <= 12; ++p) {
    for (int d = 0; p + d <= 12; ++d) samples.push_back({double(p), double(12 - p - d), double(d)});
  }
  for (const NetCounts& counts : samples) {
    Interval last{2, -2};
    for (const double z : {0.01, 0.5, 1.0, 1.96, 3.0, 8.0, 40.0}) {
      const Interval interval = NetScoreInterval(counts, z);
      const double net = (counts.promoters - counts.detractors) / counts.n();
      EXPECT_LE(interval.low, net + 1e-12);
      EXPECT_GE(interval.high, net - 1e-12);
      EXPECT_GE(interval.low, -1);
      EXPECT_LE(interval.high, 1);
      if (last.low < last.high) {
        EXPECT_LE(interval.low, last.low + 1e-12);
        EXPECT_GE(interval.high, last.high - 1e-12);
      }
      last = interval;
    }
  }
}

TEST(Net, DoublingKeepsTheValueAndShrinksTheError) {
  const Estimate once = EstimateNet(300, 120, 80, 0, 0.95);
  const Estimate twice = EstimateNet(600, 240, 160, 0, 0.95);
  EXPECT_DOUBLE_EQ(*once.value, *twice.value);
  EXPECT_NEAR(*once.se / *twice.se, std::sqrt(999.0 / 499.0), 1e-12);
  EXPECT_NEAR(NetWaldError({300, 120, 80}) / NetWaldError({600, 240, 160}), std::sqrt(2.0), 1e-12);
}

// oracle: enumeration of all 3^3 resamples of one promoter, one passive, one detractor: sums -3..3 have
// 1 3 6 7 6 3 1 of 27 ways; 5 % and 95 % fall on -2 and +2.
TEST(Net, ExactBootstrapByHand) {
  const auto bootstrap = ExactNetBootstrap({1, 1, 1}, 0.9);
  ASSERT_TRUE(bootstrap);
  EXPECT_NEAR(bootstrap->interval.low, -200.0 / 3, 1e-12);
  EXPECT_NEAR(bootstrap->interval.high, 200.0 / 3, 1e-12);
  EXPECT_FALSE(ExactNetBootstrap({3, 0, 0}, 0.9));
  EXPECT_FALSE(ExactNetBootstrap({1.5, 1, 1}, 0.9));
  EXPECT_FALSE(ExactNetBootstrap({0, 0, 0}, 0.9));
  EXPECT_FALSE(ExactNetBootstrap({5000, 1, 1}, 0.9));
}

TEST(Net, TallySortsMissingAndInvalid) {
  const std::vector<std::optional<double>> scores{10, 9, 8, 7, 6, 0, std::nullopt, 11, -1, 7.5, std::nan("")};
  const NetTally tally = TallyNet(scores);
  EXPECT_EQ(tally.counts.promoters, 2);
  EXPECT_EQ(tally.counts.passives, 2);
  EXPECT_EQ(tally.counts.detractors, 2);
  EXPECT_EQ(tally.missing, 1);
  EXPECT_EQ(tally.invalid, 4);
}

TEST(FiniteNet, MoreAnswersThanTheBase) {
  const FiniteNet finite = EstimateFiniteNet({5, 3, 2}, 9, 0.95);
  EXPECT_EQ(finite.estimate.status, Status::kInvalidInput);
  EXPECT_EQ(finite.estimate.reason, "n_exceeds_N");
  EXPECT_FALSE(finite.estimate.value);
}

TEST(FiniteNet, CensusHasNoSamplingErrorAndNoInterval) {
  const FiniteNet finite = EstimateFiniteNet({5, 3, 2}, 10, 0.95);
  EXPECT_EQ(finite.estimate.se, 0);
  EXPECT_FALSE(finite.estimate.interval);
  EXPECT_EQ(finite.estimate.interval_reason, "census");
  EXPECT_DOUBLE_EQ(finite.nonresponse->low, 30);
  EXPECT_DOUBLE_EQ(finite.nonresponse->high, 30);
}

TEST(FiniteNet, NobodyAnsweredLeavesTheWholeScale) {
  const FiniteNet finite = EstimateFiniteNet({0, 0, 0}, 10, 0.95);
  EXPECT_EQ(finite.estimate.status, Status::kUndefined);
  EXPECT_DOUBLE_EQ(finite.nonresponse->low, -100);
  EXPECT_DOUBLE_EQ(finite.nonresponse->high, 100);
  EXPECT_EQ(EstimateFiniteNet({0, 0, 0}, 0, 0.95).estimate.status, Status::kInvalidInput);
}

TEST(FiniteNet, AHugeBaseIsAnInfiniteOne) {
  const FiniteNet finite = EstimateFiniteNet({60, 25, 15}, 1e12, 0.95);
  const Estimate infinite = EstimateNet(60, 25, 15, 0, 0.95);
  EXPECT_NEAR(*finite.estimate.se, *infinite.se, 1e-6);
  EXPECT_NEAR(finite.estimate.interval->low, infinite.interval->low, 1e-6);
}

TEST(FiniteNet, SmallGroupsOfStaffTellNothing) {
  const FiniteNet hidden = EstimateStaffNet({3, 1, 0}, 8, 5, 0.95);
  EXPECT_EQ(hidden.estimate.reason, "group_below_anonymity_minimum");
  EXPECT_FALSE(hidden.estimate.value || hidden.nonresponse || hidden.effective_n);
  EXPECT_EQ(hidden.estimate.n, 0);
  EXPECT_EQ(EstimateStaffNet({4, 1, 0}, 8, 5, 0.95).estimate.status, Status::kOk);
}

}  // namespace
}  // namespace otklik::stats
