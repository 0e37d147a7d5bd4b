// Each group of a reply against all other answers of its total.
#pragma once

#include <map>

#include "answers/measure.hpp"
#include "answers/planner.hpp"

namespace otklik::answers {

constexpr std::size_t kMaxVersusRest = 200;

// By group; empty where there is nothing to compare: no dimensions or a unit of time, a CSI, an anonymous survey, a
// total that is refused, more than kMaxVersusRest groups, or groups that share respondents (several answers of one in
// different groups), as their errors are not independent then. The rest is the total minus the group, in whole numbers.
// p is adjusted by Benjamini and Hochberg over the groups.
std::map<GroupKey, VersusRest> CompareWithRest(const Query& query, const QueryPlan& plan,
                                               const std::map<GroupKey, Measured>& groups, const Measured& total);

}  // namespace otklik::answers
