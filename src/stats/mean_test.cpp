#include "stats/mean.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "stats/score_counts.hpp"
#include "stats/share.hpp"
#include "stats/weighted.hpp"

namespace otklik::stats {
namespace {

TEST(Mean, EdgesOfSize) {
  EXPECT_EQ(EstimateMean(0, 0, 0, 0.95).reason, "no_valid_responses");
  const Estimate one = EstimateMean(1, 7, 49, 0.95);
  EXPECT_EQ(one.status, Status::kOk);
  EXPECT_EQ(one.value, 7);
  EXPECT_FALSE(one.se || one.interval);
  EXPECT_EQ(one.interval_reason, "single_response");
}

TEST(Mean, AllAlikeRefusesTheInterval) {
  const Estimate estimate = EstimateMean(3, 30, 300, 0.95);
  EXPECT_EQ(estimate.value, 10);
  EXPECT_EQ(estimate.se, 0);
  EXPECT_FALSE(estimate.interval);
  EXPECT_EQ(estimate.interval_reason, "zero_variance");
}

TEST(Mean, ImpossibleSums) {
  EXPECT_EQ(EstimateMean(-1, 0, 0, 0.95).reason, "impossible_moments");
  EXPECT_EQ(EstimateMean(2, 10, 20, 0.95).reason, "impossible_moments");
  EXPECT_EQ(EstimateMean(0, 5, 5, 0.95).reason, "impossible_moments");
  EXPECT_EQ(EstimateMean(2, 10, 60, 1.0).reason, "confidence_out_of_range");
}

// One answer off among a billion must show exactly: n * sum of squares is beyond 64 bits.
TEST(Mean, VarianceIsExactForHugeSums) {
  const std::int64_t n = 4'000'000'000;
  const auto variance = SampleVariance({n, 10 * n - 1, 100 * n - 19});
  ASSERT_TRUE(variance);
  EXPECT_NEAR(*variance * static_cast<double>(n), 1, 1e-9);
  EXPECT_EQ(SampleVariance({n, 10 * n, 100 * n}), 0);
}

TEST(Mean, CountsAndRowsAgree) {
  std::mt19937 random(20240607);
  RecordProperty("seed", 20240607);
  std::vector<double> values;
  ScoreCounts scores{1, std::vector<std::int64_t>(7)};
  for (int i = 0; i < 200; ++i) {
    const auto score = static_cast<std::size_t>(random() % 7);
    ++scores.counts[score];
    values.push_back(static_cast<double>(score) + 1);
  }
  const MeanMoments moments = MomentsOf(scores);
  const Estimate exact = EstimateMean(moments.n, moments.sum, moments.sum_of_squares, 0.95);
  const Estimate rows = EstimateMean(values, 0.95);
  EXPECT_NEAR(*exact.value, *rows.value, 1e-12);
  EXPECT_NEAR(*exact.se, *rows.se, 1e-12);
  EXPECT_NEAR(exact.interval->low, rows.interval->low, 1e-11);
}

TEST(ScoreCounts, SegmentsRecombine) {
  const ScoreCounts first{1, {4, 9, 21, 48, 38}};
  const ScoreCounts second{1, {1, 3, 11, 40, 25}};
  ScoreCounts both = first;
  for (std::size_t i = 0; i < both.counts.size(); ++i) both.counts[i] += second.counts[i];
  EXPECT_EQ(CountOf(both), CountOf(first) + CountOf(second));
  EXPECT_EQ(MomentsOf(both).sum_of_squares, MomentsOf(first).sum_of_squares + MomentsOf(second).sum_of_squares);
  EXPECT_EQ(TopShare(both, 4).hits, TopShare(first, 4).hits + TopShare(second, 4).hits);
  const NetCounts net = NetBoxes(both, 4, 2);
  EXPECT_EQ(net.n(), static_cast<double>(CountOf(both)));
  EXPECT_EQ(CountBetween(both, -5, 99), CountOf(both));
  EXPECT_EQ(CountBetween(both, 6, 99), 0);
}

TEST(Share, Edges) {
  EXPECT_EQ(EstimateShare(0, 0, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(EstimateShare(3, 2, 0.95).reason, "hits_out_of_range");
  EXPECT_EQ(EstimateShare(-1, 2, 0.95).reason, "hits_out_of_range");
  EXPECT_EQ(EstimateShare(std::nan(""), 2, 0.95).reason, "hits_out_of_range");
  const Estimate none = EstimateShare(0, 8, 0.95);
  EXPECT_EQ(none.interval->low, 0);
  EXPECT_GT(none.interval->high, 0.3);
  EXPECT_FALSE(EstimateShare(1, 1, 0.95).se);
}

TEST(Share, TheOtherShareIsTheMirror) {
  const Estimate yes = EstimateShare(17, 40, 0.9);
  const Estimate no = EstimateShare(23, 40, 0.9);
  EXPECT_NEAR(yes.interval->low, 1 - no.interval->high, 1e-12);
  EXPECT_NEAR(*yes.se, *no.se, 1e-12);
}

TEST(Weighted, ScaleAndOrderDoNotMatter) {
  const std::vector<double> values{100, 100, 0, -100, 0, 100, -100, 100};
  const std::vector<double> weights{1.2, 0.8, 2.5, 1, 0.4, 3, 1.7, 0.9};
  const WeightedMean plain = EstimateWeightedMean(values, weights, 0.95);
  std::vector<double> scaled = weights;
  for (double& weight : scaled) weight *= 1000;
  const WeightedMean large = EstimateWeightedMean(values, scaled, 0.95);
  const WeightedMean turned = EstimateWeightedMean(std::vector<double>(values.rbegin(), values.rend()),
                                                   std::vector<double>(weights.rbegin(), weights.rend()), 0.95);
  for (const WeightedMean& other : {large, turned}) {
    EXPECT_NEAR(*plain.estimate.value, *other.estimate.value, 1e-10);
    EXPECT_NEAR(*plain.estimate.se, *other.estimate.se, 1e-10);
    EXPECT_NEAR(plain.effective_n, other.effective_n, 1e-10);
  }
}

TEST(Weighted, EqualWeightsAreNoWeights) {
  const std::vector<double> values{5, 4, 4, 3, 1, 2, 5};
  const std::vector<double> weights(values.size(), 3);
  const WeightedMean weighted = EstimateWeightedMean(values, weights, 0.95);
  const Estimate plain = EstimateMean(values, 0.95);
  EXPECT_NEAR(*weighted.estimate.se, *plain.se, 1e-12);
  EXPECT_NEAR(weighted.estimate.interval->high, plain.interval->high, 1e-12);
  EXPECT_NEAR(weighted.design_effect, 1, 1e-12);
}

TEST(Weighted, Edges) {
  EXPECT_EQ(EstimateWeightedMean(std::vector<double>{}, std::vector<double>{}, 0.95).estimate.reason,
            "no_valid_responses");
  const std::vector<double> values{100, -100};
  for (const double wrong : {-0.5, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(EstimateWeightedMean(values, std::vector<double>{1, wrong}, 0.95).estimate.reason, "negative_weight");
  }
  EXPECT_EQ(EstimateWeightedMean(values, std::vector<double>{0, 0}, 0.95).estimate.reason, "zero_total_weight");
  // A row of weight 0 stays in the design: it counts in n but adds nothing.
  const WeightedMean zero = EstimateWeightedMean(values, std::vector<double>{1, 0}, 0.95);
  EXPECT_EQ(zero.estimate.n, 2);
  EXPECT_EQ(zero.estimate.value, 100);
  EXPECT_EQ(zero.estimate.interval_reason, "zero_variance");
}

TEST(Loyalty, Edges) {
  EXPECT_EQ(ComputeLoyalty({}, 1, 6, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(ComputeLoyalty({{1, 2, std::nullopt}}, 1, 6, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(ComputeLoyalty({{1, 2, 7}}, 1, 6, 0.95).reason, "score_out_of_range");
  EXPECT_EQ(ComputeLoyalty({{1, 2, 3}}, 6, 6, 0.95).reason, "scale");
  EXPECT_EQ(ComputeLoyalty({{6, 6, 6}, {6, 6, 6}}, 1, 6, 0.95).interval_reason, "zero_variance");
}

}  // namespace
}  // namespace otklik::stats
