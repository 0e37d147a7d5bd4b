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

}  // namespace otklik::answers
