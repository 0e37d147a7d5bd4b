#include <cmath>

#include "stats/drivers.hpp"
#include "stats/mode_effect.hpp"
#include "stats/range.hpp"
#include "stats/vectors/methods.hpp"

namespace otklik::vectors {
namespace {

using stats::Status;

// ---- modes ----------------------------------------------------------------------------------------------

std::vector<stats::ModeStratum> Strata(const json::object& input) {
  std::vector<stats::ModeStratum> strata;
  for (const json::value& value : input.at("strata").as_array()) {
    const json::object& one = value.as_object();
    strata.push_back(
        {Number(one, "population_share"), NetOf(one.at("email").as_array()), NetOf(one.at("phone").as_array())});
  }
  return strata;
}

json::object ModeStandardised(const json::object& input) {
  const auto result = stats::StandardiseModes(Strata(input), Confidence(input));
  json::object out = StatusOf(result.adjusted);
  if (result.adjusted.status == Status::kRefused) {
    json::array names;
    for (const std::size_t h : result.without_overlap) {
      names.push_back(input.at("strata").as_array()[h].as_object().at("stratum"));
    }
    out["strata"] = std::move(names);
  }
  out["email_nps"] = Value(result.first);
  out["phone_nps"] = Value(result.second);
  out["unadjusted_diff"] = Value(result.unadjusted);
  out["unadjusted_se"] = Value(result.unadjusted_se);
  out["email_standardised"] = Value(result.first_standardised);
  out["phone_standardised"] = Value(result.second_standardised);
  out["adjusted_diff"] = Value(result.adjusted.value);
  out["adjusted_se"] = Value(result.adjusted.se);
  out["lo"] = Low(result.adjusted.interval);
  out["hi"] = High(result.adjusted.interval);
  out["composition_part"] = Value(result.composition);
  return out;
}

json::object ModeRegression(const json::object& input) {
  const auto result = stats::RegressModes(Strata(input));
  json::object out = StatusOf(result);
  if (result.status != Status::kOk) return out;
  out["phone_coef"] = result.coefficient;
  out["se_hc2"] = result.se_hc2;
  out["F"] = Value(result.interaction_f);
  out["df1"] = result.df1;
  out["df2"] = result.df2;
  out["p"] = Value(result.interaction_p);
  return out;
}

json::object ModeIpwStrata(const json::object& input) {
  const auto result = stats::WeightModesByStratum(Strata(input));
  json::object out = StatusOf(result);
  if (result.status != Status::kOk) return out;
  out["diff"] = result.difference;
  out["ess_phone"] = result.ess_second;
  out["ess_email"] = result.ess_first;
  out["max_weight_ratio"] = result.weight_ratio;
  return out;
}

json::object ModeIpwLogistic(const json::object& input) {
  std::vector<double> phone, size, x;
  for (const json::value& value : input.at("rows").as_array()) {
    const json::object& row = value.as_object();
    phone.push_back(Number(row, "phone"));
    size.push_back(Number(row, "size"));
    x.push_back(stats::ClassifyNet(Number(row, "score")));
  }
  const auto result = stats::WeightModesByLogistic(phone, {size}, x);
  json::object out = StatusOf(result);
  if (result.status != Status::kOk) return out;
  out["logit_intercept"] = result.coefficients[0];
  out["logit_size"] = result.coefficients[1];
  out["propensity"] = List(result.propensity);
  out["phone_nps"] = result.second;
  out["email_nps"] = result.first;
  out["diff"] = result.difference;
  out["se_fixed_weights"] = Value(result.se_fixed_weights);
  out["se_m_estimation"] = Value(result.se_stacked);
  out["ess_phone"] = result.ess_second;
  out["ess_email"] = result.ess_first;
  out["smd_before"] = result.smd_before[0];
  out["smd_after"] = result.smd_after[0];
  return out;
}

stats::Estimate Known(double value, double se) {
  stats::Estimate estimate;
  estimate.value = value;
  estimate.se = se;
  return estimate;
}

json::object ModeBridge(const json::object& input) {
  const auto old_wave = Known(Number(input, "old_mode_nps"), Number(input, "old_se"));
  const auto new_wave = Known(Number(input, "new_mode_nps"), Number(input, "new_se"));
  const auto change = stats::BridgeModes(old_wave, new_wave, Number(input, "bridge_new_minus_old"),
                                         Number(input, "bridge_se"), Confidence(input));
  json::object out = StatusOf(change);
  out["raw_change"] = *new_wave.value - *old_wave.value;
  out["bridged_change"] = Value(change.value);
  out["se"] = Value(change.se);
  out["lo"] = Low(change.interval);
  out["hi"] = High(change.interval);
  out["claim_allowed"] = change.interval && (change.interval->low > 0 || change.interval->high < 0);
  return out;
}

json::object ModeSensitivity(const json::object& input) {
  const double se = Number(input, "raw_se");
  Require(stats::IsWeight(se), "raw_se");
  for (const char* key : {"raw_change", "mode_effect_lo", "mode_effect_hi"}) {
    Require(stats::IsValue(Number(input, key)), key);
  }
  const auto result =
      stats::ModeEffectRange(Number(input, "raw_change"), Number(input, "raw_se"), Number(input, "mode_effect_lo"),
                             Number(input, "mode_effect_hi"), Confidence(input));
  return {{"change_lo", result.change.low},
          {"change_hi", result.change.high},
          {"ci_lo", result.interval.low},
          {"ci_hi", result.interval.high},
          {"tipping_mode_effect", result.tipping_effect}};
}

json::object ModeChangeClaim(const json::object& input) {
  std::vector<std::vector<double>> modes;
  for (const json::value& value : input.at("waves").as_array()) {
    auto& counts = modes.emplace_back();
    for (const auto& [key, count] : value.as_object()) {
      if (key != "wave") counts.push_back(count.to_number<double>());
    }
  }
  const auto claim = stats::CheckModeClaim(modes, input.at("parallel_run").as_bool());
  json::object out = StatusOf(claim);
  if (claim.reason == "mode_and_wave_confounded") out["identified"] = "sum of real change and mode effect only";
  return out;
}

// ---- drivers --------------------------------------------------------------------------------------------

// Complete cases of a drivers case.
struct DriverRows {
  std::vector<std::string> names;
  std::vector<double> outcome;
  std::vector<std::vector<double>> drivers;
};

DriverRows CompleteRows(const json::object& input) {
  DriverRows rows;
  std::vector<std::vector<std::optional<double>>> columns;
  for (const auto& [name, column] : input.at("drivers").as_object()) {
    rows.names.emplace_back(name);
    columns.push_back(MaybeNumbers(column));
  }
  rows.drivers.resize(columns.size());
  const auto y = MaybeNumbers(input, "y");
  for (std::size_t i = 0; i < y.size(); ++i) {
    bool complete = y[i].has_value();
    for (const auto& column : columns) complete = complete && column.at(i).has_value();
    if (!complete) continue;
    rows.outcome.push_back(*y[i]);
    for (std::size_t j = 0; j < columns.size(); ++j) rows.drivers[j].push_back(*columns[j][i]);
  }
  return rows;
}

template <class Pick>
json::object ByDriver(const std::vector<std::string>& names, const std::vector<stats::Driver>& drivers, Pick pick) {
  json::object out;
  for (std::size_t j = 0; j < names.size(); ++j) out[names[j]] = pick(drivers[j]);
  return out;
}

json::object KeyDrivers(const json::object& input) {
  using stats::Driver;
  const DriverRows rows = CompleteRows(input);
  const auto analysis = stats::AnalyseDrivers(stats::DriverMomentsOf(rows.outcome, rows.drivers), Confidence(input));
  json::object out = StatusOf(analysis);
  if (analysis.reason == "zero_variance_driver") out["driver"] = rows.names[analysis.problem_driver];
  if (analysis.status != Status::kOk) return out;
  const auto by = [&](const char* key, auto pick) { out[key] = ByDriver(rows.names, analysis.drivers, pick); };
  out["R2"] = analysis.r2;
  out["adj_R2"] = Value(analysis.adjusted_r2);
  if (!analysis.warning.empty()) out["warning"] = analysis.warning;
  by("pearson", [](const Driver& d) { return json::value(d.correlation); });
  by("pearson_lo", [](const Driver& d) { return Low(d.correlation_interval); });
  by("pearson_hi", [](const Driver& d) { return High(d.correlation_interval); });
  by("std_beta", [](const Driver& d) { return Value(d.standardised_beta); });
  by("vif", [](const Driver& d) { return Value(d.vif); });
  by("lmg", [](const Driver& d) { return json::value(d.lmg); });
  by("lmg_share", [](const Driver& d) { return json::value(d.lmg_share); });
  by("johnson", [](const Driver& d) { return json::value(d.johnson); });
  by("johnson_share", [](const Driver& d) { return json::value(d.johnson_share); });
  by("first", [](const Driver& d) { return json::value(d.first); });
  by("last", [](const Driver& d) { return json::value(d.last); });
  by("performance", [](const Driver& d) { return json::value(d.performance); });
  by("quadrant", [](const Driver& d) { return json::value(d.quadrant); });
  out["ipa_importance_cross"] = analysis.importance_cross;
  out["ipa_performance_cross"] = analysis.performance_cross;
  const auto jackknife = stats::JackknifeLmg(rows.outcome, rows.drivers);
  json::object spearman, errors;
  for (std::size_t j = 0; j < rows.names.size(); ++j) {
    spearman[rows.names[j]] = Value(stats::SpearmanCorrelation(rows.drivers[j], rows.outcome));
    errors[rows.names[j]] = jackknife.empty() ? json::value(nullptr) : json::value(jackknife[j]);
  }
  out["spearman"] = std::move(spearman);
  out["lmg_jackknife_se"] = std::move(errors);
  return out;
}

}  // namespace

MethodTable DriverMethods() {
  return {{"mode_effect_standardised", ModeStandardised},
          {"mode_effect_ols", ModeRegression},
          {"mode_effect_interaction", ModeRegression},
          {"mode_effect_ipw_strata", ModeIpwStrata},
          {"mode_effect_ipw_logistic", ModeIpwLogistic},
          {"mode_bridge", ModeBridge},
          {"mode_sensitivity", ModeSensitivity},
          {"mode_change_claim", ModeChangeClaim},
          {"key_drivers", KeyDrivers}};
}

}  // namespace otklik::vectors
