#include "stats/integral_csi.hpp"

#include <algorithm>
#include <cmath>

#include "stats/range.hpp"

namespace otklik::stats {
namespace {

bool Numbers(const FactorBlocks& blocks) {
  for (const auto& block : blocks) {
    for (const Factor& factor : block) {
      if (!IsValue(factor.x) || !IsValue(factor.w.value_or(0))) return false;
    }
  }
  return true;
}

IntegralCsi Start(const FactorBlocks& blocks) {
  IntegralCsi result;
  result.raw = ComputeIntegralRaw(blocks);
  result.status = result.raw.status;
  result.reason = result.raw.reason;
  return result;
}

void Fail(IntegralCsi& result, Status status, const char* reason) {
  result.status = status;
  result.reason = reason;
}

void Place(IntegralCsi& result, double low, double high, bool flip, double out_low, double out_high) {
  result.anchor_low = low;
  result.anchor_high = high;
  // Equal but for rounding is equal.
  if (!(high - low > 1e-12 * std::max({1.0, std::abs(low), std::abs(high)}))) {
    Fail(result, Status::kUndefined, "zero_range");
    return;
  }
  const double y = (*result.raw.x - low) / (high - low);
  result.y = flip ? 1 - y : y;
  result.value = out_low + (out_high - out_low) * *result.y;
}

bool InRange(const FactorBlocks& blocks, double low, double high) {
  for (const auto& block : blocks) {
    for (const Factor& factor : block) {
      if (factor.w && !(*factor.w >= low && *factor.w <= high)) return false;
    }
  }
  return true;
}

// The raw index if every answered factor had the rating w.
double AllRated(const FactorBlocks& blocks, double w) {
  FactorBlocks same = blocks;
  for (auto& block : same) {
    for (Factor& factor : block) {
      if (factor.w) factor.w = w;
    }
  }
  return *ComputeIntegralRaw(same).x;
}

}  // namespace

IntegralRaw ComputeIntegralRaw(const FactorBlocks& blocks) {
  IntegralRaw raw;
  if (!Numbers(blocks)) {
    raw.status = Status::kInvalidInput;
    raw.reason = "value_not_finite";
    return raw;
  }
  double block_sum = 0;
  double factor_sum = 0;
  for (const auto& block : blocks) {
    auto& values = raw.factor_values.emplace_back();
    double sum = 0;
    int used = 0;
    for (const Factor& factor : block) {
      values.push_back(factor.w ? std::optional<double>(1 - factor.x * *factor.w) : std::nullopt);
      ++raw.factors_total;
      if (!factor.w) continue;
      sum += *values.back();
      ++used;
    }
    raw.block_means.push_back(used > 0 ? std::optional<double>(sum / used) : std::nullopt);
    if (used == 0) continue;
    raw.factors_used += used;
    ++raw.blocks_used;
    block_sum += sum / used;
    factor_sum += sum;
  }
  if (raw.blocks_used == 0) {
    raw.status = Status::kUndefined;
    raw.reason = "no_valid_responses";
    return raw;
  }
  raw.x = block_sum / raw.blocks_used;
  raw.mean_of_factors = factor_sum / raw.factors_used;
  return raw;
}

IntegralCsi ComputeIntegralTheoretical(const FactorBlocks& blocks, const IntegralAnchors& anchors) {
  IntegralCsi result = Start(blocks);
  if (result.status != Status::kOk) return result;
  for (const double anchor :
       {anchors.w_min, anchors.w_max, anchors.x_min, anchors.x_max, anchors.out_low, anchors.out_high}) {
    if (IsValue(anchor)) continue;
    Fail(result, Status::kInvalidInput, "anchors");
    return result;
  }
  if (!InRange(blocks, anchors.w_min, anchors.w_max)) {
    Fail(result, Status::kInvalidInput, "W_out_of_range");
    return result;
  }
  if (2 * result.raw.factors_used < result.raw.factors_total) {
    Fail(result, Status::kRefused, "too_few_factors");
    return result;
  }
  double ends[2] = {1 - anchors.x_max * anchors.w_max, 1 - anchors.x_min * anchors.w_min};
  if (anchors.x_fixed) {
    ends[0] = AllRated(blocks, anchors.w_max);
    ends[1] = AllRated(blocks, anchors.w_min);
  }
  Place(result, ends[0], ends[1], anchors.higher_w_is_better, anchors.out_low, anchors.out_high);
  return result;
}

IntegralCsi ComputeIntegralOwnRange(const FactorBlocks& blocks, double out_low, double out_high) {
  IntegralCsi result = Start(blocks);
  if (result.status != Status::kOk) return result;
  double low = INFINITY;
  double high = -INFINITY;
  for (const auto& block : result.raw.factor_values) {
    for (const std::optional<double>& value : block) {
      low = std::min(low, value.value_or(INFINITY));
      high = std::max(high, value.value_or(-INFINITY));
    }
  }
  result.warning = "non_monotone_normalisation";
  Place(result, low, high, false, out_low, out_high);
  return result;
}

IntegralCsi ComputeIntegralPopulation(const FactorBlocks& blocks, std::span<const double> population, double out_low,
                                      double out_high) {
  IntegralCsi result = Start(blocks);
  if (result.status != Status::kOk) return result;
  if (!std::all_of(population.begin(), population.end(), IsValue)) {
    Fail(result, Status::kInvalidInput, "value_not_finite");
    return result;
  }
  if (population.empty()) {
    Fail(result, Status::kUndefined, "zero_range");
    return result;
  }
  const auto [low, high] = std::minmax_element(population.begin(), population.end());
  Place(result, *low, *high, false, out_low, out_high);
  if (!result.y) return result;
  if (*result.raw.x < *low || *result.raw.x > *high) result.warning = "outside_reference";
  double rank = 0;
  for (const double other : population) {
    // The same value by another order of adding is a tie.
    const bool tie = std::abs(other - *result.raw.x) <= 1e-9;
    if (tie) rank += 0.5;
    if (!tie && other < *result.raw.x) rank += 1;
  }
  result.percentile = 100 * rank / static_cast<double>(population.size());
  return result;
}

}  // namespace otklik::stats
