// Draws that depend on nothing but the seed, the stream's name and the truth: not on threads, not on other rows.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>

namespace otklik::simulate {

class Random {
 public:
  Random(std::uint64_t seed, const std::string& stream, std::size_t truth);

  double Uniform();  // in [0, 1)
  double Normal();   // mean 0, variance 1

 private:
  std::mt19937_64 engine_;
  std::optional<double> spare_;
};

}  // namespace otklik::simulate
