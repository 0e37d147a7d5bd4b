// Many comparisons at once: adjusted p-values. Holm for a few claims declared beforehand, Benjamini-Hochberg for scans
// (q = 0.10). A null p stays null and does not count: m is the number of p-values that exist; print it.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace otklik::stats {

using PValues = std::vector<std::optional<double>>;  // each in 0..1 or null; a value outside counts as null

PValues AdjustHolm(std::span<const std::optional<double>> p);               // Holm 1979
PValues AdjustBenjaminiHochberg(std::span<const std::optional<double>> p);  // Benjamini and Hochberg 1995
PValues AdjustBonferroni(std::span<const std::optional<double>> p);

}  // namespace otklik::stats
