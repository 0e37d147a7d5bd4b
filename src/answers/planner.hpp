// From a query to what an engine is asked: which columns fit the metric, what may not be mixed, which filters belong to
// the questions and which to the responses.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "answers/engine.hpp"
#include "answers/window.hpp"

namespace otklik::answers {

// What the planner knows about the store.
struct Known {
  std::shared_ptr<const Schema> schema;
  std::vector<std::string> attributes;  // "account.x", "contact.x"
  bool prefer_accounts = false;         // see AnswerStore::PreferAccounts
  std::optional<double> accounts;       // see AnswerStore::DeclareAccounts
  std::vector<std::string> stages;      // stamped on responses; filled where a query limits the stage
};

// A column the query counts; `column` points into a SurveySchema that the plan holds.
struct Chosen {
  std::shared_ptr<const SurveySchema> survey;
  std::uint32_t index = 0;
  std::uint32_t part = 0;
  const Column* column = nullptr;
};

// What is counted of the responses that have a stage of their own, see stages.hpp.
struct StampedRows {
  std::vector<Chosen> chosen;  // whatever the stages of their questions
  Plan plan;                   // parts are tuples of the question-level values without the stage
  // A stage and a part of `plan` -> the part of the query.
  std::map<std::pair<std::string, std::uint32_t>, std::uint32_t> parts;
};

struct QueryPlan {
  const Metric* metric = nullptr;
  std::vector<Chosen> chosen;                   // of scores; of a CSI, the satisfaction columns
  Plan plan;                                    // counts by group; period not set
  std::optional<StampedRows> stamped;           // where some response has a stage; `plan` leaves those out
  std::optional<MomentsPlan> moments;           // of a CSI
  std::vector<std::vector<std::string>> parts;  // question-level values of each part
  std::vector<std::string> question_by;         // question-level dimensions of `by`, in order
  survey::Scale scale;                          // of the columns, if they share one
  int importance_max = 0;                       // of a CSI
  std::string total_refused;                    // reason, if the total would mix what the groups keep apart
  std::optional<int> minimum;                   // of an anonymous survey
  std::optional<NarrowedTo> narrowed_to;        // where the query asks for the largest survey instead of a refusal
  std::vector<std::string> versions;            // asked for in where; empty: all
  Estimand estimand = Estimand::kContact;
  bool prefers_accounts = false;  // the estimand is to be chosen by what was counted
  bool by_account = false;        // accounts are the clusters of every group's error
  // Where `by` has the account, only those of the total's: its place among the keys' values.
  std::optional<std::size_t> account_place;

  bool nothing_fits() const { return chosen.empty() && !stamped; }
};

// The checks that need nothing but the query: names, bounds, double dimensions. All problems are listed.
Result<void> CheckQuery(const Query& query, const Known& known);

// Refused, with the choices and their counts: "mixed_measures", "mixed_scales", "mixed_surveys" (CSI),
// "anonymous_total_only", "anonymous_alone".
Result<QueryPlan> MakePlan(const Query& query, const Metric& metric, const Known& known, const View& view, int threads);

// The values of `by` for a group, in the query's order.
std::vector<std::string> ValuesOf(const GroupKey& key, const Query& query, const QueryPlan& plan);

}  // namespace otklik::answers
