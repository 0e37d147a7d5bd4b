// Stages stamped on responses. A response may carry dimensions["stage"], set when it was taken in (the touchpoint of an
// imported row, say). It goes before the stages of the questions for all answers of that response, in `by` and in
// `where`. A CSI goes by the stages of the questions only.
//
// Rows without a stamped stage and rows with one are counted by two plans; no respondent is in both, so the counts add
// up exactly.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "answers/planner.hpp"

namespace otklik::answers {

// Does the stage matter to this query?
bool UsesStage(const Query& query, const Metric& metric);

// The rows that have a stage, or none.
PlanFilter StampedFilter();
PlanFilter UnstampedFilter();

// The stages stamped on rows of the surveys that are not anonymous, sorted; empty if there are too many to list.
std::vector<std::string> StampedStages(const Schema& schema, const View& view, int threads);

// Those of `surveys` with rows that have a stage the query asks for and pass `filters`.
Result<std::vector<std::string>> StampedSurveys(const std::vector<PlanSurvey>& surveys, const Query& query,
                                                std::vector<PlanFilter> filters, const View& view, int threads);

// What rows with a stage have to pass on top of the query's other filters.
PlanFilter StampedFilter(const Query& query);

// The stages that rows of the plan have, with the parts they have them in: the keys' one value and part.
Result<std::vector<GroupKey>> StampedParts(const StampedRows& stamped, const View& view, int threads);

// How a query's plan is asked.
struct Shape {
  Window window;
  bool flat = false;        // all parts at once, no dimensions of the query
  bool by_time = true;      // by the plan's unit of time, if it has one
  bool by_channel = false;  // the channel becomes the last of the key's values
  bool keys_only = false;
  bool crossed = false;              // not with flat
  bool by_account = false;           // the account becomes the last of the key's values
  std::vector<std::string> by = {};  // with flat: dimensions after all
};

// The counts of a query's groups over all rows, stamped or not; ascending keys.
Result<std::vector<GroupCounts>> CountsOf(const QueryPlan& plan, const Shape& shape, const View& view, int threads);

}  // namespace otklik::answers
