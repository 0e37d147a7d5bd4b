// Where series are broken, by version and by mode.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "answers/planner.hpp"
#include "answers/stages.hpp"

namespace otklik::answers {

// Breaks of the chosen columns' wording, with the first day of the later version among live rows; those without rows
// are left out. `part` says for which groups a break counts.
struct VersionBreak {
  Break found;
  std::set<std::uint32_t> parts;
};
Result<std::vector<VersionBreak>> VersionBreaks(const QueryPlan& plan, const View& view, int threads);

using Channels = std::set<std::string>;

// The channels of each group's respondents, by the group's key.
Result<std::map<GroupKey, Channels>> ChannelsByGroup(const QueryPlan& plan, Shape shape, const View& view, int threads);

// Both have channels, and none in common.
bool Disjoint(const Channels& a, const Channels& b);

// A mode break at each period that shares no channel with the one before it that has responses.
std::vector<Break> ModeBreaks(const std::map<GroupKey, Channels>& channels);

}  // namespace otklik::answers
