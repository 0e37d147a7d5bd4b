#include "stats/topics.hpp"

#include <algorithm>
#include <cmath>

#include "stats/contingency.hpp"
#include "stats/difference.hpp"
#include "stats/multiple.hpp"
#include "stats/quantile.hpp"
#include "stats/range.hpp"
#include "stats/share.hpp"

namespace otklik::stats {
namespace {

std::vector<bool> Presence(const std::vector<int>& mentions, int topics) {
  std::vector<bool> present(static_cast<std::size_t>(topics));
  for (const int topic : mentions) present[static_cast<std::size_t>(topic)] = true;
  return present;
}

void Describe(TopicPair& pair) {
  const auto n11 = static_cast<double>(pair.both), n10 = static_cast<double>(pair.only_first),
             n01 = static_cast<double>(pair.only_second), n00 = static_cast<double>(pair.neither);
  const double n = n11 + n10 + n01 + n00;
  const double first = n11 + n10, second = n11 + n01;
  pair.expected = first * second / n;
  if (pair.expected > 0) pair.lift = n11 / pair.expected;
  pair.show_lift = pair.expected >= 1 && pair.both >= 3;
  if (first + second > n11) pair.jaccard = n11 / (first + second - n11);
  const double spread = first * (n - first) * second * (n - second);
  if (spread > 0) pair.phi = (n11 * n00 - n10 * n01) / std::sqrt(spread);
  if (n11 == 0) {
    pair.npmi = -1;
  } else if (n11 < n) {
    pair.npmi = std::log(n11 * n / (first * second)) / -std::log(n11 / n);
  }
  pair.fisher_p = FisherTwoSided(n11, n10, n01, n00).value_or(1);
}

template <class Row>
void Adjust(std::vector<Row>& rows) {
  PValues p;
  for (const Row& row : rows) p.emplace_back(row.fisher_p);
  const PValues adjusted = AdjustBenjaminiHochberg(p);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].adjusted_p = *adjusted[i];
}

// ln of the odds of a topic among all mentions, with its prior.
double LogOdds(double count, double prior, double total, double prior_total) {
  return std::log((count + prior) / ((total - count) + (prior_total - prior)));
}

// Of a period; so many tables Fisher's test can list.
constexpr double kMostPeople = 1e7;

bool Within(std::span<const double> counts, double n) {
  return n > 0 && n <= kMostPeople && n == std::floor(n) &&
         std::all_of(counts.begin(), counts.end(), [n](double count) { return IsWholeCount(count) && count <= n; });
}

}  // namespace

TopicTable CountTopics(std::span<const TopicMentions> responses, int topics, double confidence) {
  TopicTable table;
  table.topics.resize(static_cast<std::size_t>(topics));
  for (const TopicMentions& response : responses) {
    ++table.responses;
    if (!response) continue;
    ++table.commenters;
    table.without_topic += response->empty();
    table.mentions += static_cast<std::int64_t>(response->size());
    for (const int topic : *response) ++table.topics[static_cast<std::size_t>(topic)].mentions;
    const std::vector<bool> present = Presence(*response, topics);
    for (std::size_t t = 0; t < present.size(); ++t) table.topics[t].respondents += present[t];
  }
  if (table.commenters == 0 || !ValidConfidence(confidence)) {
    table.status = table.commenters == 0 ? Status::kUndefined : Status::kInvalidInput;
    table.reason = table.commenters == 0 ? "no_comments" : "confidence_out_of_range";
    return table;
  }
  for (TopicRow& row : table.topics) {
    const auto people = static_cast<double>(row.respondents);
    row.share = EstimateShare(people, static_cast<double>(table.commenters), confidence);
    row.share_of_all = people / static_cast<double>(table.responses);
    if (table.mentions > 0) {
      row.share_of_mentions = static_cast<double>(row.mentions) / static_cast<double>(table.mentions);
    }
  }
  return table;
}

std::vector<TopicPair> PairTopics(std::span<const TopicMentions> responses, int topics) {
  std::vector<std::vector<bool>> present;
  std::vector<bool> seen(static_cast<std::size_t>(topics));
  for (const TopicMentions& response : responses) {
    if (!response) continue;
    present.push_back(Presence(*response, topics));
    for (std::size_t t = 0; t < seen.size(); ++t) seen[t] = seen[t] || present.back()[t];
  }
  std::vector<TopicPair> pairs;
  for (std::size_t a = 0; a < seen.size(); ++a) {
    for (std::size_t b = a + 1; b < seen.size(); ++b) {
      if (!seen[a] || !seen[b]) continue;
      TopicPair pair;
      pair.first = static_cast<int>(a);
      pair.second = static_cast<int>(b);
      for (const std::vector<bool>& one : present) {
        pair.both += one[a] && one[b];
        pair.only_first += one[a] && !one[b];
        pair.only_second += !one[a] && one[b];
        pair.neither += !one[a] && !one[b];
      }
      Describe(pair);
      pairs.push_back(pair);
    }
  }
  Adjust(pairs);
  return pairs;
}

std::vector<EmergingTopic> FindEmerging(std::span<const double> now, double n_now, std::span<const double> base,
                                        double n_base, const EmergingRules& rules, double confidence) {
  if (now.size() != base.size() || !Within(now, n_now) || !Within(base, n_base)) return {};
  if (!(rules.prior >= 1 / kLargestValue && IsCount(rules.prior)) || !ValidConfidence(confidence)) return {};
  double total_now = 0, total_base = 0, prior_sum = 0;
  for (std::size_t t = 0; t < now.size(); ++t) {
    total_now += now[t];
    total_base += base[t];
    prior_sum += now[t] + base[t] + 0.5;
  }
  std::vector<EmergingTopic> topics;
  for (std::size_t t = 0; t < now.size(); ++t) {
    EmergingTopic topic;
    topic.change = DifferenceShare({now[t], n_now}, {base[t], n_base}, confidence);
    topic.share_now = now[t] / n_now;
    topic.share_base = base[t] / n_base;
    topic.ratio = (now[t] + 0.5) / (n_now + 1) / ((base[t] + 0.5) / (n_base + 1));
    topic.fisher_p = *FisherGreater(now[t], n_now - now[t], base[t], n_base - base[t]);
    const double prior = rules.prior * (now[t] + base[t] + 0.5) / prior_sum;
    // A topic alone has nothing to be weighed against.
    if (now.size() > 1) {
      topic.log_odds =
          LogOdds(now[t], prior, total_now, rules.prior) - LogOdds(base[t], prior, total_base, rules.prior);
    }
    topic.z = topic.log_odds / std::sqrt(1 / (now[t] + prior) + 1 / (base[t] + prior));
    topic.is_new = base[t] == 0 && now[t] >= rules.least_count;
    topics.push_back(topic);
  }
  Adjust(topics);
  for (std::size_t t = 0; t < topics.size(); ++t) {
    topics[t].emerging =
        topics[t].adjusted_p <= rules.q && now[t] >= rules.least_count && topics[t].ratio >= rules.least_ratio;
  }
  return topics;
}

ClusteredShare EstimateClusteredShare(std::span<const double> mentions, std::span<const double> contacts,
                                      double confidence) {
  ClusteredShare result;
  double hits = 0, n = 0;
  const auto fail = [&](const char* reason) {
    result.estimate = {};
    result.estimate.status = Status::kInvalidInput;
    result.estimate.reason = reason;
    result.estimate.method = "cluster_t";
    return result;
  };
  if (mentions.size() != contacts.size()) return fail("unequal_lengths");
  for (std::size_t a = 0; a < contacts.size(); ++a) {
    if (!(mentions[a] >= 0 && mentions[a] <= contacts[a]) || !IsWeight(contacts[a])) return fail("hits_out_of_range");
    hits += mentions[a];
    n += contacts[a];
    result.accounts += contacts[a] > 0;
    result.accounts_mentioning += mentions[a] > 0;
  }
  result.estimate = EstimateShare(hits, n, confidence);
  result.estimate.method = "cluster_t";
  if (result.estimate.status != Status::kOk) return result;
  result.se_naive = result.estimate.se;
  result.estimate.se.reset();
  result.estimate.interval.reset();
  if (result.accounts < 2) {
    result.estimate.interval_reason = "one_account";
    return result;
  }
  const double p = *result.estimate.value;
  double squares = 0;
  for (std::size_t a = 0; a < contacts.size(); ++a) {
    const double u = (mentions[a] - p * contacts[a]) / n;
    squares += u * u;
  }
  const auto k = static_cast<double>(result.accounts);
  const double se = std::sqrt(k / (k - 1) * squares);
  result.estimate.se = se;
  if (squares < 1e-28) {
    result.estimate.se = 0;
    result.estimate.interval_reason = "zero_variance";
    return result;
  }
  const double half = StudentCritical(confidence, k - 1) * se;
  result.estimate.interval = Interval{p - half, p + half};
  return result;
}

Estimate CorrectShare(double flagged, double n, const CodingQuality& quality, double confidence) {
  Estimate result = EstimateShare(flagged, n, confidence);
  result.method = "rogan_gladen";
  if (result.status != Status::kOk) return result;
  const double apparent = *result.value;
  result.value.reset();
  result.se.reset();
  result.interval.reset();
  const double se = quality.sensitivity, sp = quality.specificity;
  if (!(se >= 0 && se <= 1 && sp >= 0 && sp <= 1 && quality.n_sensitivity > 0 && quality.n_specificity > 0)) {
    result.status = Status::kInvalidInput;
    result.reason = "probability_out_of_range";
    return result;
  }
  const double power = se + sp - 1;
  if (power <= 0) {
    result.status = Status::kRefused;
    result.reason = "classifier_not_better_than_chance";
    return result;
  }
  const double corrected = (apparent + sp - 1) / power;
  const double variance = apparent * (1 - apparent) / n +
                          corrected * corrected * se * (1 - se) / quality.n_sensitivity +
                          (1 - corrected) * (1 - corrected) * sp * (1 - sp) / quality.n_specificity;
  result.value = std::clamp(corrected, 0.0, 1.0);
  result.se = std::sqrt(variance) / power;
  if (*result.se == 0) {
    result.interval_reason = "zero_variance";
    return result;
  }
  const double half = NormalCritical(confidence) * *result.se;
  result.interval = Interval{std::clamp(corrected - half, 0.0, 1.0), std::clamp(corrected + half, 0.0, 1.0)};
  return result;
}

Kappa EstimateKappa(const std::vector<std::vector<double>>& table, double confidence) {
  Kappa kappa;
  Estimate& estimate = kappa.estimate;
  estimate.method = "fleiss_cohen_everitt";
  const std::size_t size = table.size();
  std::vector<double> rows(size), columns(size);
  for (std::size_t i = 0; i < size; ++i) {
    if (table[i].size() != size || !ValidConfidence(confidence)) {
      estimate.status = Status::kInvalidInput;
      estimate.reason = table[i].size() != size ? "unequal_lengths" : "confidence_out_of_range";
      return kappa;
    }
    if (!std::all_of(table[i].begin(), table[i].end(), IsWeight)) {
      estimate.status = Status::kInvalidInput;
      estimate.reason = "negative_count";
      return kappa;
    }
    for (std::size_t j = 0; j < size; ++j) {
      rows[i] += table[i][j];
      columns[j] += table[i][j];
      estimate.n += table[i][j];
    }
  }
  const double n = estimate.n;
  double disagreement = 0, diagonal = 0, off = 0;
  for (std::size_t i = 0; i < size && n > 0; ++i) {
    kappa.agreement += table[i][i] / n;
    kappa.expected += rows[i] / n * columns[i] / n;
  }
  disagreement = 1 - kappa.expected;
  if (!(n > kSmallestTotal) || !(disagreement > 1e-15)) {
    estimate.status = Status::kUndefined;
    estimate.reason = n > 0 ? "no_variation" : "no_valid_responses";
    return kappa;
  }
  const double value = (kappa.agreement - kappa.expected) / disagreement;
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      const double p = table[i][j] / n;
      const double margins = (columns[i] + rows[j]) / n;
      if (i != j) off += p * margins * margins;
      if (i == j) diagonal += p * std::pow(1 - (rows[i] + columns[i]) / n * (1 - value), 2);
    }
  }
  const double centre = value - kappa.expected * (1 - value);
  const double variance =
      (diagonal + (1 - value) * (1 - value) * off - centre * centre) / (n * disagreement * disagreement);
  estimate.value = value;
  estimate.se = std::sqrt(std::max(0.0, variance));
  if (!(variance > 1e-18)) {
    estimate.se = 0;
    estimate.interval_reason = "zero_variance";
    return kappa;
  }
  const double half = NormalCritical(confidence) * *estimate.se;
  estimate.interval = Interval{value - half, value + half};
  return kappa;
}

ControlChart ChartShare(std::span<const double> counts, std::span<const double> n, std::size_t baseline, double sigma) {
  ControlChart chart;
  bool within = counts.size() == n.size();
  for (std::size_t i = 0; within && i < counts.size(); ++i) {
    within = counts[i] >= 0 && counts[i] <= n[i] && IsWeight(n[i]);
  }
  if (!within || !(sigma > 0 && IsValue(sigma))) {
    chart.status = Status::kInvalidInput;
    chart.reason = counts.size() != n.size() ? "unequal_lengths" : within ? "sigma" : "hits_out_of_range";
    return chart;
  }
  double hits = 0, total = 0;
  for (std::size_t i = 0; i < std::min(baseline, counts.size()); ++i) {
    hits += counts[i];
    total += n[i];
  }
  if (baseline == 0 || baseline >= counts.size() || !(total > 0)) {
    chart.status = Status::kRefused;
    chart.reason = "baseline_too_short";
    return chart;
  }
  if (!(n.back() > 0)) {
    chart.status = Status::kUndefined;
    chart.reason = "no_comments";
    return chart;
  }
  chart.centre = hits / total;
  chart.share = counts.back() / n.back();
  const double spread = chart.centre * (1 - chart.centre);
  const double half = sigma * std::sqrt(spread / n.back());
  chart.lower = std::max(0.0, chart.centre - half);
  chart.upper = std::min(1.0, chart.centre + half);
  chart.signal = chart.share > chart.upper || chart.share < chart.lower;
  if (spread > 0) chart.z_prediction = (chart.share - chart.centre) / std::sqrt(spread * (1 / n.back() + 1 / total));
  return chart;
}

}  // namespace otklik::stats
