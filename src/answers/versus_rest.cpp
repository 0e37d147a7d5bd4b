#include "answers/versus_rest.hpp"

#include <algorithm>

#include "answers/account_mean.hpp"
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

// An account's own answers vary by contact, those of all others by account.
stats::Difference AccountToOthers(const QueryPlan& plan, const ByAccount& total, const ByAccount& inside,
                                  const Measured& group, double confidence) {
  ByAccount others = Without(total, inside);
  others.all = RestOf(total.all, group.counts, false);
  others.alone = RestOf(total.alone, inside.alone, SharesRespondents(plan));
  const Measured rest{Clustered(others, others), std::nullopt, std::nullopt, false};
  return DifferenceOf(*plan.metric, {group.counts, std::nullopt, std::nullopt, false}, rest, confidence);
}

stats::Difference ScoresToRest(const QueryPlan& plan, const Measured& total, const GroupKey& key, const Measured& group,
                               double confidence) {
  if (plan.estimand == Estimand::kAccount) {
    return DifferenceAccountMean(*plan.metric, *group.accounts, Without(*total.accounts, *group.accounts), confidence);
  }
  const bool shared = SharesRespondents(plan);
  if (total.within_account && group.within_account)
    return DifferenceToRest(*plan.metric, total.counts, group.counts, shared, confidence);
  if (group.within_account) return AccountToOthers(plan, *total.accounts, *group.accounts, group, confidence);
  if (plan.account_place) {
    ByAccount inside;
    inside.Add(key.values[*plan.account_place], group.counts, plan.plan.f);
    return AccountToOthers(plan, *total.accounts, inside, group, confidence);
  }
  return DifferenceToRest(*plan.metric, total.counts, group.counts, shared || plan.by_account, confidence);
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
                         : ScoresToRest(plan, counted.total, key, group, query.confidence);
    p.push_back(one.difference.p);
  }
  const stats::PValues adjusted = stats::AdjustBenjaminiHochberg(p);
  std::size_t place = 0;
  for (auto& [key, one] : compared) one.p_adjusted = adjusted[place++];
  return compared;
}

}  // namespace otklik::answers
