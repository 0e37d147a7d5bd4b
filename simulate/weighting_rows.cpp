#include "rows.hpp"
#include "stats/calibrated_answer.hpp"

namespace otklik::simulate {
namespace {

// Those who live in one cell of the population: its segment and region, their part of it, how readily they answer,
// and how far their NPS lies from the population's.
struct Group {
  int segment = 0, region = 0;
  double part = 0;
  double readiness = 0;
  double points = 0;
};

constexpr double kPopulation = 10000;

struct Design {
  std::vector<Group> groups;
  bool two_margins = false;

  std::vector<stats::Margin> Margins() const {
    std::vector<stats::Margin> margins(two_margins ? 2 : 1);
    margins[0].resize(3);
    if (two_margins) margins[1].resize(2);
    for (const Group& group : groups) {
      margins[0][static_cast<std::size_t>(group.segment)] += kPopulation * group.part;
      if (two_margins) margins[1][static_cast<std::size_t>(group.region)] += kPopulation * group.part;
    }
    return margins;
  }
};

// The points weigh to 0, so that the population's NPS is the truth of the column.
Design SmallOneEager() { return {{{0, 0, .6, 1, 6}, {1, 0, .3, 1.5, -6}, {2, 0, .1, 3, -18}}, false}; }
Design SmallOneSilent() { return {{{0, 0, .6, 1, 6}, {1, 0, .3, .8, -6}, {2, 0, .1, .5, -18}}, false}; }

// Segments and regions are related; readiness multiplies and points add, as raking takes for granted. The regions'
// 2 and -2 points add .4 to the population's NPS (parts of .6 and .4), which is taken off everywhere.
Design TwoMargins() {
  constexpr double kParts[3][2] = {{.40, .20}, {.15, .15}, {.05, .05}};
  constexpr double kReadiness[3] = {1, 1.5, 3}, kPoints[3] = {6, -6, -18};
  Design design;
  design.two_margins = true;
  for (int segment = 0; segment < 3; ++segment) {
    for (int region = 0; region < 2; ++region) {
      design.groups.push_back({segment, region, kParts[segment][region], kReadiness[segment] * (region == 0 ? 1 : 1.6),
                               kPoints[segment] + (region == 0 ? 2.0 : -2.0) - .4});
    }
  }
  return design;
}

// How many of n answers come from each group.
std::vector<int> DrawGroups(Random& random, const Design& design, int n) {
  double total = 0;
  for (const Group& group : design.groups) total += group.part * group.readiness;
  std::vector<int> counts(design.groups.size());
  for (int i = 0; i < n; ++i) {
    double left = random.Uniform() * total;
    std::size_t g = 0;
    for (; g + 1 < design.groups.size(); ++g) {
      left -= design.groups[g].part * design.groups[g].readiness;
      if (left < 0) break;
    }
    ++counts[g];
  }
  return counts;
}

std::vector<stats::CalibrationCell> DrawCells(Random& random, const Design& design, const Truth& truth, int n) {
  const std::vector<int> counts = DrawGroups(random, design, n);
  std::vector<stats::CalibrationCell> cells;
  for (std::size_t g = 0; g < design.groups.size(); ++g) {
    const Group& group = design.groups[g];
    const stats::NetCounts answers = DrawAnswers(random, Shifted(truth, group.points), counts[g]);
    std::vector<int> category{group.segment};
    if (design.two_margins) category.push_back(group.region);
    const std::pair<double, double> values[] = {
        {100, answers.promoters}, {0, answers.passives}, {-100, answers.detractors}};
    for (const auto& [value, count] : values) {
      if (count > 0) cells.push_back({category, value, count, count, count});
    }
  }
  return cells;
}

// The bounded one is what people are shown; the other stands next to it for comparison.
enum class Kind { kScore, kStudent };

std::optional<stats::Interval> IntervalOf(const std::vector<stats::CalibrationCell>& cells,
                                          const std::vector<stats::Margin>& margins, Kind kind) {
  const stats::Calibration calibration = stats::Calibrate(cells, margins);
  if (kind == Kind::kStudent) {
    return stats::EstimateCalibratedMean(cells, margins, calibration, {}, kConfidence).interval;
  }
  return stats::EstimateCalibratedAnswer(cells, margins, calibration, {}, stats::ValueKind::kNet, kConfidence)
      .estimate.interval;
}

void AddRows(std::vector<Row>& rows, const std::string& stream, const Text& what, const Design& design) {
  const std::pair<Kind, Text> kinds[] = {{Kind::kScore, {", score interval", ", интервал score"}},
                                         {Kind::kStudent, {", t interval", ", интервал Стьюдента"}}};
  for (const auto& [kind, name] : kinds) {
    for (const int n : kSizes) {
      rows.push_back({Table::kIntervals,
                      {what.en + name.en, what.ru + name.ru},
                      Plain(n),
                      kind == Kind::kScore,
                      stream + "/" + std::to_string(n),
                      [n, design, margins = design.Margins(), kind = kind](Random& random, std::size_t truth) {
                        const auto cells = DrawCells(random, design, kTruths[truth], n);
                        return Covers(IntervalOf(cells, margins, kind), NetOf(kTruths[truth]));
                      }});
    }
  }
}

}  // namespace

std::vector<Row> WeightingRows() {
  std::vector<Row> rows;
  AddRows(rows, "eager", {"weighted, small segment answers most", "с весами, малый сегмент отвечает чаще"},
          SmallOneEager());
  AddRows(rows, "silent", {"weighted, small segment answers least", "с весами, малый сегмент отвечает реже"},
          SmallOneSilent());
  AddRows(rows, "raked", {"weighted on two margins", "с весами по двум признакам"}, TwoMargins());
  return rows;
}

}  // namespace otklik::simulate
