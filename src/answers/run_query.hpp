// A planned query on one view of the answers.
#pragma once

#include "answers/planner.hpp"

namespace otklik::answers {

Result<QueryResult> RunQuery(const Query& query, const Metric& metric, const Known& known, const View& view,
                             int threads);

}  // namespace otklik::answers
