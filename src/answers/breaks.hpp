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
// on either side are left out. `part` says for which groups a break counts.
struct VersionBreak {
  Break found;
  std::set<std::uint32_t> parts;
  Day asked_before_from = 0;  // the first day with a row of the earlier wording
};
Result<std::vector<VersionBreak>> VersionBreaks(const QueryPlan& plan, const View& view, int threads);

// Respondents with an answer by channel. Channels of responses without one stand with 0, and all do where the shape
// asks for keys only.
using Channels = std::map<std::string, std::uint64_t>;

// The channels of each group, by the group's key.
Result<std::map<GroupKey, Channels>> ChannelsByGroup(const QueryPlan& plan, Shape shape, const View& view, int threads);

// Has the way of asking changed so much that a difference would say more about it than about the answers? So it is when
// the total variation distance of the two mixes of channels, sum |p - q| / 2, is at least one half; without answers on
// a side, it has not. In whole numbers, so exact.
bool ModeChanged(const Channels& a, const Channels& b);

// A mode break at each period whose channels changed so since the one before it that has answers. `from` and `to` name
// the channels, the most frequent first.
std::vector<Break> ModeBreaks(const std::map<Day, Channels>& periods);

}  // namespace otklik::answers
