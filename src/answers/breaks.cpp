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

bool HasItem(const SurveySchema& schema, const std::string& item, int version) {
  return std::any_of(schema.columns.begin(), schema.columns.end(), [&](const Column& column) {
    return column.item == item &&
           std::find(column.versions.begin(), column.versions.end(), version) != column.versions.end();
  });
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
    // Of versions asked for that have the item; one that was reworded before anybody answered it breaks nothing.
    std::optional<Day> at, before;
    for (const auto& [version, day] : first_days) {
      if (!Asked(plan, version) || !HasItem(*survey.schema, found.item, version)) continue;
      std::optional<Day>& side = version < found.after ? before : at;
      side = std::min(side.value_or(day), day);
    }
    if (one.parts.empty() || !at || !before) continue;
    one.asked_before_from = *before;
    one.found = {Break::Kind::kVersion,      survey.survey, found.item, *at, std::to_string(found.before),
                 std::to_string(found.after)};
    breaks.push_back(std::move(one));
  }
}

std::uint64_t Answers(const Channels& channels) {
  std::uint64_t answers = 0;
  for (const auto& [channel, count] : channels) answers += count;
  return answers;
}

std::uint64_t CountOf(const Channels& channels, const std::string& channel) {
  const auto found = channels.find(channel);
  return found == channels.end() ? 0 : found->second;
}

std::string Join(const Channels& channels) {
  std::vector<std::pair<std::string, std::uint64_t>> sorted(channels.begin(), channels.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [channel, count] : sorted) {
    if (count > 0) text += (text.empty() ? "" : ", ") + channel;
  }
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
  auto groups = CountsOf(plan, shape, view, threads);
  if (!groups) return groups.error();
  std::map<GroupKey, Channels> channels;
  for (GroupCounts& group : *groups) {
    const std::string channel = group.key.values.back();
    group.key.values.pop_back();
    channels[group.key][channel] = group.respondents;
  }
  return channels;
}

bool ModeChanged(const Channels& a, const Channels& b) {
  __extension__ using Wide = __int128;
  const Wide all_a = Answers(a);
  const Wide all_b = Answers(b);
  if (all_a == 0 || all_b == 0) return false;
  Channels channels = a;
  channels.insert(b.begin(), b.end());
  Wide distance = 0;  // times 2 all_a all_b
  for (const auto& [channel, count] : channels) {
    const Wide difference = CountOf(a, channel) * all_b - CountOf(b, channel) * all_a;
    distance += difference < 0 ? -difference : difference;
  }
  return distance >= all_a * all_b;
}

std::vector<Break> ModeBreaks(const std::map<Day, Channels>& periods) {
  std::vector<Break> breaks;
  const Channels* before = nullptr;
  for (const auto& [period, channels] : periods) {
    if (Answers(channels) == 0) continue;
    if (before && ModeChanged(*before, channels)) {
      breaks.push_back({Break::Kind::kMode, "", "", period, Join(*before), Join(channels)});
    }
    before = &channels;
  }
  return breaks;
}

}  // namespace otklik::answers
