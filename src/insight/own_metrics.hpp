// The company's own metrics: defined in the dashboard or by the API, kept among the settings, counted like any other.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <mutex>
#include <set>
#include <string>

#include "answers/answer_store.hpp"
#include "insight/insight_store.hpp"

namespace otklik::insight {

// Safe from any thread. Definitions are versioned: an edit that changes anything makes the next version, of a
// removed key too. The store given must hold the built-in metrics already.
class OwnMetrics {
 public:
  static constexpr std::size_t kMost = 100;  // at a time

  OwnMetrics(CompanyStore& settings, answers::AnswerStore& store) : settings_(settings), store_(store) {}

  // Adds what is kept to the store.
  Result<void> Load();
  std::set<std::string> Keys() const;
  // While it is held, nothing is defined or removed: whoever makes a setting name a metric holds it.
  std::unique_lock<std::mutex> Hold() const { return std::unique_lock(mutex_); }

  struct Put {
    const answers::Metric* metric = nullptr;
    bool created = false;  // it was not there, or had been removed
  };
  // `definition`: {"kind": "net|share|mean", "name", "description"?, "scale": {"min", "max"},
  // "f": [by score] (net, share), "lower_is_better"?, "question_kinds"?}; a text is a string or one by language, and a
  // language that is missing takes the other's. kInvalid names the place; kConflict for a built-in key.
  Result<Put> Define(const std::string& key, const boost::json::value& definition, const std::string& actor);
  // kNotFound; kConflict for a built-in key and for the metric of the headline.
  Result<void> Remove(const std::string& key, const std::string& actor);

 private:
  boost::json::array Kept() const;
  Result<void> Keep(const boost::json::array& kept, const std::string& actor);

  CompanyStore& settings_;
  answers::AnswerStore& store_;
  mutable std::mutex mutex_;
};

}  // namespace otklik::insight
