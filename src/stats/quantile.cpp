#include "stats/quantile.hpp"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace otklik::stats {

namespace bm = boost::math;

bool ValidConfidence(double confidence) { return confidence > 0 && confidence < 1; }

double NormalCritical(double confidence) { return bm::quantile(bm::complement(bm::normal(), (1 - confidence) / 2)); }

double NormalQuantile(double p) { return bm::quantile(bm::normal(), p); }

double NormalCdf(double x) { return bm::cdf(bm::normal(), x); }

double NormalTwoSided(double z) { return std::isinf(z) ? 0 : std::erfc(std::abs(z) / std::sqrt(2.0)); }

double StudentCritical(double confidence, double df) {
  return bm::quantile(bm::complement(bm::students_t(df), (1 - confidence) / 2));
}

double StudentTwoSided(double t, double df) {
  if (std::isinf(t)) return 0;
  return 2 * bm::cdf(bm::complement(bm::students_t(df), std::abs(t)));
}

double ChiSquaredUpper(double x, double df) { return bm::cdf(bm::complement(bm::chi_squared(df), x)); }

double FisherUpper(double x, double df1, double df2) { return bm::cdf(bm::complement(bm::fisher_f(df1, df2), x)); }

double ChiSquaredQuantile(double p, double df) { return bm::quantile(bm::chi_squared(df), p); }

}  // namespace otklik::stats
