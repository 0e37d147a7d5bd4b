#include "answers/dictionary.hpp"

#include <mutex>

namespace otklik::answers {

std::uint32_t Dictionaries::Dimension(std::string_view key) {
  if (const auto found = FindDimension(key)) return *found;
  const std::unique_lock lock(mutex_);
  dictionaries_.emplace_back().key = key;
  return static_cast<std::uint32_t>(dictionaries_.size() - 1);
}

std::uint32_t Dictionaries::Code(std::uint32_t dimension, std::string_view value) {
  Dictionary& dictionary = dictionaries_[dimension];  // the only writer: reading needs no lock here
  const auto found = dictionary.codes.find(value);
  if (found != dictionary.codes.end()) return found->second;
  const std::unique_lock lock(mutex_);
  const auto code = static_cast<std::uint32_t>(dictionary.values.size());
  dictionary.values.emplace_back(value);
  dictionary.codes.emplace(dictionary.values.back(), code);
  return code;
}

std::optional<std::uint32_t> Dictionaries::FindDimension(std::string_view key) const {
  const std::shared_lock lock(mutex_);
  for (std::uint32_t i = 0; i < dictionaries_.size(); ++i) {
    if (dictionaries_[i].key == key) return i;
  }
  return std::nullopt;
}

std::uint32_t Dictionaries::Size(std::uint32_t dimension) const {
  const std::shared_lock lock(mutex_);
  return static_cast<std::uint32_t>(dictionaries_[dimension].values.size());
}

std::vector<std::uint8_t> Dictionaries::Mask(std::uint32_t dimension, const std::vector<std::string>& values) const {
  const std::shared_lock lock(mutex_);
  const Dictionary& dictionary = dictionaries_[dimension];
  std::vector<std::uint8_t> mask(dictionary.values.size());
  for (const std::string& value : values) {
    const auto found = dictionary.codes.find(value);
    if (found != dictionary.codes.end()) mask[found->second] = 1;
  }
  return mask;
}

std::vector<std::string> Dictionaries::Values(std::uint32_t dimension, const std::vector<std::uint32_t>& codes) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> values;
  values.reserve(codes.size());
  for (const std::uint32_t code : codes) values.push_back(dictionaries_[dimension].values[code]);
  return values;
}

std::vector<std::string> Dictionaries::Keys() const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> keys;
  for (const Dictionary& dictionary : dictionaries_) keys.push_back(dictionary.key);
  return keys;
}

std::vector<std::string> Dictionaries::AllValues(std::uint32_t dimension) const {
  const std::shared_lock lock(mutex_);
  const auto& values = dictionaries_[dimension].values;
  return {values.begin(), values.end()};
}

}  // namespace otklik::answers
