// How often each score of a scale was given, and the statistics that follow from it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/mean.hpp"
#include "stats/net.hpp"
#include "stats/share.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// Answers per score: counts[i] answers gave scale_min + i. All counts are >= 0.
struct ScoreCounts {
  int scale_min = 1;
  std::vector<std::int64_t> counts;

  int scale_max() const { return scale_min + static_cast<int>(counts.size()) - 1; }
};

// All answers.
std::int64_t CountOf(const ScoreCounts& scores);

// Answers with first <= score <= last; scores outside the scale count as nothing.
std::int64_t CountBetween(const ScoreCounts& scores, int first, int last);

MeanMoments MomentsOf(const ScoreCounts& scores);

// Top box: answers >= top_from among all.
ShareCounts TopShare(const ScoreCounts& scores, int top_from);

// Top minus bottom: answers >= top_from and answers <= bottom_to. Needs bottom_to < top_from.
NetCounts NetBoxes(const ScoreCounts& scores, int top_from, int bottom_to);

// Where a net scale is cut. The default is the NPS: 0..10, promoters from 9, detractors to 6 (Reichheld 2003).
struct NetCuts {
  double scale_min = 0;
  double scale_max = 10;
  double bottom_below = 7;  // x < 7: detractor
  double top_from = 9;      // x >= 9: promoter
};

// -1, 0 or +1. Also for averaged scores (6.5), which must then be labelled "classified mean".
int ClassifyNet(double score, const NetCuts& cuts = {});

// Raw answers sorted into valid, missing and invalid. Out of scale or not whole is invalid: never clamped, never
// rounded.
struct NetTally {
  NetCounts counts;
  std::int64_t missing = 0;
  std::int64_t invalid = 0;
};
NetTally TallyNet(std::span<const std::optional<double>> scores, const NetCuts& cuts = {});

// Partner satisfaction has no standard formula: four labelled variants on a rating scale, the first is the default.
// Each is in percent of its own: they are not comparable with one another.
struct PartnerSatisfaction {
  Estimate pct_satisfied;             // answers >= top_from, Wilson, 0..100
  std::optional<double> mean100;      // 100 (mean - min) / (max - min)
  std::optional<double> mean_of_max;  // 100 mean / max
  std::optional<double> net;          // % top - % bottom, -100..100
};
PartnerSatisfaction ComputePartnerSatisfaction(const ScoreCounts& scores, int top_from, int bottom_to,
                                               double confidence);

// Customer loyalty index: per respondent the mean of 100 (x - min) / (max - min) over the questions (recommend, rebuy,
// try other products), then the mean over complete cases with a t interval, 0..100 (interval not clipped). scale_min >=
// scale_max: invalid_input / scale. A score outside: invalid_input / score_out_of_range.
Estimate ComputeLoyalty(const std::vector<std::vector<std::optional<double>>>& respondents, double scale_min,
                        double scale_max, double confidence);

}  // namespace otklik::stats
