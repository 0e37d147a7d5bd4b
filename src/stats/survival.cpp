#include "stats/survival.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "stats/linear.hpp"
#include "stats/quantile.hpp"

namespace otklik::stats {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

// What happens at one time: by group, how many are at risk and have the event.
struct Moment {
  std::vector<double> at_risk, events;
};

// Event times in order, with everyone at risk at each.
std::map<double, Moment> Moments(std::span<const Follow> follows, int groups) {
  std::map<double, Moment> moments;
  for (const Follow& follow : follows) {
    if (!follow.event) continue;
    Moment& moment = moments[follow.time];
    moment.events.resize(static_cast<std::size_t>(groups));
    ++moment.events[static_cast<std::size_t>(follow.group)];
  }
  for (auto& [time, moment] : moments) {
    moment.at_risk.resize(static_cast<std::size_t>(groups));
    for (const Follow& follow : follows) {
      if (follow.time >= time) ++moment.at_risk[static_cast<std::size_t>(follow.group)];
    }
  }
  return moments;
}

void AddIntervals(SurvivalStep& step, double greenwood, double z) {
  const double s = step.survival;
  if (!(s > 0)) return;
  const double log_se = std::sqrt(greenwood);
  step.se = s * log_se;
  step.log = Interval{s * std::exp(-z * log_se), std::min(1.0, s * std::exp(z * log_se))};
  if (!(s < 1)) return;
  const double half = z * log_se / std::abs(std::log(s));
  step.log_log = Interval{std::pow(s, std::exp(half)), std::pow(s, std::exp(-half))};
}

// Log partial likelihood, its gradient and information at beta.
struct Partial {
  double value = 0;
  VectorXd gradient;
  MatrixXd information;
};

struct Risk {
  double sum = 0;
  VectorXd first;
  MatrixXd second;

  explicit Risk(Eigen::Index p) : first(VectorXd::Zero(p)), second(MatrixXd::Zero(p, p)) {}
  void Add(double weight, const VectorXd& x) {
    sum += weight;
    first += weight * x;
    AddOuter(second, weight, x);
  }
};

Partial Evaluate(std::span<const Follow> follows, const MatrixXd& x, const VectorXd& beta, CoxTies ties) {
  const Eigen::Index p = x.cols();
  Partial partial{0, VectorXd::Zero(p), MatrixXd::Zero(p, p)};
  const VectorXd eta = Apply(x, beta);
  std::map<double, std::vector<Eigen::Index>, std::greater<>> by_time;
  for (std::size_t i = 0; i < follows.size(); ++i) by_time[follows[i].time].push_back(static_cast<Eigen::Index>(i));
  Risk risk(p);
  for (const auto& [time, rows] : by_time) {
    Risk tied(p);
    double deaths = 0;
    for (const Eigen::Index i : rows) {
      const VectorXd row = x.row(i).transpose();
      risk.Add(std::exp(eta(i)), row);
      if (!follows[static_cast<std::size_t>(i)].event) continue;
      tied.Add(std::exp(eta(i)), row);
      partial.value += eta(i);
      partial.gradient += row;
      ++deaths;
    }
    for (double k = 0; k < deaths; ++k) {
      const double share = ties == CoxTies::kEfron ? k / deaths : 0;
      const double sum = risk.sum - share * tied.sum;
      const VectorXd mean = (risk.first - share * tied.first) / sum;
      partial.value -= std::log(sum);
      partial.gradient -= mean;
      partial.information += (risk.second - share * tied.second) / sum;
      AddOuter(partial.information, -1, mean);
    }
  }
  return partial;
}

CoxFit FailedCox(Status status, std::string reason) {
  CoxFit fit;
  fit.status = status;
  fit.reason = std::move(reason);
  return fit;
}

}  // namespace

SurvivalCurve FitSurvival(std::span<const Follow> follows, double confidence) {
  SurvivalCurve curve;
  const bool negative = std::any_of(follows.begin(), follows.end(), [](const Follow& f) { return !(f.time >= 0); });
  if (follows.empty() || negative || !ValidConfidence(confidence)) {
    curve.status = follows.empty() ? Status::kUndefined : Status::kInvalidInput;
    curve.reason = follows.empty() ? "no_valid_responses" : negative ? "negative_time" : "confidence_out_of_range";
    return curve;
  }
  std::vector<Follow> pooled(follows.begin(), follows.end());
  for (Follow& follow : pooled) follow.group = 0;
  const double z = NormalCritical(confidence);
  double survival = 1, greenwood = 0;
  for (const auto& [time, moment] : Moments(pooled, 1)) {
    SurvivalStep step;
    step.time = time;
    step.at_risk = moment.at_risk[0];
    step.events = moment.events[0];
    survival *= 1 - step.events / step.at_risk;
    step.survival = survival;
    if (survival > 0) greenwood += step.events / (step.at_risk * (step.at_risk - step.events));
    AddIntervals(step, greenwood, z);
    if (!curve.median && survival <= 0.5 + 1e-12) curve.median = time;
    curve.steps.push_back(step);
  }
  return curve;
}

RestrictedMean ComputeRestrictedMean(const SurvivalCurve& curve, double tau) {
  RestrictedMean result;
  double variance = 0, after = 0, until = tau;
  // Backwards: the area right of each event time is what its chance changes.
  for (std::size_t i = curve.steps.size(); i-- > 0;) {
    const SurvivalStep& step = curve.steps[i];
    if (step.time >= tau) continue;
    after += step.survival * (until - step.time);
    until = step.time;
    if (step.at_risk > step.events) {
      variance += after * after * step.events / (step.at_risk * (step.at_risk - step.events));
    }
  }
  result.value = after + until;
  result.se = std::sqrt(variance);
  return result;
}

LogRank TestLogRank(std::span<const Follow> follows, int groups) {
  LogRank result;
  const auto size = static_cast<std::size_t>(std::max(groups, 0));
  result.observed.resize(size);
  result.expected.resize(size);
  const auto moments = groups < 1 ? std::map<double, Moment>{} : Moments(follows, groups);
  if (groups < 2 || moments.empty()) {
    result.status = Status::kUndefined;
    result.reason = groups < 2 ? "single_group" : "no_events";
    return result;
  }
  MatrixXd variance = MatrixXd::Zero(groups, groups);
  for (const auto& [time, moment] : moments) {
    double n = 0, d = 0;
    for (std::size_t g = 0; g < size; ++g) {
      n += moment.at_risk[g];
      d += moment.events[g];
    }
    const double spread = n > 1 ? d * (n - d) / (n - 1) : 0;
    for (std::size_t g = 0; g < size; ++g) {
      result.observed[g] += moment.events[g];
      result.expected[g] += d * moment.at_risk[g] / n;
      for (std::size_t h = 0; h < size; ++h) {
        const double share = moment.at_risk[g] / n;
        variance(static_cast<int>(g), static_cast<int>(h)) +=
            spread * ((g == h ? share : 0) - share * moment.at_risk[h] / n);
      }
    }
  }
  VectorXd gap(groups);
  for (std::size_t g = 0; g < size; ++g) gap(static_cast<int>(g)) = result.observed[g] - result.expected[g];
  ChiSquaredTest test;
  test.statistic = gap.dot(LeastSquares(variance).Solve(gap));
  test.df = groups - 1;
  test.p = ChiSquaredUpper(std::max(0.0, test.statistic), test.df);
  result.test = test;
  return result;
}

CoxFit FitCox(std::span<const Follow> follows, const std::vector<std::vector<double>>& columns, CoxTies ties) {
  const auto rows = static_cast<Eigen::Index>(follows.size());
  MatrixXd x(rows, static_cast<Eigen::Index>(columns.size()));
  for (std::size_t j = 0; j < columns.size(); ++j) {
    if (columns[j].size() != follows.size()) return FailedCox(Status::kInvalidInput, "unequal_lengths");
    x.col(static_cast<Eigen::Index>(j)) = Eigen::Map<const VectorXd>(columns[j].data(), rows);
  }
  if (std::none_of(follows.begin(), follows.end(), [](const Follow& follow) { return follow.event; })) {
    return FailedCox(Status::kUndefined, "no_events");
  }
  x.rowwise() -= x.colwise().mean().eval();
  VectorXd beta = VectorXd::Zero(x.cols());
  Partial here = Evaluate(follows, x, beta, ties);
  for (int step = 0; step < 50; ++step) {
    const SymmetricFactor factor(here.information);
    if (!(factor.SmallestPivot() > 1e-10)) return FailedCox(Status::kRefused, "separation");
    const VectorXd move = factor.Solve(here.gradient);
    double scale = 1;
    Partial there = Evaluate(follows, x, beta + move, ties);
    while (!(there.value >= here.value - 1e-12 * (1 + std::abs(here.value))) && scale > 1e-10) {
      scale /= 2;
      there = Evaluate(follows, x, beta + scale * move, ties);
    }
    beta += scale * move;
    here = there;
    if (move.array().abs().maxCoeff() > 1e-12 * (1 + beta.array().abs().maxCoeff())) continue;
    CoxFit fit;
    const MatrixXd covariance = SymmetricFactor(here.information).Inverse();
    for (Eigen::Index j = 0; j < beta.size(); ++j) {
      fit.log_hazard_ratios.push_back(beta(j));
      fit.se.push_back(std::sqrt(covariance(j, j)));
    }
    return fit;
  }
  return FailedCox(Status::kRefused, "separation");
}

}  // namespace otklik::stats
