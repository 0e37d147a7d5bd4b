// Input that no statistic can take: each names what is wrong, and none answers with a number or breaks.
#include "stats/range.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/accounts.hpp"
#include "stats/calibration.hpp"
#include "stats/centricity.hpp"
#include "stats/contingency.hpp"
#include "stats/csi.hpp"
#include "stats/difference.hpp"
#include "stats/drivers.hpp"
#include "stats/effect.hpp"
#include "stats/experiment.hpp"
#include "stats/integral_csi.hpp"
#include "stats/lifetime_value.hpp"
#include "stats/logistic.hpp"
#include "stats/mean.hpp"
#include "stats/mode_effect.hpp"
#include "stats/planning.hpp"
#include "stats/ratio.hpp"
#include "stats/retention.hpp"
#include "stats/topics.hpp"
#include "stats/trend.hpp"
#include "stats/weighted.hpp"

namespace otklik::stats {
namespace {

using Numbers = std::vector<double>;
using Columns = std::vector<Numbers>;

constexpr double kHuge = 1e300, kTiny = 1e-300;

TEST(Range, NaNIsInNone) {
  EXPECT_FALSE(IsValue(NAN) || IsWeight(NAN) || IsCount(NAN) || IsWholeCount(NAN) || IsProbability(NAN));
  EXPECT_FALSE(IsValue(INFINITY) || IsWeight(-1) || IsCount(1e16) || IsWholeCount(0.5) || IsProbability(1));
}

TEST(Range, CsiRowsOfAnotherLength) {
  CsiMoments moments;
  moments.items = 2;
  const std::vector<std::optional<int>> two{5, 4}, one{5};
  EXPECT_TRUE(AddRespondent(moments, two, two));
  EXPECT_FALSE(AddRespondent(moments, one, two));
  EXPECT_FALSE(AddRespondent(moments, two, one));
  EXPECT_EQ(moments.respondents, 1);
  moments.items = 1;  // the matrix is that of two items
  EXPECT_FALSE(AddRespondent(moments, one, one));
}

TEST(Range, ModeClaim) {
  EXPECT_EQ(CheckModeClaim({{10, 10}, {10}}, false).reason, "unequal_lengths");
  EXPECT_EQ(CheckModeClaim({{10}, {10, 10}}, false).reason, "unequal_lengths");
  EXPECT_EQ(CheckModeClaim({{10, 10}, {10, -1}}, false).reason, "negative_count");
}

TEST(Range, ModeStrata) {
  const std::vector<ModeStratum> negative{{0.5, {9, 1, 1}, {5, 5, 5}}, {0.5, {5, -5, 1}, {5, 5, 5}}};
  EXPECT_EQ(StandardiseModes(negative, 0.95).adjusted.reason, "negative_count");
  EXPECT_EQ(RegressModes(negative).reason, "negative_count");
  EXPECT_EQ(WeightModesByStratum(negative).reason, "negative_count");
  EXPECT_EQ(WeightModesByStratum(std::vector<ModeStratum>{{1, {kHuge, 1, 1}, {1, 1, 1}}}).reason, "negative_count");
  EXPECT_EQ(WeightModesByStratum(std::vector<ModeStratum>{{1, {kTiny, 0, 0}, {1, 1, 1}}}).reason,
            "stratum_without_overlap");
  const std::vector<ModeStratum> shares{{2, {9, 1, 1}, {5, 5, 5}}, {-1, {5, 5, 1}, {5, 5, 5}}};
  EXPECT_EQ(StandardiseModes(shares, 0.95).adjusted.reason, "shares_sum");
}

TEST(Range, ModesByLogistic) {
  const Numbers x{1, 0, -1, 1, 0, 1};
  EXPECT_EQ(WeightModesByLogistic(Numbers{0, 1, 0.5, 1, 0, 1}, {}, x).reason, "logistic_rows");
  EXPECT_EQ(WeightModesByLogistic(Numbers{0, 1}, {}, x).reason, "logistic_rows");
  // One respondent in the second mode has no variance, and the balance is still a number.
  const WeightedModes one = WeightModesByLogistic(Numbers{0, 0, 1, 0, 0, 0}, {{1, 5, 3, 2, 4, 6}}, x);
  ASSERT_EQ(one.status, Status::kOk) << one.reason;
  EXPECT_TRUE(std::isfinite(one.smd_before[0]) && std::isfinite(one.smd_after[0]));
}

TEST(Range, Bridge) {
  Estimate wave;
  wave.value = 10;
  wave.se = 1;
  Estimate far = wave;
  far.value = kHuge;
  EXPECT_EQ(BridgeModes(wave, far, 0, 1, 0.95).reason, "bridge");
  EXPECT_EQ(BridgeModes(wave, wave, 0, kHuge, 0.95).reason, "bridge");
  EXPECT_EQ(BridgeModes(wave, wave, 0, 1, 0.95).status, Status::kOk);
}

TEST(Range, WeightFit) {
  const Numbers y{1, 2, 3, 4, 6};
  const Columns ragged{{1, 2, 3, 4, 5}, {2, 1}};
  EXPECT_EQ(FitWeights(y, ragged, false, 0.95).reason, "unequal_lengths");
  EXPECT_TRUE(FitNonNegativeWeights(y, ragged).empty());
  EXPECT_EQ(FitWeights(y, {{1, 2, 3, 4, kHuge}}, false, 0.95).reason, "value_not_finite");
  EXPECT_EQ(FitWeights(y, {}, false, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(FitWeights(y, {{1, 2, 3, 4, 5}}, false, 1).reason, "confidence_out_of_range");
  EXPECT_EQ(FitScale(y, Numbers{1, 2}).scale, 0);
  EXPECT_EQ(ComputeRelativeDeviation(Numbers{kHuge, 1}).reason, "value_not_finite");
  EXPECT_EQ(ComputeRelativeDeviation(Numbers{1, -1}).reason, "zero_mean");
  CentricityRules rules;
  rules.block_sizes = {1};
  rules.max_score = 0;
  EXPECT_EQ(ComputeCentricity(std::vector<CentricityCompany>{{{0.0}, 1}}, rules).reason, "max_score");
  rules.max_score = 3;
  EXPECT_EQ(ComputeCentricity(std::vector<CentricityCompany>{{{0.0}, kHuge}}, rules).reason, "coefficient");
}

TEST(Range, Drivers) {
  const Numbers y{1, 2, 3, 4, 6};
  EXPECT_EQ(AnalyseDrivers(DriverMomentsOf(y, {{1, 2, 3, 4, kHuge}}), 0.95).reason, "value_not_finite");
  EXPECT_EQ(AnalyseDrivers(DriverMomentsOf(y, {{1, 2, 3}}), 0.95).reason, "unequal_lengths");
  EXPECT_TRUE(JackknifeLmg(Numbers{1, 2, 3, 4, kHuge}, {{1, 2, 3, 5, 4}}).empty());
}

TEST(Range, Weights) {
  EXPECT_EQ(TrimWeights(Numbers{kHuge, 1, 1}, 3).reason, "negative_weight");
  EXPECT_EQ(TrimWeights(Numbers{kTiny, kTiny}, 3).reason, "zero_total_weight");
  // A weight of 0 stays one, even where the others are scaled beyond all numbers.
  for (const double weight : TrimWeights(Numbers{0, 1e-320, 1, 1, 1, 20}, 7).weights) EXPECT_FALSE(std::isnan(weight));
  EXPECT_EQ(EstimateWeightedMean(Numbers{1, 2}, Numbers{kTiny, kTiny}, 0.95).estimate.reason, "zero_total_weight");
  EXPECT_EQ(EstimateWeightedMean(Numbers{1, kHuge}, Numbers{1, 1}, 0.95).estimate.reason, "value_not_finite");
  EXPECT_EQ(EstimateStratifiedMean(std::vector<Stratum>{{10, -5, 1, 1}}, 0.95).reason, "stratum");
  const std::vector<CalibrationCell> cells{{{0}, 100, 1, 1, 1}, {{1}, 0, 1, 1, 1}};
  EXPECT_EQ(Calibrate(cells, std::vector<Margin>{{30, -10}}).reason, "margin_total");
  EXPECT_EQ(Calibrate(cells, std::vector<Margin>{{kTiny, kTiny}}).reason, "margin_total");
  const std::vector<AccountAnswers> accounts{{{1, 0, 0}, kHuge}, {{0, 0, 1}, 1}};
  EXPECT_EQ(EstimateClusteredNet(accounts, AccountWeight::kRevenue, 0.95).estimate.reason, "negative_weight");
}

TEST(Range, Means) {
  EXPECT_EQ(EstimateMean(Numbers{kHuge, 1}, 0.95).reason, "value_not_finite");
  EXPECT_EQ(EstimateNet(kHuge, 1, 1, 0, 0.95).reason, "negative_count");
  EXPECT_EQ(EstimateShare(1, kHuge, 0.95).reason, "hits_out_of_range");
  EXPECT_EQ(EstimateMeanRatio(Numbers{1, 2}, Numbers{kTiny, 2 * kTiny}, 0.95).reason, "denominator_mean_zero");
  // Errors whose fourth powers vanish still have degrees of freedom.
  Estimate small;
  small.value = 0;
  small.se = 1e-90;
  EXPECT_NEAR(*WelchDifference(small, 9, small, 9, 0.95).df, 18, 1e-9);
  const auto ratio = EstimateMeanRatio(Numbers{1e-90, 2e-90}, Numbers{1e-90, 3e-90}, 0.95);
  EXPECT_TRUE(!ratio.df || std::isfinite(*ratio.df));
}

TEST(Range, Trend) {
  EXPECT_EQ(FitTrend(std::vector<TrendPoint>{{1, 1, 1}, {kHuge, 2, 1}}, 0.95).reason, "value_not_finite");
  EXPECT_EQ(FitTrend(std::vector<TrendPoint>{{1, 1, 1}, {2, 2, INFINITY}}, 0.95).reason, "value_not_finite");
  EXPECT_EQ(FitTrend(std::vector<TrendPoint>{{1, 1, 1}, {2, 2, kTiny}}, 0.95).reason, "zero_variance_period");
  EXPECT_EQ(FitInterruptedSeries(Numbers{1, 2, 3, 4, 5, 6, kHuge}, 3, {}).reason, "value_not_finite");
}

TEST(Range, Contingency) {
  EXPECT_FALSE(FisherTwoSided(0.5, 1, 1, 1));
  EXPECT_FALSE(FisherGreater(1, -1, 1, 1));
  EXPECT_FALSE(FisherTwoSided(1e9, 1e9, 1e9, 1e9));
  EXPECT_TRUE(FisherTwoSided(1, 1e9, 2, 1e9));
  EXPECT_FALSE(TestIndependence({{1, 2}, {3}}));
  EXPECT_FALSE(TestIndependence({{1, 2}, {3, -4}}));
  EXPECT_FALSE(TestGoodnessOfFit(Numbers{10, -1}, Numbers{1, 1}));
  EXPECT_FALSE(TestGoodnessOfFit(Numbers{10, 1}, Numbers{1, kHuge}));
  EXPECT_FALSE(TestShareTrend(std::vector<ShareCounts>{{1, 2}, {3, 4}}, Numbers{1}));
  EXPECT_FALSE(TestShareTrend(std::vector<ShareCounts>{{5, 2}, {3, 4}}, Numbers{1, 2}));
}

TEST(Range, Topics) {
  EXPECT_EQ(ChartShare(Numbers{1, 2, 3}, Numbers{10}, 2, 3).reason, "unequal_lengths");
  EXPECT_EQ(ChartShare(Numbers{1, 20, 3}, Numbers{10, 10, 10}, 2, 3).reason, "hits_out_of_range");
  EXPECT_EQ(ChartShare(Numbers{1, 2, 3}, Numbers{10, 10, 10}, 2, -3).reason, "sigma");
  EXPECT_TRUE(FindEmerging(Numbers{1.5}, 10, Numbers{1}, 10, {}, 0.95).empty());
  EmergingRules rules;
  rules.prior = -1;
  EXPECT_TRUE(FindEmerging(Numbers{1, 2}, 10, Numbers{1, 2}, 10, rules, 0.95).empty());
  rules.prior = 1e-20;  // far below what the counts can resolve
  for (const auto& topic : FindEmerging(Numbers{5, 0}, 10, Numbers{5, 0}, 10, rules, 0.95)) {
    EXPECT_FALSE(std::isnan(topic.log_odds));
  }
  EXPECT_EQ(EstimateClusteredShare(Numbers{-1, 3}, Numbers{2, 2}, 0.95).estimate.reason, "hits_out_of_range");
  EXPECT_EQ(EstimateKappa({{5, -1}, {1, 5}}, 0.95).estimate.reason, "negative_count");
  EXPECT_EQ(CountTopics({}, 0, 2).reason, "no_comments");
}

TEST(Range, LifetimeValue) {
  EXPECT_EQ(ComputeContractValue(1, -1 + 1e-12, Numbers(60, 0.9)).reason, "discount_out_of_range");
  EXPECT_EQ(ComputeGeometricValue(kHuge, 0.5, 0.1).reason, "margin");
  EXPECT_FALSE(SbgDiscountedLifetime({0, 0}, 0.1));
  EXPECT_FALSE(SbgResidualLifetime({-1, 1}, 0.1, 0));
  EXPECT_EQ(EstimateChurnRate(kHuge, 1, 0.95).reason, "negative_count");
  EXPECT_EQ(ComputeIntegralRaw({{{kHuge, kHuge}, {-kHuge, kHuge}}}).reason, "value_not_finite");
  IntegralAnchors anchors;
  anchors.w_max = kHuge;
  EXPECT_EQ(ComputeIntegralTheoretical({{{0.1, 3}}}, anchors).reason, "anchors");
}

TEST(Range, Logistic) {
  EXPECT_EQ(FitLogistic({{0, 1, 1}, {1, 1, 1}, {{1, 2, kHuge}}}, 0.95).reason, "logistic_rows");
  EXPECT_EQ(FitLogistic({{0, 1, 1}, {1, kHuge, 1}, {}}, 0.95).reason, "logistic_rows");
}

TEST(Range, Experiments) {
  EXPECT_EQ(LookAtNet({5, -1, 1}, {5, 1, 1}).variance, 0);
  EXPECT_EQ(LookAtShare({7, 5}, {2, 5}).variance, 0);
  const std::vector<Look> looks{{0.1, 0.01, 100}};
  EXPECT_FALSE(RunSequentialTest(looks, 0, 0.05)[0].looked);
  EXPECT_FALSE(RunSequentialTest(looks, 0.1, 1)[0].looked);
  EXPECT_FALSE(RunSequentialTest(looks, kHuge, 0.05)[0].looked);
}

TEST(Range, Planning) {
  EXPECT_EQ(PlanNetSample({0, 0}, kTiny, 0.95, 1, {}, 1).reason, "margin_points");
  EXPECT_EQ(PlanNetSample({0.5, 0.2}, 5, 0.95, kHuge, 100, 1).reason, "design_effect");
  EXPECT_EQ(PlanQuotas(Numbers{kHuge}, Numbers{1}, 5, QuotaRule::kNeyman).reason, "negative_count");
  // Strata without variance share alike, in one go however large n is.
  const auto plan = PlanQuotas(Numbers{1e12, 1e12, 5}, Numbers{0, 0, 0}, 1e12, QuotaRule::kNeyman);
  EXPECT_EQ(plan.quotas, (Numbers{499999999998, 499999999997, 5}));
  EXPECT_EQ(ComputeResponseRates({kHuge}, {}).reason, "negative_count");
}

}  // namespace
}  // namespace otklik::stats
