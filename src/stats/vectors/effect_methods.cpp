#include "stats/effect.hpp"
#include "stats/experiment.hpp"
#include "stats/range.hpp"
#include "stats/vectors/methods.hpp"

namespace otklik::vectors {
namespace {

using stats::Interval;
using stats::Status;

stats::NetCounts Cell(const json::object& input, std::string_view key) { return NetOf(input.at(key).as_array()); }

json::object DidNps(const json::object& input) {
  const auto did = stats::EstimateDifferenceInDifferences({Cell(input, "treated_before"), Cell(input, "treated_after"),
                                                           Cell(input, "control_before"), Cell(input, "control_after")},
                                                          Confidence(input));
  json::object out = StatusOf(did.effect);
  if (!did.empty_cell.empty()) out["cell"] = did.empty_cell;
  if (!did.effect.value) return out;
  out["change_treated"] = Value(did.change_treated);
  out["change_control"] = Value(did.change_control);
  out["did"] = *did.effect.value;
  out["se_hc2"] = Value(did.effect.se);
  out["lo"] = Low(did.effect.interval);
  out["hi"] = High(did.effect.interval);
  out["p"] = Value(did.effect.p);
  out["z"] = did.effect.p ? json::value(*did.effect.value / *did.effect.se) : json::value(nullptr);
  out["df_satterthwaite"] = Value(did.effect.df);
  return out;
}

json::object DidPanel(const json::object& input) {
  const auto effect =
      stats::EstimatePanelEffect(Numbers(input, "treated_before"), Numbers(input, "treated_after"),
                                 Numbers(input, "control_before"), Numbers(input, "control_after"), Confidence(input));
  json::object out = StatusOf(effect);
  if (!effect.value) return out;
  out["did"] = *effect.value;
  out["se"] = Value(effect.se);
  out["t"] = effect.df ? json::value(*effect.value / *effect.se) : json::value(nullptr);
  out["df"] = Value(effect.df);
  out["p"] = Value(effect.p);
  out["lo"] = Low(effect.interval);
  out["hi"] = High(effect.interval);
  return out;
}

json::object DidPretrend(const json::object& input) {
  const auto pretrend =
      stats::EstimatePretrend(Numbers(input, "treated"), Numbers(input, "control"), Numbers(input, "se_treated"),
                              Numbers(input, "se_control"), Confidence(input));
  json::object out = StatusOf(pretrend.trend);
  if (!pretrend.trend.slope) return out;
  out["gap_slope"] = Value(pretrend.trend.slope);
  out["se"] = Value(pretrend.trend.se);
  out["z"] = Value(pretrend.trend.z);
  out["p"] = Value(pretrend.trend.p);
  out["min_detectable_slope_80"] = Value(pretrend.detectable_slope);
  return out;
}

json::object Its(const json::object& input) {
  std::optional<int> lag;
  if (const auto given = MaybeNumber(input, "newey_west_lag")) lag = Whole(*given);
  const auto its = stats::FitInterruptedSeries(Numbers(input, "y"), Whole(input, "first_post_index") - 1, lag);
  json::object out = StatusOf(its);
  if (its.status != Status::kOk) return out;
  json::object coef, ols, newey_west;
  for (const auto& [name, one] :
       {std::pair<const char*, const stats::InterruptedCoefficient*>{"intercept", &its.intercept},
        {"slope", &its.slope},
        {"level_change", &its.level_change},
        {"slope_change", &its.slope_change}}) {
    coef[name] = one->value;
    ols[name] = one->se_ols;
    newey_west[name] = one->se_newey_west;
  }
  out["coef"] = std::move(coef);
  out["se_ols"] = std::move(ols);
  out["se_newey_west"] = std::move(newey_west);
  out["durbin_watson"] = its.durbin_watson;
  out["resid_lag1_autocorr"] = its.autocorrelation;
  out["r2"] = its.r2;
  out["effect_at_last"] = its.effect_at_last;
  out["counterfactual_last"] = its.counterfactual_at_last;
  return out;
}

json::object Srm(const json::object& input) {
  const auto check =
      stats::CheckSplit(Numbers(input, "counts"), Numbers(input, "ratios"), Number(input, "alpha", stats::kSplitAlpha));
  if (!check.test) return StatusOf(check);
  return {{"chisq", check.test->statistic}, {"df", check.test->df}, {"p", check.test->p}, {"srm", check.mismatch}};
}

json::object AbAnalyse(const json::object& input) {
  const auto check =
      stats::CheckSplit(Numbers(input, "counts"), Numbers(input, "ratios"), Number(input, "alpha", stats::kSplitAlpha));
  json::object out = StatusOf(check);
  if (check.test) out["p"] = check.test->p;
  return out;
}

json::object LookOut(const stats::Look& look, const stats::LookResult& result, double unit) {
  const auto scaled = [unit](std::optional<Interval> interval) {
    if (interval) interval = Interval{unit * interval->low, unit * interval->high};
    return interval;
  };
  return {{"effect", unit * look.effect},
          {"V", look.variance},
          {"lambda", result.looked ? json::value(result.likelihood_ratio) : json::value(nullptr)},
          {"p_always_valid", result.p},
          {"cs_lo", Low(scaled(result.interval))},
          {"cs_hi", High(scaled(result.interval))},
          {"fixed_lo", Low(scaled(result.fixed_interval))},
          {"fixed_hi", High(scaled(result.fixed_interval))},
          {"reject", result.reject}};
}

json::object Sequential(const json::object& input, stats::Look (*look_at)(const json::object&), double unit) {
  std::vector<stats::Look> looks;
  for (const json::value& look : input.at("looks").as_array()) looks.push_back(look_at(look.as_object()));
  Require(Number(input, "tau") > 0 && stats::IsValue(Number(input, "tau")), "tau");
  Require(stats::IsProbability(Number(input, "alpha")), "alpha");
  const auto results =
      stats::RunSequentialTest(looks, Number(input, "tau"), Number(input, "alpha"), Number(input, "burn_in", 0));
  json::array list;
  for (std::size_t i = 0; i < looks.size(); ++i) list.push_back(LookOut(looks[i], results[i], unit));
  return {{"looks", std::move(list)}};
}

stats::NetCounts Arm(const json::object& arm) {
  const double p = Number(arm, "promoters");
  const double d = Number(arm, "detractors");
  return {p, Number(arm, "n") - p - d, d};
}

stats::Look NetLook(const json::object& look) {
  return stats::LookAtNet(Arm(look.at("a").as_object()), Arm(look.at("b").as_object()));
}

stats::Look ShareLook(const json::object& look) {
  return stats::LookAtShare({Number(look, "x_b"), Number(look, "n_b")}, {Number(look, "x_a"), Number(look, "n_a")});
}

json::object MsprtTau(const json::object& input) {
  for (const char* key : {"target_n_per_arm", "sigma"}) {
    const double value = Number(input, key);
    Require(value >= 1 / stats::kLargestCount && stats::IsCount(value), key);
  }
  Require(stats::IsProbability(Number(input, "alpha")), "alpha");
  const auto choice =
      stats::ChooseTau(Number(input, "target_n_per_arm"), Number(input, "sigma"), Number(input, "alpha"));
  return {{"rho2", choice.rho2},
          {"tau2", choice.tau * choice.tau},
          {"tau", choice.tau},
          {"halfwidth_at_target", choice.half_width_at_target},
          {"fixed_halfwidth", choice.fixed_half_width}};
}

}  // namespace

MethodTable EffectMethods() {
  return {{"did_nps", DidNps},
          {"did_panel", DidPanel},
          {"did_pretrend", DidPretrend},
          {"its", Its},
          {"srm", Srm},
          {"ab_analyse", AbAnalyse},
          {"msprt_nps", [](const json::object& input) { return Sequential(input, NetLook, 100); }},
          {"msprt_proportion", [](const json::object& input) { return Sequential(input, ShareLook, 1); }},
          {"msprt_tau", MsprtTau}};
}

}  // namespace otklik::vectors
