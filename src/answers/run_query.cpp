#include "answers/run_query.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "answers/account_mean.hpp"
#include "answers/breaks.hpp"
#include "answers/measure.hpp"
#include "answers/stages.hpp"
#include "answers/versus_rest.hpp"
#include "answers/weighted_total.hpp"

namespace otklik::answers {
namespace {

struct Counted {
  std::map<GroupKey, Measured> groups;
  Measured total;
  std::map<GroupKey, Channels> channels;  // by group, for comparing
  std::map<Day, Channels> periods;        // 0 without a unit of time
  Channels all_channels;
  std::map<GroupKey, stats::CsiMoments> people;  // see AgainstRest
};

survey::Scale ScaleOf(const QueryPlan& plan, std::optional<std::uint32_t> part) {
  for (const Chosen& chosen : plan.chosen) {
    if (part && chosen.part == *part) return chosen.column->scale;
  }
  return plan.scale;
}

stats::CsiMoments MomentsOf(const QueryPlan& plan, GroupMoments group, std::optional<std::uint32_t> part) {
  const survey::Scale scale = ScaleOf(plan, part);
  stats::CsiMoments moments;
  moments.items = static_cast<int>(std::lround(std::sqrt(static_cast<double>(group.gram.size())))) / 4;
  moments.respondents = group.respondents;
  moments.scale_min = scale.min;
  moments.scale_max = scale.max;
  moments.importance_max = plan.importance_max;
  moments.gram = std::move(group.gram);
  return moments;
}

Plan Within(Plan plan, const Window& window) {
  plan.from = window.from;
  plan.to = window.to;
  return plan;
}

// The plan over all parts at once and without groups.
void Flatten(Plan& plan) {
  plan.by.clear();
  plan.time.reset();
  for (PlanSurvey& survey : plan.surveys) {
    for (PlanColumn& column : survey.columns) column.part = 0;
  }
}

void AddMoments(std::optional<stats::CsiMoments>& total, const stats::CsiMoments& group) {
  if (!total) {
    total = group;
    return;
  }
  total->respondents += group.respondents;
  for (std::size_t i = 0; i < group.gram.size(); ++i) total->gram[i] += group.gram[i];
}

// `by_account`: the account is the last of the key's values.
void Take(const QueryPlan& plan, bool by_account, GroupCounts&& counts, Measured& into) {
  if (!by_account) return into.counts.Add(counts);
  if (!into.accounts) into.accounts.emplace();
  into.accounts->Add(counts.key.values.back(), counts, plan.plan.f);
}

Result<void> CountTotal(const QueryPlan& plan, const Window& window, bool people, const View& view, int threads,
                        Counted& counted) {
  const bool by_account = plan.by_account || plan.account_place;
  if (by_account) counted.total.accounts.emplace();
  // Without question-level groups every response is in one group only.
  if (plan.question_by.empty()) {
    for (const auto& [key, group] : counted.groups) {
      if (plan.by_account) counted.total.accounts->Add(*group.accounts);
      if (plan.account_place) counted.total.accounts->Add(key.values[*plan.account_place], group.counts, plan.plan.f);
      if (!by_account) counted.total.counts.Add(group.counts);
    }
  } else {
    const Shape shape{.window = window, .flat = true, .by_time = false, .by_account = by_account};
    auto total = CountsOf(plan, shape, view, threads);
    if (!total) return total.error();
    for (GroupCounts& group : *total) Take(plan, by_account, std::move(group), counted.total);
  }
  if (!plan.moments || plan.question_by.empty() || !plan.total_refused.empty()) return {};
  MomentsPlan flat = *plan.moments;
  flat.base = Within(flat.base, window);
  if (!people) Flatten(flat.base);
  for (PlanPair& pair : flat.pairs) pair.part = 0;
  auto moments = view.Moments(flat, threads);
  if (!moments) return moments.error();
  for (GroupMoments& group : *moments) {
    const GroupKey key = group.key;
    stats::CsiMoments one = MomentsOf(plan, std::move(group), std::nullopt);
    AddMoments(counted.total.moments, one);
    if (people) counted.people[key] = std::move(one);
  }
  return {};
}

Result<void> CountGroups(const QueryPlan& plan, const Window& window, bool crossed, const View& view, int threads,
                         Counted& counted) {
  const Shape shape{.window = window, .crossed = crossed, .by_account = plan.by_account};
  auto groups = CountsOf(plan, shape, view, threads);
  if (!groups) return groups.error();
  for (GroupCounts& group : *groups) {
    GroupKey key = group.key;
    if (plan.by_account) key.values.pop_back();
    Take(plan, plan.by_account, std::move(group), counted.groups[key]);
  }
  if (counted.groups.size() > kMaxGroups) {
    return Fail(Code::kInvalid, "too_many_groups", {std::to_string(kMaxGroups)}, "by");
  }
  if (!plan.moments || plan.chosen.empty()) return {};
  MomentsPlan within = *plan.moments;
  within.base = Within(within.base, window);
  auto moments = view.Moments(within, threads);
  if (!moments) return moments.error();
  for (GroupMoments& group : *moments) {
    const GroupKey key = group.key;
    stats::CsiMoments one = MomentsOf(plan, std::move(group), key.part);
    if (plan.question_by.empty()) AddMoments(counted.total.moments, one);
    const auto found = counted.groups.find(key);
    if (found != counted.groups.end()) found->second.moments = std::move(one);
  }
  return {};
}

void Fold(Measured& measured, const ByAccount& total) {
  measured.within_account = measured.accounts->OneAccount();
  measured.counts = measured.within_account ? measured.accounts->all : Clustered(*measured.accounts, total);
}

// Accounts become the clusters of the counts.
void FoldAccounts(Counted& counted) {
  for (auto& [key, group] : counted.groups) {
    if (group.accounts) Fold(group, *counted.total.accounts);
  }
  const auto scores = counted.total.counts.scores.size();
  Fold(counted.total, *counted.total.accounts);
  counted.total.counts.scores.resize(scores);
}

void Sum(const Channels& some, Channels& all) {
  for (const auto& [channel, count] : some) all[channel] += count;
}

// By group for comparing, by period for mode breaks; otherwise which channels there are is enough.
Result<void> CountChannels(const QueryPlan& plan, const Window& window, bool compared, const View& view, int threads,
                           Counted& counted) {
  // Groups of question-level values share respondents, so that periods do not follow from them.
  const bool flat = !compared || !plan.question_by.empty();
  const bool keys_only = !compared && !plan.plan.time;
  auto channels = ChannelsByGroup(plan, {.window = window, .flat = flat, .keys_only = keys_only}, view, threads);
  if (!channels) return channels.error();
  for (const auto& [key, some] : *channels) {
    Sum(some, counted.periods[key.period]);
    Sum(some, counted.all_channels);
  }
  if (compared && flat) channels = ChannelsByGroup(plan, {.window = window}, view, threads);
  if (!channels) return channels.error();
  if (compared) counted.channels = std::move(*channels);
  return {};
}

// What a window is counted for.
struct Needs {
  bool compared = false;  // with another window
  bool rest = false;      // groups with the rest of their total
};

// Whether the moments over all items of each group's respondents stay within an engine's bounds.
bool FewEnough(const QueryPlan& plan, const Counted& counted) {
  const std::size_t width = plan.moments->pairs.size() * 4;
  return counted.groups.size() <= kMaxVersusRest && counted.groups.size() * width * width <= kMaxMoments;
}

Result<Counted> CountWindow(const QueryPlan& plan, const Window& window, const Needs& needs, const View& view,
                            int threads) {
  const bool crossed = needs.rest && SharesRespondents(plan);
  Counted counted;
  counted.total.counts.scores.resize(plan.plan.f.size());
  if (plan.nothing_fits()) return counted;
  if (auto done = CountGroups(plan, window, crossed && !plan.moments, view, threads, counted); !done) {
    return done.error();
  }
  const bool people = crossed && plan.moments && FewEnough(plan, counted);
  if (auto done = CountTotal(plan, window, people, view, threads, counted); !done) return done.error();
  if (counted.total.accounts) FoldAccounts(counted);
  if (plan.minimum) return counted;
  if (auto done = CountChannels(plan, window, needs.compared, view, threads, counted); !done) return done.error();
  return counted;
}

// ---- from counts to groups -----------------------------------------------------------------------------

stats::Estimate Refused(const std::string& reason) {
  stats::Estimate estimate;
  estimate.status = stats::Status::kRefused;
  estimate.reason = reason;
  return estimate;
}

stats::Difference RefusedChange(const std::string& reason) {
  stats::Difference change;
  change.status = stats::Status::kRefused;
  change.reason = reason;
  return change;
}

stats::Estimate EstimateFor(const QueryPlan& plan, Estimand estimand, const Measured& measured, double confidence) {
  if (estimand == Estimand::kContact) return EstimateOf(*plan.metric, measured, confidence);
  return EstimateAccountMean(*plan.metric, measured.accounts.value_or(ByAccount{}), confidence);
}

bool SeveralAccounts(const Measured& total) { return total.accounts && total.accounts->accounts.size() > 1; }

bool AllOfAccounts(const Measured& total) {
  if (!total.accounts) return false;
  const auto& alone = total.accounts->alone.scores;
  return std::all_of(alone.begin(), alone.end(), [](auto answers) { return answers == 0; });
}

// The company prefers the mean over accounts: it is taken where nobody is left out by it, now or in the period before.
void ChooseEstimand(QueryPlan& plan, const Measured& total, const Measured* earlier) {
  if (!plan.prefers_accounts || !SeveralAccounts(total) || !AllOfAccounts(total)) return;
  if (!earlier || AllOfAccounts(*earlier)) plan.estimand = Estimand::kAccount;
}

// What is filtered by takes answers away, not accounts out of reach: then the silent are not silent.
bool OfSomeAnswers(const Query& query) {
  return std::any_of(query.where.begin(), query.where.end(), [](const auto& filter) {
    return filter.first != "survey" && filter.first != "measures" && filter.first != "scale";
  });
}

// The base is known as it is now, and as a whole.
void DescribeBase(QueryResult& result, const QueryPlan& plan, const Measured& total, std::optional<double> accounts) {
  const Query& query = result.query;
  const bool past = query.to && query.today && *query.to < *query.today;
  stats::Estimate& estimate = result.total.estimate;
  if (!accounts || plan.estimand != Estimand::kAccount || past || OfSomeAnswers(query) || !estimate.value) return;
  const auto answered = static_cast<double>(total.accounts->accounts.size());
  result.client_base = ClientBase{*accounts, answered, std::nullopt};
  if (answered > *accounts) return;
  const double mean = *estimate.value * answered / *accounts;
  const double silent = (*accounts - answered) / *accounts;
  result.client_base->nonresponse = stats::Interval{mean + silent * result.range_min, mean + silent * result.range_max};
  estimate = EstimateAccountMean(*plan.metric, *total.accounts, query.confidence, accounts);
}

std::vector<OtherMean> OtherMeans(const QueryPlan& plan, const Measured& total, double confidence) {
  if (!SeveralAccounts(total) || !plan.total_refused.empty()) return {};
  const Estimand other = plan.estimand == Estimand::kContact ? Estimand::kAccount : Estimand::kContact;
  return {{other, EstimateFor(plan, other, total, confidence)}};
}

stats::Difference DifferenceFor(const QueryPlan& plan, const Measured& later, const Measured& earlier,
                                double confidence) {
  if (plan.estimand == Estimand::kContact) return DifferenceOf(*plan.metric, later, earlier, confidence);
  return DifferenceAccountMean(*plan.metric, later.accounts.value_or(ByAccount{}),
                               earlier.accounts.value_or(ByAccount{}), confidence);
}

Group MakeGroup(const QueryPlan& plan, const Measured& measured, const std::string& refused, double confidence) {
  Group group;
  // The mean over accounts stands on the answers of accounts alone.
  const bool of_accounts = plan.estimand == Estimand::kAccount && measured.accounts;
  const GroupCounts base =
      of_accounts ? RestOf(measured.accounts->all, measured.accounts->alone, false) : measured.counts;
  group.responses = base.responses;
  group.not_answered = base.not_answered;
  group.hard_to_say = base.hard_to_say;
  for (std::size_t score = 0; score < base.scores.size(); ++score) {
    if (base.scores[score] > 0) group.distribution[static_cast<int>(score)] = base.scores[score];
  }
  if (measured.accounts) {
    group.accounts = measured.accounts->accounts.size();
    const auto& alone = measured.accounts->alone.scores;
    group.without_account = std::accumulate(alone.begin(), alone.end(), std::uint64_t{0});
  }
  group.estimate = refused.empty() ? EstimateFor(plan, plan.estimand, measured, confidence) : Refused(refused);
  if (of_accounts && group.accounts == 0U && *group.without_account > 0) group.estimate.reason = "no_accounts";
  if (plan.nothing_fits()) group.estimate.reason = "no_fitting_questions";
  // An anonymous survey shows nothing of a group below its minimum, not even how the few were spread.
  if (plan.minimum && refused.empty() && measured.counts.respondents < static_cast<std::uint64_t>(*plan.minimum)) {
    const auto responses = group.responses;
    group = {};
    group.responses = responses;
    group.estimate = Refused("withheld");
  }
  return group;
}

struct Comparison {
  const QueryPlan& plan;
  const Counted& earlier;
  PreviousWindow previous;
  std::vector<VersionBreak> breaks;
  Window window;
  double confidence;
};

// Does a break of wording lie after the earlier window's beginning and not after the later window's end, and had the
// earlier wording been asked by the end of the earlier window?
bool WordingChanged(const Comparison& with, std::optional<std::uint32_t> part) {
  return std::any_of(with.breaks.begin(), with.breaks.end(), [&](const VersionBreak& one) {
    if (part && !one.parts.contains(*part)) return false;
    if (with.previous.window.to && one.asked_before_from > *with.previous.window.to) return false;
    return one.found.at > *with.previous.window.from && (!with.window.to || one.found.at <= *with.window.to);
  });
}

void AddChange(Group& group, const Comparison& with, const Measured& later, const Measured& earlier,
               const Channels& later_channels, const Channels& earlier_channels, std::optional<std::uint32_t> part,
               const std::string& refused) {
  group.previous =
      refused.empty() ? EstimateFor(with.plan, with.plan.estimand, earlier, with.confidence) : Refused(refused);
  if (!refused.empty()) {
    group.change = RefusedChange(refused);
  } else if (ModeChanged(later_channels, earlier_channels)) {
    group.change = RefusedChange("mode_changed");
  } else if (WordingChanged(with, part)) {
    group.change = RefusedChange("wording_changed");
  } else {
    group.change = DifferenceFor(with.plan, later, earlier, with.confidence);
  }
}

Measured NothingLike(const QueryPlan& plan) {
  Measured nothing;
  nothing.counts.scores.resize(plan.plan.f.size());
  if (plan.by_account || plan.account_place) nothing.accounts.emplace();
  return nothing;
}

void CompareGroup(Group& group, const GroupKey& key, const Counted& later, const Comparison& with) {
  GroupKey earlier_key = key;
  if (with.plan.plan.time) {
    const auto counterpart = Counterpart(with.previous, *with.plan.plan.time, key.period);
    if (!counterpart) return;
    earlier_key.period = *counterpart;
  }
  const auto earlier = with.earlier.groups.find(earlier_key);
  const auto earlier_channels = with.earlier.channels.find(earlier_key);
  const auto later_channels = later.channels.find(key);
  AddChange(group, with, later.groups.at(key),
            earlier == with.earlier.groups.end() ? NothingLike(with.plan) : earlier->second,
            later_channels == later.channels.end() ? Channels{} : later_channels->second,
            earlier_channels == with.earlier.channels.end() ? Channels{} : earlier_channels->second, key.part, "");
}

bool VersionLess(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

// Time first ascending, else by the values in the query's order; versions as numbers.
void Sort(std::vector<std::pair<Day, Group>>& groups, const Query& query) {
  std::stable_sort(groups.begin(), groups.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    for (std::size_t i = 0; i < query.by.size(); ++i) {
      const std::string& left = a.second.key[i];
      const std::string& right = b.second.key[i];
      if (left == right) continue;
      return query.by[i] == "version" ? VersionLess(left, right) : left < right;
    }
    return false;
  });
}

void AddGroups(QueryResult& result, const QueryPlan& plan, const Counted& counted, const Comparison* comparison) {
  std::vector<std::pair<Day, Group>> groups;
  const auto versus_rest = CompareWithRest(result.query, plan, {counted.groups, counted.total, counted.people});
  for (const auto& [key, measured] : counted.groups) {
    Group group = MakeGroup(plan, measured, "", result.query.confidence);
    group.key = ValuesOf(key, result.query, plan);
    if (comparison) CompareGroup(group, key, counted, *comparison);
    if (const auto rest = versus_rest.find(key); rest != versus_rest.end()) group.versus_rest = rest->second;
    groups.emplace_back(key.period, std::move(group));
  }
  Sort(groups, result.query);
  for (auto& [period, group] : groups) result.groups.push_back(std::move(group));
}

void AddBreaks(QueryResult& result, const QueryPlan& plan, const Counted& counted,
               const std::vector<VersionBreak>& breaks) {
  const auto from = result.previous_from ? result.previous_from : result.from;
  for (const VersionBreak& one : breaks) {
    if ((from && one.found.at < *from) || (result.to && one.found.at > *result.to)) continue;
    result.breaks.push_back(one.found);
  }
  if (plan.plan.time) {
    for (Break& one : ModeBreaks(counted.periods)) result.breaks.push_back(std::move(one));
  }
  std::stable_sort(result.breaks.begin(), result.breaks.end(),
                   [](const Break& a, const Break& b) { return a.at < b.at; });
}

void AddRange(QueryResult& result, const QueryPlan& plan) {
  const Metric& metric = *plan.metric;
  result.scale_min = plan.scale.min;
  result.scale_max = plan.scale.max;
  result.lower_is_better = metric.any_scale ? plan.scale.lower_is_better : metric.lower_is_better;
  const bool of_scale = metric.any_scale && metric.kind == MetricKind::kMean;
  result.range_min = of_scale ? plan.scale.min : metric.range_min;
  result.range_max = of_scale ? plan.scale.max : metric.range_max;
}

}  // namespace

Result<QueryResult> RunQuery(const Query& query, const Metric& metric, const Known& known, const View& view,
                             int threads) {
  auto plan = MakePlan(query, metric, known, view, threads);
  if (!plan) return plan.error();
  QueryResult result;
  result.metric = &metric;
  result.query = query;
  result.from = query.from;
  result.to = query.to;
  result.as_of = view.as_of();
  result.narrowed_to = plan->narrowed_to;
  AddRange(result, *plan);
  const Window window{query.from, query.to};
  const bool compared = query.compare != Compare::kNone;
  const bool rest = ComparesWithRest(query, *plan);
  auto counted = CountWindow(*plan, window, {.compared = compared, .rest = rest}, view, threads);
  if (!counted) return counted.error();
  std::optional<Counted> earlier;
  if (compared) {
    auto before = CountWindow(*plan, Before(query)->window, {.compared = true}, view, threads);
    if (!before) return before.error();
    earlier = std::move(*before);
  }
  ChooseEstimand(*plan, counted->total, earlier ? &earlier->total : nullptr);
  result.estimand = plan->estimand;
  result.other_means = OtherMeans(*plan, counted->total, query.confidence);
  auto breaks = VersionBreaks(*plan, view, threads);
  if (!breaks) return breaks.error();
  for (const auto& [channel, count] : counted->all_channels) result.channels.push_back(channel);
  result.total = MakeGroup(*plan, counted->total, plan->total_refused, query.confidence);
  DescribeBase(result, *plan, counted->total, known.accounts);
  if (!query.weights.empty() && plan->total_refused.empty()) {
    auto weighted = CountWeighted(*plan, query, window, view, threads);
    if (!weighted) return weighted.error();
    result.weighted = std::move(*weighted);
  }
  if (!compared) {
    AddGroups(result, *plan, *counted, nullptr);
    AddBreaks(result, *plan, *counted, *breaks);
    return result;
  }
  const PreviousWindow previous = *Before(query);
  result.previous_from = previous.window.from;
  result.previous_to = previous.window.to;
  const Comparison comparison{*plan, *earlier, previous, *breaks, window, query.confidence};
  AddChange(result.total, comparison, counted->total, earlier->total, counted->all_channels, earlier->all_channels,
            std::nullopt, plan->total_refused);
  AddGroups(result, *plan, *counted, &comparison);
  AddBreaks(result, *plan, *counted, *breaks);
  return result;
}

}  // namespace otklik::answers
