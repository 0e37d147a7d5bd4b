// Tables of counts: tests of association, and the comparisons of two shares that are not a difference.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "stats/share.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// A test against the chi-squared distribution.
struct ChiSquaredTest {
  double statistic = 0;
  double df = 0;
  double p = 1;
};

// Fisher's exact test of a 2 x 2 table of whole counts {{a, b}, {c, d}}; two-sided sums all tables not more likely than
// the one seen (R fisher.test), greater is P(a or more) with the margins fixed. 1 for a table without rows or columns
// to compare. Null for counts that are not whole, or with so many tables of the same margins (above 1e7) that they
// cannot be listed.
std::optional<double> FisherTwoSided(double a, double b, double c, double d);
std::optional<double> FisherGreater(double a, double b, double c, double d);

// Pearson's test of independence, rows x columns, without continuity correction. Null when a row or a column is empty
// of counts, there are fewer than two of either, the rows are of unequal lengths or a count is negative.
std::optional<ChiSquaredTest> TestIndependence(const std::vector<std::vector<double>>& table);

// Goodness of fit to expected ratios (all positive); null for fewer than two cells, no counts or a negative one.
std::optional<ChiSquaredTest> TestGoodnessOfFit(std::span<const double> counts, std::span<const double> ratios);

// Cochran-Armitage trend of shares over scores (R prop.trend.test), df 1. Null when all hit or none, or scores or
// groups do not vary, or not 0 <= hits <= n.
std::optional<ChiSquaredTest> TestShareTrend(std::span<const ShareCounts> groups, std::span<const double> scores);

// Ratio of two shares, first over second. An interval's end can be infinite: then `high` is null.
struct RatioInterval {
  double low = 0;
  std::optional<double> high;
};
struct RiskRatio {
  Status status =
      Status::kOk;  // undefined / no_events_in_either_group, no_valid_responses; invalid_input / hits_out_of_range
  std::string reason;
  std::optional<double> value;           // null when only the second has no events
  std::optional<RatioInterval> koopman;  // score interval, the default (Koopman 1984)
  std::optional<Interval> katz;          // log interval; +1/2 to hits and +1 to n only when a cell is 0
  bool katz_corrected = false;
};
RiskRatio EstimateRiskRatio(const ShareCounts& first, const ShareCounts& second, double confidence);

// Odds ratio with Woolf's log interval; null when any cell is 0.
struct OddsRatio {
  double value = 1;
  Interval interval;
};
std::optional<OddsRatio> EstimateOddsRatio(const ShareCounts& first, const ShareCounts& second, double confidence);

}  // namespace otklik::stats
