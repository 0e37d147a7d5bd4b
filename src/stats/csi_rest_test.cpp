#include "stats/csi_rest.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace otklik::stats {
namespace {

struct Respondent {
  bool in_group = false;
  std::vector<std::optional<int>> satisfaction, importance;
};

constexpr int kItems = 5;
constexpr int kFirst = 1;  // the group's items are 1 and 2
constexpr int kOfGroup = 2;

// Who is pleased with one thing is pleased with the others; one in ten does not answer.
std::vector<Respondent> Respondents(int count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  const auto score = [&](double mean) -> std::optional<int> {
    if (uniform(random) < 0.1) return std::nullopt;
    return static_cast<int>(std::clamp(std::lround(mean + normal(random)), 1L, 5L));
  };
  std::vector<Respondent> all;
  for (int i = 0; i < count; ++i) {
    Respondent& one = all.emplace_back();
    one.in_group = i % 3 != 0;
    const double person = 3.5 + normal(random);
    for (int j = 0; j < kItems; ++j) {
      one.satisfaction.push_back(score(person - 0.2 * j));
      one.importance.push_back(score(4));
    }
  }
  return all;
}

CsiMoments Empty(int items) {
  CsiMoments moments;
  moments.items = items;
  moments.gram.resize(static_cast<std::size_t>(moments.width() * moments.width()));
  return moments;
}

CsiAgainstRest Sides(const std::vector<Respondent>& all) {
  CsiAgainstRest sides{Empty(kOfGroup), Empty(kItems), Empty(kItems), kFirst};
  for (const Respondent& one : all) {
    AddRespondent(sides.all, one.satisfaction, one.importance);
    if (!one.in_group) continue;
    AddRespondent(sides.people, one.satisfaction, one.importance);
    AddRespondent(sides.group, std::span(one.satisfaction).subspan(kFirst, kOfGroup),
                  std::span(one.importance).subspan(kFirst, kOfGroup));
  }
  return sides;
}

// The rest told apart by respondent instead of by moments.
Estimate RestByRespondent(const std::vector<Respondent>& all) {
  CsiMoments rest = Empty(kItems);
  for (Respondent one : all) {
    for (int j = kFirst; one.in_group && j < kFirst + kOfGroup; ++j) {
      one.satisfaction[static_cast<std::size_t>(j)].reset();
      one.importance[static_cast<std::size_t>(j)].reset();
    }
    AddRespondent(rest, one.satisfaction, one.importance);
  }
  return EstimateCsi(rest, 0.95);
}

TEST(CsiAgainstRest, IsTheGroupMinusWhatOthersAndOtherItemsGive) {
  const auto all = Respondents(90, 7);
  const Difference difference = DifferenceCsiRest(Sides(all), 0.95);
  const double group = *EstimateCsi(Sides(all).group, 0.95).value;
  EXPECT_NEAR(*difference.value, group - *RestByRespondent(all).value, 1e-9);
  EXPECT_EQ(difference.method, "welch_dependent");
}

TEST(CsiAgainstRest, ErrorIsThatOfTheJackknife) {
  const auto all = Respondents(300, 11);
  std::vector<double> without;
  for (std::size_t left_out = 0; left_out < all.size(); ++left_out) {
    auto others = all;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(left_out));
    without.push_back(*DifferenceCsiRest(Sides(others), 0.95).value);
  }
  double mean = 0;
  for (const double one : without) mean += one / static_cast<double>(without.size());
  double sum = 0;
  for (const double one : without) sum += (one - mean) * (one - mean);
  const double jackknife = std::sqrt(sum * 299 / 300);
  const CsiAgainstRest sides = Sides(all);
  const Difference difference = DifferenceCsiRest(sides, 0.95);
  EXPECT_NEAR(*difference.se / jackknife, 1, 0.03);
  // Taken as independent the error would be much too large, as the same people are on both sides.
  const double independent = std::hypot(*EstimateCsi(sides.group, 0.95).se, *RestByRespondent(all).se);
  EXPECT_GT(independent, 1.1 * jackknife);
}

TEST(CsiAgainstRest, WithoutSharedRespondentsItIsTheDifferenceOfTwoSamples) {
  const auto all = Respondents(200, 3);
  CsiAgainstRest sides{Empty(kItems), Empty(kItems), Empty(kItems), 0};
  CsiMoments others = Empty(kItems);
  for (const Respondent& one : all) {
    AddRespondent(sides.all, one.satisfaction, one.importance);
    AddRespondent(one.in_group ? sides.group : others, one.satisfaction, one.importance);
  }
  sides.people = sides.group;
  const Difference difference = DifferenceCsiRest(sides, 0.9);
  EXPECT_EQ(difference.method, "welch");
  EXPECT_NEAR(*difference.value, *EstimateCsi(sides.group, 0.9).value - *EstimateCsi(others, 0.9).value, 1e-9);
  EXPECT_NEAR(*difference.se, std::hypot(*EstimateCsi(sides.group, 0.9).se, *EstimateCsi(others, 0.9).se), 1e-9);
}

TEST(CsiAgainstRest, SaysWhenThereIsNothingToCompareWith) {
  const auto all = Respondents(50, 5);
  CsiAgainstRest sides{Empty(kItems), Empty(kItems), Empty(kItems), 0};
  for (const Respondent& one : all) AddRespondent(sides.all, one.satisfaction, one.importance);
  sides.group = sides.people = sides.all;  // the group is everything
  EXPECT_EQ(DifferenceCsiRest(sides, 0.95).status, Status::kUndefined);
  EXPECT_EQ(DifferenceCsiRest(sides, 0.95).reason, "no_valid_responses");
  sides.first_item = 1;
  EXPECT_EQ(DifferenceCsiRest(sides, 0.95).reason, "moments_shape");
  EXPECT_EQ(DifferenceCsiRest({}, 0.95).status, Status::kInvalidInput);
}

}  // namespace
}  // namespace otklik::stats
