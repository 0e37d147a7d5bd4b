#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stats/accounts.hpp"
#include "stats/integral_csi.hpp"
#include "stats/lifetime_value.hpp"
#include "stats/retention.hpp"

namespace otklik::stats {
namespace {

TEST(Accounts, OneContactEachIsAPlainSample) {
  std::vector<AccountAnswers> accounts;
  for (int i = 0; i < 20; ++i) accounts.push_back({{double(i < 11), double(i >= 11 && i < 16), double(i >= 16)}, 1});
  const Estimate plain = EstimateNet(11, 5, 4, 0, 0.95);
  for (const AccountWeight weight : {AccountWeight::kContact, AccountWeight::kAccount, AccountWeight::kRevenue}) {
    const ClusteredNet clustered = EstimateClusteredNet(accounts, weight, 0.95);
    EXPECT_NEAR(*clustered.estimate.value, *plain.value, 1e-10);
    EXPECT_NEAR(*clustered.estimate.se, *plain.se, 1e-10);
    EXPECT_TRUE(clustered.score);
    EXPECT_NEAR(clustered.effective_accounts, 20, 1e-9);
  }
}

TEST(Accounts, JackknifeOfOneContactEachIsThePlainInterval) {
  std::vector<AccountAnswers> accounts;
  for (int i = 0; i < 20; ++i) accounts.push_back({{double(i < 11), double(i >= 11 && i < 16), double(i >= 16)}, 3});
  const Estimate plain = EstimateNet(11, 5, 4, 0, 0.95);
  for (const AccountWeight weight : {AccountWeight::kContact, AccountWeight::kAccount, AccountWeight::kRevenue}) {
    const ClusteredNet clustered = EstimateClusteredNet(accounts, weight, 0.95, ClusterError::kJackknife);
    EXPECT_NEAR(*clustered.estimate.se, *plain.se, 1e-10);
    EXPECT_NEAR(*clustered.effective_n, 20, 1e-9);
    EXPECT_NEAR(clustered.score->low, plain.interval->low, 1e-8);
    EXPECT_NEAR(clustered.score->high, plain.interval->high, 1e-8);
  }
}

// The error against what really happens to the value when each account is left out in turn.
TEST(Accounts, JackknifeErrorIsThatOfLeavingAccountsOut) {
  const std::vector<AccountAnswers> accounts{{{1, 0, 0}, 120}, {{2, 1, 0}, 900}, {{0, 1, 1}, 300}, {{5, 0, 1}, 250},
                                             {{0, 0, 2}, 410}, {{1, 1, 1}, 330}, {{0, 0, 0}, 9e9}};
  for (const AccountWeight weight : {AccountWeight::kContact, AccountWeight::kAccount, AccountWeight::kRevenue}) {
    const ClusteredNet all = EstimateClusteredNet(accounts, weight, 0.95, ClusterError::kJackknife);
    double squares = 0;
    for (std::size_t i = 0; i + 1 < accounts.size(); ++i) {
      std::vector<AccountAnswers> rest = accounts;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
      const double moved = *EstimateClusteredNet(rest, weight, 0.95).estimate.value - *all.estimate.value;
      squares += moved * moved;
    }
    EXPECT_NEAR(*all.estimate.se, std::sqrt(5.0 / 6 * squares), 1e-9);
  }
}

// 12 answers of 4 accounts: 0.5 * 12 / 11 / 0.2^2 * (t(11) / t(3))^2 with the tables' 2.200985 and 3.182446.
TEST(Accounts, EffectiveAnswersByHand) {
  EXPECT_NEAR(EffectiveAnswers(0.5, 0.2, 12, 3, 0.95), 6.522448, 1e-5);
  // As many clusters as answers and their own error: the answers themselves.
  EXPECT_NEAR(EffectiveAnswers(0.5, std::sqrt(0.5 / 11), 12, 11, 0.95), 12, 1e-12);
}

TEST(Accounts, JackknifeSaysWhenOneAccountIsAllThereIs) {
  const std::vector<AccountAnswers> accounts{{{1, 0, 0}, 5}, {{0, 0, 1}, 0}};
  const ClusteredNet one = EstimateClusteredNet(accounts, AccountWeight::kRevenue, 0.95, ClusterError::kJackknife);
  EXPECT_EQ(one.estimate.value, 100);
  EXPECT_FALSE(one.estimate.se);
  EXPECT_EQ(one.estimate.interval_reason, "revenue_concentrated");
}

TEST(Accounts, OrderDoesNotMatterAndEmptyAccountsAreNot) {
  std::vector<AccountAnswers> accounts{{{1, 0, 0}, 120}, {{2, 1, 0}, 900}, {{0, 1, 1}, 300}, {{5, 0, 0}, 250}};
  const ClusteredNet before = EstimateClusteredNet(accounts, AccountWeight::kAccount, 0.95);
  std::swap(accounts[0], accounts[3]);
  accounts.push_back({{0, 0, 0}, 1e9});
  const ClusteredNet after = EstimateClusteredNet(accounts, AccountWeight::kAccount, 0.95);
  EXPECT_NEAR(*before.estimate.value, *after.estimate.value, 1e-10);
  EXPECT_NEAR(*before.estimate.se, *after.estimate.se, 1e-10);
  EXPECT_EQ(before.df, after.df);
}

TEST(Accounts, Edges) {
  const auto by = [](std::vector<AccountAnswers> accounts, AccountWeight weight) {
    return EstimateClusteredNet(accounts, weight, 0.95).estimate;
  };
  EXPECT_EQ(by({}, AccountWeight::kContact).reason, "no_valid_responses");
  EXPECT_EQ(by({{{1, 2, 3}, 1}}, AccountWeight::kContact).interval_reason, "one_account");
  EXPECT_EQ(by({{{1, 0, 0}, -1}, {{0, 0, 1}, 2}}, AccountWeight::kRevenue).reason, "negative_weight");
  EXPECT_EQ(by({{{1, 0, 0}, 0}, {{0, 0, 1}, 0}}, AccountWeight::kRevenue).reason, "zero_total_weight");
  EXPECT_EQ(by({{{1, 0, 0}, 5}, {{0, 0, 1}, 1}}, AccountWeight::kRevenue).interval_reason, "revenue_concentrated");
  EXPECT_EQ(by({{{2, 0, 0}, 5}, {{1, 0, 0}, 1}}, AccountWeight::kContact).interval_reason, "zero_variance");
  EXPECT_EQ(by({{{-1, 0, 0}, 5}, {{3, 0, 0}, 1}}, AccountWeight::kContact).reason, "negative_count");
  // One account that is nearly all of the revenue.
  EXPECT_EQ(by({{{1, 0, 0}, 1e9}, {{0, 0, 1}, 1}, {{0, 1, 0}, 1}}, AccountWeight::kRevenue).interval_reason,
            "revenue_concentrated");
  EXPECT_FALSE(WorstContactNet({}));
  EXPECT_FALSE(PluralityNet({}));
  EXPECT_FALSE(IntraclassCorrelation({}));
}

TEST(Retention, Edges) {
  EXPECT_EQ(EstimateRetention(10, 2, 5, 0.95).reason, "negative_count");
  EXPECT_EQ(EstimateChurnRate(1, 0, 0.95).reason, "no_exposure");
  EXPECT_EQ(EstimateChurnRate(-1, 1, 0.95).reason, "negative_count");
  EXPECT_EQ(ComputeRevenueRetention(0, 0, 0, 0).reason, "no_revenue_at_start");
  EXPECT_EQ(ComputeRevenueRetention(10, 8, 3, 0).reason, "retained_exceeds_start");
  const Retention all = EstimateRetention(10, 10, 0, 0.95);
  EXPECT_EQ(all.retention.value, 1);
  EXPECT_EQ(all.churn.interval->low, 0);
  EXPECT_DOUBLE_EQ(AnnualChurn(1), 1);
  EXPECT_DOUBLE_EQ(AnnualChurn(0), 0);
}

TEST(LifetimeValue, TheTwoConventionsDifferByOneMargin) {
  const GeometricValue value = ComputeGeometricValue(120, 0.8, 0.1);
  EXPECT_NEAR(value.paid_now - value.paid_after_renewal, 120, 1e-9);
  EXPECT_EQ(ComputeGeometricValue(120, 1.2, 0.1).reason, "retention_out_of_range");
  EXPECT_EQ(ComputeGeometricValue(120, 1, 0).reason, "retention_out_of_range");
  EXPECT_EQ(ComputeGeometricValue(120, 0.5, -0.1).reason, "discount_out_of_range");
}

// A contract that never ends at one renewal probability is the geometric value.
TEST(LifetimeValue, LongContractsReachTheGeometricValue) {
  const std::vector<double> renewals(400, 0.8);
  EXPECT_NEAR(ComputeContractValue(120, 0.1, renewals).value, ComputeGeometricValue(120, 0.8, 0.1).paid_now, 1e-9);
  EXPECT_EQ(ComputeContractValue(120, 0.1, std::vector<double>{1.1}).reason, "probability_out_of_range");
}

TEST(ShiftedBetaGeometric, RecoversTheModelItWasMadeFrom) {
  const ShiftedBetaGeometric truth{1.5, 4};
  std::vector<std::int64_t> active;
  for (int t = 0; t <= 8; ++t) active.push_back(std::llround(1e9 * SbgSurvival(truth, t)));
  const SbgFit fit = FitShiftedBetaGeometric(active, 0.95);
  ASSERT_TRUE(fit.model) << fit.reason;
  EXPECT_NEAR(fit.model->alpha, 1.5, 1e-5);
  EXPECT_NEAR(fit.model->beta, 4, 1e-5);
}

TEST(ShiftedBetaGeometric, Boundaries) {
  const auto reason = [](std::vector<std::int64_t> active) { return FitShiftedBetaGeometric(active, 0.95).reason; };
  EXPECT_EQ(reason({1000, 900, 700}), "boundary_homogeneous");  // renewal rates fall
  EXPECT_EQ(reason({1000, 1000, 1000}), "boundary_homogeneous");
  EXPECT_EQ(reason({1000, 0, 0}), "boundary_homogeneous");
  EXPECT_EQ(reason({1000, 700, 700, 700}), "boundary_polarised");
  EXPECT_EQ(reason({0, 0, 0}), "no_customers_at_start");
  EXPECT_EQ(reason({10, -1, 0}), "negative_count");
  EXPECT_EQ(reason({}), "need_at_least_2_renewal_periods");
}

// DERL before the first decision is DEL without the payment now, brought one period nearer.
TEST(ShiftedBetaGeometric, ResidualFollowsFromTheWhole) {
  const ShiftedBetaGeometric model{0.7, 3.8};
  EXPECT_NEAR(*SbgResidualLifetime(model, 0.1, 0), (*SbgDiscountedLifetime(model, 0.1) - 1) * 1.1, 1e-9);
  EXPECT_FALSE(SbgDiscountedLifetime(model, 0));
}

TEST(BgNbd, Edges) {
  const BgNbd model{0.243, 4.414, 0.793, 2.426};
  EXPECT_EQ(ForecastBgNbd(model, PurchaseSetting::kNonContractual, 1, 50, 40, 1).reason, "parameter_out_of_range");
  EXPECT_EQ(ForecastBgNbd(model, PurchaseSetting::kNonContractual, 1.5, 5, 40, 1).reason, "parameter_out_of_range");
  EXPECT_EQ(ForecastBgNbd({-1, 1, 1, 1}, PurchaseSetting::kNonContractual, 0, 0, 4, 1).reason,
            "parameter_out_of_range");
  EXPECT_EQ(ForecastBgNbd({0.2, 1e-9, 0.8, 2.4}, PurchaseSetting::kNonContractual, 900, 30, 38, 1e12).reason,
            "no_convergence");
  EXPECT_NEAR(ForecastBgNbd(model, PurchaseSetting::kNonContractual, 2, 30, 38, 0).expected_future, 0, 1e-12);
  // a = 1 is a hole of the formula, not of the model.
  const auto at = [](double a) {
    return ForecastBgNbd({0.243, 4.414, a, 2.426}, PurchaseSetting::kNonContractual, 2, 30, 38, 39).expected_future;
  };
  EXPECT_NEAR(at(1), (at(0.999) + at(1.001)) / 2, 1e-5);
}

TEST(IntegralCsi, BetterRatingsNeverLowerTheTheoreticalIndex) {
  FactorBlocks blocks{{{0.2, 4}, {0.1, 2}, {0.3, 2}}, {{0.2, 1}, {0.1, 3}, {0.3, 5}}};
  double last = *ComputeIntegralTheoretical(blocks, {}).value;
  for (auto& block : blocks) {
    for (Factor& factor : block) {
      while (*factor.w > 1) {
        *factor.w -= 1;
        const double now = *ComputeIntegralTheoretical(blocks, {}).value;
        EXPECT_GT(now, last);
        last = now;
      }
    }
  }
  EXPECT_NEAR(last, 100, 1e-9);
}

TEST(IntegralCsi, Edges) {
  EXPECT_EQ(ComputeIntegralRaw({}).reason, "no_valid_responses");
  EXPECT_EQ(ComputeIntegralTheoretical({{{0.2, std::nullopt}}}, {}).reason, "no_valid_responses");
  EXPECT_EQ(ComputeIntegralTheoretical({{{0.2, 1}, {0.2, std::nullopt}, {0.2, std::nullopt}}}, {}).reason,
            "too_few_factors");
  EXPECT_EQ(ComputeIntegralPopulation({{{0.2, 1}}}, std::vector<double>{0.8}, 0, 100).reason, "zero_range");
  EXPECT_EQ(ComputeIntegralPopulation({{{0.2, 1}}}, std::vector<double>{0.1, 0.2}, 0, 100).warning,
            "outside_reference");
}

}  // namespace
}  // namespace otklik::stats
