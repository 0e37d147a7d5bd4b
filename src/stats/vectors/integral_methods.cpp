#include "stats/integral_csi.hpp"
#include "stats/vectors/methods.hpp"

namespace otklik::vectors {
namespace {

using stats::IntegralCsi;
using stats::Status;

stats::FactorBlocks Blocks(const json::object& input, std::string_view key = "blocks") {
  stats::FactorBlocks blocks;
  for (const json::value& block : input.at(key).as_array()) {
    auto& factors = blocks.emplace_back();
    for (const json::value& factor : block.as_array()) {
      factors.push_back({Number(factor.as_object(), "X"), MaybeNumber(factor.as_object(), "W")});
    }
  }
  return blocks;
}

json::object Raw(const json::object& input) {
  const auto raw = stats::ComputeIntegralRaw(Blocks(input));
  json::object out = StatusOf(raw);
  json::array values;
  for (const auto& block : raw.factor_values) values.push_back(List(block));
  out["factor_values"] = std::move(values);
  out["block_means"] = List(raw.block_means);
  out["x"] = Value(raw.x);
  out["x_flat_mean_of_factors"] = Value(raw.mean_of_factors);
  out["blocks_used"] = raw.blocks_used;
  out["factors_used"] = raw.factors_used;
  return out;
}

json::object Out(const IntegralCsi& csi) {
  json::object out = StatusOf(csi);
  if (!csi.warning.empty()) out["warning"] = csi.warning;
  out["x"] = Value(csi.raw.x);
  out["factors_used"] = csi.raw.factors_used;
  out["y"] = Value(csi.y);
  out["csi"] = Value(csi.value);
  return out;
}

json::object OwnRange(const json::object& input) {
  const IntegralCsi csi =
      stats::ComputeIntegralOwnRange(Blocks(input), Number(input, "out_lo"), Number(input, "out_hi"));
  json::object out = Out(csi);
  out["min"] = Value(csi.anchor_low);
  out["max"] = Value(csi.anchor_high);
  return out;
}

stats::IntegralAnchors Anchors(const json::object& input) {
  stats::IntegralAnchors anchors;
  anchors.w_min = Number(input, "W_min");
  anchors.w_max = Number(input, "W_max");
  const json::value* fixed = input.if_contains("X_fixed");
  anchors.x_fixed = fixed == nullptr || fixed->as_bool();
  anchors.x_min = Number(input, "X_min", 0);
  anchors.x_max = Number(input, "X_max", 1);
  anchors.out_low = Number(input, "out_lo", 0);
  anchors.out_high = Number(input, "out_hi", 100);
  return anchors;
}

json::object Theoretical(const json::object& input) {
  stats::IntegralAnchors anchors = Anchors(input);
  const IntegralCsi csi = stats::ComputeIntegralTheoretical(Blocks(input), anchors);
  anchors.out_low = 1;
  anchors.out_high = 5;
  json::object out = Out(csi);
  out["x_min"] = Value(csi.anchor_low);
  out["x_max"] = Value(csi.anchor_high);
  out["csi_1_to_5"] = Value(stats::ComputeIntegralTheoretical(Blocks(input), anchors).value);
  return out;
}

json::object Population(const json::object& input) {
  const IntegralCsi csi = stats::ComputeIntegralPopulation(Blocks(input), Numbers(input, "population_x"),
                                                           Number(input, "out_lo"), Number(input, "out_hi"));
  json::object out = Out(csi);
  out["percentile_midrank"] = Value(csi.percentile);
  return out;
}

json::object Monotonicity(const json::object& input) {
  stats::IntegralAnchors anchors = Anchors(input);
  anchors.out_low = 1;
  anchors.out_high = 5;
  json::object out = Failure(Status::kOk, "");
  for (const std::string side : {"before", "after"}) {
    const stats::FactorBlocks blocks = Blocks(input, "blocks_" + side);
    out["x_" + side] = Value(stats::ComputeIntegralRaw(blocks).x);
    out["own_minmax_1to5_" + side] = Value(stats::ComputeIntegralOwnRange(blocks, 1, 5).value);
    out["theoretical_1to5_" + side] = Value(stats::ComputeIntegralTheoretical(blocks, anchors).value);
  }
  return out;
}

}  // namespace

MethodTable IntegralMethods() {
  return {{"integral_csi_raw", Raw},
          {"integral_csi_own_minmax", OwnRange},
          {"integral_csi_theoretical", Theoretical},
          {"integral_csi_population", Population},
          {"integral_csi_monotonicity", Monotonicity}};
}

}  // namespace otklik::vectors
