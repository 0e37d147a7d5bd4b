#include <cstdint>
#include <numeric>
#include <utility>

#include "survey/survey.hpp"

namespace otklik::survey {
namespace {

// FNV-1a: the order must be the same on every machine and in every later build.
std::uint64_t Hash(std::string_view text, std::uint64_t hash) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

// SplitMix64 (Steele, Lea, Flood 2014).
std::uint64_t NextRandom(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15ULL);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

}  // namespace

std::vector<int> ShownOrder(const Question& question, std::string_view response_id) {
  const std::size_t count = question.options.empty() ? question.rows.size() : question.options.size();
  std::vector<int> order(count);
  std::iota(order.begin(), order.end(), 0);
  if (!question.random_order) return order;
  std::uint64_t state = Hash(question.id, Hash("/", Hash(response_id, 0xcbf29ce484222325ULL)));
  for (std::size_t left = count; left > 1; --left) {
    // 2^64 mod 100 leaves a bias below 1e-17.
    std::swap(order[left - 1], order[NextRandom(state) % left]);
  }
  return order;
}

}  // namespace otklik::survey
