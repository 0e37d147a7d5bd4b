#include "random.hpp"

#include <cmath>
#include <vector>

namespace otklik::simulate {

Random::Random(std::uint64_t seed, const std::string& stream, std::size_t truth) {
  std::vector<std::uint32_t> words{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32),
                                   static_cast<std::uint32_t>(truth)};
  words.insert(words.end(), stream.begin(), stream.end());
  std::seed_seq sequence(words.begin(), words.end());
  engine_.seed(sequence);
}

double Random::Uniform() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

// Marsaglia's polar method: std::normal_distribution may draw differently elsewhere.
double Random::Normal() {
  if (spare_) {
    const double spare = *spare_;
    spare_.reset();
    return spare;
  }
  while (true) {
    const double x = 2 * Uniform() - 1;
    const double y = 2 * Uniform() - 1;
    const double square = x * x + y * y;
    if (square >= 1 || square == 0) continue;
    const double scale = std::sqrt(-2 * std::log(square) / square);
    spare_ = y * scale;
    return x * scale;
  }
}

}  // namespace otklik::simulate
