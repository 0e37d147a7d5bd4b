// Customer and revenue retention, churn, acquisition cost.
#pragma once

#include <optional>
#include <string>

#include "stats/status.hpp"

namespace otklik::stats {

// Shares 0..1 with Wilson intervals. CRR = (end - new) / start.
struct Retention {
  Status status = Status::kOk;
  std::string reason;
  double retained = 0;
  Estimate retention;
  Estimate churn;  // 1 - retention
};

// Customers at the start, at the end, and new among the latter. start = 0: undefined / no_customers_at_start. More
// retained than there were: invalid_input / retained_exceeds_start (reactivations are a flow of their own). Negative or
// retained < 0: invalid_input / negative_count.
Retention EstimateRetention(double start, double end, double joined, double confidence);

// Revenue of one base over a period: gross (never above 1) and net of expansion. A census ratio: no interval.
struct RevenueRetention {
  Status status = Status::kOk;
  std::string reason;
  std::optional<double> gross, net;
};

// Same currency and period. start = 0: undefined / no_revenue_at_start; a negative part: invalid_input /
// negative_count; more lost than there was: invalid_input / retained_exceeds_start.
RevenueRetention ComputeRevenueRetention(double start, double churned, double contraction, double expansion);

// Churn with staggered exposure: events per month of exposure, exact (Garwood) interval. Exposure 0: undefined /
// no_exposure.
Estimate EstimateChurnRate(double events, double exposure_months, double confidence);

// 1 - e^(-12 rate): the yearly probability behind a monthly rate.
double AnnualProbability(double monthly_rate);

// 1 - (1 - c)^12, never 12 c. `monthly_churn` in 0..1.
double AnnualChurn(double monthly_churn);

// Cost of one new customer; a census ratio, no interval. None new: undefined / no_new_customers. Negative:
// invalid_input / negative_count.
Estimate AcquisitionCost(double cost, double new_customers);

}  // namespace otklik::stats
