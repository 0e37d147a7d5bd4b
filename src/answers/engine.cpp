#include "answers/engine.hpp"

#include <algorithm>
#include <istream>
#include <ostream>

namespace otklik::answers {

void CrossSums::Add(const CrossSums& other) {
  also_elsewhere += other.also_elsewhere;
  mm += other.mm;
  ma += other.ma;
  am += other.am;
  aa += other.aa;
}

void GroupCounts::Add(const GroupCounts& other) {
  scores.resize(std::max(scores.size(), other.scores.size()));
  for (std::size_t i = 0; i < other.scores.size(); ++i) scores[i] += other.scores[i];
  hard_to_say += other.hard_to_say;
  not_answered += other.not_answered;
  responses += other.responses;
  respondents += other.respondents;
  sum_mm += other.sum_mm;
  sum_ma += other.sum_ma;
  sum_aa += other.sum_aa;
  cross.Add(other.cross);
}

std::uint64_t ReleaseEnd(std::vector<ReleaseRow> rows, int minimum) {
  std::sort(rows.begin(), rows.end(), [](const ReleaseRow& a, const ReleaseRow& b) { return a.seq < b.seq; });
  std::uint64_t end = 0;
  int gained = 0;
  std::vector<int> scores;
  for (const ReleaseRow& row : rows) {
    ++gained;
    scores.resize(std::max(scores.size(), row.answered.size()));
    for (std::size_t column = 0; column < row.answered.size(); ++column) scores[column] += row.answered[column];
    const bool enough = std::all_of(scores.begin(), scores.end(), [&](int n) { return n == 0 || n >= minimum; });
    if (gained < minimum || !enough) continue;
    end = row.seq;
    gained = 0;
    scores.clear();
  }
  return end;
}

}  // namespace otklik::answers
