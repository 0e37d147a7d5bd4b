#include <cmath>

#include "stats/contingency.hpp"
#include "stats/logistic.hpp"
#include "stats/planning.hpp"
#include "stats/range.hpp"
#include "stats/vectors/methods.hpp"

namespace otklik::vectors {
namespace {

using stats::QuotaRule;
using stats::Status;

double UnitVariance(const json::object& input) {
  const double p = Number(input, "p_promoter");
  const double d = Number(input, "p_detractor");
  Require(p >= 0 && d >= 0 && p + d <= 1, "probability_out_of_range");
  return p + d - (p - d) * (p - d);
}

double Probability(const json::object& input, const char* key) {
  const double value = Number(input, key);
  Require(stats::IsProbability(value), key);
  return value;
}

double Positive(const json::object& input, const char* key) {
  const double value = Number(input, key);
  Require(value >= 1 / stats::kLargestCount && stats::IsCount(value), key);
  return value;
}

json::object SampleSize(const json::object& input) {
  const auto plan = stats::PlanNetSample({Number(input, "p_promoter"), Number(input, "p_detractor")},
                                         Number(input, "margin_points"), Confidence(input), Number(input, "deff", 1),
                                         MaybeNumber(input, "N"), Number(input, "expected_response_rate", 1));
  json::object out = StatusOf(plan);
  if (plan.status != Status::kOk) return out;
  out["var_unit"] = plan.unit_variance;
  out["n_srs_raw"] = plan.srs_raw;
  out["n_srs"] = plan.srs;
  out["n_deff_raw"] = plan.design_raw;
  out["n_fpc_raw"] = Value(plan.finite_raw);
  out["n_required"] = plan.required;
  out["invitations"] = plan.invitations;
  out["feasible"] = plan.feasible;
  return out;
}

json::object Margin(const json::object& input) {
  const double n = Positive(input, "n");
  const double variance = UnitVariance(input);
  const auto population = MaybeNumber(input, "N");
  if (population && n > *population) return Failure(Status::kInvalidInput, "n_exceeds_N");
  json::object out = Failure(Status::kOk, "");
  out["margin_srs"] = Value(stats::NetMargin(n, variance, std::nullopt, Confidence(input)));
  out["margin_fpc"] = Value(stats::NetMargin(n, variance, population, Confidence(input)));
  out["margin_worst_srs"] = Value(stats::NetMargin(n, 1, std::nullopt, Confidence(input)));
  return out;
}

json::object SampleSizeDiff(const json::object& input) {
  const double variance = UnitVariance(input);
  const double power = Probability(input, "power");
  const double alpha = Probability(input, "alpha");
  const double n = stats::NetDifferenceSampleSize(variance, Positive(input, "difference_points"), power, alpha);
  json::object out{{"n_per_group_raw", n}, {"n_per_group", std::ceil(n - 1e-9)}};
  if (MaybeNumber(input, "n_for_mde")) {
    out["mde_at_n"] = stats::NetDetectableDifference(variance, Positive(input, "n_for_mde"), power, alpha);
  }
  return out;
}

json::object MdePaired(const json::object& input) {
  Require(stats::IsWeight(Number(input, "sd_change")), "sd_change");
  return {{"mde_points", stats::PairedDetectableDifference(Positive(input, "n"), Number(input, "sd_change"),
                                                           Probability(input, "power"), Probability(input, "alpha"))}};
}

json::object Quotas(const json::object& input) {
  const std::vector<double> population = Numbers(input, "N");
  const std::vector<double> sd = Numbers(input, "sd");
  json::object out = Failure(Status::kOk, "");
  for (const auto& [name, error, rule] : {std::tuple{"proportional", "se_proportional", QuotaRule::kProportional},
                                          {"neyman", "se_neyman", QuotaRule::kNeyman},
                                          {"sqrt_power", "se_sqrt", QuotaRule::kSquareRoot},
                                          {"equal", "se_equal", QuotaRule::kEqual}}) {
    const auto plan = stats::PlanQuotas(population, sd, Number(input, "n"), rule);
    if (plan.status != Status::kOk) return StatusOf(plan);
    out[name] = List(plan.quotas);
    out[error] = Value(plan.se);
  }
  return out;
}

json::object Aapor(const json::object& input) {
  const stats::Dispositions dispositions{
      Number(input, "I"), Number(input, "P"),  Number(input, "R"),  Number(input, "NC"),
      Number(input, "O"), Number(input, "UH"), Number(input, "UO"), Number(input, "not_eligible", 0)};
  const json::value* e = input.if_contains("e");
  const bool given = e != nullptr && e->is_number();
  const auto rates =
      stats::ComputeResponseRates(dispositions, given ? std::optional<double>(e->to_number<double>()) : std::nullopt);
  json::object out = StatusOf(rates);
  if (rates.status != Status::kOk) return out;
  out["e"] = rates.eligible_share;
  out["RR1"] = rates.rr1;
  out["RR2"] = rates.rr2;
  out["RR3"] = rates.rr3;
  out["RR4"] = rates.rr4;
  out["RR5"] = rates.rr5;
  out["RR6"] = rates.rr6;
  out["COOP1"] = Value(rates.coop1);
  out["COOP2"] = Value(rates.coop2);
  out["COOP3"] = Value(rates.coop3);
  out["COOP4"] = Value(rates.coop4);
  out["REF1"] = rates.ref1;
  out["REF2"] = rates.ref2;
  out["REF3"] = rates.ref3;
  out["CON1"] = rates.con1;
  out["CON2"] = rates.con2;
  out["CON3"] = rates.con3;
  return out;
}

json::object ResponseTrend(const json::object& input) {
  const std::vector<double> responded = Numbers(input, "responded");
  const std::vector<double> invited = Numbers(input, "invited");
  std::vector<stats::ShareCounts> groups;
  std::vector<double> waves;
  for (std::size_t i = 0; i < responded.size(); ++i) {
    groups.push_back({responded[i], invited.at(i)});
    waves.push_back(static_cast<double>(i + 1));
  }
  const auto trend = stats::TestShareTrend(groups, waves);
  const auto fit = stats::FitLogistic({responded, invited, {waves}}, Confidence(input));
  json::object out = StatusOf(fit);
  if (!trend || fit.status != Status::kOk) return out;
  out["trend_chisq"] = trend->statistic;
  out["trend_p"] = trend->p;
  out["logit_slope"] = fit.coefficients[1].value;
  out["logit_slope_se"] = fit.coefficients[1].se;
  out["or_per_wave"] = std::exp(fit.coefficients[1].value);
  return out;
}

}  // namespace

MethodTable PlanningMethods() {
  return {{"sample_size_nps", SampleSize},  {"nps_margin", Margin}, {"sample_size_nps_diff", SampleSizeDiff},
          {"mde_paired", MdePaired},        {"quotas", Quotas},     {"aapor", Aapor},
          {"response_trend", ResponseTrend}};
}

}  // namespace otklik::vectors
