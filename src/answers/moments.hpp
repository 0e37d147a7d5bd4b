// Gram matrices of a CSI over the memory columns.
#pragma once

#include <vector>

#include "answers/scan.hpp"

namespace otklik::answers {

Result<std::vector<GroupMoments>> ColumnMoments(const MomentsPlan& plan, const ColumnState& state, int threads);

}  // namespace otklik::answers
