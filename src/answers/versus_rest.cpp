#include "answers/versus_rest.hpp"

#include "stats/multiple.hpp"

namespace otklik::answers {
namespace {

// Everyone is in one group only.
bool Disjoint(const std::map<GroupKey, Measured>& groups, const Measured& total) {
  std::uint64_t respondents = 0;
  for (const auto& [key, group] : groups) respondents += group.counts.respondents;
  return respondents == total.counts.respondents;
}

Measured Rest(const Measured& total, const Measured& group) {
  Measured rest;
  rest.counts = total.counts;
  GroupCounts& counts = rest.counts;
  for (std::size_t i = 0; i < group.counts.scores.size(); ++i) counts.scores[i] -= group.counts.scores[i];
  counts.hard_to_say -= group.counts.hard_to_say;
  counts.not_answered -= group.counts.not_answered;
  counts.responses -= group.counts.responses;
  counts.respondents -= group.counts.respondents;
  counts.sum_mm -= group.counts.sum_mm;
  counts.sum_ma -= group.counts.sum_ma;
  counts.sum_aa -= group.counts.sum_aa;
  return rest;
}

}  // namespace

std::map<GroupKey, VersusRest> CompareWithRest(const Query& query, const QueryPlan& plan,
                                               const std::map<GroupKey, Measured>& groups, const Measured& total) {
  std::map<GroupKey, VersusRest> compared;
  if (query.by.empty() || plan.plan.time || plan.metric->kind == MetricKind::kCsi) return compared;
  if (plan.minimum || !plan.total_refused.empty() || groups.size() > kMaxVersusRest) return compared;
  if (!Disjoint(groups, total)) return compared;
  stats::PValues p;
  for (const auto& [key, group] : groups) {
    VersusRest& one = compared[key];
    one.difference = DifferenceOf(*plan.metric, group, Rest(total, group), query.confidence);
    p.push_back(one.difference.p);
  }
  const stats::PValues adjusted = stats::AdjustBenjaminiHochberg(p);
  std::size_t place = 0;
  for (auto& [key, one] : compared) one.p_adjusted = adjusted[place++];
  return compared;
}

}  // namespace otklik::answers
