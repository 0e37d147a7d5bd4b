// The few distributions everything here leans on. Full precision; the heavy headers stay in quantile.cpp.
#pragma once

namespace otklik::stats {

// Is this a confidence level: inside (0, 1)?
bool ValidConfidence(double confidence);

// z of a two-sided level: Phi^-1(1 - alpha / 2). 0.95 gives 1.959963984540054. `confidence` in (0, 1).
double NormalCritical(double confidence);

// Phi^-1(p), p in (0, 1).
double NormalQuantile(double p);

// Phi(x): the probability below x.
double NormalCdf(double x);

// P(|Z| >= |z|), two-sided; 0 for an infinite z.
double NormalTwoSided(double z);

// The two-sided critical value of Student's t; df > 0, not necessarily whole.
double StudentCritical(double confidence, double df);

// P(|T| >= |t|), two-sided; 0 for an infinite t.
double StudentTwoSided(double t, double df);

// P(X >= x) of the chi-squared distribution, df > 0.
double ChiSquaredUpper(double x, double df);

// P(F >= x) of the F distribution, both degrees of freedom > 0.
double FisherUpper(double x, double df1, double df2);

// Quantile of the chi-squared distribution: P(X <= result) = p, p in (0, 1).
double ChiSquaredQuantile(double p, double df);

}  // namespace otklik::stats
