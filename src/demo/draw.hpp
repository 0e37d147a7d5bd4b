// Repeatable chance: the same seed draws the same numbers on every machine (integers and sums of halves only).
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace otklik::demo {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  // An own stream for one thing of a kind, whatever else was drawn before.
  Draw(std::uint64_t seed, std::uint64_t kind, std::uint64_t index)
      : state_(Mixed(Mixed(seed ^ (kind * 0x9E3779B97F4A7C15u)) + index)) {}

  std::uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15u;  // SplitMix64
    return Mixed(state_);
  }
  double Unit() { return static_cast<double>(Next() >> 11u) * 0x1.0p-53; }  // 0 <= x < 1
  int Below(int count) { return static_cast<int>(Unit() * count); }
  int Between(int least, int most) { return least + Below(most - least + 1); }
  bool Chance(double share) { return Unit() < share; }

  // Mean 0, variance 1, within -6..6: twelve uniforms, as no library's normal is the same everywhere.
  double Normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += Unit();
    return sum;
  }

  template <class Range>
  decltype(auto) Of(const Range& range) {
    return range[static_cast<std::size_t>(Below(static_cast<int>(std::size(range))))];
  }

  template <class T>
  void Shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[static_cast<std::size_t>(Below(static_cast<int>(i)))]);
    }
  }

 private:
  static std::uint64_t Mixed(std::uint64_t z) {
    z = (z ^ (z >> 30u)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27u)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31u);
  }

  std::uint64_t state_;
};

}  // namespace otklik::demo
