// A mutator for fuzzers of JSON: it changes values inside a document, which bytes changed at random hardly ever do.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace otklik {

class JsonMutator {
 public:
  explicit JsonMutator(unsigned seed) : random_(seed) {}

  // The document with one to four values changed; empty if `text` is no JSON.
  std::string Mutate(std::string_view text) {
    boost::system::error_code error;
    boost::json::value document = boost::json::parse(text, error);
    if (error) return {};
    for (std::size_t changes = 1 + Below(4); changes > 0; --changes) {
      std::vector<boost::json::value*> all;
      Collect(document, all);
      Change(*all[Below(all.size())], *all[Below(all.size())]);
    }
    return boost::json::serialize(document);
  }

 private:
  std::size_t Below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }

  static void Collect(boost::json::value& value, std::vector<boost::json::value*>& all) {
    all.push_back(&value);
    if (auto* array = value.if_array()) {
      for (auto& one : *array) Collect(one, all);
    } else if (auto* object = value.if_object()) {
      for (auto& [key, one] : *object) Collect(one, all);
    }
  }

  boost::json::value Edge() {
    static const std::vector<boost::json::value> kEdges = {0,
                                                           1,
                                                           -1,
                                                           2,
                                                           0.5,
                                                           1e-300,
                                                           1e300,
                                                           -1e300,
                                                           1e9,
                                                           1.0000000001,
                                                           0.1,
                                                           -0.5,
                                                           "",
                                                           "x",
                                                           true,
                                                           1e15,
                                                           3,
                                                           nullptr,
                                                           boost::json::array(),
                                                           boost::json::object(),
                                                           7,
                                                           100};
    return kEdges[Below(kEdges.size())];
  }

  void Change(boost::json::value& value, const boost::json::value& other) {
    if (auto* array = value.if_array(); array && Below(3) > 0) {
      const std::size_t place = Below(array->size() + 1);
      if (place < array->size() && Below(2) == 0) {
        array->erase(array->begin() + static_cast<std::ptrdiff_t>(place));
      } else if (array->size() < 100) {
        boost::json::value added = array->empty() || Below(3) == 0 ? Edge() : (*array)[Below(array->size())];
        array->insert(array->begin() + static_cast<std::ptrdiff_t>(place), std::move(added));
      }
      return;
    }
    if (auto* object = value.if_object(); object && !object->empty() && Below(4) == 0) {
      auto place = object->begin() + static_cast<std::ptrdiff_t>(Below(object->size()));
      object->erase(place);
      return;
    }
    if (value.is_number() && Below(3) == 0) {
      value = value.to_number<double>() * (Below(2) == 0 ? -1 : 10);
      return;
    }
    if (Below(4) == 0 && !other.is_structured()) {
      const boost::json::value copy = other;
      value = copy;
      return;
    }
    value = Edge();
  }

  std::mt19937 random_;
};

// To be called by LLVMFuzzerCustomMutator.
inline std::size_t MutateJson(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  const std::string text = JsonMutator(seed).Mutate({reinterpret_cast<const char*>(data), size});
  if (text.empty() || text.size() > most || seed % 16 == 0) return LLVMFuzzerMutate(data, size, most);
  std::memcpy(data, text.data(), text.size());
  return text.size();
}

}  // namespace otklik
