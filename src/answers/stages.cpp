#include "answers/stages.hpp"

#include <algorithm>

namespace otklik::answers {
namespace {

const std::string kStage = "stage";

Plan Shaped(Plan plan, const Shape& shape) {
  plan.from = shape.window.from;
  plan.to = shape.window.to;
  plan.keys_only = shape.keys_only;
  plan.crossed = shape.crossed;
  if (!shape.by_time) plan.time.reset();
  if (shape.flat) {
    plan.by = shape.by;
    for (PlanSurvey& survey : plan.surveys) {
      for (PlanColumn& column : survey.columns) column.part = 0;
    }
  }
  if (shape.by_channel) plan.by.emplace_back("channel");
  if (shape.by_account) {
    plan.by.emplace_back("account");
    plan.most_groups = kMaxClusters;
  }
  return plan;
}

}  // namespace

bool UsesStage(const Query& query, const Metric& metric) {
  if (metric.kind == MetricKind::kCsi) return false;
  return query.where.contains(kStage) || std::find(query.by.begin(), query.by.end(), kStage) != query.by.end();
}

PlanFilter StampedFilter() { return {kStage, {""}, true}; }
PlanFilter UnstampedFilter() { return {kStage, {""}, false}; }

PlanFilter StampedFilter(const Query& query) {
  const auto asked = query.where.find(kStage);
  if (asked == query.where.end()) return StampedFilter();
  PlanFilter filter{kStage, asked->second, false};
  std::erase(filter.values, "");
  return filter;
}

std::vector<std::string> StampedStages(const Schema& schema, const View& view, int threads) {
  Plan plan;
  plan.rows = true;
  plan.keys_only = true;
  plan.f = {0};
  plan.by = {kStage};
  plan.filters = {StampedFilter()};
  for (const auto& [key, survey] : schema) {
    if (!survey->anonymous) plan.surveys.push_back({key, survey, {}, {}});
  }
  std::vector<std::string> stages;
  const auto groups = view.Counts(plan, threads);
  if (!groups) return stages;
  for (const GroupCounts& group : *groups) stages.push_back(group.key.values.front());
  return stages;
}

Result<std::vector<std::string>> StampedSurveys(const std::vector<PlanSurvey>& surveys, const Query& query,
                                                std::vector<PlanFilter> filters, const View& view, int threads) {
  Plan plan;
  plan.rows = true;
  plan.keys_only = true;
  plan.f = {0};
  plan.by = {"survey"};
  plan.surveys = surveys;
  plan.filters = std::move(filters);
  plan.filters.push_back(StampedFilter(query));
  auto groups = view.Counts(plan, threads);
  if (!groups) return groups.error();
  std::vector<std::string> keys;
  for (const GroupCounts& group : *groups) keys.push_back(group.key.values.front());
  return keys;
}

Result<std::vector<GroupKey>> StampedParts(const StampedRows& stamped, const View& view, int threads) {
  Plan plan = stamped.plan;
  plan.keys_only = true;
  plan.time.reset();
  plan.by = {kStage};
  auto groups = view.Counts(plan, threads);
  if (!groups) return groups.error();
  std::vector<GroupKey> keys;
  for (GroupCounts& group : *groups) keys.push_back(std::move(group.key));
  return keys;
}

Result<std::vector<GroupCounts>> CountsOf(const QueryPlan& plan, const Shape& shape, const View& view, int threads) {
  auto own = view.Counts(Shaped(plan.plan, shape), threads);
  if (!own || !plan.stamped) return own;
  Plan with_stage = Shaped(plan.stamped->plan, shape);
  if (!shape.flat) with_stage.by.push_back(kStage);
  auto stamped = view.Counts(with_stage, threads);
  if (!stamped) return stamped;
  std::map<GroupKey, GroupCounts> merged;
  for (GroupCounts& group : *own) merged.emplace(group.key, std::move(group));
  for (const GroupCounts& group : *stamped) {
    GroupKey key = group.key;
    if (!shape.flat) {
      key.part = plan.stamped->parts.at({key.values.back(), key.part});
      key.values.pop_back();
    }
    GroupCounts& sum = merged[key];
    sum.key = key;
    sum.Add(group);
  }
  const std::size_t most = shape.by_account ? kMaxClusters : kMaxGroups;
  if (merged.size() > most) {
    return Fail(Code::kInvalid, "too_many_groups", {std::to_string(most)}, "by");
  }
  std::vector<GroupCounts> result;
  result.reserve(merged.size());
  for (auto& [key, group] : merged) result.push_back(std::move(group));
  return result;
}

}  // namespace otklik::answers
