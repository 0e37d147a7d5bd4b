#include "stats/difference.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/multiple.hpp"
#include "stats/trend.hpp"

namespace otklik::stats {
namespace {

const std::vector<std::pair<NetCounts, NetCounts>> kPairs{
    {{60, 25, 15}, {45, 30, 25}}, {{8, 1, 1}, {4, 3, 3}},    {{10, 0, 0}, {7, 3, 0}}, {{0, 0, 5}, {5, 0, 0}},
    {{1, 0, 0}, {0, 0, 1}},       {{3, 3, 3}, {100, 90, 0}}, {{0, 4, 0}, {0, 9, 0}},  {{900, 50, 50}, {880, 60, 60}}};

// The interval at confidence 1 - p must have 0 on its edge: that is what p means.
TEST(DifferenceNet, IntervalAndPAgree) {
  for (const auto& [later, earlier] : kPairs) {
    const Difference difference = DifferenceNet(later, earlier, 0.95);
    ASSERT_TRUE(difference.interval && difference.p);
    const bool excludes = difference.interval->low > 0 || difference.interval->high < 0;
    EXPECT_EQ(excludes, *difference.p < 0.05);
    if (*difference.value == 0) {
      EXPECT_EQ(difference.p, 1);
      continue;
    }
    const Difference edge = DifferenceNet(later, earlier, 1 - *difference.p);
    EXPECT_NEAR(*difference.value > 0 ? edge.interval->low : edge.interval->high, 0, 1e-6);
  }
}

TEST(DifferenceNet, TurningTheSidesTurnsTheSign) {
  for (const auto& [later, earlier] : kPairs) {
    const Difference there = DifferenceNet(later, earlier, 0.9);
    const Difference back = DifferenceNet(earlier, later, 0.9);
    EXPECT_NEAR(*there.value, -*back.value, 1e-12);
    EXPECT_NEAR(there.interval->low, -back.interval->high, 1e-8);
    EXPECT_NEAR(*there.p, *back.p, 1e-9);
  }
}

TEST(DifferenceNet, VerySureIsStillFinite) {
  const Difference difference = DifferenceNet({1e7, 0, 0}, {0, 0, 1e7}, 0.95);
  EXPECT_EQ(difference.value, 200);
  EXPECT_LT(*difference.p, 1e-300);
  EXPECT_GE(*difference.p, 0);
}

TEST(Difference, AnEmptySideIsUndefinedAWrongOneInvalid) {
  EXPECT_EQ(DifferenceNet({1, 1, 1}, {0, 0, 0}, 0.95).status, Status::kUndefined);
  EXPECT_EQ(DifferenceNet({1, 1, 1}, {0, 0, 0}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(DifferenceNet({0, 0, 0}, {-1, 0, 0}, 0.95).status, Status::kInvalidInput);
  EXPECT_EQ(DifferenceShare({1, 2}, {0, 0}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(DifferenceShare({1, 2}, {3, 2}, 0.95).reason, "hits_out_of_range");
  EXPECT_EQ(DifferenceMean({0, 0, 0}, {2, 3, 5}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(DifferenceCsi({}, {}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(DifferenceNet({1, 1, 1}, {1, 1, 1}, 1.5).reason, "confidence_out_of_range");
}

// oracle: Newcombe (1998) method 10, 56/70 against 48/80: 0.2, 0.0524 to 0.3339 (published table II).
TEST(DifferenceShare, PublishedNewcombe) {
  const Difference difference = DifferenceShare({56, 70}, {48, 80}, 0.95);
  EXPECT_NEAR(*difference.value, 0.2, 1e-12);
  EXPECT_NEAR(difference.interval->low, 0.0524, 5e-5);
  EXPECT_NEAR(difference.interval->high, 0.3339, 5e-5);
  EXPECT_LT(*difference.p, 0.05);
}

TEST(DifferenceMean, OneResponseGivesTheValueOnly) {
  const Difference difference = DifferenceMean({1, 5, 25}, {3, 9, 29}, 0.95);
  EXPECT_EQ(difference.status, Status::kOk);
  EXPECT_EQ(difference.value, 2);
  EXPECT_FALSE(difference.interval || difference.p);
  EXPECT_EQ(difference.interval_reason, "single_response");
  EXPECT_EQ(DifferenceMean({2, 10, 50}, {2, 8, 32}, 0.95).interval_reason, "zero_variance");
}

// oracle: hand. Values 1 2 3 and 2 4 6: difference -2, SE sqrt(1/3 + 4/3), df (5/3)^2 / (1/18 + 16/18).
TEST(DifferenceMean, WelchByHand) {
  const Difference difference = DifferenceMean({3, 6, 14}, {3, 12, 56}, 0.95);
  EXPECT_DOUBLE_EQ(*difference.value, -2);
  EXPECT_NEAR(*difference.se, std::sqrt(5.0 / 3), 1e-12);
  EXPECT_NEAR(*difference.df, 25.0 / 9 * 18 / 17, 1e-12);
}

TEST(DifferencePaired, Edges) {
  EXPECT_EQ(DifferencePaired({}, {}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(DifferencePaired(std::vector<double>{1}, std::vector<double>{}, 0.95).reason, "unequal_lengths");
  const std::vector<double> later{3, 4, 5}, earlier{1, 2, 3};
  EXPECT_EQ(DifferencePaired(later, earlier, 0.95).value, 2);
  EXPECT_EQ(DifferencePaired(later, earlier, 0.95).interval_reason, "zero_variance");
}

TEST(Multiple, NullsAndOrder) {
  EXPECT_TRUE(AdjustHolm({}).empty());
  const PValues p{0.04, std::nullopt, 0.01, std::nan("")};
  const PValues holm = AdjustHolm(p);
  EXPECT_DOUBLE_EQ(*holm[0], 0.04);
  EXPECT_FALSE(holm[1]);
  EXPECT_DOUBLE_EQ(*holm[2], 0.02);
  EXPECT_FALSE(holm[3]);
  EXPECT_DOUBLE_EQ(*AdjustBenjaminiHochberg(p)[2], 0.02);
}

TEST(Trend, MovingTheClockChangesNothing) {
  std::vector<NetPeriod> periods{{1, {9, 1, 0}}, {2, {10, 0, 0}}, {3, {8, 2, 1}}, {4, {0, 0, 0}}, {5, {12, 1, 3}}};
  const Trend here = FitNetTrend(periods, TrendVariance::kSmoothed, 0.95);
  EXPECT_EQ(here.periods, 4);
  for (NetPeriod& period : periods) period.t += 2024;
  const Trend there = FitNetTrend(periods, TrendVariance::kSmoothed, 0.95);
  EXPECT_NEAR(*here.slope, *there.slope, 1e-9);
  EXPECT_NEAR(*here.se, *there.se, 1e-9);
  EXPECT_GE(*here.se_overdispersed, *here.se);
}

TEST(Trend, Edges) {
  const NetCounts counts{5, 3, 2};
  EXPECT_EQ(FitNetTrend(std::vector<NetPeriod>{{1, counts}, {2, counts}}, TrendVariance::kRaw, 0.95).reason,
            "need_at_least_3_periods");
  EXPECT_EQ(
      FitNetTrend(std::vector<NetPeriod>{{1, counts}, {1, counts}, {1, counts}}, TrendVariance::kRaw, 0.95).reason,
      "same_time");
  EXPECT_EQ(
      FitNetTrend(std::vector<NetPeriod>{{1, counts}, {2, {5, 0, 0}}, {3, counts}}, TrendVariance::kRaw, 0.95).reason,
      "zero_variance_period");
  EXPECT_EQ(
      FitNetTrend(std::vector<NetPeriod>{{1, counts}, {2, {-5, 0, 0}}, {3, counts}}, TrendVariance::kRaw, 0.95).reason,
      "negative_count");
}

}  // namespace
}  // namespace otklik::stats
