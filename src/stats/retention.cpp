#include "stats/retention.hpp"

#include <cmath>

#include "stats/quantile.hpp"
#include "stats/range.hpp"
#include "stats/share.hpp"

namespace otklik::stats {
namespace {

template <class Result>
Result Failed(Status status, std::string reason) {
  Result result;
  result.status = status;
  result.reason = std::move(reason);
  return result;
}

}  // namespace

Retention EstimateRetention(double start, double end, double joined, double confidence) {
  if (!IsWeight(start) || !(joined >= 0) || !(end >= joined) || !IsWeight(end)) {
    return Failed<Retention>(Status::kInvalidInput, "negative_count");
  }
  if (start == 0) return Failed<Retention>(Status::kUndefined, "no_customers_at_start");
  const double retained = end - joined;
  if (retained > start) return Failed<Retention>(Status::kInvalidInput, "retained_exceeds_start");
  Retention result;
  result.retained = retained;
  result.retention = EstimateShare(retained, start, confidence);
  result.churn = EstimateShare(start - retained, start, confidence);
  result.status = result.retention.status;
  result.reason = result.retention.reason;
  return result;
}

RevenueRetention ComputeRevenueRetention(double start, double churned, double contraction, double expansion) {
  const auto negative = [](double part) { return !IsWeight(part); };
  if (negative(start) || negative(churned) || negative(contraction) || negative(expansion)) {
    return Failed<RevenueRetention>(Status::kInvalidInput, "negative_count");
  }
  if (!(start > kSmallestTotal)) return Failed<RevenueRetention>(Status::kUndefined, "no_revenue_at_start");
  if (churned + contraction > start) return Failed<RevenueRetention>(Status::kInvalidInput, "retained_exceeds_start");
  RevenueRetention result;
  result.gross = (start - churned - contraction) / start;
  result.net = (start - churned - contraction + expansion) / start;
  return result;
}

Estimate EstimateChurnRate(double events, double exposure_months, double confidence) {
  if (!IsCount(events) || !IsWeight(exposure_months)) {
    return Failed<Estimate>(Status::kInvalidInput, "negative_count");
  }
  if (!ValidConfidence(confidence)) return Failed<Estimate>(Status::kInvalidInput, "confidence_out_of_range");
  if (!(exposure_months > kSmallestTotal)) return Failed<Estimate>(Status::kUndefined, "no_exposure");
  Estimate result;
  result.method = "garwood";
  result.n = events;
  result.value = events / exposure_months;
  result.se = std::sqrt(events) / exposure_months;
  result.interval = GarwoodInterval(events, exposure_months, confidence);
  return result;
}

double AnnualProbability(double monthly_rate) { return -std::expm1(-12 * monthly_rate); }

double AnnualChurn(double monthly_churn) { return -std::expm1(12 * std::log1p(-monthly_churn)); }

Estimate AcquisitionCost(double cost, double new_customers) {
  if (!(cost >= 0) || !(new_customers >= 0) || std::isinf(cost) || std::isinf(new_customers)) {
    return Failed<Estimate>(Status::kInvalidInput, "negative_count");
  }
  if (new_customers == 0) return Failed<Estimate>(Status::kUndefined, "no_new_customers");
  Estimate result;
  result.n = new_customers;
  result.value = cost / new_customers;
  result.interval_reason = "census";
  return result;
}

}  // namespace otklik::stats
