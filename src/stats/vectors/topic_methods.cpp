#include <algorithm>
#include <map>
#include <set>

#include "stats/topics.hpp"
#include "stats/vectors/methods.hpp"

namespace otklik::vectors {
namespace {

using stats::Status;

// Responses with topics numbered in the order of their names.
struct Comments {
  std::vector<std::string> names;
  std::vector<stats::TopicMentions> responses;
};

Comments CommentsOf(const json::object& input) {
  std::set<std::string> names;
  const json::array& responses = input.at("responses").as_array();
  for (const json::value& response : responses) {
    if (response.is_null()) continue;
    for (const json::value& topic : response.as_array()) names.emplace(topic.as_string());
  }
  Comments comments;
  comments.names.assign(names.begin(), names.end());
  for (const json::value& response : responses) {
    auto& mentions = comments.responses.emplace_back();
    if (response.is_null()) continue;
    mentions.emplace();
    for (const json::value& topic : response.as_array()) {
      const auto place = std::find(comments.names.begin(), comments.names.end(), std::string(topic.as_string()));
      mentions->push_back(static_cast<int>(place - comments.names.begin()));
    }
  }
  return comments;
}

json::object TopicTable(const json::object& input) {
  const Comments comments = CommentsOf(input);
  const auto table = stats::CountTopics(comments.responses, static_cast<int>(comments.names.size()), Confidence(input));
  json::object out = StatusOf(table);
  out["n_responses"] = table.responses;
  out["n_commenters"] = table.commenters;
  out["n_no_topic"] = table.without_topic;
  out["total_mentions"] = table.mentions;
  json::array topics;
  for (std::size_t t = 0; t < comments.names.size(); ++t) {
    const stats::TopicRow& row = table.topics[t];
    topics.push_back(json::object{
        {"topic", comments.names[t]},
        {"respondents", row.respondents},
        {"mentions", row.mentions},
        {"mentions_per_respondent", static_cast<double>(row.mentions) / static_cast<double>(row.respondents)},
        {"share_of_commenters", Value(row.share.value)},
        {"lo", Low(row.share.interval)},
        {"hi", High(row.share.interval)},
        {"share_of_all", row.share_of_all},
        {"share_of_mentions", row.share_of_mentions}});
  }
  out["topics"] = std::move(topics);
  return out;
}

json::object TopicCooccurrence(const json::object& input) {
  const Comments comments = CommentsOf(input);
  json::array pairs;
  for (const auto& pair : stats::PairTopics(comments.responses, static_cast<int>(comments.names.size()))) {
    pairs.push_back(json::object{{"a", comments.names[static_cast<std::size_t>(pair.first)]},
                                 {"b", comments.names[static_cast<std::size_t>(pair.second)]},
                                 {"n11", pair.both},
                                 {"n10", pair.only_first},
                                 {"n01", pair.only_second},
                                 {"n00", pair.neither},
                                 {"expected", pair.expected},
                                 {"lift", Value(pair.lift)},
                                 {"jaccard", Value(pair.jaccard)},
                                 {"phi", Value(pair.phi)},
                                 {"npmi", Value(pair.npmi)},
                                 {"fisher_p", pair.fisher_p},
                                 {"bh", pair.adjusted_p}});
  }
  return {{"pairs", std::move(pairs)}};
}

json::object TopicEmerging(const json::object& input) {
  const stats::EmergingRules rules{Number(input, "bh_alpha", 0.1), Number(input, "min_count", 3),
                                   Number(input, "min_ratio", 1.5), Number(input, "dirichlet_a0", 50)};
  const auto topics =
      stats::FindEmerging(Numbers(input, "now_respondents"), Number(input, "now_n"), Numbers(input, "base_respondents"),
                          Number(input, "base_n"), rules, Confidence(input));
  json::array rows;
  for (std::size_t t = 0; t < topics.size(); ++t) {
    const stats::EmergingTopic& topic = topics[t];
    rows.push_back(json::object{{"topic", input.at("topics").as_array().at(t)},
                                {"share_now", topic.share_now},
                                {"share_base", topic.share_base},
                                {"diff", Value(topic.change.value)},
                                {"newcombe_lo", Low(topic.change.interval)},
                                {"newcombe_hi", High(topic.change.interval)},
                                {"rr_half", topic.ratio},
                                {"fisher_greater_p", topic.fisher_p},
                                {"bh", topic.adjusted_p},
                                {"log_odds", topic.log_odds},
                                {"z", topic.z},
                                {"is_new", topic.is_new},
                                {"emerging", topic.emerging}});
  }
  if (rows.empty()) return Failure(Status::kInvalidInput, "hits_out_of_range");
  return {{"rows", std::move(rows)}};
}

json::object TopicShareCluster(const json::object& input) {
  const json::array& names = input.at("account").as_array();
  const std::vector<double> mention = Numbers(input, "mention");
  std::map<std::string, std::pair<double, double>> accounts;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto& [mentions, contacts] = accounts[std::string(names[i].as_string())];
    mentions += mention.at(i);
    ++contacts;
  }
  std::vector<double> mentions, contacts;
  for (const auto& [name, account] : accounts) {
    mentions.push_back(account.first);
    contacts.push_back(account.second);
  }
  const auto share = stats::EstimateClusteredShare(mentions, contacts, Confidence(input));
  json::object out = StatusOf(share.estimate);
  out["share"] = Value(share.estimate.value);
  out["se_cluster"] = Value(share.estimate.se);
  out["se_naive"] = Value(share.se_naive);
  out["accounts_mentioning"] = share.accounts_mentioning;
  out["accounts"] = share.accounts;
  return out;
}

json::object TopicMisclassification(const json::object& input) {
  const stats::CodingQuality quality{Number(input, "sensitivity"), Number(input, "n_sensitivity"),
                                     Number(input, "specificity"), Number(input, "n_specificity")};
  const double flagged = Number(input, "flagged"), n = Number(input, "n");
  const auto share = stats::CorrectShare(flagged, n, quality, Confidence(input));
  json::object out = StatusOf(share);
  if (share.status != Status::kOk) return out;
  out["apparent"] = flagged / n;
  out["corrected"] = Value(share.value);
  out["se"] = Value(share.se);
  out["lo"] = Low(share.interval);
  out["hi"] = High(share.interval);
  return out;
}

json::object CohenKappa(const json::object& input) {
  std::vector<std::vector<double>> table;
  for (const json::value& row : input.at("table").as_array()) table.push_back(Numbers(row));
  const auto kappa = stats::EstimateKappa(table, Confidence(input));
  json::object out = StatusOf(kappa.estimate);
  out["agreement"] = kappa.agreement;
  out["expected"] = kappa.expected;
  out["kappa"] = Value(kappa.estimate.value);
  out["se"] = Value(kappa.estimate.se);
  out["lo"] = Low(kappa.estimate.interval);
  out["hi"] = High(kappa.estimate.interval);
  return out;
}

json::object TopicPchart(const json::object& input) {
  const auto chart =
      stats::ChartShare(Numbers(input, "counts"), Numbers(input, "n"),
                        static_cast<std::size_t>(Whole(input, "baseline_points")), Number(input, "sigma", 3));
  json::object out = StatusOf(chart);
  if (chart.status != Status::kOk) return out;
  out["center"] = chart.centre;
  out["ucl_last"] = chart.upper;
  out["lcl_last"] = chart.lower;
  out["share_last"] = chart.share;
  out["signal"] = chart.signal;
  out["z_prediction"] = Value(chart.z_prediction);
  return out;
}

}  // namespace

MethodTable TopicMethods() {
  return {{"topic_table", TopicTable},
          {"topic_cooccurrence", TopicCooccurrence},
          {"topic_emerging", TopicEmerging},
          {"topic_share_cluster", TopicShareCluster},
          {"topic_misclassification", TopicMisclassification},
          {"cohen_kappa", CohenKappa},
          {"topic_pchart", TopicPchart}};
}

}  // namespace otklik::vectors
