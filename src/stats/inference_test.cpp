#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stats/contingency.hpp"
#include "stats/effect.hpp"
#include "stats/experiment.hpp"
#include "stats/logistic.hpp"
#include "stats/planning.hpp"
#include "stats/quantile.hpp"
#include "stats/ratio.hpp"
#include "stats/survival.hpp"

namespace otklik::stats {
namespace {

// oracle: Fisher's lady tasting tea: 3 of 4 right: P(>= 3) = 17/70, two-sided 34/70.
TEST(Fisher, LadyTastingTea) {
  EXPECT_NEAR(*FisherGreater(3, 1, 1, 3), 17.0 / 70, 1e-12);
  EXPECT_NEAR(*FisherTwoSided(3, 1, 1, 3), 34.0 / 70, 1e-12);
  EXPECT_NEAR(*FisherTwoSided(0, 0, 3, 4), 1, 1e-12);
  EXPECT_NEAR(*FisherTwoSided(0, 0, 0, 0), 1, 1e-12);
}

TEST(RiskRatio, TurningTheGroupsInvertsTheInterval) {
  const RiskRatio there = EstimateRiskRatio({30, 100}, {20, 90}, 0.95);
  const RiskRatio back = EstimateRiskRatio({20, 90}, {30, 100}, 0.95);
  EXPECT_NEAR(*there.value * *back.value, 1, 1e-12);
  EXPECT_NEAR(there.koopman->low * *back.koopman->high, 1, 1e-8);
  EXPECT_NEAR(there.katz->low * back.katz->high, 1, 1e-12);
}

TEST(RiskRatio, Edges) {
  EXPECT_EQ(EstimateRiskRatio({0, 10}, {0, 8}, 0.95).reason, "no_events_in_either_group");
  EXPECT_EQ(EstimateRiskRatio({0, 0}, {3, 8}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(EstimateRiskRatio({9, 8}, {3, 8}, 0.95).reason, "hits_out_of_range");
  const RiskRatio infinite = EstimateRiskRatio({3, 10}, {0, 8}, 0.95);
  EXPECT_FALSE(infinite.value);
  EXPECT_GT(infinite.koopman->low, 0);
  EXPECT_FALSE(infinite.koopman->high);
  const RiskRatio zero = EstimateRiskRatio({0, 10}, {3, 8}, 0.95);
  EXPECT_EQ(zero.koopman->low, 0);
  EXPECT_LT(*zero.koopman->high, 3);
  // Everybody on both sides.
  const RiskRatio all = EstimateRiskRatio({10, 10}, {8, 8}, 0.95);
  EXPECT_LT(all.koopman->low, 1);
  EXPECT_GT(*all.koopman->high, 1);
  EXPECT_FALSE(EstimateOddsRatio({10, 10}, {3, 8}, 0.95));
  EXPECT_FALSE(TestIndependence({{1, 2}}));
  EXPECT_FALSE(TestIndependence({{1, 0}, {2, 0}}));
  EXPECT_FALSE(TestShareTrend(std::vector<ShareCounts>{{0, 5}, {0, 6}}, std::vector<double>{0, 1}));
}

TEST(Logistic, GroupedAndSingleRowsAgree) {
  const LogisticFit grouped = FitLogistic({{3, 6, 2}, {10, 8, 9}, {{1, 2, 3}}}, 0.95);
  LogisticData single;
  single.columns.resize(1);
  for (const auto& [events, trials, x] : {std::tuple{3, 10, 1}, {6, 8, 2}, {2, 9, 3}}) {
    for (int i = 0; i < trials; ++i) {
      single.events.push_back(i < events);
      single.trials.push_back(1);
      single.columns[0].push_back(x);
    }
  }
  const LogisticFit rows = FitLogistic(single, 0.95);
  for (const std::size_t j : {0u, 1u}) {
    EXPECT_NEAR(grouped.coefficients[j].value, rows.coefficients[j].value, 1e-9);
    EXPECT_NEAR(grouped.coefficients[j].se, rows.coefficients[j].se, 1e-9);
  }
}

TEST(Logistic, UnitsOfAColumnOnlyScaleItsCoefficient) {
  LogisticData data{{0, 1, 0, 1, 1, 0, 1, 0}, std::vector<double>(8, 1), {{1, 2, 3, 4, 5, 3, 2, 2}}};
  const LogisticFit small = FitLogistic(data, 0.95);
  for (double& value : data.columns[0]) value = 1e6 * value + 3e6;
  const LogisticFit large = FitLogistic(data, 0.95);
  EXPECT_NEAR(small.coefficients[1].value, large.coefficients[1].value * 1e6, 1e-9);
  EXPECT_NEAR(small.coefficients[1].p, large.coefficients[1].p, 1e-9);
  EXPECT_NEAR(small.deviance, large.deviance, 1e-9);
}

TEST(Logistic, Edges) {
  const std::vector<double> ones(6, 1);
  EXPECT_EQ(FitLogistic({{}, {}, {}}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(FitLogistic({{0, 2}, {1, 1}, {}}, 0.95).reason, "logistic_rows");
  EXPECT_EQ(FitLogistic({{0, 0, 0, 0, 0, 0}, ones, {{1, 2, 3, 4, 5, 6}}}, 0.95).reason, "only_one_outcome_class");
  EXPECT_EQ(FitLogistic({{0, 1, 0, 1, 0, 1}, ones, {{1, 2, 3, 4, 5, 7}, {2, 4, 6, 8, 10, 14}}}, 0.95).reason,
            "perfect_collinearity");
  EXPECT_EQ(FitLogistic({{0, 1}, {1, 1}, {{1, 2}}}, 0.95).reason, "n_not_greater_than_p_plus_1");
  const LogisticFit separated = FitLogistic({{0, 0, 0, 1, 1, 1}, ones, {{1, 2, 3, 4, 5, 6}}}, 0.95);
  EXPECT_EQ(separated.reason, "separation");
  EXPECT_TRUE(separated.firth);
  EXPECT_LT(std::abs(separated.coefficients[1].value), 5);
  EXPECT_FALSE(AreaUnderCurve(std::vector<double>{1, 1}, std::vector<double>{1, 2}));
  EXPECT_EQ(AreaUnderCurve(std::vector<double>{0, 1}, std::vector<double>{1, 1}), 0.5);
}

TEST(Planning, ThePlannedSampleHasThePlannedMargin) {
  const SamplePlan plan = PlanNetSample({0.55, 0.15}, 5, 0.95, 1, std::nullopt, 1);
  EXPECT_LE(*NetMargin(plan.required, plan.unit_variance, std::nullopt, 0.95), 5);
  EXPECT_GT(*NetMargin(plan.required - 1, plan.unit_variance, std::nullopt, 0.95), 5);
  EXPECT_NEAR(NetDetectableDifference(0.54, NetDifferenceSampleSize(0.54, 10, 0.8, 0.05), 0.8, 0.05), 10, 1e-9);
}

TEST(Planning, TheSamePeopleTwice) {
  // Unrelated answers vary as much as those of two samples; the more alike, the less there is to see through.
  EXPECT_NEAR(PairedDetectableDifference(180, ChangeSd(0.54, 0), 0.8, 0.05),
              NetDetectableDifference(0.54, 180, 0.8, 0.05), 1e-9);
  EXPECT_NEAR(ChangeSd(0.5, 0.75), 0.5, 1e-12);
  EXPECT_NEAR(PairedDetectableDifference(PairedSampleSize(0.5, 7, 0.9, 0.01), 0.5, 0.9, 0.01), 7, 1e-9);
}

TEST(Planning, VarianceOfOneAnswer) {
  EXPECT_EQ(UnitVariance({0.5, 0.5}), 1);
  EXPECT_NEAR(UnitVariance({0.55, 0.15}), 0.54, 1e-12);
  EXPECT_EQ(UnitVariance({1, 0}), 0);
}

TEST(Planning, Edges) {
  EXPECT_EQ(PlanNetSample({0.7, 0.5}, 5, 0.95, 1, std::nullopt, 1).reason, "probability_out_of_range");
  EXPECT_EQ(PlanNetSample({0.5, 0.5}, 0, 0.95, 1, std::nullopt, 1).reason, "margin_points");
  EXPECT_EQ(PlanNetSample({0.5, 0.5}, 5, 0.95, 1, std::nullopt, 0).reason, "response_rate");
  EXPECT_FALSE(NetMargin(0, 1, std::nullopt, 0.95));
  EXPECT_FALSE(NetMargin(11, 1, 10, 0.95));
  EXPECT_NEAR(*NetMargin(10, 1, 10, 0.95), 0, 1e-12);
}

TEST(Quotas, SumToNAndStayUnderTheCaps) {
  const std::vector<double> population{260, 100, 40, 3, 0};
  const std::vector<double> sd{0.8, 0.7, 0.6, 0.9, 0.5};
  for (const QuotaRule rule :
       {QuotaRule::kProportional, QuotaRule::kNeyman, QuotaRule::kSquareRoot, QuotaRule::kEqual}) {
    for (const double n : {0.0, 1.0, 7.0, 120.0, 300.0, 403.0}) {
      const QuotaPlan plan = PlanQuotas(population, sd, n, rule);
      double sum = 0;
      for (std::size_t h = 0; h < population.size(); ++h) {
        sum += plan.quotas[h];
        EXPECT_LE(plan.quotas[h], population[h]);
        EXPECT_EQ(plan.quotas[h], std::floor(plan.quotas[h]));
      }
      EXPECT_EQ(sum, n);
    }
    EXPECT_NEAR(*PlanQuotas(population, sd, 403, rule).se, 0, 1e-12);
    EXPECT_EQ(PlanQuotas(population, sd, 404, rule).reason, "n_exceeds_N");
  }
}

TEST(Effect, Edges) {
  const NetCounts counts{5, 3, 2};
  const auto did = EstimateDifferenceInDifferences({counts, counts, {1, 0, 0}, counts}, 0.95);
  EXPECT_TRUE(did.effect.value);
  EXPECT_EQ(did.effect.interval_reason, "single_response");
  EXPECT_EQ(EstimateDifferenceInDifferences({counts, counts, counts, {}}, 0.95).empty_cell, "control_after");
  EXPECT_EQ(EstimatePanelEffect({}, {}, {}, {}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(FitInterruptedSeries(std::vector<double>{1, 2, 3, 4, 5, 6}, 2, {}).reason,
            "fewer_than_3_points_before_or_after");
}

// Four samples of 20 with the same spread have 4 x 19 degrees of freedom; interval and p agree at the edge.
TEST(Effect, DifferenceInDifferencesByT) {
  const NetCounts high{12, 5, 3}, low{3, 5, 12};
  const BeforeAfter samples{low, high, low, low};
  const auto z = EstimateDifferenceInDifferences(samples, 0.95).effect;
  const auto t = EstimateDifferenceInDifferences(samples, 0.95, EffectInterval::kStudent).effect;
  EXPECT_NEAR(*t.df, 76, 1e-9);
  EXPECT_EQ(t.se, z.se);
  EXPECT_NEAR((t.interval->high - t.interval->low) / (z.interval->high - z.interval->low),
              StudentCritical(0.95, 76) / NormalCritical(0.95), 1e-12);
  EXPECT_GT(*t.p, *z.p);
  const auto edge = EstimateDifferenceInDifferences(samples, 1 - *t.p, EffectInterval::kStudent).effect;
  EXPECT_NEAR(edge.interval->low, 0, 1e-8);
}

// A series made of a line, a jump and a bend gives them back.
TEST(Effect, InterruptedSeriesRecoversItsParts) {
  std::vector<double> y;
  for (int t = 1; t <= 20; ++t) y.push_back(10 + 0.5 * t + (t > 12 ? 4 + 0.25 * (t - 13) : 0));
  const InterruptedSeries fit = FitInterruptedSeries(y, 12, std::nullopt);
  EXPECT_NEAR(fit.intercept.value, 10, 1e-9);
  EXPECT_NEAR(fit.slope.value, 0.5, 1e-9);
  EXPECT_NEAR(fit.level_change.value, 4, 1e-9);
  EXPECT_NEAR(fit.slope_change.value, 0.25, 1e-9);
  EXPECT_NEAR(fit.effect_at_last, 4 + 0.25 * 7, 1e-9);
  EXPECT_EQ(fit.lag, 2);
}

TEST(SequentialTest, PNeverRisesAndBurnInIsNoLook) {
  const std::vector<Look> looks{{0.9, 0.01, 20}, {0.4, 0.01, 60}, {0.1, 0.005, 120}, {0, 0, 200}};
  const auto results = RunSequentialTest(looks, 0.2, 0.05);
  EXPECT_FALSE(results[0].looked);
  EXPECT_EQ(results[0].p, 1);
  EXPECT_TRUE(results[1].reject);
  EXPECT_EQ(results[2].p, results[1].p);
  EXPECT_FALSE(results[3].looked);
  EXPECT_FALSE(results[3].interval);
  EXPECT_EQ(LookAtNet({}, {}).variance, 0);
}

// The always-valid interval at one look leaves out 0 exactly when its own likelihood ratio reaches 1 / alpha.
TEST(SequentialTest, IntervalAndPAgree) {
  for (double effect = 0; effect < 0.5; effect += 0.01) {
    const auto result = RunSequentialTest(std::vector<Look>{{effect, 0.004, 100}}, 0.15, 0.05)[0];
    EXPECT_EQ(result.interval->low > 0, result.likelihood_ratio > 20) << effect;
  }
}

TEST(MeanRatio, Edges) {
  EXPECT_EQ(EstimateMeanRatio({}, std::vector<double>{1}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(EstimateMeanRatio(std::vector<double>{1, 2}, std::vector<double>{0, 0}, 0.95).reason,
            "denominator_mean_zero");
  EXPECT_EQ(EstimateMeanRatio(std::vector<double>{1}, std::vector<double>{2}, 0.95).interval_reason, "single_response");
  const std::vector<double> first{5, 7, 9, 4}, second{2, 3, 2, 4};
  const MeanRatio ratio = EstimateMeanRatio(first, second, 0.95);
  const MeanRatio doubled = EstimateMeanRatio(std::vector<double>{10, 14, 18, 8}, second, 0.95);
  EXPECT_NEAR(doubled.fieller_t.interval->low, 2 * ratio.fieller_t.interval->low, 1e-9);
  EXPECT_NEAR(*doubled.df, *ratio.df, 1e-9);
}

TEST(MeanRatio, DrawnBootstrapIsNearTheExactOneAndRepeats) {
  const std::vector<double> first{10, 40, 25, 80, 33, 21, 60, 55}, second{20, 60, 31, 39, 12, 33, 18, 25};
  const RatioBootstrap one = BootstrapMeanRatio(first, second, 0.9, 20000, 7);
  const RatioBootstrap again = BootstrapMeanRatio(first, second, 0.9, 20000, 7);
  EXPECT_FALSE(one.exact);
  EXPECT_EQ(one.interval->low, again.interval->low);
  const MeanRatio ratio = EstimateMeanRatio(first, second, 0.9);
  EXPECT_LT(one.interval->low, *ratio.value);
  EXPECT_GT(one.interval->high, *ratio.value);
}

TEST(Survival, WithoutCensoringItIsTheShareLeft) {
  const std::vector<Follow> follows{{1, true}, {2, true}, {2, true}, {4, true}};
  const SurvivalCurve curve = FitSurvival(follows, 0.95);
  EXPECT_DOUBLE_EQ(curve.steps[0].survival, 0.75);
  EXPECT_DOUBLE_EQ(curve.steps[1].survival, 0.25);
  EXPECT_EQ(curve.median, 2);
  EXPECT_DOUBLE_EQ(ComputeRestrictedMean(curve, 10).value, 9.0 / 4);
  EXPECT_DOUBLE_EQ(ComputeRestrictedMean(curve, 1.5).value, 1 + 0.5 * 0.75);
}

TEST(Survival, Edges) {
  EXPECT_EQ(FitSurvival({}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(FitSurvival(std::vector<Follow>{{-1, true}}, 0.95).reason, "negative_time");
  EXPECT_EQ(TestLogRank(std::vector<Follow>{{1, false, 0}, {2, false, 1}}, 2).reason, "no_events");
  EXPECT_EQ(FitCox(std::vector<Follow>{{1, false}}, {{1}}, CoxTies::kEfron).reason, "no_events");
  EXPECT_EQ(
      FitCox(std::vector<Follow>{{1, true}, {2, true}, {3, true}, {4, true}}, {{1, 1, 0, 0}}, CoxTies::kEfron).reason,
      "separation");
}

// Without ties both ways of treating ties are one.
TEST(Survival, CoxWithoutTies) {
  const std::vector<Follow> follows{{1, true}, {2, true}, {3, false}, {4, true}, {5, true}, {6, false}};
  const std::vector<std::vector<double>> columns{{1, 0, 1, 0, 1, 0}};
  const CoxFit efron = FitCox(follows, columns, CoxTies::kEfron);
  const CoxFit breslow = FitCox(follows, columns, CoxTies::kBreslow);
  EXPECT_NEAR(efron.log_hazard_ratios[0], breslow.log_hazard_ratios[0], 1e-12);
}

}  // namespace
}  // namespace otklik::stats
