#include <cmath>

#include "stats/csi.hpp"
#include "stats/finite.hpp"
#include "stats/quantile.hpp"
#include "stats/share.hpp"
#include "stats/vectors/methods.hpp"
#include "stats/weighted.hpp"

namespace otklik::vectors {
namespace {

using stats::Estimate;
using stats::NetCounts;
using stats::Status;

json::object Nps(const json::object& input) {
  const auto tally = stats::TallyNet(MaybeNumbers(input, "scores"));
  const NetCounts& counts = tally.counts;
  const Estimate estimate =
      stats::EstimateNet(counts.promoters, counts.passives, counts.detractors, 0, Confidence(input));
  json::object out = StatusOf(estimate);
  out["n_valid"] = counts.n();
  out["n_missing"] = tally.missing;
  out["n_invalid"] = tally.invalid;
  out["promoters"] = counts.promoters;
  out["passives"] = counts.passives;
  out["detractors"] = counts.detractors;
  if (!estimate.value) return out;
  out["nps"] = *estimate.value;
  out["variance_unit"] = stats::NetUnitVariance(counts);
  out["se_wald"] = stats::NetWaldError(counts);
  out["se_n1"] = Value(estimate.se);
  out["lo"] = Low(estimate.interval);
  out["hi"] = High(estimate.interval);
  return out;
}

json::object NpsWeighted(const json::object& input) {
  const auto scores = MaybeNumbers(input, "scores");
  const std::vector<double> all_weights = Numbers(input, "weights");
  std::vector<double> values, weights;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const std::optional<double> one[] = {scores[i]};
    const auto tally = stats::TallyNet(one);
    if (tally.counts.n() == 0) continue;
    values.push_back(100 * (tally.counts.promoters - tally.counts.detractors));
    weights.push_back(all_weights.at(i));
  }
  const auto result = stats::EstimateWeightedMean(values, weights, Confidence(input));
  json::object out = StatusOf(result.estimate);
  out["n"] = result.estimate.n;
  if (!result.estimate.value) return out;
  out["nps"] = *result.estimate.value;
  out["se"] = Value(result.estimate.se);
  out["n_eff_kish"] = result.effective_n;
  out["deff_kish"] = result.design_effect;
  return out;
}

json::object NsatMs4(const json::object& input) {
  const NetCounts counts{Number(input, "very_satisfied"), Number(input, "somewhat_satisfied"),
                         Number(input, "somewhat_dissatisfied") + Number(input, "very_dissatisfied")};
  const Estimate estimate =
      stats::EstimateNet(counts.promoters, counts.passives, counts.detractors, 100, Confidence(input));
  json::object out = StatusOf(estimate);
  out["n_valid"] = estimate.n;
  if (!estimate.value) return out;
  out["nsat"] = *estimate.value;
  out["nsat_display"] = std::round(*estimate.value);
  out["pct_vsat"] = 100 * counts.promoters / counts.n();
  out["pct_dsat"] = 100 * counts.detractors / counts.n();
  out["se"] = stats::NetWaldError(counts);
  out["lo"] = Low(estimate.interval);
  out["hi"] = High(estimate.interval);
  return out;
}

json::object NetBoxes(const json::object& input) {
  const auto scores = ScoreCountsOf(input, "counts_1_to_5", 1);
  json::object out = Failure(Status::kOk, "");
  out["n"] = stats::CountOf(scores);
  for (const auto& [name, top, bottom] : {std::tuple{"top2_minus_bottom2", 4, 2},
                                          {"top2_minus_bottom1", 4, 1},
                                          {"top1_minus_bottom1", 5, 1},
                                          {"top1_minus_bottom2", 5, 2}}) {
    const NetCounts counts = stats::NetBoxes(scores, top, bottom);
    const Estimate estimate =
        stats::EstimateNet(counts.promoters, counts.passives, counts.detractors, 0, Confidence(input));
    if (!estimate.value) return StatusOf(estimate);
    out[name] = *estimate.value;
    out[std::string("se_") + name] = stats::NetWaldError(counts);
  }
  return out;
}

json::object CsatTopBox(const json::object& input) {
  const auto scores = ScoreCountsOf(input, "counts_1_to_5", 1);
  const auto top = stats::TopShare(scores, Whole(Number(input, "top_from", 4)));
  const Estimate share = stats::EstimateShare(top.hits, top.n, Confidence(input));
  json::object out = StatusOf(share);
  out["n"] = share.n;
  if (!share.value) return out;
  const auto moments = stats::MomentsOf(scores);
  out["csat"] = *share.value;
  out["lo"] = Low(share.interval);
  out["hi"] = High(share.interval);
  out["mean"] = static_cast<double>(moments.sum) / static_cast<double>(moments.n);
  return out;
}

json::object Wilson(const json::object& input) {
  json::array intervals;
  for (const json::value& one : input.at("cases").as_array()) {
    const stats::ShareCounts counts{Number(one.as_object(), "x"), Number(one.as_object(), "n")};
    intervals.push_back(Value(stats::EstimateShare(counts.hits, counts.n, Confidence(input)).interval));
  }
  return {{"intervals", std::move(intervals)}};
}

// Ratings of an effort scale; missing and out of scale are left out.
stats::ScoreCounts Ratings(const json::object& input, int scale_max) {
  stats::ScoreCounts scores{1, std::vector<std::int64_t>(static_cast<std::size_t>(scale_max))};
  for (const std::optional<double>& rating : MaybeNumbers(input, "ratings")) {
    if (!rating || *rating < 1 || *rating > scale_max || *rating != std::floor(*rating)) continue;
    ++scores.counts[static_cast<std::size_t>(*rating) - 1];
  }
  return scores;
}

Estimate MeanOf(const stats::ScoreCounts& scores, double confidence) {
  const auto moments = stats::MomentsOf(scores);
  return stats::EstimateMean(moments.n, moments.sum, moments.sum_of_squares, confidence);
}

json::object Ces1(const json::object& input) {
  const Estimate mean = MeanOf(Ratings(input, 5), Confidence(input));
  json::object out = StatusOf(mean);
  out["mean"] = Value(mean.value);
  out["se"] = Value(mean.se);
  out["lo"] = Low(mean.interval);
  out["hi"] = High(mean.interval);
  out["n"] = mean.n;
  out["direction"] = "lower_is_better";
  return out;
}

json::object Ces2(const json::object& input) {
  const auto scores = Ratings(input, 7);
  const Estimate mean = MeanOf(scores, Confidence(input));
  json::object out = StatusOf(mean);
  out["n"] = mean.n;
  out["direction"] = "higher_is_better";
  if (!mean.value) return out;
  const auto top = stats::TopShare(scores, 5);
  const Estimate agree = stats::EstimateShare(top.hits, top.n, Confidence(input));
  const NetCounts net = stats::NetBoxes(scores, 5, 3);
  out["mean"] = Value(mean.value);
  out["mean_lo"] = Low(mean.interval);
  out["mean_hi"] = High(mean.interval);
  out["agree"] = Value(agree.value);
  out["agree_lo"] = Low(agree.interval);
  out["agree_hi"] = High(agree.interval);
  out["net"] = 100 * (net.promoters - net.detractors) / net.n();
  out["net_se"] = stats::NetWaldError(net);
  return out;
}

json::object CsiOut(const stats::Csi& csi) {
  const Estimate& mean = csi.weighted_mean;
  json::object out = StatusOf(mean);
  out["n"] = mean.n;
  out["weighted_mean"] = Value(mean.value);
  out["csi_A_of_max"] = Value(csi.of_max);
  out["csi_B_abs_max"] = Value(csi.absolute_max);
  out["csi_C_anchored"] = Value(csi.anchored);
  out["item_weights"] = List(csi.item_weights);
  out["se"] = Value(mean.se);
  out["se_weighted_mean"] = Value(mean.se);
  out["lo_weighted_mean"] = Low(mean.interval);
  out["hi_weighted_mean"] = High(mean.interval);
  return out;
}

std::vector<std::optional<int>> Scores(const json::value& row, int scale_min, int scale_max) {
  std::vector<std::optional<int>> scores;
  for (const std::optional<double>& score : MaybeNumbers(row)) {
    const bool valid = score && *score >= scale_min && *score <= scale_max && *score == std::floor(*score);
    scores.push_back(valid ? std::optional<int>(static_cast<int>(*score)) : std::nullopt);
  }
  return scores;
}

json::object CsiImportance(const json::object& input) {
  const json::array& satisfaction = input.at("satisfaction").as_array();
  stats::CsiMoments moments;
  moments.scale_min = Whole(input, "scale_min");
  moments.scale_max = Whole(input, "scale_max");
  moments.importance_max = moments.scale_max;
  if (input.contains("weights")) moments.fixed_weights = Numbers(input, "weights");
  for (std::size_t i = 0; i < satisfaction.size(); ++i) {
    const auto answered = Scores(satisfaction[i], moments.scale_min, moments.scale_max);
    if (i == 0) moments.items = static_cast<int>(answered.size());
    std::vector<std::optional<int>> importance;
    if (moments.fixed_weights.empty()) {
      importance = Scores(input.at("importance").as_array().at(i), 0, moments.importance_max);
    }
    Require(stats::AddRespondent(moments, answered, importance), "unequal_lengths");
  }
  return CsiOut(stats::ComputeCsi(moments, Confidence(input)));
}

json::object CsiImportanceMeans(const json::object& input) {
  const int scale_max = Whole(input, "scale_max");
  return CsiOut(stats::CsiFromMeans(Numbers(input, "satisfaction"), Numbers(input, "importance"),
                                    Whole(input, "scale_min"), scale_max, scale_max));
}

json::object Cli(const json::object& input) {
  std::vector<std::vector<std::optional<double>>> respondents;
  for (const json::value& row : input.at("answers").as_array()) respondents.push_back(MaybeNumbers(row));
  const Estimate estimate =
      stats::ComputeLoyalty(respondents, Number(input, "scale_min"), Number(input, "scale_max"), Confidence(input));
  json::object out = StatusOf(estimate);
  out["cli"] = Value(estimate.value);
  out["se"] = Value(estimate.se);
  out["lo"] = Low(estimate.interval);
  out["hi"] = High(estimate.interval);
  out["n"] = estimate.n;
  return out;
}

json::object Enps(const json::object& input) {
  const double n = Number(input, "n");
  const NetCounts counts{Number(input, "promoters"), n - Number(input, "promoters") - Number(input, "detractors"),
                         Number(input, "detractors")};
  const auto result =
      stats::EstimateStaffNet(counts, Number(input, "headcount"), Number(input, "min_group", 5), Confidence(input));
  json::object out = StatusOf(result.estimate);
  if (!result.estimate.value) return out;
  out["enps"] = *result.estimate.value;
  out["se"] = Value(result.estimate.se);
  out["response_rate"] = result.response_rate;
  return out;
}

json::object Psi(const json::object& input) {
  const auto psi = stats::ComputePartnerSatisfaction(ScoreCountsOf(input, "counts_1_to_5", 1), 4, 2, Confidence(input));
  json::object out = StatusOf(psi.pct_satisfied);
  out["n"] = psi.pct_satisfied.n;
  out["psi_pct_satisfied"] = Value(psi.pct_satisfied.value);
  out["lo"] = Low(psi.pct_satisfied.interval);
  out["hi"] = High(psi.pct_satisfied.interval);
  out["psi_mean100"] = Value(psi.mean100);
  out["psi_mean_of_max"] = Value(psi.mean_of_max);
  out["psi_net"] = Value(psi.net);
  return out;
}

}  // namespace

MethodTable MetricMethods() {
  return {{"nps", Nps},
          {"nps_weighted", NpsWeighted},
          {"nsat_ms4", NsatMs4},
          {"net_boxes", NetBoxes},
          {"csat_top_box", CsatTopBox},
          {"wilson", Wilson},
          {"ces1", Ces1},
          {"ces2", Ces2},
          {"csi_importance", CsiImportance},
          {"csi_importance_means", CsiImportanceMeans},
          {"cli", Cli},
          {"enps", Enps},
          {"psi", Psi}};
}

}  // namespace otklik::vectors
