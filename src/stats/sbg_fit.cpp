#include <cmath>
#include <vector>

#include "stats/lifetime_value.hpp"
#include "stats/quantile.hpp"

namespace otklik::stats {
namespace {

constexpr double kTinyParameter = 1e-5;
constexpr double kHugeParameter = 1e8;

// Period t + 1 of a cohort: how many decided, how many left.
struct Decision {
  double at_risk = 0, lost = 0, renewed = 0;
};

// Value, gradient and Hessian of the log-likelihood in (ln alpha, ln beta). With everyone still at risk in each
// product, ln L is sum lost ln(alpha) + renewed ln(beta + t) - at_risk ln(alpha + beta + t), t = 0, 1 ...
struct Likelihood {
  double value = 0;
  double ga = 0, gb = 0;
  double haa = 0, hab = 0, hbb = 0;
};

Likelihood Evaluate(const std::vector<Decision>& decisions, double alpha, double beta) {
  Likelihood result;
  double la = 0, lb = 0, laa = 0, lab = 0, lbb = 0;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const Decision& d = decisions[i];
    const auto t = static_cast<double>(i);
    const double bt = beta + t;
    const double abt = alpha + beta + t;
    result.value += d.lost * std::log(alpha) + d.renewed * std::log(bt) - d.at_risk * std::log(abt);
    la += d.lost / alpha - d.at_risk / abt;
    lb += d.renewed / bt - d.at_risk / abt;
    laa += -d.lost / (alpha * alpha) + d.at_risk / (abt * abt);
    lab += d.at_risk / (abt * abt);
    lbb += -d.renewed / (bt * bt) + d.at_risk / (abt * abt);
  }
  result.ga = alpha * la;
  result.gb = beta * lb;
  result.haa = alpha * alpha * laa + alpha * la;
  result.hab = alpha * beta * lab;
  result.hbb = beta * beta * lbb + beta * lb;
  return result;
}

// Newton where the Hessian is negative definite, otherwise uphill; steps are halved until they climb.
ShiftedBetaGeometric Maximise(const std::vector<Decision>& decisions) {
  ShiftedBetaGeometric model;
  Likelihood here = Evaluate(decisions, model.alpha, model.beta);
  for (int round = 0; round < 500; ++round) {
    const double determinant = here.haa * here.hbb - here.hab * here.hab;
    double da = here.ga / (1 + std::abs(here.ga));
    double db = here.gb / (1 + std::abs(here.gb));
    if (here.haa < 0 && determinant > 0) {
      da = -(here.hbb * here.ga - here.hab * here.gb) / determinant;
      db = -(here.haa * here.gb - here.hab * here.ga) / determinant;
      const double longest = std::max(std::abs(da), std::abs(db));
      if (longest > 2) {
        da *= 2 / longest;
        db *= 2 / longest;
      }
    }
    double scale = 1;
    Likelihood there;
    do {
      there = Evaluate(decisions, model.alpha * std::exp(scale * da), model.beta * std::exp(scale * db));
      if (there.value >= here.value) break;
      scale /= 2;
    } while (scale > 1e-12);
    if (scale <= 1e-12) break;
    model.alpha *= std::exp(scale * da);
    model.beta *= std::exp(scale * db);
    here = there;
    if (std::max(std::abs(scale * da), std::abs(scale * db)) < 1e-13) break;
    if (model.alpha < kTinyParameter || model.alpha > kHugeParameter || model.beta > kHugeParameter) break;
  }
  return model;
}

SbgFit Failed(Status status, std::string reason) {
  SbgFit fit;
  fit.status = status;
  fit.reason = std::move(reason);
  return fit;
}

SbgFit AtBoundary(const char* reason, double renewed, double at_risk) {
  SbgFit fit = Failed(Status::kRefused, reason);
  fit.geometric_retention = renewed / at_risk;
  return fit;
}

void AddErrors(SbgFit& fit, const Likelihood& top, double confidence) {
  const double determinant = top.haa * top.hbb - top.hab * top.hab;
  fit.log_variance_alpha = -top.hbb / determinant;
  fit.log_variance_beta = -top.haa / determinant;
  fit.log_covariance = top.hab / determinant;
  const double z = NormalCritical(confidence);
  const auto interval = [&](double value, double variance) {
    const double half = z * std::sqrt(variance);
    return Interval{value * std::exp(-half), value * std::exp(half)};
  };
  fit.se_alpha = fit.model->alpha * std::sqrt(fit.log_variance_alpha);
  fit.se_beta = fit.model->beta * std::sqrt(fit.log_variance_beta);
  fit.alpha_interval = interval(fit.model->alpha, fit.log_variance_alpha);
  fit.beta_interval = interval(fit.model->beta, fit.log_variance_beta);
}

}  // namespace

SbgFit FitShiftedBetaGeometric(std::span<const std::int64_t> active, double confidence) {
  if (!ValidConfidence(confidence)) return Failed(Status::kInvalidInput, "confidence_out_of_range");
  std::vector<Decision> decisions;
  double at_risk = 0, renewed = 0;
  for (std::size_t t = 0; t < active.size(); ++t) {
    if (active[t] < 0) return Failed(Status::kInvalidInput, "negative_count");
    if (t == 0) continue;
    if (active[t] > active[t - 1]) return Failed(Status::kInvalidInput, "active_count_increases");
    Decision d;
    d.at_risk = static_cast<double>(active[t - 1]);
    d.renewed = static_cast<double>(active[t]);
    d.lost = d.at_risk - d.renewed;
    decisions.push_back(d);
    at_risk += d.at_risk;
    renewed += d.renewed;
  }
  if (decisions.size() < 2) return Failed(Status::kRefused, "need_at_least_2_renewal_periods");
  if (at_risk == 0) return Failed(Status::kUndefined, "no_customers_at_start");
  // The likelihood's slope away from one common rate, in the direction of rising renewal rates.
  const double mean = (at_risk - renewed) / at_risk;
  double slope = 0;
  double late_losses = 0;
  for (std::size_t t = 1; t < decisions.size(); ++t) {
    slope -= static_cast<double>(t) * (decisions[t].lost - decisions[t].at_risk * mean);
    late_losses += decisions[t].lost;
  }
  if (slope <= 1e-9 * at_risk) return AtBoundary("boundary_homogeneous", renewed, at_risk);
  if (late_losses == 0) return AtBoundary("boundary_polarised", renewed, at_risk);
  const ShiftedBetaGeometric model = Maximise(decisions);
  const Likelihood top = Evaluate(decisions, model.alpha, model.beta);
  if (!(top.haa < 0) || !(top.haa * top.hbb - top.hab * top.hab > 0) || model.alpha > kHugeParameter ||
      model.beta > kHugeParameter) {
    return AtBoundary("boundary_homogeneous", renewed, at_risk);
  }
  SbgFit fit;
  fit.model = model;
  fit.log_likelihood = top.value;
  fit.mean_churn = model.alpha / (model.alpha + model.beta);
  AddErrors(fit, top, confidence);
  return fit;
}

}  // namespace otklik::stats
