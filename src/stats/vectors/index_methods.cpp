#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/centricity.hpp"
#include "stats/range.hpp"
#include "stats/vectors/methods.hpp"

namespace otklik::vectors {
namespace {

using stats::CentricityIndex;
using stats::Status;

std::vector<stats::CentricityCompany> Companies(const json::object& input) {
  std::vector<stats::CentricityCompany> companies;
  for (const json::value& value : input.at("companies").as_array()) {
    const json::object& one = value.as_object();
    companies.push_back({MaybeNumbers(one, "scores"), Number(input, "coef_" + Text(one, "type"), 1)});
  }
  return companies;
}

std::size_t BlockSize(double size) {
  Require(size >= 0, "block_sizes");
  return static_cast<std::size_t>(Whole(size));
}

stats::CentricityRules Rules(const json::object& input) {
  stats::CentricityRules rules;
  for (const double size : Numbers(input, "block_sizes")) rules.block_sizes.push_back(BlockSize(size));
  rules.max_score = Number(input, "max_score", 3);
  rules.cap = Number(input, "cap", 100);
  const json::value* weights = input.if_contains("block_weights");
  if (weights != nullptr && weights->is_array()) rules.block_weights = Numbers(*weights);
  if (weights != nullptr && weights->is_string() && weights->as_string() == "equal") {
    rules.block_weights.assign(rules.block_sizes.size(), 1);
  }
  return rules;
}

template <class Pick>
json::array ByCompany(const CentricityIndex& index, Pick pick) {
  json::array list;
  for (const auto& company : index.companies) list.push_back(pick(company));
  return list;
}

json::value Sample(const std::vector<double>& values) { return Value(stats::ComputeRelativeDeviation(values).sample); }

json::object ClientCentricity(const json::object& input) {
  using Company = stats::CentricityResult;
  const auto companies = Companies(input);
  stats::CentricityRules rules = Rules(input);
  const CentricityIndex index = stats::ComputeCentricity(companies, rules);
  json::object out = StatusOf(index);
  if (index.status != Status::kOk) return out;
  rules.block_weights.assign(rules.block_sizes.size(), 1);
  const CentricityIndex equal = stats::ComputeCentricity(companies, rules);
  out["sub"] = ByCompany(index, [](const Company& c) { return json::value(List(c.blocks)); });
  out["overall"] = ByCompany(index, [](const Company& c) { return Value(c.overall); });
  out["rank_min_ties"] = ByCompany(index, [](const Company& c) { return json::value(c.rank); });
  out["overall_equal_block_weights"] = ByCompany(equal, [](const Company& c) { return Value(c.overall); });
  out["overall_flat_metric_mean_no_coef"] = ByCompany(index, [](const Company& c) { return Value(c.flat); });
  out["missing_metrics"] = ByCompany(index, [](const Company& c) { return json::value(c.missing); });
  out["heat_bins_sub"] = ByCompany(index, [](const Company& c) {
    json::array bins;
    for (const auto& block : c.blocks) bins.push_back(block ? json::value(stats::HeatBin(*block)) : nullptr);
    return json::value(std::move(bins));
  });
  std::vector<double> overall;
  std::vector<std::vector<double>> blocks(rules.block_sizes.size());
  for (const Company& company : index.companies) {
    if (company.overall) overall.push_back(*company.overall);
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      if (company.blocks[b]) blocks[b].push_back(*company.blocks[b]);
    }
  }
  if (overall.empty()) return out;
  out["mean_overall"] = std::accumulate(overall.begin(), overall.end(), 0.0) / static_cast<double>(overall.size());
  out["rsd_overall_sample"] = Sample(overall);
  out["rsd_overall_population"] = Value(stats::ComputeRelativeDeviation(overall).population);
  json::array deviations;
  for (const auto& block : blocks) deviations.push_back(Sample(block));
  out["rsd_sub"] = std::move(deviations);
  return out;
}

json::object Rsd(const json::object& input) {
  const auto deviation = stats::ComputeRelativeDeviation(Numbers(input, "values"));
  json::object out = StatusOf(deviation);
  out["rsd"] = Value(deviation.sample);
  out["rsd_sample"] = Value(deviation.sample);
  out["rsd_population"] = Value(deviation.population);
  return out;
}

// A published table: overall column, block columns, row names.
struct Table {
  std::vector<std::string> names;
  std::vector<double> overall;
  std::vector<std::vector<double>> blocks;
};

Table TableOf(const json::object& input) {
  Table table;
  for (const json::value& value : input.at("rows").as_array()) {
    const json::object& row = value.as_object();
    const std::vector<double> scores = Numbers(row, "s");
    Require(table.names.empty() || scores.size() == table.blocks.size(), "unequal_lengths");
    table.blocks.resize(scores.size());
    table.names.push_back(Text(row, "row"));
    table.overall.push_back(Number(row, "overall"));
    for (std::size_t b = 0; b < scores.size(); ++b) table.blocks[b].push_back(scores[b]);
  }
  return table;
}

// Rows weighted by block weights that are scaled to sum 1.
std::vector<double> Weighted(const Table& table, const std::vector<double>& weights) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<double> result(table.overall.size());
  for (std::size_t b = 0; b < weights.size(); ++b) {
    for (std::size_t i = 0; i < result.size(); ++i) result[i] += weights[b] / total * table.blocks.at(b)[i];
  }
  return result;
}

void AddFixedWeights(json::object& out, const Table& table) {
  const std::vector<double> equal = Weighted(table, std::vector<double>(table.blocks.size(), 1));
  double sum = 0, largest = 0;
  for (std::size_t i = 0; i < equal.size(); ++i) {
    sum += table.overall[i] - equal[i];
    largest = std::max(largest, std::abs(table.overall[i] - equal[i]));
  }
  out["equal_weights_mean_residual"] = sum / static_cast<double>(equal.size());
  out["equal_weights_max_abs_residual"] = largest;
  if (table.blocks.size() != 4) return;
  const std::vector<double> counted = Weighted(table, {6, 2, 6, 2});
  const auto scale = stats::FitScale(table.overall, counted);
  out["scale_6_2_6_2"] = scale.scale;
  out["max_abs_residual_6_2_6_2"] = scale.max_residual;
  for (const std::string type : {"B2B", "B2C"}) {
    const auto place = std::find(table.names.begin(), table.names.end(), type);
    if (place == table.names.end()) continue;
    const auto row = static_cast<std::size_t>(place - table.names.begin());
    out["implied_coef_" + type + "_6262"] = table.overall[row] / counted[row];
  }
}

json::object IndexWeightFit(const json::object& input) {
  const Table table = TableOf(input);
  const auto fit = stats::FitWeights(table.overall, table.blocks, false, Confidence(input));
  json::object out = StatusOf(fit);
  if (fit.status != Status::kOk) return out;
  std::vector<double> normalised = fit.weights;
  for (double& weight : normalised) weight /= fit.sum;
  out["weights"] = List(fit.weights);
  out["se"] = List(fit.se);
  out["sum_weights"] = fit.sum;
  out["sum_lo"] = Low(fit.sum_interval);
  out["sum_hi"] = High(fit.sum_interval);
  out["normalised"] = List(normalised);
  out["residuals"] = List(fit.residuals);
  out["max_abs_residual"] = fit.max_residual;
  out["rmse"] = fit.rmse;
  out["nnls"] = List(stats::FitNonNegativeWeights(table.overall, table.blocks));
  const auto with_intercept = stats::FitWeights(table.overall, table.blocks, true, Confidence(input));
  if (with_intercept.status == Status::kOk) {
    out["intercept_model"] =
        json::object{{"intercept", with_intercept.intercept}, {"weights", List(with_intercept.weights)}};
  }
  AddFixedWeights(out, table);
  return out;
}

json::object WeightedMix(const json::object& input) {
  const std::vector<double> b2b = Numbers(input, "b2b");
  const std::vector<double> b2c = Numbers(input, "b2c");
  const double n = Number(input, "n_b2b"), m = Number(input, "n_b2c");
  Require(b2b.size() == b2c.size(), "unequal_lengths");
  for (const auto& values : {b2b, b2c}) {
    Require(std::all_of(values.begin(), values.end(), stats::IsValue), "value_not_finite");
  }
  if (!(stats::IsCount(n) && stats::IsCount(m))) return Failure(Status::kInvalidInput, "negative_count");
  if (n + m == 0) return Failure(Status::kUndefined, "no_valid_responses");
  json::array average;
  for (std::size_t i = 0; i < b2b.size(); ++i) average.push_back((n * b2b[i] + m * b2c.at(i)) / (n + m));
  return {{"average", std::move(average)}};
}

}  // namespace

MethodTable IndexMethods() {
  return {{"client_centricity", ClientCentricity},
          {"rsd", Rsd},
          {"index_weight_fit", IndexWeightFit},
          {"weighted_mix", WeightedMix}};
}

}  // namespace otklik::vectors
