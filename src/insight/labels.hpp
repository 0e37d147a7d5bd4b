// Names of dimensions and of their values, for people: from catalog/labels.json, the questionnaires and the accounts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "base/result.hpp"
#include "program/program.hpp"

namespace otklik::insight {

class Labels {
 public:
  // catalog/labels.json: {"dimensions": [{"key", "ru", "en", "values": [{"value", "ru", "en"}]}]}.
  static Result<Labels> Parse(std::string_view document);

  // Keys in the order of the catalogue; attributes are not among them.
  const std::vector<std::string>& dimensions() const { return order_; }
  // A dimension's name; an attribute "account.x" is named by its key.
  Text Dimension(const std::string& key) const;
  // A value's name; the value itself where nobody named it. Surveys, questions and criteria are named by the
  // questionnaires.
  Text Value(const std::string& dimension, const std::string& value, const program::Surveys& surveys) const;
  // Place of a value in the catalogue's order; values not in it come last.
  std::size_t Place(const std::string& dimension, const std::string& value) const;

 private:
  struct One {
    Text name;
    std::vector<std::pair<std::string, Text>> values;
  };
  std::vector<std::string> order_;
  std::map<std::string, One> dimensions_;
};

}  // namespace otklik::insight
