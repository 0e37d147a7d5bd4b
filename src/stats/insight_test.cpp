#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "stats/centricity.hpp"
#include "stats/drivers.hpp"
#include "stats/mode_effect.hpp"
#include "stats/topics.hpp"

namespace otklik::stats {
namespace {

using Columns = std::vector<std::vector<double>>;

struct Sample {
  std::vector<double> outcome;
  Columns drivers;
  std::vector<std::int64_t> accounts;
};

Sample RandomSample(std::uint32_t seed, int rows) {
  std::mt19937 random(seed);
  Sample sample;
  sample.drivers.resize(3);
  for (int i = 0; i < rows; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      sample.drivers[j].push_back(1 + static_cast<double>(random() % 5));
      sum += static_cast<double>(3 - j) * sample.drivers[j].back();
    }
    sample.outcome.push_back(std::round(sum / 3) + static_cast<double>(random() % 3));
    sample.accounts.push_back(i / 2);
  }
  return sample;
}

TEST(Drivers, SharesSumToOneAndOrderDoesNotMatter) {
  Sample sample = RandomSample(1, 120);
  const DriverAnalysis before = AnalyseDrivers(DriverMomentsOf(sample.outcome, sample.drivers), 0.95);
  double lmg = 0, johnson = 0;
  for (const Driver& driver : before.drivers) {
    lmg += driver.lmg;
    johnson += driver.johnson;
  }
  EXPECT_NEAR(lmg, before.r2, 1e-12);
  EXPECT_NEAR(johnson, before.r2, 1e-9);
  std::swap(sample.drivers[0], sample.drivers[2]);
  const DriverAnalysis after = AnalyseDrivers(DriverMomentsOf(sample.outcome, sample.drivers), 0.95);
  EXPECT_NEAR(before.drivers[0].lmg, after.drivers[2].lmg, 1e-12);
  EXPECT_NEAR(before.drivers[2].johnson, after.drivers[0].johnson, 1e-9);
}

TEST(Drivers, IntegersOfAnEngineGiveTheSame) {
  const Sample sample = RandomSample(2, 60);
  std::vector<std::vector<double>> all{sample.outcome};
  all.insert(all.end(), sample.drivers.begin(), sample.drivers.end());
  std::vector<std::int64_t> sums(4), products(16);
  for (std::size_t row = 0; row < 60; ++row) {
    for (std::size_t i = 0; i < 4; ++i) {
      sums[i] += std::llround(all[i][row]);
      for (std::size_t j = 0; j < 4; ++j) products[i * 4 + j] += std::llround(all[i][row] * all[j][row]);
    }
  }
  const DriverAnalysis rows = AnalyseDrivers(DriverMomentsOf(sample.outcome, sample.drivers), 0.95);
  const DriverAnalysis engine = AnalyseDrivers(DriverMomentsOf(60, sums, products), 0.95);
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_NEAR(rows.drivers[j].lmg, engine.drivers[j].lmg, 1e-12);
    EXPECT_NEAR(*rows.drivers[j].vif, *engine.drivers[j].vif, 1e-9);
  }
}

TEST(Drivers, OneDriverIsItsSquaredCorrelation) {
  const Sample sample = RandomSample(3, 40);
  const Columns one{sample.drivers[0]};
  const DriverAnalysis analysis = AnalyseDrivers(DriverMomentsOf(sample.outcome, one), 0.95);
  const double r = analysis.drivers[0].correlation;
  EXPECT_NEAR(analysis.drivers[0].lmg, r * r, 1e-12);
  EXPECT_NEAR(analysis.drivers[0].johnson, r * r, 1e-9);
  EXPECT_NEAR(*analysis.drivers[0].vif, 1, 1e-12);
}

TEST(Drivers, Edges) {
  const Sample sample = RandomSample(4, 40);
  EXPECT_EQ(AnalyseDrivers({}, 0.95).reason, "no_valid_responses");
  EXPECT_EQ(AnalyseDrivers(DriverMomentsOf(std::vector<double>(40, 7), sample.drivers), 0.95).reason,
            "zero_variance_outcome");
  const DriverAnalysis constant =
      AnalyseDrivers(DriverMomentsOf(sample.outcome, {sample.drivers[0], std::vector<double>(40, 0.1)}), 0.95);
  EXPECT_EQ(constant.reason, "zero_variance_driver");
  EXPECT_EQ(constant.problem_driver, 1u);
  EXPECT_EQ(AnalyseDrivers(DriverMomentsOf(sample.outcome, Columns(16, sample.drivers[0])), 0.95).reason,
            "too_many_drivers");
  EXPECT_FALSE(SpearmanCorrelation(std::vector<double>{1, 1}, std::vector<double>{1, 2}));
  EXPECT_EQ(SpearmanCorrelation(std::vector<double>{1, 2, 9}, std::vector<double>{5, 6, 7}), 1);
}

TEST(Drivers, TheBootstrapRepeatsAndHoldsTheShare) {
  const Sample sample = RandomSample(5, 200);
  const DriverAnalysis analysis = AnalyseDrivers(DriverMomentsOf(sample.outcome, sample.drivers), 0.95);
  const DriverBootstrap one = BootstrapDrivers(sample.outcome, sample.drivers, sample.accounts, 300, 11, 0.95);
  const DriverBootstrap again = BootstrapDrivers(sample.outcome, sample.drivers, sample.accounts, 300, 11, 0.95);
  ASSERT_EQ(one.draws, 300);
  for (std::size_t j = 0; j < 3; ++j) {
    EXPECT_EQ(one.share_intervals[j].low, again.share_intervals[j].low);
    EXPECT_LT(one.share_intervals[j].low, analysis.drivers[j].lmg_share);
    EXPECT_GT(one.share_intervals[j].high, analysis.drivers[j].lmg_share);
    double sum = 0;
    for (const double p : one.rank_probability[j]) sum += p;
    EXPECT_NEAR(sum, 1, 1e-9);
  }
  // The first driver weighs three times the last and is told from it; nothing tells their means apart.
  EXPECT_GT(one.rank_probability[0][0], 0.9);
  EXPECT_NE(one.quadrants[0], "low_priority");
}

TEST(Modes, SameCompositionNeedsNoAdjustment) {
  const std::vector<ModeStratum> strata{{0.5, {40, 30, 30}, {60, 20, 20}}, {0.5, {50, 30, 20}, {55, 25, 20}}};
  const StandardisedMode result = StandardiseModes(strata, 0.95);
  EXPECT_NEAR(*result.composition, 0, 1e-10);
  EXPECT_NEAR(RegressModes(strata).coefficient, *result.unadjusted, 1e-10);
  EXPECT_NEAR(WeightModesByStratum(strata).difference, *result.unadjusted, 1e-10);
}

TEST(Modes, Edges) {
  EXPECT_EQ(StandardiseModes({}, 0.95).adjusted.reason, "no_valid_responses");
  EXPECT_EQ(StandardiseModes(std::vector<ModeStratum>{{0.4, {1, 1, 1}, {1, 1, 1}}}, 0.95).adjusted.reason,
            "shares_sum");
  EXPECT_EQ(StandardiseModes(std::vector<ModeStratum>{{1, {1, 0, 0}, {1, 1, 1}}}, 0.95).adjusted.interval_reason,
            "single_response");
  EXPECT_EQ(RegressModes(std::vector<ModeStratum>{{1, {1, 1, 1}, {1, 1, 1}}}).reason, "no_overlap");
  EXPECT_EQ(CheckModeClaim({{100, 0}, {0, 100}}, false).reason, "mode_and_wave_confounded");
  EXPECT_EQ(CheckModeClaim({{100, 0}, {60, 40}}, false).reason, "mode_mix_changed");
  EXPECT_EQ(CheckModeClaim({{100, 0}, {95, 5}}, false).status, Status::kOk);
  EXPECT_EQ(CheckModeClaim({{100, 0}, {0, 100}}, true).status, Status::kOk);
}

TEST(Centricity, Edges) {
  const CentricityRules rules{{2, 1}, {}, 3, 100};
  const auto compute = [&](std::vector<CentricityCompany> companies) { return ComputeCentricity(companies, rules); };
  EXPECT_EQ(compute({{{1, 2}, 1}}).reason, "unequal_lengths");
  EXPECT_EQ(compute({{{1, 2, -1}, 1}}).reason, "score_out_of_range");
  const CentricityIndex index = compute({{{3, 3, std::nullopt}, 1.2}, {{std::nullopt, std::nullopt, std::nullopt}, 1}});
  EXPECT_EQ(index.companies[0].overall, 100);  // capped
  EXPECT_FALSE(index.companies[0].blocks[1]);
  EXPECT_FALSE(index.companies[1].overall);
  EXPECT_EQ(index.companies[1].rank, 0);
  EXPECT_EQ(HeatBin(25), "25-50");
  EXPECT_EQ(HeatBin(100), "75-100");
}

TEST(Centricity, NonNegativeFitDropsANegativeBlock) {
  const Columns blocks{{1, 2, 3, 4, 5}, {5, 3, 4, 1, 2}};
  std::vector<double> overall;
  for (std::size_t i = 0; i < 5; ++i) overall.push_back(2 * blocks[0][i] - 0.5 * blocks[1][i]);
  EXPECT_NEAR(FitWeights(overall, blocks, false, 0.95).weights[1], -0.5, 1e-9);
  const auto weights = FitNonNegativeWeights(overall, blocks);
  EXPECT_GT(weights[0], 0);
  EXPECT_EQ(weights[1], 0);
}

TEST(Topics, Edges) {
  EXPECT_EQ(CountTopics(std::vector<TopicMentions>{std::nullopt}, 2, 0.95).reason, "no_comments");
  const std::vector<TopicMentions> always{std::vector<int>{0, 1}, std::vector<int>{0, 1, 1}};
  const auto pairs = PairTopics(always, 3);
  ASSERT_EQ(pairs.size(), 1u);
  EXPECT_FALSE(pairs[0].npmi || pairs[0].phi);
  EXPECT_EQ(pairs[0].lift, 1);
  EXPECT_TRUE(FindEmerging(std::vector<double>{5}, 4, std::vector<double>{1}, 10, {}, 0.95).empty());
  EXPECT_EQ(FindEmerging(std::vector<double>{5}, 9, std::vector<double>{1}, 10, {}, 0.95)[0].z, 0);
  EXPECT_EQ(EstimateClusteredShare(std::vector<double>{1}, std::vector<double>{3}, 0.95).estimate.interval_reason,
            "one_account");
  EXPECT_EQ(EstimateKappa({{5, 0}, {0, 0}}, 0.95).estimate.reason, "no_variation");
  EXPECT_EQ(EstimateKappa({{5, 0}, {0, 5}}, 0.95).estimate.value, 1);
  EXPECT_EQ(EstimateKappa({{5, 0}, {0, 5}}, 0.95).estimate.interval_reason, "zero_variance");
  EXPECT_EQ(ChartShare(std::vector<double>{1, 2}, std::vector<double>{10, 10}, 2, 3).reason, "baseline_too_short");
}

TEST(Topics, APerfectMachineNeedsNoCorrection) {
  const Estimate share = CorrectShare(30, 100, {1, 50, 1, 50}, 0.95);
  EXPECT_NEAR(*share.value, 0.3, 1e-12);
  EXPECT_NEAR(*share.se, std::sqrt(0.21 / 100), 1e-12);
}

}  // namespace
}  // namespace otklik::stats
