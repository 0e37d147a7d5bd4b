// How large a number may be. Beyond these, sums of squares would overflow, and a statistic would answer with a number
// that is none.
#pragma once

#include <cmath>

namespace otklik::stats {

inline constexpr double kLargestCount = 1e15;  // whole numbers are exact below it
inline constexpr double kLargestValue = 1e30;  // fourth powers of it, summed, are finite
inline constexpr double kSmallestTotal = 1e-100;

// Each is false for NaN.
inline bool IsValue(double number) { return std::abs(number) <= kLargestValue; }
inline bool IsWeight(double number) { return number >= 0 && number <= kLargestValue; }
inline bool IsCount(double number) { return number >= 0 && number <= kLargestCount; }
inline bool IsWholeCount(double number) { return IsCount(number) && number == std::floor(number); }

// Strictly inside (0, 1).
inline bool IsProbability(double number) { return number > 0 && number < 1; }

}  // namespace otklik::stats
