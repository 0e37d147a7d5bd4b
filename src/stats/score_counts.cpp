#include "stats/score_counts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace otklik::stats {

std::int64_t CountOf(const ScoreCounts& scores) {
  std::int64_t total = 0;
  for (const std::int64_t count : scores.counts) total += count;
  return total;
}

std::int64_t CountBetween(const ScoreCounts& scores, int first, int last) {
  std::int64_t total = 0;
  for (int score = std::max(first, scores.scale_min); score <= std::min(last, scores.scale_max()); ++score) {
    total += scores.counts[static_cast<std::size_t>(score - scores.scale_min)];
  }
  return total;
}

MeanMoments MomentsOf(const ScoreCounts& scores) {
  MeanMoments moments;
  std::int64_t score = scores.scale_min;
  for (const std::int64_t count : scores.counts) {
    moments.n += count;
    moments.sum += count * score;
    moments.sum_of_squares += count * score * score;
    ++score;
  }
  return moments;
}

ShareCounts TopShare(const ScoreCounts& scores, int top_from) {
  return {static_cast<double>(CountBetween(scores, top_from, std::numeric_limits<int>::max())),
          static_cast<double>(CountOf(scores))};
}

NetCounts NetBoxes(const ScoreCounts& scores, int top_from, int bottom_to) {
  return {static_cast<double>(CountBetween(scores, top_from, std::numeric_limits<int>::max())),
          static_cast<double>(CountBetween(scores, bottom_to + 1, top_from - 1)),
          static_cast<double>(CountBetween(scores, std::numeric_limits<int>::min(), bottom_to))};
}

int ClassifyNet(double score, const NetCuts& cuts) {
  if (score >= cuts.top_from) return 1;
  return score < cuts.bottom_below ? -1 : 0;
}

NetTally TallyNet(std::span<const std::optional<double>> scores, const NetCuts& cuts) {
  NetTally tally;
  for (const std::optional<double>& score : scores) {
    if (!score) {
      ++tally.missing;
    } else if (!(*score >= cuts.scale_min && *score <= cuts.scale_max) || *score != std::floor(*score)) {
      ++tally.invalid;
    } else {
      const int group = ClassifyNet(*score, cuts);
      ++(group > 0 ? tally.counts.promoters : group < 0 ? tally.counts.detractors : tally.counts.passives);
    }
  }
  return tally;
}

PartnerSatisfaction ComputePartnerSatisfaction(const ScoreCounts& scores, int top_from, int bottom_to,
                                               double confidence) {
  PartnerSatisfaction result;
  const ShareCounts top = TopShare(scores, top_from);
  Estimate& share = result.pct_satisfied;
  share = EstimateShare(top.hits, top.n, confidence);
  if (share.status != Status::kOk) return result;
  share.value = 100 * *share.value;
  if (share.se) share.se = 100 * *share.se;
  share.interval = Interval{100 * share.interval->low, 100 * share.interval->high};
  const MeanMoments moments = MomentsOf(scores);
  const double mean = static_cast<double>(moments.sum) / static_cast<double>(moments.n);
  if (scores.scale_max() > scores.scale_min) {
    result.mean100 = 100 * (mean - scores.scale_min) / (scores.scale_max() - scores.scale_min);
  }
  if (scores.scale_max() > 0) result.mean_of_max = 100 * mean / scores.scale_max();
  const NetCounts net = NetBoxes(scores, top_from, bottom_to);
  result.net = 100 * (net.promoters - net.detractors) / net.n();
  return result;
}

Estimate ComputeLoyalty(const std::vector<std::vector<std::optional<double>>>& respondents, double scale_min,
                        double scale_max, double confidence) {
  Estimate failed;
  failed.status = Status::kInvalidInput;
  failed.method = "t";
  failed.reason = "scale";
  if (!(scale_min < scale_max)) return failed;
  std::vector<double> means;
  for (const auto& answers : respondents) {
    double sum = 0;
    bool complete = !answers.empty();
    for (const std::optional<double>& answer : answers) {
      if (answer && !(*answer >= scale_min && *answer <= scale_max)) {
        failed.reason = "score_out_of_range";
        return failed;
      }
      complete = complete && answer;
      sum += answer.value_or(0);
    }
    if (!complete) continue;
    means.push_back(100 * (sum / static_cast<double>(answers.size()) - scale_min) / (scale_max - scale_min));
  }
  return EstimateMean(means, confidence);
}

}  // namespace otklik::stats
