// Each group of a reply against all other answers of its total.
#pragma once

#include <map>

#include "answers/measure.hpp"
#include "answers/planner.hpp"

namespace otklik::answers {

constexpr std::size_t kMaxVersusRest = 200;

// Whether groups are compared with the rest at all: by dimensions without a unit of time, not of an anonymous survey,
// not where the total is refused.
bool ComparesWithRest(const Query& query, const QueryPlan& plan);

// Groups of question-level values share respondents: their counts have to be crossed, a CSI needs the moments of each
// group's respondents over all items.
bool SharesRespondents(const QueryPlan& plan);

struct AgainstRest {
  const std::map<GroupKey, Measured>& groups;
  const Measured& total;
  const std::map<GroupKey, stats::CsiMoments>& people;  // of a CSI that shares respondents, by key with part 0
};

// By group; empty where groups are not compared, or are more than kMaxVersusRest, or have too many items for a CSI's
// moments. The rest is the total minus the group, in whole numbers. p is adjusted by Benjamini and Hochberg over the
// groups.
std::map<GroupKey, VersusRest> CompareWithRest(const Query& query, const QueryPlan& plan, const AgainstRest& counted);

}  // namespace otklik::answers
