// The factorisations that instantiate Eigen's blocked kernels; apart from linear.cpp so that the two compile at once.
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>

#include "stats/linear.hpp"

namespace otklik::stats {

using Eigen::MatrixXd;
using Eigen::VectorXd;

struct LeastSquares::Parts {
  Eigen::CompleteOrthogonalDecomposition<MatrixXd> decomposition;
};

LeastSquares::LeastSquares(const MatrixXd& x)
    : parts_(new Parts{Eigen::CompleteOrthogonalDecomposition<MatrixXd>(x)}) {}
LeastSquares::~LeastSquares() = default;

bool LeastSquares::Collinear() const { return parts_->decomposition.rank() < parts_->decomposition.cols(); }

VectorXd LeastSquares::Solve(const VectorXd& y) const { return parts_->decomposition.solve(y); }

MatrixXd InverseByPartialPivoting(const MatrixXd& a) { return a.inverse(); }

SymmetricEigen DecomposeSymmetric(const MatrixXd& a) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(a);
  return {solver.eigenvalues(), solver.eigenvectors()};
}

}  // namespace otklik::stats
