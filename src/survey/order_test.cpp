#include <array>
#include <set>

#include "survey/test_questionnaires.hpp"

namespace otklik::survey {
namespace {

Question WithOptions(int count, bool random) {
  Question question;
  question.id = "tools";
  question.kind = Kind::kMultiple;
  question.random_order = random;
  for (int i = 0; i < count; ++i) question.options.push_back({"o" + std::to_string(i), {}});
  return question;
}

TEST(ShownOrder, IsAsWrittenUnlessRandom) {
  EXPECT_EQ(ShownOrder(WithOptions(4, false), "a"), (std::vector<int>{0, 1, 2, 3}));
  EXPECT_TRUE(ShownOrder(WithOptions(0, true), "a").empty());
  EXPECT_EQ(ShownOrder(WithOptions(1, true), "a"), std::vector<int>{0});
}

TEST(ShownOrder, IsAPermutationOfRowsToo) {
  Question matrix;
  matrix.id = "criteria";
  matrix.kind = Kind::kMatrix;
  matrix.random_order = true;
  matrix.rows.resize(30);
  const auto order = ShownOrder(matrix, "7d0fa1a8-53c2-4a3f-9d7e-0f8f7d0c1a11");
  EXPECT_EQ(std::set<int>(order.begin(), order.end()).size(), 30u);
  EXPECT_EQ(*std::max_element(order.begin(), order.end()), 29);
  EXPECT_FALSE(std::is_sorted(order.begin(), order.end()));
}

// The order of a response already begun must survive every later build. Oracle: FNV-1a, SplitMix64 and Fisher-Yates
// written anew in Python.
TEST(ShownOrder, StaysWhatItWas) {
  EXPECT_EQ(ShownOrder(WithOptions(6, true), "7d0fa1a8-53c2-4a3f-9d7e-0f8f7d0c1a11"),
            (std::vector<int>{2, 4, 1, 3, 0, 5}));
}

TEST(ShownOrder, DependsOnResponseAndQuestion) {
  const Question tools = WithOptions(20, true);
  Question others = tools;
  others.id = "others";
  EXPECT_EQ(ShownOrder(tools, "a"), ShownOrder(tools, "a"));
  EXPECT_NE(ShownOrder(tools, "a"), ShownOrder(tools, "b"));
  EXPECT_NE(ShownOrder(tools, "a"), ShownOrder(others, "a"));
}

// Each option stands in each place equally often: 3/4 of the sum is chi-squared with 9 degrees of freedom, p = 1e-6
// at 45.
TEST(ShownOrder, IsFair) {
  constexpr int kTrials = 40000;
  std::array<std::array<int, 4>, 4> seen{};
  const Question question = WithOptions(4, true);
  for (int i = 0; i < kTrials; ++i) {
    const auto order = ShownOrder(question, "response-" + std::to_string(i));
    for (std::size_t place = 0; place < 4; ++place) ++seen[place][static_cast<std::size_t>(order[place])];
  }
  double chi = 0;
  for (const auto& row : seen) {
    for (const int count : row) chi += (count - kTrials / 4.0) * (count - kTrials / 4.0) / (kTrials / 4.0);
  }
  EXPECT_LT(chi * 3 / 4, 45);
}

}  // namespace
}  // namespace otklik::survey
