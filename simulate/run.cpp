#include "run.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <mutex>
#include <thread>

namespace otklik::simulate {
namespace {

constexpr double kLeastCover = 0.93, kMostCover = 0.97, kMostClaims = 0.05;
constexpr double kAllowedErrors = 3;

Cell RunCell(const Row& row, std::size_t truth, std::int64_t replicates, std::uint64_t seed) {
  Random random(seed, row.stream, truth);
  Cell cell;
  for (std::int64_t i = 0; i < replicates; ++i) {
    const Outcome outcome = row.trial(random, truth);
    if (!outcome.judged) {
      ++cell.left_out;
      continue;
    }
    ++cell.judged;
    cell.hits += outcome.hit ? 1 : 0;
    cell.half_widths += outcome.half_width;
  }
  cell.judgement = Judge(row.table, cell);
  return cell;
}

// What the simulation's own chance may add to a rate that lies on the bound.
double Allowance(double bound, const Cell& cell) {
  return kAllowedErrors * std::sqrt(bound * (1 - bound) / static_cast<double>(cell.judged));
}

}  // namespace

Judgement Judge(Table table, const Cell& cell) {
  if (cell.judged == 0) return Judgement::kNothing;
  const double most = table == Table::kIntervals ? kMostCover : kMostClaims;
  if (cell.rate() > most + Allowance(most, cell)) return Judgement::kTooOften;
  if (table == Table::kIntervals && cell.rate() < kLeastCover - Allowance(kLeastCover, cell)) {
    return Judgement::kTooRare;
  }
  return Judgement::kHolds;
}

bool Holds(const RowResult& result) {
  return std::none_of(result.begin(), result.end(), [](const Cell& cell) {
    return cell.judgement == Judgement::kTooRare || cell.judgement == Judgement::kTooOften;
  });
}

std::vector<RowResult> Run(const std::vector<Row>& rows, std::int64_t replicates, std::uint64_t seed) {
  constexpr int kThreads = 2;
  std::vector<RowResult> results(rows.size());
  const std::size_t all = rows.size() * kTruthCount;
  std::atomic<std::size_t> next = 0;
  std::mutex progress;
  std::vector<std::size_t> cells_done(rows.size());
  std::size_t rows_done = 0;
  const auto work = [&] {
    for (std::size_t task = next++; task < all; task = next++) {
      const std::size_t place = task / kTruthCount, truth = task % kTruthCount;
      results[place][truth] = RunCell(rows[place], truth, replicates, seed);
      const std::lock_guard lock(progress);
      if (++cells_done[place] < kTruthCount) continue;
      std::fprintf(stderr, "%3zu of %zu  %s, %s\n", ++rows_done, rows.size(), rows[place].what.en.c_str(),
                   rows[place].size.en.c_str());
    }
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work);
  threads.clear();
  return results;
}

}  // namespace otklik::simulate
