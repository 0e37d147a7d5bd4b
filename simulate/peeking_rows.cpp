#include <algorithm>
#include <cmath>

#include "rows.hpp"
#include "stats/experiment.hpp"

namespace otklik::simulate {
namespace {

constexpr int kLooks = 40;
constexpr int kPerLook = 50;  // answers an arm between two looks: 2000 at the last
constexpr double kAlpha = 1 - kConfidence;

void Add(stats::NetCounts& counts, const stats::NetCounts& more) {
  counts.promoters += more.promoters;
  counts.passives += more.passives;
  counts.detractors += more.detractors;
}

std::vector<stats::Look> DrawNetLooks(Random& random, const Truth& truth) {
  std::vector<stats::Look> looks;
  stats::NetCounts first, second;
  for (int look = 0; look < kLooks; ++look) {
    Add(first, DrawAnswers(random, truth, kPerLook));
    Add(second, DrawAnswers(random, truth, kPerLook));
    looks.push_back(stats::LookAtNet(first, second));
  }
  return looks;
}

std::vector<stats::Look> DrawShareLooks(Random& random, double share) {
  std::vector<stats::Look> looks;
  stats::ShareCounts first, second;
  for (int look = 0; look < kLooks; ++look) {
    for (stats::ShareCounts* arm : {&first, &second}) {
      arm->n += kPerLook;
      arm->hits += DrawAnswers(random, {share, 0}, kPerLook).promoters;
    }
    looks.push_back(stats::LookAtShare(first, second));
  }
  return looks;
}

// Sigma is known before the start, as from an earlier survey.
double SigmaOfNet(const Truth& truth) {
  const double net = truth.promoters - truth.detractors;
  return std::sqrt(truth.promoters + truth.detractors - net * net);
}

bool OutsideZero(const stats::LookResult& look) {
  return look.fixed_interval && (look.fixed_interval->low > 0 || look.fixed_interval->high < 0);
}

// Whether any of the looks ended in a claim: by the sequential test, or by a test that is good for one look only.
Outcome EverClaimed(const std::vector<stats::Look>& looks, double sigma, bool sequential) {
  const double tau = stats::ChooseTau(kLooks * kPerLook, sigma, kAlpha).tau;
  const auto results = stats::RunSequentialTest(looks, tau, kAlpha);
  const bool looked = std::any_of(results.begin(), results.end(), [](const auto& look) { return look.looked; });
  const bool claimed = std::any_of(results.begin(), results.end(), [sequential](const stats::LookResult& look) {
    return sequential ? look.reject : OutsideZero(look);
  });
  return {looked, claimed, 0};
}

Row NetRow(bool sequential, const Text& what, const Text& size) {
  return {Table::kClaims, what, size, sequential, "peeking/net", [sequential](Random& random, std::size_t truth) {
            return EverClaimed(DrawNetLooks(random, kTruths[truth]), SigmaOfNet(kTruths[truth]), sequential);
          }};
}

Row ShareRow(bool sequential, const Text& what, const Text& size) {
  return {
      Table::kShareClaims, what, size, sequential, "peeking/share", [sequential](Random& random, std::size_t truth) {
        const double share = kShares[truth];
        return EverClaimed(DrawShareLooks(random, share), std::sqrt(share * (1 - share)), sequential);
      }};
}

}  // namespace

std::vector<Row> PeekingRows() {
  const Text size{"2 × 50 to 2 × 2000", "от 2 × 50 до 2 × 2000"};
  const Text sequential{"A/B test, 40 looks", "A/B-тест, 40 взглядов"};
  const Text fixed{"a test for one look, 40 looks", "тест на один взгляд, 40 взглядов"};
  return {NetRow(true, sequential, size), NetRow(false, fixed, size), ShareRow(true, sequential, size),
          ShareRow(false, fixed, size)};
}

}  // namespace otklik::simulate
