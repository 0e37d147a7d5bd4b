// B2B: several contacts answer for one account. Three different questions, three different numbers; a screen says
// which.
#pragma once

#include <optional>
#include <span>

#include "stats/net.hpp"
#include "stats/status.hpp"

namespace otklik::stats {

// One account's contacts by category. Accounts without contacts that answered are left out. Revenue in any one
// currency, >= 0.
struct AccountAnswers {
  NetCounts contacts;
  double revenue = 0;
};

// What each answer is worth.
enum class AccountWeight {
  kContact,  // every person 1
  kAccount,  // every account 1, shared by its contacts: the B2B headline
  kRevenue,  // every account its revenue, shared by its contacts
};

// Which error, and which effective n follows from it. w is an account's part of the total weight, t of `df`.
enum class ClusterError {
  // As published: u summed within the account, times K / (K - 1); effective_n = v / SE^2 * (z / t)^2. A large account
  // draws the mean to itself and hides a part of its own spread; at ten accounts the factor is too cautious.
  kLinearised,
  // For weights as uneven as revenue. SE^2 = (K - 1) / K sum (u / (1 - w))^2: how the mean moves when an account is
  // left out.
  // effective_n as EffectiveAnswers, with 1 / (1 - sum of squared person weights) for n / (n - 1).
  // With one person an account and equal weights it is n, and the interval that of a plain sample.
  kJackknife,
};

// Answers of a plain sample that would tell as much about a share or a net as n > 1 clustered ones: v * n / (n - 1) /
// se^2 * (t(n - 1) / t(df))^2, v the unit variance, se > 0 of the mean of f in its unit (Korn and Graubard 1998). More
// than n where clusters happen to be unlike within: cut to n, ten accounts with an NPS of 75 would cover 97.2 %
// (simulated).
double EffectiveAnswers(double unit_variance, double se, double n, double df, double confidence);

// One net index over accounts, its error clustered by account.
struct ClusteredNet {
  Estimate estimate;                        // points; interval t with `df`, not clipped; method cluster_t
  std::optional<double> df;                 // K - 1; for revenue effective_accounts - 1
  std::optional<double> effective_n;        // see ClusterError
  std::optional<Interval> score;            // score interval at effective_n: the bounded one
  double effective_accounts = 0;            // (sum R)^2 / sum R^2 of the account weights (Kish)
  double largest_share = 0;                 // of one account in the total weight, 0..1
  std::optional<Interval> unsafe_interval;  // revenue only: the interval that was refused, for comparison
};

// Edges: no contacts: undefined / no_valid_responses. One account: value, no se (one_account). No variation between
// accounts: se 0, no interval (zero_variance). Revenue: a negative one, or above 1e30, is invalid_input /
// negative_weight, a total of 0 is undefined / zero_total_weight; with fewer than 10 effective accounts or one account
// above 40 % the interval is withheld (revenue_concentrated), because simulation shows that it covers far less than it
// says.
ClusteredNet EstimateClusteredNet(std::span<const AccountAnswers> accounts, AccountWeight weight, double confidence,
                                  ClusterError error = ClusterError::kLinearised);

// One account's answers by what they come to: m answers, their mean f and their mean f * f.
struct AccountMean {
  double answers = 0;  // > 0
  double mean = 0, square = 0;
};

// The mean over accounts, each counting 1, of any metric f: net (f -1, 0, 1), share (0, 1) or score.
struct MeanOverAccounts {
  double accounts = 0, answers = 0;
  double mean = 0, square = 0;  // of f and of f * f, in f's unit
  std::optional<double> se;     // of the mean, K - 1 degrees of freedom; null for one account
  bool alike = false;           // accounts do not vary at all: se 0
  double sampled = 0;           // share of a finite base that answered, 0 (infinite) .. 1 (census)
  double df() const { return accounts - 1; }
  // How many independent answers it is worth: unit variance / se^2, never more than the answers; as many as accounts
  // where se says nothing. Without Korn and Graubard's (z / t)^2: at ten accounts the score interval at so many answers
  // covers 94 to 96 % as it is, and 97 to 98 % with the factor (simulated, docs/en/simulations.md).
  // Of a finite base so many more: over 1 - sampled. Not for a census.
  double EffectiveAnswers(double unit_variance) const;
  // The same answers as a description of a base of so many accounts, now: se times sqrt(1 - K / N). `population` is at
  // least K; drop it for forecasts, trends and claims about the process.
  MeanOverAccounts OfBase(double population) const;
};
MeanOverAccounts SummariseAccounts(std::span<const AccountMean> accounts);

// The mean net of accounts as counts: its shares times its effective answers. For the bounded score interval.
NetCounts EffectiveNet(const MeanOverAccounts& mean);

// Views by category, each account one value: its worst contact, or its most frequent category (a tie is passive).
// Points.
std::optional<double> WorstContactNet(std::span<const AccountAnswers> accounts);
std::optional<double> PluralityNet(std::span<const AccountAnswers> accounts);

// How alike contacts of one account are: ANOVA intraclass correlation of x in {-1, 0, 1}; null with fewer than 2
// accounts, no account of 2 contacts, or no variation.
std::optional<double> IntraclassCorrelation(std::span<const AccountAnswers> accounts);

// (clustered error / naive error)^2 of the contact view; null where either is.
std::optional<double> ClusterDesignEffect(std::span<const AccountAnswers> accounts);

}  // namespace otklik::stats
