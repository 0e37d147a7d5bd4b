#include "stats/calibrated_answer.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "stats/mean.hpp"
#include "stats/net.hpp"
#include "stats/quantile.hpp"
#include "stats/share.hpp"

namespace otklik::stats {
namespace {

using Rows = std::vector<CalibrationCell>;

CalibratedAnswer Answer(const Rows& rows, const std::vector<Margin>& margins, ValueKind kind,
                        const std::vector<bool>& in_domain = {}) {
  return EstimateCalibratedAnswer(rows, margins, Calibrate(rows, margins), in_domain, kind, 0.95);
}

// One cell a row, base weight 1.
Rows RowsOf(const std::vector<std::pair<std::vector<int>, double>>& answers) {
  Rows rows;
  for (const auto& [category, value] : answers) rows.push_back({category, value, 1, 1, 1});
  return rows;
}

Rows RandomRows(std::uint32_t seed, int count, bool weighted) {
  std::mt19937 random(seed);
  Rows rows;
  for (int i = 0; i < count; ++i) {
    const double base = weighted ? 1 + static_cast<double>(random() % 4) : 1;
    const double value = 100 * (static_cast<double>(random() % 3) - 1);
    rows.push_back({{static_cast<int>(random() % 3), static_cast<int>(random() % 2)}, value, 1, base, base * base});
  }
  return rows;
}

const std::vector<Margin> kMargins{{260, 100, 40}, {220, 180}};
const std::vector<Margin> kOneMargin{{260, 100, 40}};

Rows FirstMarginOnly(Rows rows) {
  for (CalibrationCell& row : rows) row.category.resize(1);
  return rows;
}

// A row's residual times its distance from the mean of its category without it: the spread no row takes part in twice.
TEST(CalibratedAnswer, ErrorComparesEachRowWithTheOthersOfItsCategory) {
  const Rows rows = FirstMarginOnly(RandomRows(1, 25, false));
  const Calibration calibration = Calibrate(rows, kOneMargin);
  double variance = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double all = 0, others = 0, n = 0;
    for (std::size_t j = 0; j < rows.size(); ++j) {
      if (rows[j].category != rows[i].category) continue;
      all += rows[j].value;
      others += j == i ? 0 : rows[j].value;
      ++n;
    }
    const double weight = calibration.factor[i] / 400;
    variance += weight * weight * (rows[i].value - all / n) * (rows[i].value - others / (n - 1));
  }
  EXPECT_NEAR(*Answer(rows, kOneMargin, ValueKind::kNet).estimate.se, std::sqrt(variance), 1e-9);
}

// The classical sum of W^2 s^2 / n over strata, s^2 with n - 1.
TEST(CalibratedAnswer, PostStratifiedErrorIsTheStratifiedOne) {
  const Rows rows{
      {{0}, 100, 6, 6, 6}, {{0}, 0, 3, 3, 3}, {{0}, -100, 1, 1, 1}, {{1}, 100, 2, 2, 2}, {{1}, -100, 2, 2, 2}};
  const double first = 0.7 * 0.7 * (7 - 2.5) / 9 / 10, second = 0.3 * 0.3 * 4 / 3 / 4;
  const CalibratedAnswer answer = Answer(rows, {{70, 30}}, ValueKind::kNet);
  EXPECT_NEAR(*answer.estimate.value, 35, 1e-10);
  EXPECT_NEAR(*answer.estimate.se, 100 * std::sqrt(first + second), 1e-9);
  const double squared_weights = 0.7 * 0.7 / 10 + 0.3 * 0.3 / 4;
  EXPECT_NEAR(*answer.df, 1 / squared_weights - 2, 1e-9);
}

// Without margins, k against its definition: (I - H)(I - H)' with every row of H the weights.
TEST(CalibratedAnswer, WithoutMarginsTheErrorIsUnbiasedForEqualVariances) {
  const Rows rows = RandomRows(2, 12, true);
  double total = 0, sum = 0, squares = 0;
  for (const CalibrationCell& row : rows) {
    total += row.base;
    sum += row.base * row.value;
    squares += row.base_squared;
  }
  double variance = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double left = 0;
    for (std::size_t j = 0; j < rows.size(); ++j) {
      const double entry = (i == j ? 1 : 0) - rows[j].base / total;
      left += entry * entry;
    }
    const double u = rows[i].base / total * (rows[i].value - sum / total);
    variance += u * u / left;
  }
  const CalibratedAnswer answer = Answer(rows, {}, ValueKind::kNet);
  EXPECT_NEAR(*answer.estimate.value, sum / total, 1e-10);
  EXPECT_NEAR(*answer.estimate.se, std::sqrt(variance), 1e-9);
  EXPECT_NEAR(*answer.df, total * total / squares - 1, 1e-9);
}

TEST(CalibratedAnswer, EqualWeightsInOneCategoryGiveThePlainInterval) {
  for (const std::vector<Margin>& margins : {std::vector<Margin>{}, {{1000}}}) {
    const Rows net{{{0}, 100, 11, 11, 11}, {{0}, 0, 5, 5, 5}, {{0}, -100, 4, 4, 4}};
    const Estimate plain = EstimateNet(11, 5, 4, 0, 0.95);
    const CalibratedAnswer answer = Answer(net, margins, ValueKind::kNet);
    EXPECT_NEAR(*answer.estimate.se, *plain.se, 1e-9);
    EXPECT_NEAR(*answer.effective_n, 20, 1e-9);
    EXPECT_NEAR(answer.estimate.interval->low, plain.interval->low, 1e-8);
    EXPECT_NEAR(answer.estimate.interval->high, plain.interval->high, 1e-8);

    const Rows share{{{0}, 1, 13, 13, 13}, {{0}, 0, 7, 7, 7}};
    const Estimate wilson = EstimateShare(13, 20, 0.95);
    const CalibratedAnswer part = Answer(share, margins, ValueKind::kShare);
    EXPECT_NEAR(*part.estimate.se, *wilson.se, 1e-11);
    EXPECT_NEAR(part.estimate.interval->low, wilson.interval->low, 1e-10);
    EXPECT_NEAR(part.estimate.interval->high, wilson.interval->high, 1e-10);

    const Rows scores{{{0}, 3, 2, 2, 2}, {{0}, 8, 1, 1, 1}, {{0}, 10, 4, 4, 4}};
    const Estimate mean = EstimateMean(std::vector<double>{3, 3, 8, 10, 10, 10, 10}, 0.95);
    const CalibratedAnswer score = Answer(scores, margins, ValueKind::kMean);
    EXPECT_NEAR(score.estimate.interval->low, mean.interval->low, 1e-9);
    EXPECT_NEAR(score.estimate.interval->high, mean.interval->high, 1e-9);
    EXPECT_FALSE(score.effective_n);
  }
}

TEST(CalibratedAnswer, RowsOrCellsOrderAndScaleDoNotMatter) {
  const Rows cells{{{0, 0}, 100, 4, 8, 16}, {{0, 1}, 0, 3, 6, 12},  {{1, 0}, -100, 2, 4, 8}, {{1, 1}, 100, 3, 6, 12},
                   {{2, 0}, 0, 2, 4, 8},    {{2, 1}, 100, 2, 4, 8}, {{0, 0}, -100, 3, 6, 12}};
  Rows rows;
  for (std::size_t i = cells.size(); i-- > 0;) {
    for (int row = 0; row < cells[i].n; ++row) rows.push_back({cells[i].category, cells[i].value, 1, 0.02, 0.0004});
  }
  const CalibratedAnswer one = Answer(cells, kMargins, ValueKind::kNet);
  const CalibratedAnswer other = Answer(rows, kMargins, ValueKind::kNet);
  EXPECT_NEAR(*one.estimate.se, *other.estimate.se, 1e-8);
  EXPECT_NEAR(*one.df, *other.df, 1e-8);
  EXPECT_NEAR(one.estimate.interval->low, other.estimate.interval->low, 1e-7);
  EXPECT_NEAR(one.estimate.interval->high, other.estimate.interval->high, 1e-7);
}

// Two margins of 3 and 2 categories fit 4 constants, not 5; within one category of the first, 2.
TEST(CalibratedAnswer, DegreesOfFreedomLoseWhatTheMarginsFit) {
  const Rows rows = RandomRows(3, 60, false);
  const Calibration calibration = Calibrate(rows, kMargins);
  const CalibratedAnswer all = Answer(rows, kMargins, ValueKind::kNet);
  EXPECT_NEAR(*all.df, calibration.effective_n - 4, 1e-8);
  std::vector<bool> domain;
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    domain.push_back(rows[i].category[0] == 0);
    sum += domain[i] ? calibration.factor[i] : 0;
    squares += domain[i] ? calibration.factor[i] * calibration.factor[i] : 0;
  }
  const CalibratedAnswer part = Answer(rows, kMargins, ValueKind::kNet, domain);
  EXPECT_NEAR(*part.df, sum * sum / squares - 2, 1e-8);
}

// A domain that is a category is estimated from its own rows alone.
TEST(CalibratedAnswer, ACategoryAsDomainIsAPlainSample) {
  const Rows rows{{{0}, 100, 11, 11, 11}, {{0}, 0, 5, 5, 5}, {{0}, -100, 4, 4, 4}, {{1}, 100, 1, 1, 1}};
  const CalibratedAnswer answer = Answer(rows, {{10, 90}}, ValueKind::kNet, {true, true, true, false});
  const Estimate plain = EstimateNet(11, 5, 4, 0, 0.95);
  EXPECT_EQ(answer.estimate.n, 20);
  EXPECT_NEAR(*answer.estimate.se, *plain.se, 1e-9);
  EXPECT_NEAR(answer.estimate.interval->low, plain.interval->low, 1e-8);
}

TEST(CalibratedAnswer, NoIntervalWhereTheSpreadCannotBeKnown) {
  Rows rows = RowsOf({{{0}, 100}, {{0}, -100}, {{0}, 0}, {{0}, 100}, {{1}, 100}});
  const CalibratedAnswer alone = Answer(rows, {{50, 50}}, ValueKind::kNet);
  EXPECT_NEAR(*alone.estimate.value, 62.5, 1e-10);
  EXPECT_FALSE(alone.estimate.se);
  EXPECT_FALSE(alone.estimate.interval);
  EXPECT_EQ(alone.estimate.interval_reason, "category_with_one_response");

  rows.push_back({{1}, -100, 1, 1, 1});
  EXPECT_TRUE(Answer(rows, {{50, 50}}, ValueKind::kNet).estimate.interval);
  // Kish's effective n 2.5, two categories.
  EXPECT_EQ(Answer(rows, {{10, 90}}, ValueKind::kNet).estimate.interval_reason, "too_few_for_margins");

  const Rows determined = RowsOf({{{0}, 100}, {{0}, 100}, {{0}, 100}, {{1}, 0}, {{1}, 0}, {{1}, 0}});
  const CalibratedAnswer known = Answer(determined, {{50, 50}}, ValueKind::kNet);
  EXPECT_EQ(known.estimate.se, 0);
  EXPECT_EQ(known.estimate.interval_reason, "zero_variance");
}

TEST(CalibratedAnswer, AllAlikeKeepsABoundedIntervalAtKishsEffectiveN) {
  const Rows rows{{{0}, 100, 6, 6, 6}, {{1}, 100, 4, 4, 4}};
  const CalibratedAnswer answer = Answer(rows, {{20, 80}}, ValueKind::kNet);
  const double size = 1 / (0.2 * 0.2 / 6 + 0.8 * 0.8 / 4);
  EXPECT_NEAR(*answer.effective_n, size, 1e-9);
  const double z = NormalCritical(0.95);
  EXPECT_NEAR(answer.estimate.interval->low, 100 * (1 - z * z / size) / (1 + z * z / size), 1e-7);
  EXPECT_NEAR(answer.estimate.interval->high, 100, 1e-12);
  EXPECT_EQ(Answer(rows, {{20, 80}}, ValueKind::kMean).estimate.interval_reason, "zero_variance");
}

TEST(CalibratedAnswer, RejectsWhatIsNotAskedFor) {
  const Rows rows = RowsOf({{{0}, 9}, {{0}, 10}});
  EXPECT_EQ(Answer(rows, {}, ValueKind::kNet).estimate.reason, "value_not_on_scale");
  EXPECT_EQ(Answer(rows, {}, ValueKind::kShare).estimate.reason, "value_not_on_scale");
  EXPECT_EQ(Answer(rows, {}, ValueKind::kMean, {true}).estimate.reason, "unequal_lengths");
  EXPECT_EQ(Answer(rows, {}, ValueKind::kMean, {false, false}).estimate.reason, "no_valid_responses");
  EXPECT_EQ(Answer(rows, {{1, 1}}, ValueKind::kMean).estimate.reason, "population_cell_without_respondents");
  EXPECT_EQ(Answer({rows[0]}, {}, ValueKind::kMean).estimate.interval_reason, "single_response");
  EXPECT_EQ(EstimateCalibratedAnswer(rows, {}, Calibrate(rows, {}), {}, ValueKind::kMean, 1).estimate.reason,
            "confidence_out_of_range");
  EXPECT_EQ(Answer({}, {}, ValueKind::kMean).estimate.status, Status::kUndefined);
}

}  // namespace
}  // namespace otklik::stats
