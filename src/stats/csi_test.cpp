#include "stats/csi.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "stats/quantile.hpp"

namespace otklik::stats {
namespace {

using Row = std::vector<std::optional<int>>;

struct Respondent {
  Row satisfaction, importance;
};

Respondent One(Row satisfaction, Row importance) { return {std::move(satisfaction), std::move(importance)}; }

CsiMoments Collect(const std::vector<Respondent>& respondents, int items, std::vector<double> weights = {}) {
  CsiMoments moments;
  moments.items = items;
  moments.fixed_weights = std::move(weights);
  for (const Respondent& one : respondents) AddRespondent(moments, one.satisfaction, one.importance);
  return moments;
}

std::vector<Respondent> RandomRespondents(std::uint32_t seed, int count, int items) {
  std::mt19937 random(seed);
  const auto score = [&]() -> std::optional<int> {
    if (random() % 8 == 0) return std::nullopt;
    return 1 + static_cast<int>(random() % 5);
  };
  std::vector<Respondent> respondents(static_cast<std::size_t>(count));
  for (Respondent& one : respondents) {
    for (int j = 0; j < items; ++j) {
      one.satisfaction.push_back(score());
      one.importance.push_back(score());
    }
  }
  return respondents;
}

// oracle: the influence function of METHODS written out by respondent, against the Gram matrix.
double ErrorFromRows(const std::vector<Respondent>& respondents, const std::vector<double>& weights, double mean) {
  const std::size_t items = respondents[0].satisfaction.size();
  const auto n = static_cast<double>(respondents.size());
  std::vector<double> s(items), i(items), ns(items), ni(items);
  for (const Respondent& one : respondents) {
    for (std::size_t j = 0; j < items; ++j) {
      s[j] += one.satisfaction[j].value_or(0);
      i[j] += one.importance[j].value_or(0);
      ns[j] += one.satisfaction[j].has_value();
      ni[j] += one.importance[j].has_value();
    }
  }
  double total = 0;
  for (std::size_t j = 0; j < items; ++j) {
    s[j] /= ns[j];
    i[j] = weights.empty() ? i[j] / ni[j] : weights[j];
    total += i[j];
  }
  double squares = 0;
  for (const Respondent& one : respondents) {
    double influence = 0;
    for (std::size_t j = 0; j < items; ++j) {
      if (one.satisfaction[j]) influence += i[j] * (*one.satisfaction[j] - s[j]) * n / ns[j];
      if (weights.empty() && one.importance[j]) influence += (s[j] - mean) * (*one.importance[j] - i[j]) * n / ni[j];
    }
    squares += influence * influence / (total * total);
  }
  return std::sqrt(squares / (n * (n - 1)));
}

TEST(Csi, TheGramMatrixGivesTheErrorOfTheRows) {
  for (const std::uint32_t seed : {1u, 2u, 3u}) {
    const auto respondents = RandomRespondents(seed, 60, 4);
    const Csi stated = ComputeCsi(Collect(respondents, 4), 0.95);
    EXPECT_NEAR(*stated.weighted_mean.se, ErrorFromRows(respondents, {}, *stated.weighted_mean.value), 1e-12);
    const std::vector<double> weights{0.4, 0.3, 0.2, 0.1};
    const Csi fixed = ComputeCsi(Collect(respondents, 4, weights), 0.95);
    EXPECT_NEAR(*fixed.weighted_mean.se, ErrorFromRows(respondents, weights, 0), 1e-12);
  }
}

TEST(Csi, OrderDoesNotMatterToTheLastBit) {
  auto respondents = RandomRespondents(4, 80, 3);
  const Estimate one = EstimateCsi(Collect(respondents, 3), 0.95);
  std::shuffle(respondents.begin(), respondents.end(), std::mt19937(5));
  const Estimate other = EstimateCsi(Collect(respondents, 3), 0.95);
  EXPECT_EQ(one.value, other.value);
  EXPECT_EQ(one.se, other.se);
}

TEST(Csi, DoublingKeepsTheValueAndShrinksTheError) {
  auto respondents = RandomRespondents(6, 50, 3);
  const Estimate once = EstimateCsi(Collect(respondents, 3), 0.95);
  const auto again = respondents;
  respondents.insert(respondents.end(), again.begin(), again.end());
  const Estimate twice = EstimateCsi(Collect(respondents, 3), 0.95);
  EXPECT_NEAR(*once.value, *twice.value, 1e-12);
  EXPECT_NEAR(*once.se / *twice.se, std::sqrt(99.0 / 49.0), 1e-9);
}

TEST(Csi, OneItemIsAPlainMean) {
  const std::vector<Respondent> respondents{One({5}, {3}), One({4}, {5}), One({2}, {1}), One({5}, {2})};
  const Csi csi = ComputeCsi(Collect(respondents, 1), 0.95);
  EXPECT_DOUBLE_EQ(*csi.weighted_mean.value, 4);
  EXPECT_NEAR(*csi.weighted_mean.se, std::sqrt(6.0 / 3 / 4), 1e-12);  // deviations 1 0 -2 1
  EXPECT_DOUBLE_EQ(*csi.of_max, 80);
  EXPECT_DOUBLE_EQ(*csi.anchored, 75);
}

TEST(Csi, EmptyItemsAreDroppedAndListed) {
  const Csi csi = ComputeCsi(
      Collect({One({5, std::nullopt, 3}, {5, 4, 5}), One({4, std::nullopt, 4}, {5, 3, std::nullopt})}, 3), 0.95);
  EXPECT_EQ(csi.dropped_items, std::vector<int>{1});
  EXPECT_DOUBLE_EQ(csi.item_weights[0], 0.5);
  EXPECT_EQ(csi.item_weights[1], 0);
  EXPECT_DOUBLE_EQ(*csi.weighted_mean.value, 4);
}

TEST(Csi, Edges) {
  EXPECT_EQ(EstimateCsi(Collect({}, 2), 0.95).reason, "no_valid_responses");
  const Estimate one = EstimateCsi(Collect({One({5, 4}, {5, 5})}, 2), 0.95);
  EXPECT_DOUBLE_EQ(*one.value, 90);
  EXPECT_FALSE(one.se || one.interval);
  EXPECT_EQ(one.interval_reason, "single_response");
  const Estimate alike = EstimateCsi(Collect(std::vector<Respondent>(7, One({5, 4, 3}, {5, 4, 2})), 3), 0.95);
  EXPECT_EQ(alike.se, 0);
  EXPECT_EQ(alike.interval_reason, "zero_variance");
  EXPECT_EQ(EstimateCsi(Collect({One({5, 4}, {0, 0}), One({5, 4}, {0, 0})}, 2), 0.95).reason, "zero_total_importance");
  EXPECT_EQ(EstimateCsi(Collect({One({5, 4}, {})}, 2, {1, -1}), 0.95).reason, "negative_weight");
  CsiMoments wrong = Collect({One({5, 4}, {5, 5})}, 2);
  wrong.gram.pop_back();
  EXPECT_EQ(EstimateCsi(wrong, 0.95).reason, "moments_shape");
  // Somebody who answered nothing is not a respondent.
  EXPECT_EQ(
      EstimateCsi(Collect({One({5, 4}, {5, 5}), One({std::nullopt, std::nullopt}, {std::nullopt, std::nullopt})}, 2),
                  0.95)
          .n,
      1);
}

TEST(Csi, FromMeansThereIsNoError) {
  const Csi csi = CsiFromMeans(std::vector<double>{4, 5}, std::vector<double>{5, 5}, 1, 5, 5);
  EXPECT_DOUBLE_EQ(*csi.of_max, 90);
  EXPECT_FALSE(csi.weighted_mean.se || csi.weighted_mean.interval);
  EXPECT_EQ(csi.weighted_mean.interval_reason, "no_respondent_rows");
}

}  // namespace
}  // namespace otklik::stats
