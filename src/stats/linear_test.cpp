#include "stats/linear.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace otklik::stats {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

void ExpectNear(const MatrixXd& seen, const MatrixXd& expected) {
  ASSERT_EQ(seen.rows(), expected.rows());
  ASSERT_EQ(seen.cols(), expected.cols());
  for (Eigen::Index i = 0; i < seen.size(); ++i) EXPECT_NEAR(seen.data()[i], expected.data()[i], 1e-12) << i;
}

MatrixXd Matrix(Eigen::Index rows, Eigen::Index columns, const std::vector<double>& by_column) {
  return Eigen::Map<const MatrixXd>(by_column.data(), rows, columns);
}

VectorXd Vector(const std::vector<double>& values) {
  return Eigen::Map<const VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

TEST(Linear, Products) {
  const MatrixXd a = Matrix(2, 3, {1, 2, 3, 4, 5, 6});
  const MatrixXd b = Matrix(3, 1, {1, 0, -1});
  ExpectNear(Product(a, b), Matrix(2, 1, {-4, -4}));
  ExpectNear(TransposeProduct(a, a), Matrix(3, 3, {5, 11, 17, 11, 25, 39, 17, 39, 61}));
  ExpectNear(WeightedGram(a, Vector({1, -1})), Matrix(3, 3, {-3, -5, -7, -5, -7, -9, -7, -9, -11}));
  ExpectNear(Sandwich(a, MatrixXd::Identity(3, 3)), Matrix(2, 2, {35, 44, 44, 56}));
  ExpectNear(Apply(a, Vector({1, 1, 1})), Vector({9, 12}));
  ExpectNear(ApplyTransposed(a, Vector({1, 1})), Vector({3, 7, 11}));
  MatrixXd outer = MatrixXd::Identity(2, 2);
  AddOuter(outer, -2, Vector({1, 3}));
  ExpectNear(outer, Matrix(2, 2, {-1, -6, -6, -17}));
}

TEST(Linear, SymmetricFactor) {
  const SymmetricFactor factor(Matrix(2, 2, {4, 2, 2, 3}));
  EXPECT_DOUBLE_EQ(factor.SmallestPivot(), 2);
  EXPECT_NEAR(factor.LogDeterminant(), std::log(8), 1e-14);
  ExpectNear(factor.Solve(Vector({8, 8})), Vector({1, 2}));
  ExpectNear(factor.Inverse(), Matrix(2, 2, {0.375, -0.25, -0.25, 0.5}));
  EXPECT_LT(SymmetricFactor(Matrix(2, 2, {1, 2, 2, 1})).SmallestPivot(), 0);
  EXPECT_EQ(SymmetricFactor(MatrixXd::Constant(2, 2, NAN)).SmallestPivot(), -INFINITY);
}

TEST(Linear, LeastSquares) {
  const LeastSquares line(Matrix(3, 2, {1, 1, 1, 0, 1, 2}));
  EXPECT_FALSE(line.Collinear());
  ExpectNear(line.Solve(Vector({1, 2, 4})), Vector({5.0 / 6, 1.5}));
}

// The shortest solution: equal columns share, a multiple takes its multiple, more columns than rows, nothing at all.
TEST(Linear, LeastSquaresOfCollinearColumns) {
  const LeastSquares twice(Matrix(3, 3, {1, 1, 1, 0, 1, 2, 1, 1, 1}));
  EXPECT_TRUE(twice.Collinear());
  ExpectNear(twice.Solve(Vector({1, 2, 4})), Vector({5.0 / 12, 1.5, 5.0 / 12}));
  ExpectNear(LeastSquares(Matrix(2, 2, {1, 1, 2, 2})).Solve(Vector({4, 6})), Vector({1, 2}));
  ExpectNear(LeastSquares(Matrix(1, 3, {1, 2, 2})).Solve(Vector({9})), Vector({1, 2, 2}));
  ExpectNear(LeastSquares(MatrixXd::Zero(2, 3)).Solve(Vector({1, 2})), VectorXd::Zero(3));
}

TEST(Linear, GeneralInverse) {
  const MatrixXd a = Matrix(2, 2, {0, 2, 1, 3});
  const MatrixXd inverse = Matrix(2, 2, {-1.5, 1, 0.5, 0});
  ExpectNear(InverseByPartialPivoting(a), inverse);
  ExpectNear(InverseByFullPivoting(a), inverse);
}

TEST(Linear, DecomposeSymmetric) {
  const SymmetricEigen eigen = DecomposeSymmetric(Matrix(2, 2, {2, 1, 1, 2}));
  ExpectNear(eigen.values, Vector({1, 3}));
  EXPECT_NEAR(std::abs(eigen.vectors(0, 1)), std::sqrt(0.5), 1e-12);
  ExpectNear(WeightedGram(eigen.vectors.transpose(), eigen.values), Matrix(2, 2, {2, 1, 1, 2}));
}

}  // namespace
}  // namespace otklik::stats
