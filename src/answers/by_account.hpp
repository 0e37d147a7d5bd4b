// Answers by account. Contacts of one account answer alike: taken as independent, their 95 % interval would hold the
// truth 86 to 89 times of a hundred. So an account is one cluster of the error, and who has none is a cluster alone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "answers/engine.hpp"

namespace otklik::answers {

struct AccountSums {
  std::uint64_t answers = 0;          // m > 0
  std::int64_t sum = 0, squares = 0;  // of f: a, and the sum of f * f
};

// A group's counts by account. The order of accounts is fixed, so that no sum depends on the engine.
struct ByAccount {
  GroupCounts all;    // sums by respondent
  GroupCounts alone;  // those without an account
  std::map<std::string, AccountSums> accounts;

  // `account` is empty for none; `f` as in the plan.
  void Add(const std::string& account, const GroupCounts& counts, const std::vector<int>& f);
  // Respondents of both must be disjoint; accounts may be in both.
  void Add(const ByAccount& other);
  // Everybody answers for one account: then its contacts are who varies.
  bool OneAccount() const { return accounts.size() == 1 && alone.respondents == 0; }
};

// The group's counts with its accounts as clusters: `respondents` counts clusters, sum_mm, sum_ma, sum_aa and `cross`
// go over clusters. `total` is what the group is a part of.
GroupCounts Clustered(const ByAccount& group, const ByAccount& total);

// What is in `total` and not in the group, by account; `all` and `alone` are not filled.
ByAccount Without(const ByAccount& total, const ByAccount& group);

}  // namespace otklik::answers
