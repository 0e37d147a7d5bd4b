#include "stats/lifetime_value.hpp"
#include "stats/range.hpp"
#include "stats/retention.hpp"
#include "stats/vectors/methods.hpp"

namespace otklik::vectors {
namespace {

using stats::Estimate;
using stats::Status;

json::object Retention(const json::object& input) {
  const auto result =
      stats::EstimateRetention(Number(input, "start"), Number(input, "end"), Number(input, "new"), Confidence(input));
  json::object out = StatusOf(result);
  if (result.status != Status::kOk) return out;
  out["retained"] = result.retained;
  out["crr"] = Value(result.retention.value);
  out["crr_lo"] = Low(result.retention.interval);
  out["crr_hi"] = High(result.retention.interval);
  out["churn"] = Value(result.churn.value);
  out["churn_lo"] = Low(result.churn.interval);
  out["churn_hi"] = High(result.churn.interval);
  return out;
}

json::object RevenueRetention(const json::object& input) {
  const auto result = stats::ComputeRevenueRetention(Number(input, "start_mrr"), Number(input, "churned_mrr"),
                                                     Number(input, "contraction_mrr"), Number(input, "expansion_mrr"));
  json::object out = StatusOf(result);
  out["grr"] = Value(result.gross);
  out["nrr"] = Value(result.net);
  return out;
}

json::object ChurnHazard(const json::object& input) {
  const Estimate rate =
      stats::EstimateChurnRate(Number(input, "events"), Number(input, "exposure_months"), Confidence(input));
  json::object out = StatusOf(rate);
  if (!rate.value) return out;
  out["rate"] = *rate.value;
  out["lo"] = Low(rate.interval);
  out["hi"] = High(rate.interval);
  out["annual_prob"] = stats::AnnualProbability(*rate.value);
  return out;
}

json::object ChurnConvert(const json::object& input) {
  const double monthly = Number(input, "monthly_churn");
  if (!(monthly >= 0 && monthly <= 1)) return Failure(Status::kInvalidInput, "probability_out_of_range");
  const double annual = stats::AnnualChurn(monthly);
  json::object out = Failure(Status::kOk, "");
  out["annual_churn"] = annual;
  out["annual_retention"] = 1 - annual;
  out["expected_lifetime_months"] = monthly > 0 ? json::value(1 / monthly) : json::value(nullptr);
  return out;
}

json::object ClvSimple(const json::object& input) {
  const auto value =
      stats::ComputeGeometricValue(Number(input, "margin"), Number(input, "retention"), Number(input, "discount"));
  json::object out = StatusOf(value);
  if (value.status != Status::kOk) return out;
  out["clv_first_payment_now"] = value.paid_now;
  out["clv_first_payment_end_of_period_if_retained"] = value.paid_after_renewal;
  out["clv_undiscounted_now"] = Value(value.undiscounted);
  if (const auto cac = MaybeNumber(input, "cac")) {
    out["net_of_cac"] = value.paid_now - *cac;
    out["ltv_cac"] = *cac > 0 ? json::value(value.paid_now / *cac) : json::value(nullptr);
  }
  return out;
}

json::object ClvContractual(const json::object& input) {
  const auto value = stats::ComputeContractValue(Number(input, "margin"), Number(input, "discount"),
                                                 Numbers(input, "renewal_probabilities"));
  json::object out = StatusOf(value);
  if (value.status != Status::kOk) return out;
  out["survival"] = List(value.survival);
  out["clv"] = value.value;
  out["expected_periods"] = value.expected_periods;
  return out;
}

json::object Cac(const json::object& input) {
  const Estimate cost = stats::AcquisitionCost(Number(input, "sales_marketing_cost"), Number(input, "new_customers"));
  json::object out = StatusOf(cost);
  out["cac"] = Value(cost.value);
  return out;
}

json::object SbgMle(const json::object& input) {
  std::vector<std::int64_t> active;
  for (const json::value& count : input.at("active").as_array()) active.push_back(count.to_number<std::int64_t>());
  const auto fit = stats::FitShiftedBetaGeometric(active, Confidence(input));
  json::object out = StatusOf(fit);
  if (fit.geometric_retention) {
    // The file format names this state as a status of its own.
    out["status"] = fit.reason;
    out["fallback"] = "geometric";
    out["retention"] = *fit.geometric_retention;
  }
  if (!fit.model) return out;
  out["alpha"] = fit.model->alpha;
  out["beta"] = fit.model->beta;
  out["loglik"] = Value(fit.log_likelihood);
  out["se_alpha"] = Value(fit.se_alpha);
  out["se_beta"] = Value(fit.se_beta);
  out["mean_churn_prob"] = Value(fit.mean_churn);
  return out;
}

stats::ShiftedBetaGeometric Model(const json::object& input) {
  const stats::ShiftedBetaGeometric model{Number(input, "alpha"), Number(input, "beta")};
  Require(model.alpha > 0 && model.beta > 0, "parameter_out_of_range");
  Require(stats::IsValue(model.alpha) && stats::IsValue(model.beta), "parameter_out_of_range");
  return model;
}

json::object SbgProject(const json::object& input) {
  const stats::ShiftedBetaGeometric model = Model(input);
  const int periods = Whole(input, "periods");
  constexpr int kMostPeriods = 1000;  // the work grows with their square
  Require(periods >= 0 && periods <= kMostPeriods, "periods");
  json::array survival, renewal;
  for (int t = 1; t <= periods; ++t) {
    survival.push_back(stats::SbgSurvival(model, t));
    renewal.push_back(stats::SbgRenewalRate(model, t));
  }
  return {{"survival", std::move(survival)}, {"renewal_rate", std::move(renewal)}};
}

json::object SbgDel(const json::object& input) {
  const stats::ShiftedBetaGeometric model = Model(input);
  const double discount = Number(input, "discount");
  json::array residual;
  for (int renewals = 0; renewals < 3; ++renewals) {
    residual.push_back(Value(stats::SbgResidualLifetime(model, discount, renewals)));
  }
  return {{"del_new_customer", Value(stats::SbgDiscountedLifetime(model, discount))},
          {"derl_after_0_1_2_renewals", std::move(residual)}};
}

json::object BgNbd(const json::object& input) {
  const bool contractual = input.contains("setting") && Text(input, "setting") == "contractual";
  const stats::BgNbd model{Number(input, "r"), Number(input, "alpha"), Number(input, "a"), Number(input, "b")};
  const auto customer = stats::ForecastBgNbd(
      model, contractual ? stats::PurchaseSetting::kContractual : stats::PurchaseSetting::kNonContractual,
      Number(input, "x"), Number(input, "t_x"), Number(input, "T"), Number(input, "t"));
  json::object out = StatusOf(customer);
  if (customer.status != Status::kOk) return out;
  out["loglik"] = customer.log_likelihood;
  out["p_alive"] = customer.p_alive;
  out["expected_future"] = customer.expected_future;
  out["expected_new_customer"] = customer.expected_new_customer;
  return out;
}

}  // namespace

MethodTable ValueMethods() {
  return {{"retention", Retention},
          {"revenue_retention", RevenueRetention},
          {"churn_hazard", ChurnHazard},
          {"churn_convert", ChurnConvert},
          {"clv_simple", ClvSimple},
          {"clv_contractual", ClvContractual},
          {"cac", Cac},
          {"sbg_mle", SbgMle},
          {"sbg_project", SbgProject},
          {"sbg_del", SbgDel},
          {"bgnbd", BgNbd}};
}

}  // namespace otklik::vectors
