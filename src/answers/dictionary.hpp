// Codes of dimension values. Code 0 is the empty value; a code never changes its meaning.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace otklik::answers {

// Grown by one writer while readers look things up; readers hold the lock for a look-up only, never while scanning.
class Dictionaries {
 public:
  // Writer: the index of a dimension and the code of a value, made if new.
  std::uint32_t Dimension(std::string_view key);
  std::uint32_t Code(std::uint32_t dimension, std::string_view value);

  std::optional<std::uint32_t> FindDimension(std::string_view key) const;
  // How many codes the dimension has.
  std::uint32_t Size(std::uint32_t dimension) const;
  // 1 for the codes of these values, 0 for all others.
  std::vector<std::uint8_t> Mask(std::uint32_t dimension, const std::vector<std::string>& values) const;
  std::vector<std::string> Values(std::uint32_t dimension, const std::vector<std::uint32_t>& codes) const;
  std::vector<std::string> Keys() const;
  std::vector<std::string> AllValues(std::uint32_t dimension) const;

 private:
  struct Dictionary {
    std::string key;
    std::deque<std::string> values{std::string()};  // a deque, so that the map's views stay valid
    std::unordered_map<std::string_view, std::uint32_t> codes{{std::string_view(), 0}};
  };
  const Dictionary* Find(std::string_view key) const;

  mutable std::shared_mutex mutex_;
  std::deque<Dictionary> dictionaries_;
};

}  // namespace otklik::answers
