#include "stats/calibrated_answer.hpp"

#include <algorithm>
#include <cmath>

#include "stats/linear.hpp"
#include "stats/net.hpp"
#include "stats/quantile.hpp"
#include "stats/share.hpp"

namespace otklik::stats {
namespace {

// Of the scaled normal equations' eigenvalues, and of what is left of a row's variance: rounding below this.
constexpr double kRounding = 1e-10;

using Cells = std::span<const CalibrationCell>;
using Margins = std::span<const Margin>;

// The cells of a domain, their normalised weights and what their values come to.
struct Domain {
  std::vector<bool> inside;
  std::vector<double> row_weight;  // by cell, of a row with the cell's mean base weight; sums to 1 over rows
  double n = 0, mean = 0, square = 0;
  double squared_weights = 0;  // sum of w^2 over rows: 1 / Kish's effective n
  bool alike = true;
};

// Mean base weight of a row, weighted with itself, so that n rows of it have the cell's sum of squares.
double BaseOf(const CalibrationCell& cell) { return cell.base > 0 ? cell.base_squared / cell.base : 0; }

Domain DomainOf(Cells cells, const Calibration& calibration, const std::vector<bool>& in_domain) {
  Domain domain;
  domain.inside.assign(cells.size(), true);
  if (!in_domain.empty()) domain.inside = in_domain;
  double total = 0;
  const CalibrationCell* first = nullptr;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!domain.inside[i]) continue;
    domain.n += cells[i].n;
    const double weight = cells[i].base * calibration.factor[i];
    if (weight == 0) continue;
    if (first == nullptr) first = &cells[i];
    domain.alike = domain.alike && cells[i].value == first->value;
    total += weight;
    domain.mean += weight * cells[i].value;
    domain.square += weight * cells[i].value * cells[i].value;
    domain.squared_weights += cells[i].base_squared * calibration.factor[i] * calibration.factor[i];
  }
  if (total == 0) return domain;
  domain.mean /= total;
  domain.square /= total;
  domain.squared_weights /= total * total;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    domain.row_weight.push_back(domain.inside[i] ? BaseOf(cells[i]) * calibration.factor[i] / total : 0);
  }
  return domain;
}

// Each cell's columns among the dummies of all margins; one for all without margins.
class Dummies {
 public:
  Dummies(Cells cells, Margins margins) : per_cell_(std::max<std::size_t>(1, margins.size())) {
    Eigen::Index offset = 0;
    std::vector<Eigen::Index> offsets;
    for (const Margin& margin : margins) {
      offsets.push_back(offset);
      offset += static_cast<Eigen::Index>(margin.size());
    }
    count_ = std::max<Eigen::Index>(1, offset);
    for (const CalibrationCell& cell : cells) {
      if (margins.empty()) columns_.push_back(0);
      for (std::size_t m = 0; m < margins.size(); ++m) columns_.push_back(offsets[m] + cell.category[m]);
    }
  }

  std::span<const Eigen::Index> Of(std::size_t cell) const {
    return std::span(columns_).subspan(cell * per_cell_, per_cell_);
  }

  // x' diag(weight) x, weights by cell.
  Eigen::MatrixXd Gram(const std::vector<double>& weight) const {
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(count_, count_);
    for (std::size_t i = 0; i < weight.size(); ++i) {
      for (const Eigen::Index a : Of(i)) {
        for (const Eigen::Index b : Of(i)) gram(a, b) += weight[i];
      }
    }
    return gram;
  }

  // x_i' m x_i.
  double Quadratic(std::size_t cell, const Eigen::MatrixXd& m) const {
    double sum = 0;
    for (const Eigen::Index a : Of(cell)) {
      for (const Eigen::Index b : Of(cell)) sum += m(a, b);
    }
    return sum;
  }

 private:
  std::size_t per_cell_;
  Eigen::Index count_ = 1;
  std::vector<Eigen::Index> columns_;
};

struct PseudoInverse {
  Eigen::MatrixXd inverse;
  double rank = 0;
};

// Scaled to a unit diagonal first, so that small categories are not taken for rounding.
PseudoInverse Invert(const Eigen::MatrixXd& gram) {
  const Eigen::Index size = gram.rows();
  Eigen::VectorXd scale = Eigen::VectorXd::Zero(size);
  for (Eigen::Index c = 0; c < size; ++c) scale(c) = gram(c, c) > 0 ? 1 / std::sqrt(gram(c, c)) : 0;
  const SymmetricEigen parts = DecomposeSymmetric(scale.asDiagonal() * gram * scale.asDiagonal());
  PseudoInverse result{Eigen::MatrixXd::Zero(size, size), 0};
  for (Eigen::Index c = 0; c < size; ++c) {
    if (parts.values(c) <= kRounding) continue;
    ++result.rank;
    AddOuter(result.inverse, 1 / parts.values(c), scale.cwiseProduct(parts.vectors.col(c)));
  }
  return result;
}

std::vector<double> Collect(Cells cells, double CalibrationCell::*member) {
  std::vector<double> collected;
  for (const CalibrationCell& cell : cells) collected.push_back(cell.*member);
  return collected;
}

// Constants that the margins fit to the domain alone.
double RankOf(Cells cells, const Dummies& dummies, const Domain& domain) {
  std::vector<double> base = Collect(cells, &CalibrationCell::base);
  for (std::size_t i = 0; i < base.size(); ++i) base[i] *= domain.inside[i] ? 1 : 0;
  return Invert(dummies.Gram(base)).rank;
}

// se of the domain's mean; null if a row of the domain is a category of its own.
std::optional<double> ErrorOf(Cells cells, const Dummies& dummies, const Domain& domain) {
  const Eigen::MatrixXd inverse = Invert(dummies.Gram(Collect(cells, &CalibrationCell::base))).inverse;
  const Eigen::MatrixXd spread = Sandwich(inverse, dummies.Gram(Collect(cells, &CalibrationCell::base_squared)));
  const auto deviation = [&](std::size_t i) { return domain.inside[i] ? cells[i].value - domain.mean : 0; };
  Eigen::VectorXd sums = Eigen::VectorXd::Zero(inverse.rows());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    for (const Eigen::Index column : dummies.Of(i)) sums(column) += cells[i].base * deviation(i);
  }
  const Eigen::VectorXd fit = Apply(inverse, sums);
  double variance = 0, uncalibrated = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double weight = domain.row_weight[i];
    if (weight == 0) continue;
    const double left = 1 - 2 * BaseOf(cells[i]) * dummies.Quadratic(i, inverse) + dummies.Quadratic(i, spread);
    if (left < kRounding) return std::nullopt;
    double residual = deviation(i);
    for (const Eigen::Index column : dummies.Of(i)) residual -= fit(column);
    // Rows of the cell as if each had its mean base weight.
    const double rows = cells[i].base / BaseOf(cells[i]);
    variance += rows * weight * weight * residual * residual / left;
    uncalibrated += rows * weight * weight * deviation(i) * deviation(i);
  }
  // What is left where the margins determine the values is rounding.
  return variance > 1e-18 * uncalibrated ? std::sqrt(variance) : 0;
}

bool OnScale(Cells cells, ValueKind kind) {
  return std::all_of(cells.begin(), cells.end(), [kind](const CalibrationCell& cell) {
    if (kind == ValueKind::kNet) return cell.value == 0 || std::abs(cell.value) == 100;
    return kind == ValueKind::kMean || cell.value == 0 || cell.value == 1;
  });
}

Interval BoundedInterval(const Domain& domain, ValueKind kind, double size, double confidence) {
  if (kind == ValueKind::kShare) {
    return *WilsonInterval({std::clamp(domain.mean, 0.0, 1.0) * size, size}, NormalCritical(confidence));
  }
  const double ends = domain.square / 1e4, net = domain.mean / 100;
  const double promoters = std::clamp((ends + net) / 2, 0.0, 1.0);
  const double detractors = std::clamp((ends - net) / 2, 0.0, 1.0);
  const double passives = std::max(0.0, 1 - promoters - detractors);
  return *NetInterval({promoters * size, passives * size, detractors * size}, NetMethod::kScore, confidence);
}

void AddInterval(CalibratedAnswer& answer, const Domain& domain, ValueKind kind, double confidence) {
  Estimate& estimate = answer.estimate;
  if (*estimate.se == 0 && (!domain.alike || kind == ValueKind::kMean)) {
    estimate.interval_reason = "zero_variance";
    return;
  }
  const double t = StudentCritical(confidence, *answer.df);
  if (kind == ValueKind::kMean) {
    estimate.interval = Interval{domain.mean - t * *estimate.se, domain.mean + t * *estimate.se};
    return;
  }
  if (domain.alike) {
    answer.effective_n = 1 / domain.squared_weights;
  } else {
    const double variance = (domain.square - domain.mean * domain.mean) / (1 - domain.squared_weights);
    const double factor = StudentCritical(confidence, domain.n - 1) / t;
    answer.effective_n = variance / (*estimate.se * *estimate.se) * factor * factor;
  }
  estimate.interval = BoundedInterval(domain, kind, *answer.effective_n, confidence);
}

std::string MethodOf(ValueKind kind) {
  if (kind == ValueKind::kNet) return "calibrated_score";
  return kind == ValueKind::kShare ? "calibrated_wilson" : "calibrated_t";
}

}  // namespace

CalibratedAnswer EstimateCalibratedAnswer(std::span<const CalibrationCell> cells, std::span<const Margin> margins,
                                          const Calibration& calibration, const std::vector<bool>& in_domain,
                                          ValueKind kind, double confidence) {
  CalibratedAnswer answer;
  Estimate& estimate = answer.estimate;
  estimate.method = MethodOf(kind);
  const auto fail = [&](Status status, std::string reason) {
    estimate.status = status;
    estimate.reason = std::move(reason);
    return answer;
  };
  if (calibration.status != Status::kOk) return fail(calibration.status, calibration.reason);
  if (!in_domain.empty() && in_domain.size() != cells.size()) return fail(Status::kInvalidInput, "unequal_lengths");
  if (!OnScale(cells, kind)) return fail(Status::kInvalidInput, "value_not_on_scale");
  const Domain domain = DomainOf(cells, calibration, in_domain);
  estimate.n = domain.n;
  if (!ValidConfidence(confidence)) return fail(Status::kInvalidInput, "confidence_out_of_range");
  if (domain.row_weight.empty()) return fail(Status::kUndefined, "no_valid_responses");
  estimate.value = domain.mean;
  if (domain.n < 2) {
    estimate.interval_reason = "single_response";
    return answer;
  }
  const Dummies dummies(cells, margins);
  estimate.se = ErrorOf(cells, dummies, domain);
  answer.df = 1 / domain.squared_weights - RankOf(cells, dummies, domain);
  if (!estimate.se || *answer.df < 1 - 1e-9) {
    estimate.interval_reason = estimate.se ? "too_few_for_margins" : "category_with_one_response";
    answer.df.reset();
    return answer;
  }
  AddInterval(answer, domain, kind, confidence);
  return answer;
}

}  // namespace otklik::stats
