// What is simulated: a row is one promise at one size, tried under each of the truths.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "random.hpp"
#include "stats/status.hpp"
#include "truths.hpp"

namespace otklik::simulate {

inline constexpr double kConfidence = 0.95;

struct Text {
  std::string en, ru;
};

// What one simulated survey came to. Refused ones are not judged.
struct Outcome {
  bool judged = false;
  bool hit = false;  // the interval covers the truth; or a difference is claimed that is none
  double half_width = 0;
};

// One survey under the truth of that index.
using Trial = std::function<Outcome(Random&, std::size_t truth)>;

enum class Table { kIntervals, kClaims, kShareClaims };

struct Row {
  Table table = Table::kIntervals;
  Text what;
  Text size;
  bool promised = true;  // else for comparison: judged and marked, but no failure
  std::string stream;    // rows of one stream see the same samples
  Trial trial;
};

Outcome Covers(const std::optional<stats::Interval>& interval, double truth);
Outcome Claims(const std::optional<double>& p);

Text Plain(int n);  // a size without words

std::vector<Row> SampleRows();     // plain and finite base
std::vector<Row> WeightingRows();  // post-stratified and raked
std::vector<Row> AccountRows();    // clustered and revenue-weighted
std::vector<Row> EffectRows();     // comparisons where nothing differs
std::vector<Row> PeekingRows();    // A/B tests looked at forty times

// All of them, in the order of the tables.
std::vector<Row> AllRows();

}  // namespace otklik::simulate
