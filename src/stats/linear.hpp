// Linear algebra of the room: products and factorisations of Eigen, compiled once in linear.cpp and linear_blocked.cpp.
// An Eigen product or decomposition written into another source costs it half a minute of compilation. Private to the
// room.
//
// Shapes are the caller's to get right; Eigen asserts them in builds without NDEBUG. Nothing throws, and numbers that
// are not finite come out as such.
#pragma once

#include <Eigen/Core>
#include <memory>

namespace otklik::stats {

// ---- products ----

// a b: (r x s) (s x c) -> r x c.
Eigen::MatrixXd Product(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

// a' b: (s x r)' (s x c) -> r x c.
Eigen::MatrixXd TransposeProduct(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

// x' diag(w) x: x n x p, w of n entries -> p x p, symmetric up to rounding.
Eigen::MatrixXd WeightedGram(const Eigen::MatrixXd& x, const Eigen::VectorXd& w);

// a m a': a r x s, m s x s -> r x r.
Eigen::MatrixXd Sandwich(const Eigen::MatrixXd& a, const Eigen::MatrixXd& m);

// a x: (r x c) c -> r entries.
Eigen::VectorXd Apply(const Eigen::MatrixXd& a, const Eigen::VectorXd& x);

// a' x: (r x c)' r -> c entries.
Eigen::VectorXd ApplyTransposed(const Eigen::MatrixXd& a, const Eigen::VectorXd& x);

// m += weight x x': m p x p, x of p entries.
void AddOuter(Eigen::MatrixXd& m, double weight, const Eigen::VectorXd& x);

// ---- factorisations ----

// P' L D L' P of a symmetric p x p matrix, p > 0, of which the lower triangle is read.
class SymmetricFactor {
 public:
  explicit SymmetricFactor(const Eigen::MatrixXd& a);
  ~SymmetricFactor();
  SymmetricFactor(const SymmetricFactor&) = delete;
  SymmetricFactor& operator=(const SymmetricFactor&) = delete;

  // The least entry of D: near 0 if the matrix is singular, below 0 if it is not positive; -infinity if Eigen could not
  // factorise it.
  double SmallestPivot() const;

  // Sum of log max(d, 1e-300) over the pivots d: log |a| of a positive matrix, very low for a singular one.
  double LogDeterminant() const;

  // a^-1 y, y of p entries. The inverse of a pivot that is exactly 0 counts as 0.
  Eigen::VectorXd Solve(const Eigen::VectorXd& y) const;

  // a^-1, p x p; zero pivots as in Solve.
  Eigen::MatrixXd Inverse() const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

// Least squares on the columns of x (n x p, n and p > 0): QR with column pivoting, completed to an orthogonal
// decomposition where the columns are collinear.
class LeastSquares {
 public:
  explicit LeastSquares(const Eigen::MatrixXd& x);
  ~LeastSquares();
  LeastSquares(const LeastSquares&) = delete;
  LeastSquares& operator=(const LeastSquares&) = delete;

  // Do the columns determine one another, up to rounding (Eigen's threshold)? More columns than rows always do.
  bool Collinear() const;

  // Of all b with the least |y - x b| the shortest, p entries: the pseudo-inverse of x times y; y of n entries.
  Eigen::VectorXd Solve(const Eigen::VectorXd& y) const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

// a^-1 of a regular p x p matrix by LU with partial pivoting; not finite if it is singular.
Eigen::MatrixXd InverseByPartialPivoting(const Eigen::MatrixXd& a);

// a^-1 of a regular p x p matrix by LU with full pivoting; finite but meaningless if it is singular.
Eigen::MatrixXd InverseByFullPivoting(const Eigen::MatrixXd& a);

struct SymmetricEigen {
  Eigen::VectorXd values;   // ascending
  Eigen::MatrixXd vectors;  // by column, orthonormal
};

// a = vectors diag(values) vectors' of a symmetric p x p matrix, p > 0, of which the lower triangle is read.
SymmetricEigen DecomposeSymmetric(const Eigen::MatrixXd& a);

}  // namespace otklik::stats
