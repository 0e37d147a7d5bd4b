#include "stats/calibration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "stats/mean.hpp"
#include "stats/weighted.hpp"

namespace otklik::stats {
namespace {

const std::vector<Margin> kMargins{{260, 100, 40}, {220, 180}};

std::vector<CalibrationCell> RandomRows(std::uint32_t seed, int count) {
  std::mt19937 random(seed);
  std::vector<CalibrationCell> rows;
  for (int i = 0; i < count; ++i) {
    const double weight = 1 + static_cast<double>(random() % 3);
    const double value = 100 * (static_cast<double>(random() % 3) - 1);
    rows.push_back(
        {{static_cast<int>(random() % 3), static_cast<int>(random() % 2)}, value, 1, weight, weight * weight});
  }
  return rows;
}

// Rows that share categories and value, put into one cell.
std::vector<CalibrationCell> Merge(const std::vector<CalibrationCell>& rows) {
  std::vector<CalibrationCell> cells;
  for (const CalibrationCell& row : rows) {
    bool found = false;
    for (CalibrationCell& cell : cells) {
      if (cell.category != row.category || cell.value != row.value) continue;
      cell.n += row.n;
      cell.base += row.base;
      cell.base_squared += row.base_squared;
      found = true;
    }
    if (!found) cells.push_back(row);
  }
  return cells;
}

TEST(Calibration, CellsAreEnough) {
  for (const std::uint32_t seed : {1u, 2u, 3u}) {
    const auto rows = RandomRows(seed, 120);
    const auto cells = Merge(rows);
    ASSERT_LT(cells.size(), rows.size());
    const Calibration by_row = Calibrate(rows, kMargins);
    const Calibration by_cell = Calibrate(cells, kMargins);
    for (const CalibrationError error : {CalibrationError::kResidual, CalibrationError::kSweeps}) {
      const Estimate one = EstimateCalibratedMean(rows, kMargins, by_row, {}, 0.95, error);
      const Estimate other = EstimateCalibratedMean(cells, kMargins, by_cell, {}, 0.95, error);
      EXPECT_NEAR(*one.value, *other.value, 1e-8);
      EXPECT_NEAR(*one.se, *other.se, 1e-8);
    }
    EXPECT_NEAR(by_row.effective_n, by_cell.effective_n, 1e-8);
  }
}

TEST(Calibration, MarginsAreReached) {
  const auto rows = RandomRows(4, 90);
  const Calibration calibration = Calibrate(rows, kMargins);
  for (std::size_t m = 0; m < kMargins.size(); ++m) {
    std::vector<double> sums(kMargins[m].size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      sums[static_cast<std::size_t>(rows[i].category[m])] += rows[i].base * calibration.factor[i];
    }
    for (std::size_t c = 0; c < sums.size(); ++c) EXPECT_NEAR(sums[c], kMargins[m][c], 1e-8);
  }
}

TEST(Calibration, ScaleOfBaseWeightsAndOrderDoNotMatter) {
  auto rows = RandomRows(5, 80);
  const auto estimate = [](const std::vector<CalibrationCell>& sample) {
    return EstimateCalibratedMean(sample, kMargins, Calibrate(sample, kMargins), {}, 0.95);
  };
  const Estimate before = estimate(rows);
  std::reverse(rows.begin(), rows.end());
  for (CalibrationCell& row : rows) {
    row.base *= 10;
    row.base_squared *= 100;
  }
  const Estimate after = estimate(rows);
  EXPECT_NEAR(*before.value, *after.value, 1e-8);
  EXPECT_NEAR(*before.se, *after.se, 1e-8);
}

TEST(Calibration, WithoutMarginsItIsTheWeightedMean) {
  const auto rows = RandomRows(6, 50);
  std::vector<double> values, weights;
  for (const CalibrationCell& row : rows) {
    values.push_back(row.value);
    weights.push_back(row.base);
  }
  const Estimate plain = EstimateWeightedMean(values, weights, 0.95).estimate;
  const Estimate calibrated = EstimateCalibratedMean(rows, {}, Calibrate(rows, {}), {}, 0.95);
  EXPECT_NEAR(*plain.value, *calibrated.value, 1e-10);
  EXPECT_NEAR(*plain.se, *calibrated.se, 1e-10);
}

// What the margins determine has no sampling error left.
TEST(Calibration, AKnownMarginHasNoError) {
  auto rows = RandomRows(7, 60);
  for (CalibrationCell& row : rows) row.value = row.category[1] == 0 ? 100 : 0;
  const Estimate estimate = EstimateCalibratedMean(rows, kMargins, Calibrate(rows, kMargins), {}, 0.95);
  EXPECT_NEAR(*estimate.value, 55, 1e-8);
  EXPECT_EQ(estimate.se, 0);
  EXPECT_EQ(estimate.interval_reason, "zero_variance");
}

TEST(Calibration, ADomainAgainstItselfIsZero) {
  const auto rows = RandomRows(8, 60);
  std::vector<bool> domain;
  for (const CalibrationCell& row : rows) domain.push_back(row.category[0] == 1);
  const Difference same = EstimateCalibratedDifference(rows, kMargins, Calibrate(rows, kMargins), domain, domain, 0.95);
  EXPECT_EQ(same.value, 0);
  EXPECT_EQ(same.se, 0);
  EXPECT_FALSE(same.interval || same.p);
  EXPECT_EQ(same.interval_reason, "zero_variance");
}

TEST(Calibration, Edges) {
  EXPECT_EQ(Calibrate({}, kMargins).reason, "no_valid_responses");
  std::vector<CalibrationCell> cells{{{0, 0}, 100, 5, 5, 5}, {{1, 1}, 0, 5, 5, 5}, {{2, 0}, -100, 5, 5, 5}};
  EXPECT_EQ(Calibrate(cells, std::vector<Margin>{{260, 100, 40}, {220, 181}}).reason, "margin_totals_differ");
  EXPECT_EQ(Calibrate(cells, std::vector<Margin>{{300, 100, 0}, {220, 180}}).reason, "sample_cell_not_in_population");
  const Calibration empty = Calibrate(std::span(cells).first(2), kMargins);
  EXPECT_EQ(empty.status, Status::kRefused);
  EXPECT_EQ(empty.reason, "population_cell_without_respondents");
  EXPECT_EQ(empty.problem_cells, (std::vector<std::pair<int, int>>{{0, 2}}));
  // Segment 1 answered only in region 1 and so on: these margins cannot both hold.
  EXPECT_EQ(Calibrate(cells, std::vector<Margin>{{260, 100, 40}, {200, 200}}).reason, "raking_did_not_converge");
  cells[0].base = -1;
  EXPECT_EQ(Calibrate(cells, kMargins).reason, "negative_weight");
  for (CalibrationCell& cell : cells) cell.base = 0;
  EXPECT_EQ(Calibrate(cells, kMargins).reason, "zero_total_weight");
}

TEST(TrimWeights, KeepsTheTotalAndTheCap) {
  const std::vector<double> weights{1, 1.2, 0.8, 1.5, 9, 2, 0.7, 1.1, 30};
  const TrimmedWeights trimmed = TrimWeights(weights, 6);
  double before = 0, after = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    before += weights[i];
    after += trimmed.weights[i];
    EXPECT_LE(trimmed.weights[i], trimmed.cap * (1 + 1e-12));
  }
  EXPECT_NEAR(before, after, 1e-9);
  EXPECT_LT(trimmed.design_effect_after, trimmed.design_effect_before);
  EXPECT_EQ(TrimWeights(weights, 0.5).reason, "cap_below_mean");
  EXPECT_EQ(TrimWeights(std::vector<double>{1, -1}, 3).reason, "negative_weight");
  EXPECT_EQ(TrimWeights(std::vector<double>{}, 3).reason, "zero_total_weight");
}

TEST(Stratified, Edges) {
  const auto reason = [](std::vector<Stratum> strata) { return EstimateStratifiedMean(strata, 0.95).reason; };
  EXPECT_EQ(reason({}), "no_valid_responses");
  EXPECT_EQ(reason({{100, 1, 50, 0}}), "stratum_with_one_response");
  EXPECT_EQ(reason({{100, 0, 0, 0}}), "population_cell_without_respondents");
  EXPECT_EQ(reason({{5, 6, 50, 10}}), "n_exceeds_N");
  EXPECT_EQ(EstimateStratifiedMean(std::vector<Stratum>{{5, 5, 50, 10}}, 0.95).interval_reason, "census");
}

}  // namespace
}  // namespace otklik::stats
