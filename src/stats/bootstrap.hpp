// Bootstrap distributions that are small enough to write down exactly: no random numbers, the same answer every time.
#pragma once

#include <optional>

#include "stats/net.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// The percentile bootstrap of a net index with infinitely many resamples of its respondents. For comparison only: below
// n = 200 it covers less than it says, and with several contacts an account it resamples the wrong unit.
struct NetBootstrap {
  Interval interval;  // points; quantile = smallest value whose distribution function reaches p
  double step = 0;    // the values lie this far apart: 100 / n
  double se = 0;      // of the bootstrap distribution
};

// Null unless counts are whole, 1 <= n <= 5000 (the work grows with n^2), and not all answers are alike.
std::optional<NetBootstrap> ExactNetBootstrap(const NetCounts& counts, double confidence);

}  // namespace otklik::stats
