// Topics of comments: how many people speak of what, what goes together, what is new, and how far a machine's coding
// can be trusted. The base is people who wrote a comment; a comment coded to nothing stays in it. Shares sum to more
// than 100 %: say so.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "stats/status.hpp"

namespace otklik::stats {

// One response: null without a comment, else the topics it mentions (0 .. topics - 1, repeated for repeated mentions).
using TopicMentions = std::optional<std::vector<int>>;

struct TopicRow {
  std::int64_t respondents = 0;  // distinct people: the headline
  std::int64_t mentions = 0;
  Estimate share;  // of commenters, Wilson
  double share_of_all = 0;
  double share_of_mentions = 0;
};

struct TopicTable {
  Status status = Status::kOk;  // undefined / no_comments
  std::string reason;
  std::int64_t responses = 0, commenters = 0, without_topic = 0, mentions = 0;
  std::vector<TopicRow> topics;
};
TopicTable CountTopics(std::span<const TopicMentions> responses, int topics, double confidence);

// Two topics among commenters, by presence.
struct TopicPair {
  int first = 0, second = 0;
  std::int64_t both = 0, only_first = 0, only_second = 0, neither = 0;
  double expected = 0;         // if they were independent
  std::optional<double> lift;  // both / expected; null when one of them is never mentioned
  bool show_lift = false;      // expected >= 1 and both >= 3
  std::optional<double> jaccard, phi;
  std::optional<double> npmi;  // -1 if never together; null when both are in every comment
  double fisher_p = 1;         // two-sided
  double adjusted_p = 1;       // Benjamini-Hochberg over all pairs
};
// All pairs of topics that are mentioned at all, first < second.
std::vector<TopicPair> PairTopics(std::span<const TopicMentions> responses, int topics);

// Is a topic rising: people who speak of it now against the base period.
struct EmergingRules {
  double q = 0.10;           // Benjamini-Hochberg level
  double least_count = 3;    // people now
  double least_ratio = 1.5;  // smoothed ratio of shares
  double prior = 50;         // total of the Dirichlet prior
};
struct EmergingTopic {
  Difference change;  // share now - share base, Newcombe
  double share_now = 0, share_base = 0;
  double ratio = 0;     // ((x1 + 1/2) / (n1 + 1)) / ((x0 + 1/2) / (n0 + 1))
  double fisher_p = 1;  // one-sided, more now
  double adjusted_p = 1;
  double log_odds = 0,
         z = 0;  // weighted log-odds with an informative prior (Monroe et al. 2008): rank by z; 0 for a single topic
  bool is_new = false;    // nobody before, at least least_count now
  bool emerging = false;  // all three rules
};
// `now` and `base` count respondents by topic out of n_now and n_base commenters. Empty when lengths differ, a count
// exceeds its base or a base is empty.
std::vector<EmergingTopic> FindEmerging(std::span<const double> now, double n_now, std::span<const double> base,
                                        double n_base, const EmergingRules& rules, double confidence);

// A share of respondents with errors clustered by account: mentions[i] of contacts[i] in account i. One account: value
// only (one_account).
struct ClusteredShare {
  Estimate estimate;               // interval t with K - 1, not clipped; method cluster_t
  std::optional<double> se_naive;  // as if contacts were independent
  std::int64_t accounts = 0, accounts_mentioning = 0;
};
ClusteredShare EstimateClusteredShare(std::span<const double> mentions, std::span<const double> contacts,
                                      double confidence);

// A machine's share corrected for its errors (Rogan and Gladen 1978), errors of sensitivity and specificity included;
// normal interval clipped to 0..1. sensitivity + specificity <= 1: refused / classifier_not_better_than_chance.
struct CodingQuality {
  double sensitivity = 1, n_sensitivity = 0;
  double specificity = 1, n_specificity = 0;
};
Estimate CorrectShare(double flagged, double n, const CodingQuality& quality, double confidence);

// Agreement of two coders beyond chance: rows coder A, columns coder B. SE of Fleiss, Cohen and Everitt 1969. Expected
// agreement 1: undefined / no_variation; not square: invalid_input / unequal_lengths; a negative count: invalid_input /
// negative_count.
struct Kappa {
  Estimate estimate;
  double agreement = 0, expected = 0;
};
Kappa EstimateKappa(const std::vector<std::vector<double>>& table, double confidence);

// Shewhart's p-chart: the last period against a baseline of the first `baseline` ones.
struct ControlChart {
  Status status = Status::kOk;  // refused / baseline_too_short, undefined / no_comments; invalid_input /
                                // unequal_lengths, hits_out_of_range, sigma
  std::string reason;
  double centre = 0, lower = 0, upper = 0, share = 0;
  bool signal = false;
  std::optional<double> z_prediction;  // includes the error of the baseline
};
ControlChart ChartShare(std::span<const double> counts, std::span<const double> n, std::size_t baseline, double sigma);

}  // namespace otklik::stats
