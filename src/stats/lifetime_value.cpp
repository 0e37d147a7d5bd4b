#include "stats/lifetime_value.hpp"

#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/hypergeometric_pFq.hpp>
#include <cmath>
#include <exception>

#include "stats/range.hpp"

namespace otklik::stats {
namespace {

constexpr double kSmallestDiscount = 1e-4;

// ln Gamma(z + n) - ln Gamma(z)
double LogRising(double z, double n) { return boost::math::lgamma(z + n) - boost::math::lgamma(z); }

double Hypergeometric(double a, double b, double c, double z) {
  return boost::math::hypergeometric_pFq({a, b}, {c}, z);
}

// sum over k >= 0 of x^k prod_{i<=k} (first + i - 1) / (second + i - 1): 2F1(1, first; second; x), 0 < x < 1.
double RatioSeries(double first, double second, double x) {
  double term = 1;
  double sum = 0;
  for (int k = 0; term > 1e-17 * sum; ++k) {
    sum += term;
    term *= x * (first + k) / (second + k);
  }
  return sum;
}

bool Positive(double value) { return value > 0 && std::isfinite(value); }

bool Valid(const ShiftedBetaGeometric& model) {
  return Positive(model.alpha) && Positive(model.beta) && IsValue(model.alpha) && IsValue(model.beta);
}

// Expected purchases need a != 1; the value is smooth there, so both sides' mean is it.
template <class Function>
double AwayFromOne(double a, Function value) {
  constexpr double kStep = 1e-5;
  if (std::abs(a - 1) > kStep) return value(a);
  return (value(1 - 2 * kStep) + value(1 + 2 * kStep)) / 2;
}

// Purchases in t of a customer who is alive: rate parameters r and start, chance-to-leave parameters a and b.
double ExpectedPurchases(double a, double r, double b, double start, double t) {
  return AwayFromOne(a, [&](double shape) {
    const double series = Hypergeometric(r, b, shape + b - 1, t / (start + t));
    return (shape + b - 1) / (shape - 1) * (1 - std::pow(start / (start + t), r) * series);
  });
}

}  // namespace

GeometricValue ComputeGeometricValue(double margin, double retention, double discount) {
  GeometricValue result;
  if (!IsValue(margin)) {
    result.status = Status::kInvalidInput;
    result.reason = "margin";
  } else if (!(discount >= 0) || std::isinf(discount)) {
    result.status = Status::kInvalidInput;
    result.reason = "discount_out_of_range";
  } else if (!(retention >= 0 && retention <= 1 && retention < 1 + discount)) {
    result.status = Status::kInvalidInput;
    result.reason = "retention_out_of_range";
  } else {
    result.paid_now = margin * (1 + discount) / (1 + discount - retention);
    result.paid_after_renewal = margin * retention / (1 + discount - retention);
    if (retention < 1) result.undiscounted = margin / (1 - retention);
  }
  return result;
}

ContractValue ComputeContractValue(double margin, double discount, std::span<const double> renewal_probabilities) {
  ContractValue result;
  if (!(discount > -1)) {
    result.status = Status::kInvalidInput;
    result.reason = "discount_out_of_range";
    return result;
  }
  for (const double probability : renewal_probabilities) {
    if (probability >= 0 && probability <= 1) continue;
    result.status = Status::kInvalidInput;
    result.reason = "probability_out_of_range";
    return result;
  }
  result.survival.push_back(1);
  result.value = margin;
  result.expected_periods = 1;
  double factor = 1;
  for (const double probability : renewal_probabilities) {
    result.survival.push_back(result.survival.back() * probability);
    factor /= 1 + discount;
    result.value += margin * result.survival.back() * factor;
    result.expected_periods += result.survival.back();
  }
  // A discount next to -1 makes later periods worth more than any number.
  if (!std::isfinite(result.value)) {
    result = ContractValue{};
    result.status = Status::kInvalidInput;
    result.reason = IsValue(margin) ? "discount_out_of_range" : "margin";
  }
  return result;
}

double SbgSurvival(const ShiftedBetaGeometric& model, int period) {
  double survival = 1;
  for (int t = 1; t <= period; ++t) survival *= SbgRenewalRate(model, t);
  return survival;
}

double SbgRenewalRate(const ShiftedBetaGeometric& model, int period) {
  return (model.beta + period - 1) / (model.alpha + model.beta + period - 1);
}

std::optional<double> SbgDiscountedLifetime(const ShiftedBetaGeometric& model, double discount) {
  if (!(discount >= kSmallestDiscount) || !Valid(model)) return std::nullopt;
  return RatioSeries(model.beta, model.alpha + model.beta, 1 / (1 + discount));
}

std::optional<double> SbgResidualLifetime(const ShiftedBetaGeometric& model, double discount, int renewals) {
  if (!(discount >= kSmallestDiscount) || renewals < 0 || !Valid(model)) return std::nullopt;
  const double beta = model.beta + renewals + 1;
  return SbgRenewalRate(model, renewals + 1) * RatioSeries(beta, model.alpha + beta, 1 / (1 + discount));
}

BgNbdCustomer ForecastBgNbd(const BgNbd& model, PurchaseSetting setting, double x, double t_x, double observed,
                            double t) {
  BgNbdCustomer result;
  if (setting == PurchaseSetting::kContractual) {
    result.status = Status::kRefused;
    result.reason = "noncontractual_model_on_contractual_data";
    return result;
  }
  const bool valid = Positive(model.r) && Positive(model.alpha) && Positive(model.a) && Positive(model.b) && x >= 0 &&
                     x == std::floor(x) && t_x >= 0 && t_x <= observed && std::isfinite(observed) && t >= 0 &&
                     std::isfinite(t) && (x > 0 || t_x == 0);
  if (!valid) {
    result.status = Status::kInvalidInput;
    result.reason = "parameter_out_of_range";
    return result;
  }
  const auto& [r, alpha, a, b] = model;
  // Odds that the customer left right after the last purchase.
  const double odds = x == 0 ? 0 : a / (b + x - 1) * std::pow((alpha + observed) / (alpha + t_x), r + x);
  result.log_likelihood = LogRising(r, x) + r * std::log(alpha) + LogRising(b, x) - LogRising(a + b, x) -
                          (r + x) * std::log(alpha + observed) + std::log1p(odds);
  result.p_alive = 1 / (1 + odds);
  try {
    result.expected_future = ExpectedPurchases(model.a, r + x, b + x, alpha + observed, t) / (1 + odds);
    result.expected_new_customer = ExpectedPurchases(model.a, r, b, alpha, t);
  } catch (const std::exception&) {  // what Boost.Math throws when a series does not converge
    result.status = Status::kRefused;
    result.reason = "no_convergence";
  }
  if (!std::isfinite(result.log_likelihood) || !std::isfinite(result.expected_future) ||
      !std::isfinite(result.expected_new_customer)) {
    result.status = Status::kRefused;
    result.reason = "no_convergence";
  }
  return result;
}

}  // namespace otklik::stats
