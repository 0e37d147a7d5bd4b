#include "answers/versus_rest.hpp"

#include <algorithm>

#include "stats/csi_rest.hpp"
#include "stats/multiple.hpp"

namespace otklik::answers {
namespace {

// The group's place among the pairs, which are in the order of their parts.
int FirstItem(const QueryPlan& plan, std::uint32_t part) {
  const auto& pairs = plan.moments->pairs;
  return static_cast<int>(
      std::count_if(pairs.begin(), pairs.end(), [part](const PlanPair& pair) { return pair.part < part; }));
}

stats::Difference CsiToRest(const QueryPlan& plan, const AgainstRest& counted, const GroupKey& key,
                            const Measured& group, double confidence) {
  stats::CsiAgainstRest sides;
  sides.group = group.moments.value_or(stats::CsiMoments{});
  sides.all = counted.total.moments.value_or(stats::CsiMoments{});
  sides.people = sides.group;
  if (SharesRespondents(plan)) {
    GroupKey whole = key;
    whole.part = 0;
    const auto people = counted.people.find(whole);
    if (people == counted.people.end()) {
      stats::Difference nothing;
      nothing.status = stats::Status::kUndefined;
      nothing.reason = "no_valid_responses";
      return nothing;
    }
    sides.people = people->second;
    sides.first_item = FirstItem(plan, key.part);
  }
  return stats::DifferenceCsiRest(sides, confidence);
}

}  // namespace

bool ComparesWithRest(const Query& query, const QueryPlan& plan) {
  return !query.by.empty() && !plan.plan.time && !plan.minimum && plan.total_refused.empty();
}

bool SharesRespondents(const QueryPlan& plan) { return !plan.question_by.empty(); }

std::map<GroupKey, VersusRest> CompareWithRest(const Query& query, const QueryPlan& plan, const AgainstRest& counted) {
  std::map<GroupKey, VersusRest> compared;
  if (!ComparesWithRest(query, plan) || counted.groups.size() > kMaxVersusRest) return compared;
  const bool csi = plan.metric->kind == MetricKind::kCsi;
  if (csi && SharesRespondents(plan) && counted.people.empty()) return compared;
  stats::PValues p;
  for (const auto& [key, group] : counted.groups) {
    VersusRest& one = compared[key];
    one.difference = csi ? CsiToRest(plan, counted, key, group, query.confidence)
                         : DifferenceToRest(*plan.metric, counted.total.counts, group.counts, SharesRespondents(plan),
                                            query.confidence);
    p.push_back(one.difference.p);
  }
  const stats::PValues adjusted = stats::AdjustBenjaminiHochberg(p);
  std::size_t place = 0;
  for (auto& [key, one] : compared) one.p_adjusted = adjusted[place++];
  return compared;
}

}  // namespace otklik::answers
