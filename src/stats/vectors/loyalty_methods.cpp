#include <algorithm>
#include <cmath>
#include <set>

#include "stats/contingency.hpp"
#include "stats/difference.hpp"
#include "stats/logistic.hpp"
#include "stats/range.hpp"
#include "stats/ratio.hpp"
#include "stats/survival.hpp"
#include "stats/vectors/methods.hpp"

namespace otklik::vectors {
namespace {

using stats::Status;

constexpr std::int64_t kResamples = 20000;
constexpr std::uint64_t kSeed = 20000;

json::object LtvRatio(const json::object& input) {
  const auto ratio =
      stats::EstimateMeanRatio(Numbers(input, "promoters"), Numbers(input, "detractors"), Confidence(input));
  json::object out = StatusOf(ratio);
  if (!ratio.value) return out;
  out["mean_promoters"] = ratio.first_mean;
  out["mean_detractors"] = ratio.second_mean;
  out["ratio"] = *ratio.value;
  out["log_ratio_se"] = Value(ratio.log_se);
  out["log_lo"] = Low(ratio.log_interval);
  out["log_hi"] = High(ratio.log_interval);
  out["fieller_z_lo"] = Low(ratio.fieller_z.interval);
  out["fieller_z_hi"] = High(ratio.fieller_z.interval);
  out["fieller_t_df"] = Value(ratio.df);
  out["fieller_t_lo"] = Low(ratio.fieller_t.interval);
  out["fieller_t_hi"] = High(ratio.fieller_t.interval);
  out["welch_p_diff"] = Value(ratio.difference_p);
  out["log_scale_welch_p"] = Value(ratio.log_difference_p);
  out["geometric_mean_ratio"] = Value(ratio.geometric_mean_ratio);
  return out;
}

json::object LtvRatioFieller(const json::object& input) {
  const auto ratio =
      stats::EstimateMeanRatio(Numbers(input, "promoters"), Numbers(input, "detractors"), Confidence(input));
  if (!ratio.value) return StatusOf(ratio);
  const bool normal = input.contains("quantile") && Text(input, "quantile") == "z";
  const auto& fieller = normal ? ratio.fieller_z : ratio.fieller_t;
  json::object out = StatusOf(ratio);
  if (fieller.unbounded) {
    // The file format names this state as a status of its own.
    out["status"] = "unbounded";
    out["reason"] = "denominator_mean_not_distinguishable_from_zero";
  }
  out["ratio"] = *ratio.value;
  out["lo"] = Low(fieller.interval);
  out["hi"] = High(fieller.interval);
  out["df"] = Value(ratio.df);
  return out;
}

json::object LtvRatioBootstrap(const json::object& input) {
  const auto bootstrap = stats::BootstrapMeanRatio(Numbers(input, "promoters"), Numbers(input, "detractors"),
                                                   Confidence(input), kResamples, kSeed);
  json::object out = StatusOf(bootstrap);
  out["ratio"] = Value(bootstrap.value);
  out["lo"] = Low(bootstrap.interval);
  out["hi"] = High(bootstrap.interval);
  out["resamples"] = bootstrap.resamples;
  out["infinite_ratios"] = bootstrap.infinite;
  return out;
}

stats::ShareCounts Renewals(const json::object& input, std::string_view key) {
  const json::object& group = input.at(key).as_object();
  return {Number(group, "renewed"), Number(group, "n")};
}

void AddRatio(json::object& out, const stats::RiskRatio& ratio, const std::string& prefix) {
  out["rr"] = Value(ratio.value);
  out[prefix + "koopman_lo"] = ratio.koopman ? json::value(ratio.koopman->low) : json::value(nullptr);
  out[prefix + "koopman_hi"] = ratio.koopman ? Value(ratio.koopman->high) : json::value(nullptr);
  out[prefix + (ratio.katz_corrected ? "katz_half_lo" : "katz_lo")] = Low(ratio.katz);
  out[prefix + (ratio.katz_corrected ? "katz_half_hi" : "katz_hi")] = High(ratio.katz);
}

json::object RenewalGroups(const json::object& input) {
  const double confidence = Confidence(input);
  const auto promoters = Renewals(input, "promoters");
  const auto passives = Renewals(input, "passives");
  const auto detractors = Renewals(input, "detractors");
  const auto ratio = stats::EstimateRiskRatio(promoters, detractors, confidence);
  json::object out = StatusOf(ratio);
  if (ratio.status == Status::kInvalidInput) return out;
  const auto share = [](const stats::ShareCounts& group) {
    return group.n > 0 ? json::value(group.hits / group.n) : json::value(nullptr);
  };
  out["rate_promoters"] = share(promoters);
  out["rate_passives"] = share(passives);
  out["rate_detractors"] = share(detractors);
  AddRatio(out, ratio, "rr_");
  const auto difference = stats::DifferenceShare(promoters, detractors, confidence);
  out["rd"] = Value(difference.value);
  out["rd_newcombe_lo"] = Low(difference.interval);
  out["rd_newcombe_hi"] = High(difference.interval);
  if (const auto odds = stats::EstimateOddsRatio(promoters, detractors, confidence)) {
    out["or"] = odds->value;
    out["or_woolf_lo"] = odds->interval.low;
    out["or_woolf_hi"] = odds->interval.high;
  }
  out["fisher_p"] = Value(stats::FisherTwoSided(promoters.hits, promoters.n - promoters.hits, detractors.hits,
                                                detractors.n - detractors.hits));
  const stats::ShareCounts groups[] = {detractors, passives, promoters};
  const double scores[] = {-1, 0, 1};
  if (const auto trend = stats::TestShareTrend(groups, scores)) {
    out["trend_chisq"] = trend->statistic;
    out["trend_p"] = trend->p;
  }
  std::vector<std::vector<double>> table;
  for (const auto& group : groups) table.push_back({group.hits, group.n - group.hits});
  if (const auto test = stats::TestIndependence(table)) {
    out["chisq"] = test->statistic;
    out["chisq_df"] = test->df;
    out["chisq_p"] = test->p;
  }
  return out;
}

json::object RiskRatio(const json::object& input) {
  const auto ratio = stats::EstimateRiskRatio({Number(input, "x1"), Number(input, "n1")},
                                              {Number(input, "x2"), Number(input, "n2")}, Confidence(input));
  json::object out = StatusOf(ratio);
  if (ratio.status == Status::kOk) AddRatio(out, ratio, "");
  return out;
}

// The rows of a survival case; groups are numbered by name.
struct SurvivalCase {
  std::vector<std::string> names;
  std::vector<stats::Follow> follows;
};

SurvivalCase Follows(const json::object& input) {
  const std::vector<double> times = Numbers(input, "time");
  const std::vector<double> events = Numbers(input, "event");
  SurvivalCase rows;
  std::vector<std::string> groups(times.size(), "all");
  if (input.contains("group")) {
    for (std::size_t i = 0; i < times.size(); ++i) {
      groups[i] = std::string(input.at("group").as_array().at(i).as_string());
    }
  }
  const std::set<std::string> names(groups.begin(), groups.end());
  rows.names.assign(names.begin(), names.end());
  for (std::size_t i = 0; i < times.size(); ++i) {
    const auto place = std::find(rows.names.begin(), rows.names.end(), groups[i]);
    rows.follows.push_back({times[i], events.at(i) != 0, static_cast<int>(place - rows.names.begin())});
  }
  return rows;
}

json::object StepOut(const std::string& group, const stats::SurvivalStep& step) {
  return {{"group", group},
          {"time", step.time},
          {"n_risk", step.at_risk},
          {"n_event", step.events},
          {"surv", step.survival},
          {"se_greenwood", Value(step.se)},
          {"loglog_lo", Low(step.log_log)},
          {"loglog_hi", High(step.log_log)},
          {"log_lo", Low(step.log)},
          {"log_hi", High(step.log)}};
}

void AddCox(json::object& out, const SurvivalCase& rows) {
  if (rows.names.size() != 2) return;
  std::vector<double> second;
  for (const stats::Follow& follow : rows.follows) second.push_back(follow.group);
  for (const auto& [name, ties] :
       {std::pair{"cox_efron", stats::CoxTies::kEfron}, std::pair{"cox_breslow", stats::CoxTies::kBreslow}}) {
    const auto fit = stats::FitCox(rows.follows, {second}, ties);
    const std::string prefix = name;
    const bool fitted = fit.status == Status::kOk;
    out[prefix + "_loghr_" + rows.names[1] + "_vs_" + rows.names[0]] =
        fitted ? json::value(fit.log_hazard_ratios[0]) : json::value(nullptr);
    out[prefix + "_se"] = fitted ? json::value(fit.se[0]) : json::value(nullptr);
  }
}

json::object Survival(const json::object& input) {
  const SurvivalCase rows = Follows(input);
  const auto tau = MaybeNumber(input, "rmst_tau");
  Require(!tau || stats::IsWeight(*tau), "rmst_tau");
  json::object out = Failure(Status::kOk, "");
  json::array steps;
  for (std::size_t g = 0; g < rows.names.size(); ++g) {
    std::vector<stats::Follow> group;
    for (const stats::Follow& follow : rows.follows) {
      if (follow.group == static_cast<int>(g)) group.push_back(follow);
    }
    const auto curve = stats::FitSurvival(group, Confidence(input));
    if (curve.status != Status::kOk) return StatusOf(curve);
    for (const auto& step : curve.steps) steps.push_back(StepOut(rows.names[g], step));
    out["median_" + rows.names[g]] = Value(curve.median);
    if (tau) out["rmst_" + rows.names[g]] = stats::ComputeRestrictedMean(curve, *tau).value;
    if (tau) out["rmst_" + rows.names[g] + "_se"] = stats::ComputeRestrictedMean(curve, *tau).se;
    if (rows.names.size() > 1) continue;
    out["median"] = Value(curve.median);
    out["surv_last"] = curve.steps.empty() ? 1.0 : curve.steps.back().survival;
  }
  out["km"] = std::move(steps);
  const auto test = stats::TestLogRank(rows.follows, static_cast<int>(rows.names.size()));
  out["status_logrank"] = stats::StatusName(test.status);
  if (!test.test) {
    out["reason"] = test.reason;
    return out;
  }
  out["logrank_chisq"] = test.test->statistic;
  out["logrank_p"] = test.test->p;
  for (std::size_t g = 0; g < rows.names.size(); ++g) out["logrank_expected_" + rows.names[g]] = test.expected[g];
  AddCox(out, rows);
  return out;
}

// One object by coefficient: intercept and the columns' names.
template <class Pick>
json::object ByCoefficient(const stats::LogisticFit& fit, const std::vector<std::string>& names, Pick pick) {
  json::object out;
  for (std::size_t j = 0; j < fit.coefficients.size(); ++j) {
    out[j == 0 ? "intercept" : names[j - 1]] = pick(fit.coefficients[j]);
  }
  return out;
}

json::object Logistic(const json::object& input) {
  using Coefficient = stats::LogisticCoefficient;
  const std::vector<double> y = Numbers(input, "y");
  stats::LogisticData data{y, std::vector<double>(y.size(), 1), {}};
  std::vector<std::string> names;
  for (const auto& [name, column] : input.at("x").as_object()) {
    names.emplace_back(name);
    data.columns.push_back(Numbers(column));
  }
  const auto fit = stats::FitLogistic(data, Confidence(input));
  json::object out = StatusOf(fit);
  if (fit.firth && fit.coefficients.size() > 1) {
    out["status"] = "separation";
    out["mle"] = "infinite";
    out["firth_intercept"] = fit.coefficients[0].value;
    out["firth_se_intercept"] = fit.coefficients[0].se;
    out["firth_slope"] = fit.coefficients.at(1).value;
    out["firth_se_slope"] = fit.coefficients.at(1).se;
  }
  if (fit.status != Status::kOk) return out;
  out["coef"] = ByCoefficient(fit, names, [](const Coefficient& c) { return c.value; });
  out["se"] = ByCoefficient(fit, names, [](const Coefficient& c) { return c.se; });
  out["p"] = ByCoefficient(fit, names, [](const Coefficient& c) { return c.p; });
  out["se_robust_hc0"] = ByCoefficient(fit, names, [](const Coefficient& c) { return c.robust_se; });
  for (std::size_t j = 0; j < names.size(); ++j) {
    const Coefficient& coefficient = fit.coefficients[j + 1];
    out["or_" + names[j]] = std::exp(coefficient.value);
    out["or_" + names[j] + "_lo"] = std::exp(coefficient.interval.low);
    out["or_" + names[j] + "_hi"] = std::exp(coefficient.interval.high);
    out["avg_marginal_effect_" + names[j]] = stats::AverageMarginalEffect(fit, j + 1);
  }
  out["deviance"] = fit.deviance;
  out["null_deviance"] = fit.null_deviance;
  out["aic"] = fit.aic;
  out["auc"] = Value(stats::AreaUnderCurve(y, fit.fitted));
  out["brier"] = Value(stats::BrierScore(y, fit.fitted));
  return out;
}

}  // namespace

MethodTable LoyaltyMethods() {
  return {{"ltv_ratio", LtvRatio},
          {"ltv_ratio_fieller", LtvRatioFieller},
          {"ltv_ratio_bootstrap", LtvRatioBootstrap},
          {"renewal_groups", RenewalGroups},
          {"risk_ratio", RiskRatio},
          {"survival", Survival},
          {"logistic", Logistic}};
}

}  // namespace otklik::vectors
