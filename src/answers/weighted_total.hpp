// The total as if the answers came from the population's composition: post-stratification on one margin, raking on
// several. It mends the composition on those margins only, never the mode, the timing or the motivation to answer.
#pragma once

#include "answers/planner.hpp"

namespace otklik::answers {

// Over answers, each counting its weight; a CSI has none. The interval is that of EstimateCalibratedAnswer.
// Statuses beside those of Calibrate: refused / several_answers_each, where a respondent or an account gave more than
// one answer (their likeness is not in this error), refused / too_many_cells.
Result<WeightedTotal> CountWeighted(const QueryPlan& plan, const Query& query, const Window& window, const View& view,
                                    int threads);

}  // namespace otklik::answers
