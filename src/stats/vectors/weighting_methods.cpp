#include <algorithm>
#include <map>
#include <set>

#include "stats/calibration.hpp"
#include "stats/mean.hpp"
#include "stats/vectors/methods.hpp"
#include "stats/weighted.hpp"

namespace otklik::vectors {
namespace {

using stats::Calibration;
using stats::CalibrationCell;
using stats::CalibrationError;
using stats::Estimate;
using stats::Margin;
using stats::Status;

// A case's rows as cells of one row each, with the margins the population gives.
struct Sample {
  std::vector<CalibrationCell> cells;
  std::vector<std::string> segments;            // by cell
  std::vector<std::vector<std::string>> names;  // by margin, its categories
  std::vector<Margin> margins;
};

int IndexOf(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<int>(std::find(names.begin(), names.end(), name) - names.begin());
}

// A margin named "seg" has its totals under "population_seg"; a category only the sample has gets 0.
void AddMargin(Sample& sample, const json::object& input, const std::string& key, const json::array& rows) {
  const json::value* population = input.if_contains("population_" + key);
  if (population == nullptr) return;
  std::vector<std::string> names;
  Margin totals;
  for (const auto& [name, total] : population->as_object()) {
    names.emplace_back(name);
    totals.push_back(total.to_number<double>());
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string name = Text(rows[i].as_object(), key);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
      totals.push_back(0);
    }
    sample.cells[i].category.push_back(IndexOf(names, name));
  }
  sample.names.push_back(std::move(names));
  sample.margins.push_back(std::move(totals));
}

Sample SampleOf(const json::object& input, const std::vector<std::string>& margins) {
  Sample sample;
  const json::value* base = input.if_contains("base_weights");
  const bool weighted = base != nullptr && base->as_string() == "base";
  const json::array& rows = input.at("rows").as_array();
  for (const json::value& value : rows) {
    const json::object& row = value.as_object();
    const double weight = weighted ? Number(row, "base_weight") : 1;
    CalibrationCell cell;
    cell.value = 100 * stats::ClassifyNet(Number(row, "score"));
    cell.n = 1;
    cell.base = weight;
    cell.base_squared = weight * weight;
    if (weight < 0) cell.base_squared = -1;
    sample.cells.push_back(std::move(cell));
    sample.segments.push_back(Text(row, "seg"));
  }
  for (const std::string& key : margins) AddMargin(sample, input, key, rows);
  return sample;
}

std::vector<bool> DomainOf(const Sample& sample, const std::string& segment) {
  std::vector<bool> domain;
  for (const std::string& one : sample.segments) domain.push_back(one == segment);
  return domain;
}

json::object CalibrationFailure(const Sample& sample, const Calibration& calibration) {
  json::object out = StatusOf(calibration);
  json::array cells;
  for (const auto& [margin, category] : calibration.problem_cells) {
    cells.push_back(json::value(sample.names[static_cast<std::size_t>(margin)][static_cast<std::size_t>(category)]));
  }
  if (!cells.empty()) out["cells"] = std::move(cells);
  return out;
}

json::array BySegment(const Sample& sample, const Calibration& calibration, double confidence) {
  json::array list;
  for (const std::string& segment : std::set<std::string>(sample.segments.begin(), sample.segments.end())) {
    const Estimate estimate =
        EstimateCalibratedMean(sample.cells, sample.margins, calibration, DomainOf(sample, segment), confidence);
    list.push_back(json::object{{"seg", segment}, {"nps", Value(estimate.value)}, {"se", Value(estimate.se)}});
  }
  return list;
}

json::object Calibrated(const json::object& input, const std::vector<std::string>& margins) {
  const Sample sample = SampleOf(input, margins);
  const Calibration calibration = Calibrate(sample.cells, sample.margins);
  if (calibration.status != Status::kOk) return CalibrationFailure(sample, calibration);
  const double confidence = Confidence(input);
  const Estimate estimate = EstimateCalibratedMean(sample.cells, sample.margins, calibration, {}, confidence);
  json::object out = StatusOf(estimate);
  out["nps"] = Value(estimate.value);
  out["se"] = Value(estimate.se);
  out["sum_weights"] = calibration.total_weight;
  out["kish_deff"] = calibration.design_effect;
  out["n_eff_kish"] = calibration.effective_n;
  out["iterations"] = calibration.iterations;
  out["by_segment"] = BySegment(sample, calibration, confidence);
  json::array weights;
  for (std::size_t i = 0; i < sample.cells.size(); ++i) weights.push_back(sample.cells[i].base * calibration.factor[i]);
  out["weights"] = std::move(weights);
  out["se_survey_rake"] = Value(
      EstimateCalibratedMean(sample.cells, sample.margins, calibration, {}, confidence, CalibrationError::kSweeps).se);
  return out;
}

json::object RakeDiff(const json::object& input) {
  const Sample sample = SampleOf(input, {"seg", "reg"});
  const Calibration calibration = Calibrate(sample.cells, sample.margins);
  if (calibration.status != Status::kOk) return CalibrationFailure(sample, calibration);
  const std::string contrast = Text(input, "contrast");
  const std::size_t dash = contrast.find('-');
  const auto difference = EstimateCalibratedDifference(sample.cells, sample.margins, calibration,
                                                       DomainOf(sample, contrast.substr(0, dash)),
                                                       DomainOf(sample, contrast.substr(dash + 1)), Confidence(input));
  json::object out = StatusOf(difference);
  out["diff"] = Value(difference.value);
  out["se"] = Value(difference.se);
  out["p"] = Value(difference.p);
  return out;
}

json::object Stratified(const json::object& input) {
  const Sample sample = SampleOf(input, {"seg"});
  std::map<std::string, std::vector<double>> values;
  for (std::size_t i = 0; i < sample.cells.size(); ++i) values[sample.segments[i]].push_back(sample.cells[i].value);
  std::map<std::string, stats::Stratum> strata;
  for (const auto& [name, total] : input.at("population_seg").as_object()) {
    strata[std::string(name)].population = total.to_number<double>();
  }
  json::array segments;
  for (const auto& [name, list] : values) {
    stats::Stratum& stratum = strata[name];
    const Estimate mean = stats::EstimateMean(list, Confidence(input));
    stratum.n = mean.n;
    stratum.mean = *mean.value;
    stratum.variance = mean.se ? *mean.se * *mean.se * mean.n : 0;
    const Estimate alone = stats::EstimateStratifiedMean(std::span(&stratum, 1), Confidence(input));
    segments.push_back(json::object{{"seg", name}, {"nps", Value(alone.value)}, {"se", Value(alone.se)}});
  }
  std::vector<stats::Stratum> list;
  for (const auto& [name, stratum] : strata) list.push_back(stratum);
  const Estimate whole = stats::EstimateStratifiedMean(list, Confidence(input));
  json::object out = StatusOf(whole);
  out["nps"] = Value(whole.value);
  out["se"] = Value(whole.se);
  out["by_segment"] = std::move(segments);
  return out;
}

json::object Deff(const json::object& input) {
  const Sample sample = SampleOf(input, {});
  std::vector<double> values, weights;
  for (const CalibrationCell& cell : sample.cells) {
    values.push_back(cell.value);
    weights.push_back(cell.base);
  }
  const auto mean = stats::EstimateWeightedMean(values, weights, Confidence(input));
  json::object out = StatusOf(mean.estimate);
  out["nps"] = Value(mean.estimate.value);
  out["se"] = Value(mean.estimate.se);
  out["deff"] = Value(mean.linearised_design_effect);
  return out;
}

json::object Trim(const json::object& input) {
  const auto trimmed = stats::TrimWeights(Numbers(input, "weights"), Number(input, "cap_times_median"));
  json::object out = StatusOf(trimmed);
  out["cap"] = trimmed.cap;
  out["trimmed"] = List(trimmed.weights);
  out["deff_before"] = trimmed.design_effect_before;
  out["deff_after"] = trimmed.design_effect_after;
  return out;
}

}  // namespace

MethodTable WeightingMethods() {
  return {{"nps_design", [](const json::object& input) { return Calibrated(input, {}); }},
          {"nps_poststratify", [](const json::object& input) { return Calibrated(input, {"seg"}); }},
          {"nps_rake",
           [](const json::object& input) {
             return Calibrated(input, {"seg", "reg"});
           }},
          {"nps_rake_diff", RakeDiff},
          {"nps_stratified", Stratified},
          {"nps_deff", Deff},
          {"weight_trim", Trim}};
}

}  // namespace otklik::vectors
