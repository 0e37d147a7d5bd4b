// Any case of any method: a status, never a crash and never a number that is none.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "base/json_fuzz.hpp"
#include "stats/vectors/run.hpp"

namespace {

namespace json = otklik::vectors::json;

// JSON has no NaN: a method that gives one says so here.
void CheckNumbers(const json::value& value) {
  if (const auto* number = value.if_double(); number && std::isnan(*number)) {
    std::cerr << "a result is NaN\n";
    std::abort();
  }
  if (const auto* array = value.if_array()) {
    for (const auto& one : *array) CheckNumbers(one);
  } else if (const auto* object = value.if_object()) {
    for (const auto& [key, one] : *object) CheckNumbers(one);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const otklik::vectors::MethodTable kMethods = otklik::vectors::AllMethods();
  boost::system::error_code error;
  const json::value document = json::parse({reinterpret_cast<const char*>(data), size}, error);
  const json::object* record = error ? nullptr : document.if_object();
  if (!record) return 0;
  try {
    const auto found = kMethods.find(std::string_view(record->at("method").as_string()));
    if (found == kMethods.end()) return 0;
    CheckNumbers(found->second(record->at("input").as_object()));
  } catch (const std::domain_error& error) {
    // A distribution was asked outside its range: the method should have answered with a status.
    std::cerr << error.what() << '\n';
    std::abort();
  } catch (const std::exception&) {
    // A key that is missing or of another kind fails the case.
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  return otklik::MutateJson(data, size, most, seed);
}
