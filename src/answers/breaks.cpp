#include "answers/breaks.hpp"

#include <algorithm>

namespace otklik::answers {
namespace {

// The first day with a live row, by version of a survey.
Result<std::map<int, Day>> FirstDays(const PlanSurvey& survey, const View& view, int threads) {
  Plan plan;
  plan.rows = true;
  plan.keys_only = true;
  plan.surveys = {survey};
  plan.by = {"version"};
  plan.time = TimeUnit::kDay;
  plan.f = {0};
  auto groups = view.Counts(plan, threads);
  if (!groups) return groups.error();
  std::map<int, Day> days;
  for (const GroupCounts& group : *groups) days.emplace(std::stoi(group.key.values.front()), group.key.period);
  return days;
}

bool Asked(const QueryPlan& plan, int version) {
  const auto& versions = plan.versions;
  return versions.empty() || std::find(versions.begin(), versions.end(), std::to_string(version)) != versions.end();
}

// Is some version on this side of the break asked for? A query of one version alone has no break.
bool AskedOnBothSides(const QueryPlan& plan, const SurveySchema& schema, const SeriesBreak& found) {
  bool before = false;
  bool after = false;
  for (const auto& [version, questionnaire] : schema.versions) {
    if (!Asked(plan, version)) continue;
    (version < found.after ? before : after) = true;
  }
  return before && after;
}

// The query's parts that rows with a stage of their own put such a column in.
template <class IsIt>
void AddStampedParts(const QueryPlan& plan, IsIt is_it, std::set<std::uint32_t>& parts) {
  if (!plan.stamped) return;
  for (const Chosen& chosen : plan.stamped->chosen) {
    if (!is_it(chosen)) continue;
    for (const auto& [stage_and_part, part] : plan.stamped->parts) {
      if (stage_and_part.second == chosen.part) parts.insert(part);
    }
  }
}

// Each survey of the plan once.
std::vector<PlanSurvey> AllSurveys(const QueryPlan& plan) {
  std::vector<PlanSurvey> all = plan.plan.surveys;
  if (!plan.stamped) return all;
  for (const PlanSurvey& survey : plan.stamped->plan.surveys) {
    const auto same = [&](const PlanSurvey& one) { return one.survey == survey.survey; };
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(survey);
  }
  return all;
}

void AddBreaks(const QueryPlan& plan, const PlanSurvey& survey, const std::map<int, Day>& first_days,
               std::vector<VersionBreak>& breaks) {
  for (const SeriesBreak& found : survey.schema->breaks) {
    VersionBreak one;
    const auto is_it = [&](const Chosen& chosen) {
      return chosen.survey->key == survey.survey && chosen.column->item == found.item;
    };
    for (const Chosen& chosen : plan.chosen) {
      if (is_it(chosen)) one.parts.insert(chosen.part);
    }
    AddStampedParts(plan, is_it, one.parts);
    std::optional<Day> at;
    for (const auto& [version, day] : first_days) {
      if (version >= found.after && Asked(plan, version)) at = std::min(at.value_or(day), day);
    }
    if (one.parts.empty() || !at || !AskedOnBothSides(plan, *survey.schema, found)) continue;
    one.found = {Break::Kind::kVersion,      survey.survey, found.item, *at, std::to_string(found.before),
                 std::to_string(found.after)};
    breaks.push_back(std::move(one));
  }
}

std::string Join(const Channels& channels) {
  std::string text;
  for (const std::string& channel : channels) text += (text.empty() ? "" : ", ") + channel;
  return text;
}

}  // namespace

Result<std::vector<VersionBreak>> VersionBreaks(const QueryPlan& plan, const View& view, int threads) {
  std::vector<VersionBreak> breaks;
  for (const PlanSurvey& survey : AllSurveys(plan)) {
    if (survey.schema->breaks.empty() || survey.schema->anonymous) continue;
    auto days = FirstDays(survey, view, threads);
    if (!days) return days.error();
    AddBreaks(plan, survey, *days, breaks);
  }
  std::stable_sort(breaks.begin(), breaks.end(),
                   [](const VersionBreak& a, const VersionBreak& b) { return a.found.at < b.found.at; });
  return breaks;
}

Result<std::map<GroupKey, Channels>> ChannelsByGroup(const QueryPlan& plan, Shape shape, const View& view,
                                                     int threads) {
  shape.by_channel = true;
  shape.keys_only = true;
  auto groups = CountsOf(plan, shape, view, threads);
  if (!groups) return groups.error();
  std::map<GroupKey, Channels> channels;
  for (GroupCounts& group : *groups) {
    const std::string channel = group.key.values.back();
    group.key.values.pop_back();
    channels[group.key].insert(channel);
  }
  return channels;
}

bool Disjoint(const Channels& a, const Channels& b) {
  if (a.empty() || b.empty()) return false;
  return std::none_of(a.begin(), a.end(), [&](const std::string& channel) { return b.contains(channel); });
}

std::vector<Break> ModeBreaks(const std::map<GroupKey, Channels>& channels) {
  std::map<Day, Channels> periods;
  for (const auto& [key, some] : channels) periods[key.period].insert(some.begin(), some.end());
  std::vector<Break> breaks;
  for (auto period = periods.begin(); period != periods.end(); ++period) {
    if (period == periods.begin()) continue;
    const auto before = std::prev(period);
    if (!Disjoint(before->second, period->second)) continue;
    breaks.push_back({Break::Kind::kMode, "", "", period->first, Join(before->second), Join(period->second)});
  }
  return breaks;
}

}  // namespace otklik::answers
