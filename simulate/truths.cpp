#include "truths.hpp"

#include "stats/quantile.hpp"

namespace otklik::simulate {

double NetOf(const Truth& truth) { return 100 * (truth.promoters - truth.detractors); }

Truth Shifted(const Truth& truth, double points) {
  return {truth.promoters + points / 200, truth.detractors - points / 200};
}

stats::NetCounts DrawAnswers(Random& random, const Truth& truth, int n) {
  stats::NetCounts counts;
  for (int i = 0; i < n; ++i) {
    const double u = random.Uniform();
    counts.promoters += u < truth.promoters ? 1 : 0;
    counts.detractors += u >= 1 - truth.detractors ? 1 : 0;
  }
  counts.passives = n - counts.promoters - counts.detractors;
  return counts;
}

Cuts::Cuts(const Truth& truth)
    : top_(stats::NormalQuantile(1 - truth.promoters)), bottom_(stats::NormalQuantile(truth.detractors)) {}

int Cuts::Answer(double inclination) const { return inclination > top_ ? 1 : inclination < bottom_ ? -1 : 0; }

}  // namespace otklik::simulate
