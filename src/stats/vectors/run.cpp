#include "stats/vectors/run.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <ostream>
#include <utility>
#include <vector>

namespace otklik::vectors {
namespace {

// Differences between an expected value and the one we got, one line each, under their path.
void Compare(const json::value& expected, const json::value* got, double tolerance, const std::string& path,
             std::vector<std::string>& differences) {
  const auto differs = [&] {
    differences.push_back(path + ": expected " + json::serialize(expected) + ", got " +
                          (got == nullptr ? "nothing" : json::serialize(*got)));
  };
  if (got == nullptr) return differs();
  if (expected.is_object()) {
    if (!got->is_object()) return differs();
    for (const auto& [key, value] : expected.as_object()) {
      Compare(value, got->as_object().if_contains(key), tolerance, path + "." + std::string(key), differences);
    }
  } else if (expected.is_array()) {
    if (!got->is_array() || got->as_array().size() != expected.as_array().size()) return differs();
    for (std::size_t i = 0; i < expected.as_array().size(); ++i) {
      Compare(expected.as_array()[i], &got->as_array()[i], tolerance, path + "[" + std::to_string(i) + "]",
              differences);
    }
  } else if (expected.is_number()) {
    if (!got->is_number()) return differs();
    const double want = expected.to_number<double>();
    const double have = got->to_number<double>();
    const double allowed = std::max(tolerance, 1e-12) * std::max(1.0, std::abs(want));
    if (!(std::abs(have - want) <= allowed)) differs();
  } else if (expected != *got) {
    differs();
  }
}

void RunCase(const std::string& file, const json::object& record, const MethodTable& methods, Tally& tally,
             std::ostream& out) {
  const std::string name = file + " " + std::string(record.at("case").as_string());
  const std::string method(record.at("method").as_string());
  const auto found = methods.find(method);
  if (found == methods.end()) {
    ++tally.unknown[method];
    return;
  }
  std::vector<std::string> differences;
  try {
    const json::value got = found->second(record.at("input").as_object());
    Compare(record.at("expected"), &got, record.at("tolerance").to_number<double>(), "", differences);
  } catch (const std::exception& error) {
    differences.push_back(std::string(": ") + error.what());
  }
  ++(differences.empty() ? tally.passed : tally.failed);
  for (const std::string& difference : differences) {
    out << "FAIL " << name << " (" << method << ") " << difference.substr(difference.starts_with('.') ? 1 : 0) << '\n';
  }
}

}  // namespace

MethodTable AllMethods() {
  MethodTable all;
  for (MethodTable part :
       {MetricMethods(), ValueMethods(), IntegralMethods(), UncertaintyMethods(), WeightingMethods(), PlanningMethods(),
        EffectMethods(), LoyaltyMethods(), DriverMethods(), IndexMethods(), TopicMethods()}) {
    all.merge(part);
  }
  for (auto& [name, method] : all) {
    method = [run = std::move(method)](const json::object& input) {
      try {
        return run(input);
      } catch (const InvalidInput& invalid) {
        return Failure(stats::Status::kInvalidInput, invalid.reason);
      }
    };
  }
  return all;
}

void RunDocument(const std::string& name, std::string_view text, const MethodTable& methods, Tally& tally,
                 std::ostream& out) {
  try {
    const json::value document = json::parse(text);
    const json::value& cases = document.is_object() ? document.as_object().at("cases") : document;
    for (const json::value& record : cases.as_array()) RunCase(name, record.as_object(), methods, tally, out);
  } catch (const std::exception& error) {
    ++tally.failed;
    out << "FAIL " << name << ": " << error.what() << '\n';
  }
}

}  // namespace otklik::vectors
