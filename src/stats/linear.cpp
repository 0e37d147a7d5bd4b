#include "stats/linear.hpp"

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <limits>

namespace otklik::stats {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// ---- products: column by column, for a product of two matrices instantiates the blocked kernels ----

MatrixXd Product(const MatrixXd& a, const MatrixXd& b) {
  MatrixXd product(a.rows(), b.cols());
  for (Index j = 0; j < b.cols(); ++j) product.col(j) = Apply(a, b.col(j));
  return product;
}

MatrixXd TransposeProduct(const MatrixXd& a, const MatrixXd& b) {
  MatrixXd product(a.cols(), b.cols());
  for (Index j = 0; j < b.cols(); ++j) product.col(j) = ApplyTransposed(a, b.col(j));
  return product;
}

MatrixXd WeightedGram(const MatrixXd& x, const VectorXd& w) {
  MatrixXd gram(x.cols(), x.cols());
  for (Index j = 0; j < x.cols(); ++j) gram.col(j) = ApplyTransposed(x, w.cwiseProduct(x.col(j)));
  return gram;
}

MatrixXd Sandwich(const MatrixXd& a, const MatrixXd& m) { return Product(Product(a, m), a.transpose()); }

VectorXd Apply(const MatrixXd& a, const VectorXd& x) { return a * x; }

VectorXd ApplyTransposed(const MatrixXd& a, const VectorXd& x) { return a.transpose() * x; }

void AddOuter(MatrixXd& m, double weight, const VectorXd& x) {
  for (Index j = 0; j < x.size(); ++j) m.col(j) += weight * x(j) * x;
}

// ---- symmetric matrices ----

struct SymmetricFactor::Parts {
  Eigen::LDLT<MatrixXd> ldlt;
};

SymmetricFactor::SymmetricFactor(const MatrixXd& a) : parts_(new Parts{Eigen::LDLT<MatrixXd>(a)}) {}
SymmetricFactor::~SymmetricFactor() = default;

double SymmetricFactor::SmallestPivot() const {
  if (parts_->ldlt.info() != Eigen::Success) return -std::numeric_limits<double>::infinity();
  return parts_->ldlt.vectorD().minCoeff();
}

double SymmetricFactor::LogDeterminant() const { return parts_->ldlt.vectorD().array().max(1e-300).log().sum(); }

VectorXd SymmetricFactor::Solve(const VectorXd& y) const { return parts_->ldlt.solve(y); }

MatrixXd SymmetricFactor::Inverse() const {
  const Index p = parts_->ldlt.rows();
  MatrixXd inverse(p, p);
  for (Index j = 0; j < p; ++j) inverse.col(j) = Solve(VectorXd::Unit(p, j));
  return inverse;
}

// ---- general matrices ----

MatrixXd InverseByFullPivoting(const MatrixXd& a) {
  const Eigen::FullPivLU<MatrixXd> lu(a);
  MatrixXd inverse(a.rows(), a.cols());
  for (Index j = 0; j < a.cols(); ++j) inverse.col(j) = lu.solve(VectorXd::Unit(a.rows(), j));
  return inverse;
}

}  // namespace otklik::stats
