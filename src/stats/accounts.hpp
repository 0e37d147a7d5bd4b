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

// One net index over accounts. The error is clustered by account: u summed within the account, K / (K - 1), t.
struct ClusteredNet {
  Estimate estimate;                        // points; interval t with `df`, not clipped; method cluster_t
  std::optional<double> df;                 // K - 1; for revenue effective_accounts - 1
  std::optional<double> effective_n;        // v / SE^2 * (z / t)^2 (Korn and Graubard)
  std::optional<Interval> score;            // score interval at effective_n: the bounded one
  double effective_accounts = 0;            // (sum R)^2 / sum R^2 of the account weights (Kish)
  double largest_share = 0;                 // of one account in the total weight, 0..1
  std::optional<Interval> unsafe_interval;  // revenue only: the interval that was refused, for comparison
};

// Edges: no contacts: undefined / no_valid_responses. One account: value, no se (one_account). No variation between
// accounts: se 0, no interval (zero_variance). Revenue: a negative or non-finite one is invalid_input /
// negative_weight, a total of 0 is undefined / zero_total_weight; with fewer than 10 effective accounts or one account
// above 40 % the interval is withheld (revenue_concentrated), because simulation shows that it covers far less than it
// says.
ClusteredNet EstimateClusteredNet(std::span<const AccountAnswers> accounts, AccountWeight weight, double confidence);

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
