// Responses as kept become rows of the answer store: the projection that `rebuild` can always make anew.
#pragma once

#include <map>
#include <mutex>
#include <utility>

#include "answers/answers.hpp"
#include "intake/response_store.hpp"
#include "program/program.hpp"

namespace otklik::insight {

// Thread-safe; remembers the score items of every version met.
class RowMaker {
 public:
  explicit RowMaker(const program::SurveyCatalog& surveys) : surveys_(surveys) {}
  // Nothing for a response of an unknown survey or version (the records are then broken; it is logged).
  std::optional<answers::Row> Make(const intake::StoredResponse& response);

 private:
  struct Items {
    std::shared_ptr<const program::Survey> survey;  // keeps the questionnaire that the items point into
    std::vector<survey::Item> items;
  };
  const Items* ItemsOf(const std::string& survey, int version);

  const program::SurveyCatalog& surveys_;
  std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::unique_ptr<Items>> items_;
};

}  // namespace otklik::insight
