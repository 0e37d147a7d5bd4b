// A survey's responses as a file, a part at a time: the dashboard's download and the command line share it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/scope.hpp"
#include "exchange/csv/responses_csv.hpp"
#include "insight/insight_store.hpp"
#include "program/program.hpp"

namespace otklik::api {

class ResponsesExport {
 public:
  // `attributes` are further columns, "account.x" and "contact.x". An anonymous survey is refused: "anonymous_survey".
  static Result<std::unique_ptr<ResponsesExport>> Open(std::shared_ptr<const program::Survey> survey,
                                                       const std::vector<std::string>& attributes,
                                                       insight::ResponseLists& responses, Scope scope);
  // The header and then some hundreds of lines, the newest response first; nothing at the end. What comes in meanwhile
  // is left out.
  std::optional<std::string> Next();
  std::uint64_t rows() const { return rows_; }  // so far

 private:
  ResponsesExport(std::shared_ptr<const program::Survey> survey, const std::vector<std::string>& attributes,
                  insight::ResponseLists& responses, Scope scope);
  std::string Line(const intake::StoredResponse& response) const;

  std::shared_ptr<const program::Survey> survey_;
  std::vector<std::string> attributes_;
  csv::ResponsesCsv csv_;
  insight::ResponseLists& responses_;
  Scope scope_;
  bool begun_ = false, ended_ = false;
  std::uint64_t before_ = 0;
  std::uint64_t rows_ = 0;
};

}  // namespace otklik::api
