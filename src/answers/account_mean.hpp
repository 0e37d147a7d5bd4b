// The mean over accounts: each account counts 1, whatever the number of its answers. For net, share and mean.
#pragma once

#include "answers/answers.hpp"
#include "answers/by_account.hpp"

namespace otklik::answers {

// Of a finite base of `population` accounts, at least as many as answered, the error is that of describing it as it is
// now; a census has an error of 0 and an interval of no width (interval_reason census). `n` is the answers of accounts.
// Net and share: the bounded score interval at the effective number of answers; mean: t with K - 1. One account: value
// only (one_account).
stats::Estimate EstimateAccountMean(const Metric& metric, const ByAccount& group, double confidence,
                                    std::optional<double> population = std::nullopt);

// First minus second. Accounts on both sides make the errors dependent.
stats::Difference DifferenceAccountMean(const Metric& metric, const ByAccount& first, const ByAccount& second,
                                        double confidence);

}  // namespace otklik::answers
