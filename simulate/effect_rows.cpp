#include <cmath>

#include "rows.hpp"
#include "stats/difference.hpp"
#include "stats/effect.hpp"

namespace otklik::simulate {
namespace {

constexpr double kLikeness = .5;     // of one person's inclinations in two waves
constexpr double kShock = -10;       // points that both groups lose between the waves, whoever was treated
constexpr double kControlGap = -10;  // points by which the control group is lower all along

struct Waves {
  std::vector<double> before, after;  // -100, 0, 100 by person
};

// The same people twice.
Waves DrawPeople(Random& random, const Truth& before, const Truth& after, int n) {
  const Cuts first(before), second(after);
  Waves waves;
  for (int i = 0; i < n; ++i) {
    const double common = std::sqrt(kLikeness) * random.Normal();
    const double own = std::sqrt(1 - kLikeness);
    waves.before.push_back(100.0 * first.Answer(common + own * random.Normal()));
    waves.after.push_back(100.0 * second.Answer(common + own * random.Normal()));
  }
  return waves;
}

Outcome Independent(Random& random, const Truth& truth, int n) {
  const stats::NetCounts later = DrawAnswers(random, truth, n);
  const stats::NetCounts earlier = DrawAnswers(random, truth, n);
  return Claims(stats::DifferenceNet(later, earlier, kConfidence).p);
}

Outcome Paired(Random& random, const Truth& truth, int n) {
  const Waves waves = DrawPeople(random, truth, truth, n);
  return Claims(stats::DifferencePaired(waves.after, waves.before, kConfidence).p);
}

std::optional<double> InDifferences(Random& random, const Truth& truth, int n, stats::EffectInterval interval) {
  stats::BeforeAfter samples;
  samples.treated_before = DrawAnswers(random, truth, n);
  samples.treated_after = DrawAnswers(random, Shifted(truth, kShock), n);
  samples.control_before = DrawAnswers(random, Shifted(truth, kControlGap), n);
  samples.control_after = DrawAnswers(random, Shifted(truth, kControlGap + kShock), n);
  return stats::EstimateDifferenceInDifferences(samples, kConfidence, interval).effect.p;
}

Outcome InDifferencesByT(Random& random, const Truth& truth, int n) {
  return Claims(InDifferences(random, truth, n, stats::EffectInterval::kStudent));
}

Outcome InDifferencesByZ(Random& random, const Truth& truth, int n) {
  return Claims(InDifferences(random, truth, n, stats::EffectInterval::kNormal));
}

Outcome Panel(Random& random, const Truth& truth, int n) {
  const Waves treated = DrawPeople(random, truth, Shifted(truth, kShock), n);
  const Waves control = DrawPeople(random, Shifted(truth, kControlGap), Shifted(truth, kControlGap + kShock), n);
  return Claims(
      stats::EstimatePanelEffect(treated.before, treated.after, control.before, control.after, kConfidence).p);
}

struct Comparison {
  const char* stream;
  Text what;
  Outcome (*trial)(Random&, const Truth&, int);
  const char* cells_en;
  const char* cells_ru;
  bool promised = true;
};

const Comparison kComparisons[] = {
    {"independent", {"two samples", "две выборки"}, Independent, "2 × ", "2 × "},
    {"paired", {"the same people twice", "те же люди дважды"}, Paired, "", ""},
    {"did", {"action, difference in differences", "мера, разность разностей"}, InDifferencesByT, "4 × ", "4 × "},
    {"did",
     {"action, difference in differences, spread taken as known",
      "мера, разность разностей, разброс считается известным"},
     InDifferencesByZ,
     "4 × ",
     "4 × ",
     false},
    {"panel", {"action, the same accounts before and after", "мера, те же компании до и после"}, Panel, "2 × ", "2 × "},
};

}  // namespace

std::vector<Row> EffectRows() {
  std::vector<Row> rows;
  for (const Comparison& comparison : kComparisons) {
    for (const int n : kSizes) {
      const std::string count = std::to_string(n);
      rows.push_back({Table::kClaims,
                      comparison.what,
                      {comparison.cells_en + count, comparison.cells_ru + count},
                      comparison.promised,
                      comparison.stream + ("/" + count),
                      [n, trial = comparison.trial](Random& random, std::size_t truth) {
                        return trial(random, kTruths[truth], n);
                      }});
    }
  }
  return rows;
}

}  // namespace otklik::simulate
