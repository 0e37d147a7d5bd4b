// From an engine's integers to an estimate and a difference: the one place where counts become statistics.
#pragma once

#include <optional>

#include "answers/answers.hpp"
#include "answers/by_account.hpp"
#include "answers/engine.hpp"
#include "stats/csi.hpp"

namespace otklik::answers {

// What was counted for one group of one window.
struct Measured {
  GroupCounts counts;                        // folded by account, where accounts were looked at
  std::optional<stats::CsiMoments> moments;  // of a CSI
  std::optional<ByAccount> accounts;
  bool within_account = false;  // the counts are not folded: all are contacts of one account
};

// The metric of a group. Where a respondent or an account gave several answers, they count as one cluster: the error is
// linearised by cluster with K/(K-1), and the bounded intervals of net and share are taken at stats::EffectiveAnswers
// with K-1 degrees of freedom; methods "score_cluster", "wilson_cluster", "t_cluster".
stats::Estimate EstimateOf(const Metric& metric, const Measured& measured, double confidence);

// Later minus earlier; clusters as above. Accounts with answers in both windows make the two errors dependent;
// respondents without an account are taken as different people.
stats::Difference DifferenceOf(const Metric& metric, const Measured& later, const Measured& earlier, double confidence);

// All answers but the group's. Without `crossed` counts everyone is in one group only.
GroupCounts RestOf(const GroupCounts& total, const GroupCounts& group, bool crossed);

// Group minus rest of net, share and mean. With `crossed` counts a respondent may have answers on both sides; then the
// covariance of the two errors, linearised by respondent, makes it a difference of dependent estimates.
stats::Difference DifferenceToRest(const Metric& metric, const GroupCounts& total, const GroupCounts& group,
                                   bool crossed, double confidence);

}  // namespace otklik::answers
