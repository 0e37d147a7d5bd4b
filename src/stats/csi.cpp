#include "stats/csi.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "stats/quantile.hpp"
#include "stats/range.hpp"

namespace otklik::stats {
namespace {

using Matrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;
using Vector = Eigen::Matrix<long double, Eigen::Dynamic, 1>;

// One item as read out of the Gram matrix.
struct Item {
  bool used = false;
  long double satisfaction = 0;  // mean
  long double importance = 0;    // mean, or the fixed weight
  long double answered = 0;      // n_j
  long double rated = 0;         // m_j
};

Estimate Without(Status status, std::string reason) {
  Estimate result;
  result.status = status;
  result.reason = std::move(reason);
  result.method = "t";
  return result;
}

std::optional<Estimate> Reject(const CsiMoments& moments, double confidence) {
  const auto width = static_cast<std::size_t>(moments.width());
  const auto& weights = moments.fixed_weights;
  if (!ValidConfidence(confidence)) return Without(Status::kInvalidInput, "confidence_out_of_range");
  if (moments.items < 0 || (!weights.empty() && weights.size() != static_cast<std::size_t>(moments.items))) {
    return Without(Status::kInvalidInput, "moments_shape");
  }
  if (std::any_of(weights.begin(), weights.end(), [](double w) { return !IsWeight(w); })) {
    return Without(Status::kInvalidInput, "negative_weight");
  }
  if (moments.gram.empty()) return Without(Status::kUndefined, "no_valid_responses");
  if (moments.gram.size() != width * width) return Without(Status::kInvalidInput, "moments_shape");
  return std::nullopt;
}

std::vector<Item> ReadItems(const CsiMoments& moments) {
  const bool fixed = !moments.fixed_weights.empty();
  std::vector<Item> items(static_cast<std::size_t>(moments.items));
  for (int j = 0; j < moments.items; ++j) {
    Item& item = items[static_cast<std::size_t>(j)];
    const int r = j * (fixed ? 2 : 4);
    item.answered = static_cast<long double>(moments.at(r, r));
    item.rated = fixed ? 0 : static_cast<long double>(moments.at(r + 2, r + 2));
    item.used = item.answered > 0 && (fixed || item.rated > 0);
    if (!item.used) continue;
    item.satisfaction = static_cast<long double>(moments.at(r, r + 1)) / item.answered;
    item.importance = fixed ? moments.fixed_weights[static_cast<std::size_t>(j)]
                            : static_cast<long double>(moments.at(r + 2, r + 3)) / item.rated;
  }
  return items;
}

// The influence function of R, divided by n, is linear in the variables of CsiMoments: these are its coefficients.
Vector InfluenceCoefficients(const CsiMoments& moments, const std::vector<Item>& items) {
  long double weighted = 0;
  long double total_importance = 0;
  for (const Item& item : items) {
    weighted += item.importance * item.satisfaction;
    total_importance += item.importance;
  }
  const long double mean = weighted / total_importance;
  const bool fixed = !moments.fixed_weights.empty();
  Vector a = Vector::Zero(moments.width());
  for (int j = 0; j < moments.items; ++j) {
    const Item& item = items[static_cast<std::size_t>(j)];
    if (!item.used) continue;
    const int r = j * (fixed ? 2 : 4);
    const long double first = item.importance / item.answered / total_importance;
    a(r) = -first * item.satisfaction;
    a(r + 1) = first;
    if (fixed) continue;
    const long double second = (item.satisfaction - mean) / item.rated / total_importance;
    a(r + 2) = -second * item.importance;
    a(r + 3) = second;
  }
  return a;
}

// a'Ga, with what is only rounding cut to exactly 0.
long double QuadraticForm(const CsiMoments& moments, const Vector& a) {
  const int width = moments.width();
  long double sum = 0;
  long double size = 0;
  for (int row = 0; row < width; ++row) {
    for (int column = 0; column < width; ++column) {
      const long double term = a(row) * a(column) * static_cast<long double>(moments.at(row, column));
      sum += term;
      size += std::abs(term);
    }
  }
  return sum > 1e-15L * size ? sum : 0;
}

void AddError(Estimate& result, const CsiMoments& moments, const Vector& a, double confidence) {
  const auto n = static_cast<double>(moments.respondents);
  if (moments.respondents < 2) {
    result.interval_reason = "single_response";
    return;
  }
  result.se = std::sqrt(static_cast<double>(QuadraticForm(moments, a)) * n / (n - 1));
  if (*result.se == 0) {
    result.interval_reason = "zero_variance";
    return;
  }
  const double half = StudentCritical(confidence, n - 1) * *result.se;
  result.interval = Interval{*result.value - half, *result.value + half};
}

// R and the labelled percentages from item means; `items` must hold at least one used item.
void AddVariants(Csi& csi, const std::vector<Item>& items, int scale_min, int scale_max, int importance_max,
                 bool fixed) {
  long double weighted = 0;
  long double total = 0;
  double used = 0;
  for (std::size_t j = 0; j < items.size(); ++j) {
    if (!items[j].used) {
      csi.dropped_items.push_back(static_cast<int>(j));
      continue;
    }
    weighted += items[j].importance * items[j].satisfaction;
    total += items[j].importance;
    ++used;
  }
  if (used == 0 || total == 0) {
    const double n = csi.weighted_mean.n;
    csi.weighted_mean = Without(Status::kUndefined, used == 0 ? "no_valid_responses" : "zero_total_importance");
    csi.weighted_mean.n = n;
    return;
  }
  const auto mean = static_cast<double>(weighted / total);
  csi.weighted_mean.value = mean;
  if (scale_max > 0) csi.of_max = 100 * mean / scale_max;
  if (!fixed && scale_max > 0 && importance_max > 0) {
    csi.absolute_max = 100 * static_cast<double>(weighted) / (used * importance_max * scale_max);
  }
  if (scale_max > scale_min) csi.anchored = 100 * (mean - scale_min) / (scale_max - scale_min);
  for (const Item& item : items) {
    csi.item_weights.push_back(item.used ? static_cast<double>(item.importance / total) : 0);
  }
}

}  // namespace

bool AddRespondent(CsiMoments& moments, std::span<const std::optional<int>> satisfaction,
                   std::span<const std::optional<int>> importance) {
  const bool fixed = !moments.fixed_weights.empty();
  const auto items = static_cast<std::size_t>(std::max(moments.items, 0));
  const auto width = items * (fixed ? 2 : 4);
  if (satisfaction.size() != items || (!fixed && importance.size() != items)) return false;
  if (moments.gram.empty()) moments.gram.resize(width * width);
  if (moments.gram.size() != width * width) return false;
  std::vector<std::int64_t> row;
  for (std::size_t j = 0; j < items; ++j) {
    row.push_back(satisfaction[j].has_value());
    row.push_back(satisfaction[j].value_or(0));
    if (fixed) continue;
    row.push_back(importance[j].has_value());
    row.push_back(importance[j].value_or(0));
  }
  bool answered = false;
  for (std::size_t j = 0; j < width; j += 2) answered = answered || row[j] != 0;
  if (!answered) return true;
  ++moments.respondents;
  for (std::size_t i = 0; i < width; ++i) {
    for (std::size_t j = 0; j < width; ++j) moments.gram[i * width + j] += row[i] * row[j];
  }
  return true;
}

Csi ComputeCsi(const CsiMoments& moments, double confidence) {
  Csi csi;
  if (auto rejected = Reject(moments, confidence)) {
    csi.weighted_mean = std::move(*rejected);
    return csi;
  }
  csi.weighted_mean.method = "t";
  csi.weighted_mean.n = static_cast<double>(moments.respondents);
  const std::vector<Item> items = ReadItems(moments);
  AddVariants(csi, items, moments.scale_min, moments.scale_max, moments.importance_max, !moments.fixed_weights.empty());
  if (!csi.weighted_mean.value) return csi;
  AddError(csi.weighted_mean, moments, InfluenceCoefficients(moments, items), confidence);
  return csi;
}

Estimate EstimateCsi(const CsiMoments& moments, double confidence) {
  if (moments.scale_max <= 0) return Without(Status::kInvalidInput, "scale");
  Estimate result = ComputeCsi(moments, confidence).weighted_mean;
  const double percent = 100.0 / moments.scale_max;
  if (result.value) *result.value *= percent;
  if (result.se) *result.se *= percent;
  if (result.interval) result.interval = Interval{result.interval->low * percent, result.interval->high * percent};
  return result;
}

std::vector<double> CsiInfluence(const CsiMoments& moments) {
  constexpr double kAny = 0.95;  // the value does not depend on it
  if (!EstimateCsi(moments, kAny).value) return {};
  const Vector a = InfluenceCoefficients(moments, ReadItems(moments));
  std::vector<double> percent;
  for (int i = 0; i < moments.width(); ++i) percent.push_back(static_cast<double>(100 * a(i)) / moments.scale_max);
  return percent;
}

Csi CsiFromMeans(std::span<const double> satisfaction, std::span<const double> importance, int scale_min, int scale_max,
                 int importance_max) {
  Csi csi;
  if (satisfaction.size() != importance.size()) {
    csi.weighted_mean = Without(Status::kInvalidInput, "moments_shape");
    return csi;
  }
  std::vector<Item> items(satisfaction.size());
  for (std::size_t j = 0; j < items.size(); ++j) {
    if (!IsWeight(importance[j]) || !IsValue(satisfaction[j])) {
      csi.weighted_mean = Without(Status::kInvalidInput, "negative_weight");
      return csi;
    }
    items[j].used = true;
    items[j].satisfaction = satisfaction[j];
    items[j].importance = importance[j];
  }
  AddVariants(csi, items, scale_min, scale_max, importance_max, false);
  csi.weighted_mean.interval_reason = csi.weighted_mean.value ? "no_respondent_rows" : "";
  return csi;
}

}  // namespace otklik::stats
