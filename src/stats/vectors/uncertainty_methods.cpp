#include <cmath>
#include <map>

#include "stats/accounts.hpp"
#include "stats/bootstrap.hpp"
#include "stats/difference.hpp"
#include "stats/finite.hpp"
#include "stats/multiple.hpp"
#include "stats/trend.hpp"
#include "stats/vectors/methods.hpp"

namespace otklik::vectors {
namespace {

using stats::Difference;
using stats::Estimate;
using stats::NetComparison;
using stats::NetCounts;
using stats::NetMethod;
using stats::Status;

Estimate NetEstimate(const NetCounts& counts, double confidence) {
  return stats::EstimateNet(counts.promoters, counts.passives, counts.detractors, 0, confidence);
}

json::object Adjusted(const NetCounts& counts, double ends, double middle, double confidence) {
  const auto adjusted = stats::NetAdjustedWald(counts, ends, middle, confidence);
  return {
      {"center", adjusted.centre}, {"se", adjusted.se}, {"lo", adjusted.interval.low}, {"hi", adjusted.interval.high}};
}

json::object NpsCi(const json::object& input) {
  const NetCounts counts = NetOf(input);
  const double confidence = Confidence(input);
  const Estimate estimate = NetEstimate(counts, confidence);
  json::object out = StatusOf(estimate);
  if (!estimate.value) return out;
  out["nps"] = *estimate.value;
  out["var_unit"] = stats::NetUnitVariance(counts);
  out["score"] = Value(estimate.interval);
  out["wald"] = Value(stats::NetInterval(counts, NetMethod::kWald, confidence));
  out["mover_wilson"] = Value(stats::NetInterval(counts, NetMethod::kMoverWilson, confidence));
  out["t_interval"] = Value(stats::NetInterval(counts, NetMethod::kStudent, confidence));
  out["aw3t"] = Adjusted(counts, 0.75, 1.5, confidence);
  out["aw3u"] = Adjusted(counts, 1, 1, confidence);
  return out;
}

json::object NpsCiScore(const json::object& input) {
  const Estimate estimate = NetEstimate(NetOf(input), Confidence(input));
  json::object out = StatusOf(estimate);
  out["lo"] = Low(estimate.interval);
  out["hi"] = High(estimate.interval);
  return out;
}

json::object NpsCiBootstrap(const json::object& input) {
  const NetCounts counts = NetOf(input);
  const Estimate estimate = NetEstimate(counts, Confidence(input));
  if (!estimate.value) return StatusOf(estimate);
  const auto bootstrap = stats::ExactNetBootstrap(counts, Confidence(input));
  if (!bootstrap) return Failure(Status::kRefused, "zero_variance");
  return {{"status", "ok"},
          {"lo", bootstrap->interval.low},
          {"hi", bootstrap->interval.high},
          {"lattice_step", bootstrap->step},
          {"exact_bootstrap_se", bootstrap->se}};
}

json::object NpsDiff(const json::object& input) {
  const NetCounts a = NetOf(input.at("a").as_object());
  const NetCounts b = NetOf(input.at("b").as_object());
  const double confidence = Confidence(input);
  const Difference mover = stats::DifferenceNet(a, b, confidence);
  json::object out = StatusOf(mover);
  if (!mover.value) return out;
  out["diff"] = *mover.value;
  out["mover_score_lo"] = Low(mover.interval);
  out["mover_score_hi"] = High(mover.interval);
  out["mover_p"] = Value(mover.p);
  const Difference half = stats::CompareNet(a, b, NetComparison::kAdjustedHalf, confidence);
  out["aw_half_diff"] = Value(half.value);
  out["aw_half_se"] = Value(half.se);
  out["aw_half_z"] = *half.value / *half.se;
  out["aw_half_p"] = Value(half.p);
  const Difference wald = stats::CompareNet(a, b, NetComparison::kWald, confidence);
  out["wald_se"] = Value(wald.se);
  out["wald_p"] = Value(wald.p);
  const Difference welch = stats::CompareNet(a, b, NetComparison::kWelch, confidence);
  out["welch_t"] = welch.df ? json::value(*welch.value / *welch.se) : json::value(nullptr);
  out["welch_df"] = Value(welch.df);
  out["welch_p"] = Value(welch.p);
  return out;
}

json::object NpsDiffPaired(const json::object& input) {
  const auto before = MaybeNumbers(input, "before");
  const auto after = MaybeNumbers(input, "after");
  std::vector<double> later, earlier;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::optional<double> both[] = {before[i], after.at(i)};
    if (stats::TallyNet(both).counts.n() < 2) continue;
    earlier.push_back(100 * stats::ClassifyNet(*before[i]));
    later.push_back(100 * stats::ClassifyNet(*after[i]));
  }
  const Difference change = stats::DifferencePaired(later, earlier, Confidence(input));
  json::object out = StatusOf(change);
  if (!change.value) return out;
  out["diff"] = *change.value;
  out["se"] = Value(change.se);
  out["t"] = change.df ? json::value(*change.value / *change.se) : json::value(nullptr);
  out["df"] = Value(change.df);
  out["p"] = Value(change.p);
  out["lo"] = Low(change.interval);
  out["hi"] = High(change.interval);
  return out;
}

json::object Trend(const json::object& input, stats::TrendVariance variance) {
  std::vector<stats::NetPeriod> periods;
  for (const json::value& period : input.at("periods").as_array()) {
    periods.push_back({Number(period.as_object(), "t"), NetOf(period.as_object())});
  }
  const auto trend = stats::FitNetTrend(periods, variance, Confidence(input));
  json::object out = StatusOf(trend);
  if (!trend.slope) return out;
  out["slope_points_per_period"] = Value(trend.slope);
  out["se"] = Value(trend.se);
  out["z"] = Value(trend.z);
  out["p"] = Value(trend.p);
  out["Q_homogeneity"] = Value(trend.homogeneity_q);
  out["Q_df"] = trend.periods - 1;
  out["Q_p"] = Value(trend.homogeneity_p);
  out["Q_residual"] = Value(trend.residual_q);
  out["Q_residual_df"] = trend.periods - 2;
  out["Q_residual_p"] = Value(trend.residual_p);
  out["slope_se_overdispersed"] = Value(trend.se_overdispersed);
  return out;
}

json::object PAdjust(const json::object& input) {
  const auto p = MaybeNumbers(input, "p");
  return {{"holm", List(stats::AdjustHolm(p))},
          {"bh", List(stats::AdjustBenjaminiHochberg(p))},
          {"bonferroni", List(stats::AdjustBonferroni(p))}};
}

json::object NpsFpc(const json::object& input) {
  const auto finite = stats::EstimateFiniteNet(NetOf(input), Number(input, "N"), Confidence(input));
  const Estimate& estimate = finite.estimate;
  json::object out = StatusOf(estimate);
  if (!estimate.value) return out;
  out["nps"] = *estimate.value;
  out["se_srs"] = Value(finite.se_sampling);
  out["se_fpc"] = Value(estimate.se);
  out["fpc_factor"] = finite.factor;
  out["response_rate"] = finite.response_rate;
  out["score_lo_neff"] = Low(estimate.interval);
  out["score_hi_neff"] = High(estimate.interval);
  out["n_eff"] = Value(finite.effective_n);
  out["nonresponse_lo"] = Low(finite.nonresponse);
  out["nonresponse_hi"] = High(finite.nonresponse);
  if (estimate.interval_reason == "census") {
    out["note"] = "census: descriptive SE is 0; still sampling error for superpopulation/trend claims";
  }
  return out;
}

std::vector<stats::AccountAnswers> Accounts(const json::object& input) {
  const json::array& names = input.at("account").as_array();
  const auto scores = MaybeNumbers(input, "score");
  std::map<std::string, stats::AccountAnswers> accounts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name(names[i].as_string());
    const std::optional<double> one[] = {scores.at(i)};
    const NetCounts counts = stats::TallyNet(one).counts;
    stats::AccountAnswers& account = accounts[name];
    account.contacts.promoters += counts.promoters;
    account.contacts.passives += counts.passives;
    account.contacts.detractors += counts.detractors;
    account.revenue = Number(input.at("revenue").as_object(), name, 0);
  }
  std::vector<stats::AccountAnswers> list;
  for (const auto& [name, account] : accounts) list.push_back(account);
  return list;
}

json::object NpsAccounts(const json::object& input) {
  const auto accounts = Accounts(input);
  const double confidence = Confidence(input);
  const auto contact = EstimateClusteredNet(accounts, stats::AccountWeight::kContact, confidence);
  const auto account = EstimateClusteredNet(accounts, stats::AccountWeight::kAccount, confidence);
  const auto revenue = EstimateClusteredNet(accounts, stats::AccountWeight::kRevenue, confidence);
  json::object out = StatusOf(contact.estimate);
  if (!contact.estimate.value) return out;
  if (contact.estimate.interval_reason == "one_account") {
    out["status_se"] = "undefined";
    out["reason"] = "one_account";
  }
  NetCounts all;
  for (const auto& one : accounts) {
    all.promoters += one.contacts.promoters;
    all.passives += one.contacts.passives;
    all.detractors += one.contacts.detractors;
  }
  const auto deff = stats::ClusterDesignEffect(accounts);
  out["contacts"] = all.n();
  out["accounts"] = accounts.size();
  out["contact_nps"] = Value(contact.estimate.value);
  out["contact_se_cluster"] = Value(contact.estimate.se);
  out["contact_se_naive"] = Value(stats::NetPointError(all));
  out["deff_cluster"] = Value(deff);
  out["n_eff"] = deff ? json::value(all.n() / *deff) : json::value(nullptr);
  out["icc_anova"] = Value(stats::IntraclassCorrelation(accounts));
  out["df"] = Value(contact.df);
  out["contact_lo"] = Low(contact.estimate.interval);
  out["contact_hi"] = High(contact.estimate.interval);
  out["contact_n_eff_kg"] = Value(contact.effective_n);
  out["contact_score_lo"] = Low(contact.score);
  out["contact_score_hi"] = High(contact.score);
  out["account_mean_nps"] = Value(account.estimate.value);
  out["account_mean_se"] = Value(account.estimate.se);
  out["account_worst_contact_nps"] = Value(stats::WorstContactNet(accounts));
  out["account_plurality_nps"] = Value(stats::PluralityNet(accounts));
  const auto interval = revenue.estimate.interval ? revenue.estimate.interval : revenue.unsafe_interval;
  out["revenue_nps"] = Value(revenue.estimate.value);
  out["revenue_se"] = Value(revenue.estimate.se);
  out["revenue_df"] = Value(revenue.df);
  out["revenue_lo"] = Low(interval);
  out["revenue_hi"] = High(interval);
  out["revenue_n_eff_kish"] = revenue.effective_accounts;
  out["revenue_share_largest"] = revenue.largest_share;
  return out;
}

}  // namespace

MethodTable UncertaintyMethods() {
  return {
      {"nps_ci", NpsCi},
      {"nps_ci_score", NpsCiScore},
      {"nps_ci_bootstrap", NpsCiBootstrap},
      {"nps_diff", NpsDiff},
      {"nps_diff_paired", NpsDiffPaired},
      {"nps_trend", [](const json::object& input) { return Trend(input, stats::TrendVariance::kRaw); }},
      {"nps_trend_smoothed", [](const json::object& input) { return Trend(input, stats::TrendVariance::kSmoothed); }},
      {"p_adjust", PAdjust},
      {"nps_fpc", NpsFpc},
      {"nps_accounts", NpsAccounts}};
}

}  // namespace otklik::vectors
