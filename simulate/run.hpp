// Runs the rows on two threads and judges them.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "rows.hpp"

namespace otklik::simulate {

enum class Judgement {
  kHolds,
  kTooRare,   // an interval covers too seldom
  kTooOften,  // it covers too often, or a difference that is none is claimed too often
  kNothing,   // all were refused
};

// What one row came to under one truth.
struct Cell {
  std::int64_t left_out = 0;
  std::int64_t judged = 0;
  std::int64_t hits = 0;
  double half_widths = 0;  // summed over those judged
  Judgement judgement = Judgement::kNothing;

  double rate() const { return static_cast<double>(hits) / static_cast<double>(judged); }
  double left_out_rate() const { return static_cast<double>(left_out) / static_cast<double>(left_out + judged); }
};

using RowResult = std::array<Cell, kTruthCount>;

// One generator a row and truth: the result does not depend on who computed it. Progress goes to stderr.
std::vector<RowResult> Run(const std::vector<Row>& rows, std::int64_t replicates, std::uint64_t seed);

// Three standard errors of the simulation are allowed beyond 93-97 % of covering and 5 % of false claims.
Judgement Judge(Table table, const Cell& cell);

bool Holds(const RowResult& result);

}  // namespace otklik::simulate
