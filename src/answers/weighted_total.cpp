#include "answers/weighted_total.hpp"

#include <numeric>

#include "answers/stages.hpp"
#include "stats/calibrated_answer.hpp"

namespace otklik::answers {
namespace {

constexpr std::size_t kMostCells = 20'000;

stats::ValueKind KindOf(const Metric& metric) {
  if (metric.kind == MetricKind::kNet) return stats::ValueKind::kNet;
  return metric.kind == MetricKind::kShare ? stats::ValueKind::kShare : stats::ValueKind::kMean;
}

// The categories of one margin: those declared, then those found in answers alone, of which the population has none.
struct Categories {
  std::vector<std::string> names;
  stats::Margin totals;
  std::vector<double> answers;
  std::map<std::string, int> places;

  int PlaceOf(const std::string& name) {
    const auto [found, fresh] = places.emplace(name, static_cast<int>(names.size()));
    if (fresh) {
      names.push_back(name);
      totals.push_back(0);
      answers.push_back(0);
    }
    return found->second;
  }
};

class Sample {
 public:
  Sample(const QueryPlan& plan, const Query& query) : f_(plan.plan.f) {
    unit_ = plan.metric->kind == MetricKind::kNet ? 100 : 1;
    for (const PopulationMargin& margin : query.weights) {
      Categories& categories = margins_.emplace_back();
      for (const auto& [name, total] : margin.totals) {
        categories.totals[static_cast<std::size_t>(categories.PlaceOf(name))] = total;
      }
    }
  }

  // The key's values: the margins' dimensions in order, then the account.
  void Add(const GroupCounts& group) {
    const auto answers = std::accumulate(group.scores.begin(), group.scores.end(), std::uint64_t{0});
    if (answers == 0) return;
    if (group.sum_mm > answers) several_ = true;
    if (const std::string& account = group.key.values.back(); !account.empty()) {
      if ((by_account_[account] += answers) > 1) several_ = true;
    }
    std::vector<int> category;
    for (std::size_t i = 0; i < margins_.size(); ++i) {
      category.push_back(margins_[i].PlaceOf(group.key.values[i]));
      margins_[i].answers[static_cast<std::size_t>(category.back())] += static_cast<double>(answers);
    }
    for (std::size_t score = 0; score < group.scores.size(); ++score) {
      if (group.scores[score] > 0) cells_[{category, f_[score]}] += static_cast<double>(group.scores[score]);
    }
  }

  bool several() const { return several_; }
  std::size_t size() const { return cells_.size(); }
  const std::vector<Categories>& margins() const { return margins_; }

  std::vector<stats::CalibrationCell> Cells() const {
    std::vector<stats::CalibrationCell> cells;
    for (const auto& [key, n] : cells_) cells.push_back({key.first, unit_ * key.second, n, n, n});
    return cells;
  }

 private:
  const std::vector<int>& f_;
  double unit_ = 1;
  std::vector<Categories> margins_;
  std::map<std::pair<std::vector<int>, int>, double> cells_;  // by categories and f
  std::map<std::string, std::uint64_t> by_account_;
  bool several_ = false;
};

void AddMargins(const Query& query, const Sample& sample, WeightedTotal& result) {
  for (std::size_t i = 0; i < query.weights.size(); ++i) {
    const Categories& margin = sample.margins()[i];
    const double all = std::accumulate(margin.answers.begin(), margin.answers.end(), 0.0);
    const double population = std::accumulate(margin.totals.begin(), margin.totals.end(), 0.0);
    for (std::size_t place = 0; place < margin.names.size(); ++place) {
      result.categories.push_back({query.weights[i].dimension, margin.names[place], margin.answers[place],
                                   all > 0 ? margin.answers[place] / all : 0, margin.totals[place] / population});
    }
  }
}

void Refuse(WeightedTotal& result, const char* reason) {
  result.estimate.status = stats::Status::kRefused;
  result.estimate.reason = reason;
}

}  // namespace

Result<WeightedTotal> CountWeighted(const QueryPlan& plan, const Query& query, const Window& window, const View& view,
                                    int threads) {
  Shape shape{.window = window, .flat = true, .by_time = false, .by_account = true};
  for (const PopulationMargin& margin : query.weights) shape.by.push_back(margin.dimension);
  Sample sample(plan, query);
  if (!plan.nothing_fits()) {
    const auto groups = CountsOf(plan, shape, view, threads);
    if (!groups) return groups.error();
    for (const GroupCounts& group : *groups) sample.Add(group);
  }
  WeightedTotal result;
  AddMargins(query, sample, result);
  if (sample.several()) {
    Refuse(result, "several_answers_each");
    return result;
  }
  if (sample.size() > kMostCells) {
    Refuse(result, "too_many_cells");
    return result;
  }
  std::vector<stats::Margin> totals;
  for (const Categories& margin : sample.margins()) totals.push_back(margin.totals);
  const auto cells = sample.Cells();
  const stats::Calibration calibration = stats::Calibrate(cells, totals);
  for (const auto& [margin, place] : calibration.problem_cells) {
    const auto i = static_cast<std::size_t>(margin);
    result.problem_categories.emplace_back(query.weights[i].dimension,
                                           sample.margins()[i].names[static_cast<std::size_t>(place)]);
  }
  auto answer = stats::EstimateCalibratedAnswer(cells, totals, calibration, {}, KindOf(*plan.metric), query.confidence);
  result.estimate = std::move(answer.estimate);
  result.design_effect = calibration.design_effect;
  result.weight_ratio = calibration.weight_ratio;
  if (plan.metric->kind == MetricKind::kNet && plan.metric->offset != 0 && result.estimate.value) {
    *result.estimate.value += plan.metric->offset;
    if (result.estimate.interval) {
      result.estimate.interval->low += plan.metric->offset;
      result.estimate.interval->high += plan.metric->offset;
    }
  }
  return result;
}

}  // namespace otklik::answers
