// What is true in the simulated worlds, and answers drawn from it.
#pragma once

#include <array>
#include <cstddef>

#include "random.hpp"
#include "stats/net.hpp"

namespace otklik::simulate {

// Shares of promoters and detractors; the rest is passive.
struct Truth {
  double promoters = 0;
  double detractors = 0;
};

// NPS -30, 0, 30, 60 and 75.
inline constexpr std::array<Truth, 5> kTruths{{{.25, .55}, {.35, .35}, {.5, .2}, {.7, .1}, {.8, .05}}};
inline constexpr std::array<double, 5> kShares{.5, .7, .8, .9, .95};  // of the A/B tests of a share
inline constexpr std::size_t kTruthCount = kTruths.size();
static_assert(kShares.size() == kTruthCount);

inline constexpr std::array<int, 3> kSizes{20, 50, 200};

double NetOf(const Truth& truth);  // points

// The same with an NPS higher by so many points: half of it more promoters, half fewer detractors.
Truth Shifted(const Truth& truth, double points);

// n independent answers.
stats::NetCounts DrawAnswers(Random& random, const Truth& truth, int n);

// Where a standard normal inclination to recommend is cut, so that inclinations may be correlated.
class Cuts {
 public:
  explicit Cuts(const Truth& truth);
  int Answer(double inclination) const;  // -1, 0, 1

 private:
  double top_, bottom_;
};

}  // namespace otklik::simulate
