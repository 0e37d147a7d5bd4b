#include "answers/by_account.hpp"

namespace otklik::answers {

void ByAccount::Add(const std::string& account, const GroupCounts& counts, const std::vector<int>& f) {
  all.Add(counts);
  if (account.empty()) {
    alone.Add(counts);
    return;
  }
  AccountSums sums;
  for (std::size_t score = 0; score < counts.scores.size(); ++score) {
    const auto answers = static_cast<std::int64_t>(counts.scores[score]);
    sums.answers += counts.scores[score];
    sums.sum += answers * f[score];
    sums.squares += answers * f[score] * f[score];
  }
  if (sums.answers == 0) return;
  AccountSums& known = accounts[account];
  known.answers += sums.answers;
  known.sum += sums.sum;
  known.squares += sums.squares;
}

void ByAccount::Add(const ByAccount& other) {
  all.Add(other.all);
  alone.Add(other.alone);
  for (const auto& [account, sums] : other.accounts) {
    AccountSums& known = accounts[account];
    known.answers += sums.answers;
    known.sum += sums.sum;
    known.squares += sums.squares;
  }
}

GroupCounts Clustered(const ByAccount& group, const ByAccount& total) {
  GroupCounts counts = group.all;
  const GroupCounts& alone = group.alone;
  counts.respondents = alone.respondents + group.accounts.size();
  counts.sum_mm = alone.sum_mm;
  counts.sum_ma = alone.sum_ma;
  counts.sum_aa = alone.sum_aa;
  counts.cross = alone.cross;
  // Without question-level groups the engine crosses nothing: then a respondent's answers are all in the group.
  if (alone.cross.mm == 0)
    counts.cross = {0, alone.sum_mm, alone.sum_ma, alone.sum_ma, static_cast<std::int64_t>(alone.sum_aa)};
  for (const auto& [account, sums] : group.accounts) {
    const auto m = static_cast<std::int64_t>(sums.answers);
    counts.sum_mm += sums.answers * sums.answers;
    counts.sum_ma += m * sums.sum;
    counts.sum_aa += static_cast<std::uint64_t>(sums.sum * sums.sum);
    const AccountSums& whole = total.accounts.at(account);
    const auto whole_m = static_cast<std::int64_t>(whole.answers);
    counts.cross.also_elsewhere += whole.answers > sums.answers ? 1 : 0;
    counts.cross.mm += sums.answers * whole.answers;
    counts.cross.ma += m * whole.sum;
    counts.cross.am += sums.sum * whole_m;
    counts.cross.aa += sums.sum * whole.sum;
  }
  return counts;
}

ByAccount Without(const ByAccount& total, const ByAccount& group) {
  ByAccount rest;
  for (const auto& [account, sums] : total.accounts) {
    const auto inside = group.accounts.find(account);
    AccountSums outside = sums;
    if (inside != group.accounts.end()) {
      outside.answers -= inside->second.answers;
      outside.sum -= inside->second.sum;
      outside.squares -= inside->second.squares;
    }
    if (outside.answers > 0) rest.accounts.emplace(account, outside);
  }
  return rest;
}

}  // namespace otklik::answers
