// The heavy headers of the mathematics; parsed once per build. Sources still include what they use.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <boost/math/distributions.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>
