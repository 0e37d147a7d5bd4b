#include "stats/csi_rest.hpp"

#include <algorithm>
#include <cmath>

#include "stats/difference.hpp"

namespace otklik::stats {
namespace {

int VariablesPerItem(const CsiMoments& moments) { return moments.fixed_weights.empty() ? 4 : 2; }

bool Whole(const CsiMoments& moments) {
  const auto width = static_cast<std::size_t>(moments.width());
  return moments.items > 0 && moments.gram.size() == width * width;
}

bool FitTogether(const CsiAgainstRest& sides) {
  const auto& [group, people, all, first] = sides;
  return Whole(group) && Whole(people) && Whole(all) && people.items == all.items && first >= 0 &&
         first <= all.items - group.items && VariablesPerItem(group) == VariablesPerItem(all) &&
         VariablesPerItem(people) == VariablesPerItem(all);
}

// Everything minus the products in which an item of the group has part, of the group's respondents.
CsiMoments RestOf(const CsiAgainstRest& sides) {
  CsiMoments rest = sides.all;
  const int width = rest.width();
  const int begin = sides.first_item * VariablesPerItem(rest);
  const int end = begin + sides.group.width();
  const auto inside = [=](int variable) { return variable >= begin && variable < end; };
  for (int row = 0; row < width; ++row) {
    for (int column = 0; column < width; ++column) {
      if (!inside(row) && !inside(column)) continue;
      rest.gram[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column)] -=
          sides.people.at(row, column);
    }
  }
  // At least those without an answer in the group, and as many as answered any one of the rest's questions.
  rest.respondents = sides.all.respondents - sides.group.respondents;
  for (int variable = 0; variable < width; variable += 2) {
    rest.respondents = std::max(rest.respondents, rest.at(variable, variable));
  }
  return rest;
}

// n / (n - 1) times the sum of products of a respondent's errors on the two sides.
double Covariance(const CsiAgainstRest& sides, const std::vector<double>& group, const std::vector<double>& rest) {
  const int width = sides.people.width();
  const int begin = sides.first_item * VariablesPerItem(sides.people);
  const int end = begin + sides.group.width();
  long double sum = 0;
  for (int row = begin; row < end; ++row) {
    for (int column = 0; column < width; ++column) {
      if (column >= begin && column < end) continue;  // nobody of the group is on the other side with these
      sum += static_cast<long double>(group[static_cast<std::size_t>(row - begin)]) *
             rest[static_cast<std::size_t>(column)] * static_cast<long double>(sides.people.at(row, column));
    }
  }
  const auto n = static_cast<double>(sides.all.respondents);
  return static_cast<double>(sum) * n / (n - 1);
}

}  // namespace

Difference DifferenceCsiRest(const CsiAgainstRest& sides, double confidence) {
  if (!FitTogether(sides)) {
    Difference failed;
    failed.status = Status::kInvalidInput;
    failed.reason = "moments_shape";
    return failed;
  }
  const CsiMoments rest = RestOf(sides);
  const Estimate of_group = EstimateCsi(sides.group, confidence);
  const Estimate of_rest = EstimateCsi(rest, confidence);
  Dependence dependence;
  if (of_group.se && of_rest.se && *of_group.se > 0 && *of_rest.se > 0) {
    const double covariance = Covariance(sides, CsiInfluence(sides.group), CsiInfluence(rest));
    dependence.correlation = std::clamp(covariance / (*of_group.se * *of_rest.se), -1.0, 1.0);
    dependence.max_df = static_cast<double>(sides.all.respondents) - 1;
  }
  return WelchDifference(of_group, static_cast<double>(sides.group.respondents) - 1, of_rest,
                         static_cast<double>(rest.respondents) - 1, confidence, dependence);
}

}  // namespace otklik::stats
