// The answer store as everyone else sees it: what goes in (Row), what may be asked (Query) and what comes back
// (QueryResult). One path for dashboard, API and command line. No I/O.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "stats/status.hpp"
#include "survey/survey.hpp"

namespace otklik {
class ObjectReader;
}

namespace otklik::answers {

// ---- metric definitions (catalog/metrics/*.json) -------------------------------------------------------

enum class MetricKind {
  kNet,    // f in {-100, 0, +100} plus an offset: trinomial score interval
  kShare,  // f in {0, 1}: Wilson
  kMean,   // f = the score: t
  kCsi,    // importance-weighted mean of criteria, in % of the scale's maximum: linearised, t
};

struct Metric {
  std::string key;  // nps, nsat, csat, ces ...
  int version = 1;
  MetricKind kind = MetricKind::kMean;
  Text name, description;
  std::vector<std::string> question_kinds;  // recommendation, rating, matrix
  bool any_scale = false;                   // "scale": "any": the scale of the questions asked (mean, csi)
  int scale_min = 0, scale_max = 10;        // the scale it is defined on, unless any_scale
  std::vector<double> f;                    // by score - scale_min; net: -100 | 0 | 100, share: 0 | 1, mean: the score
  double offset = 0;                        // net only
  bool lower_is_better = false;
  std::string unit;  // points | share | score | percent
  double range_min = -100, range_max = 100;
};

// Reads a definition, all of whose keys are required but the flags:
//   {"key", "version", "kind": "net|share|mean|csi", "name", "description", "question_kinds": [...],
//    "scale": {"min", "max"} or "any", "f": [by score] (net, share), "offset" (net), "lower_is_better",
//    "unit": "points|share|score|percent", "range": [min, max] (not where the scale is any and the unit score)}
// Problems name the place.
Result<Metric> ParseMetric(const boost::json::value& document);

// ---- rows ----------------------------------------------------------------------------------------------

// A response as the store takes it. Dimension values are strings as stamped when answered; the store makes codes of
// them. Known keys: channel, language, account, segment, partner, role, tenure, version, and attributes as "account.x"
// / "contact.x". An absent key is the empty value.
// "stage" may be stamped too; where it is not empty, it goes before the questions' own for all answers of the response
// (but not in a CSI).
struct Row {
  std::uint64_t seq = 0;
  std::string id;  // canonical UUID
  std::string survey;
  int version = 1;
  Day day = 0;  // company-local day of finishing
  bool abandoned = false;
  std::map<std::string, std::string, std::less<>> dimensions;
  std::vector<std::uint8_t> scores;  // by ScoreItems order of the survey's item list; 253 254 255 as in survey
};

// ---- queries -------------------------------------------------------------------------------------------

enum class Compare { kNone, kPreviousPeriod };

// Whose mean is asked for.
enum class Estimand {
  kContact,  // every answer counts 1
  kAccount,  // every account counts 1, shared by its answers; responses without an account are left out
};

// Whose answers are one cluster of the error.
enum class Cluster {
  kAccount,     // those of an account; of a respondent without one
  kRespondent,  // as if contacts of one account did not know each other: too narrow where they do
};

// What happens where an index would count answers of several questionnaires together.
enum class Mixture {
  kRefuse,         // with the choices
  kLargestSurvey,  // the one with the most answers within the period is counted, and named
};

// The unit running today and the count - 1 units before it.
struct LastPeriod {
  int count = 1;
  TimeUnit unit = TimeUnit::kMonth;
};

// How many the population has in each category of a response-level dimension; shares do as well.
struct PopulationMargin {
  std::string dimension;
  std::map<std::string, double> totals;  // 2 to 100 categories; each finite, >= 0; not all 0
};

struct Query {
  std::string metric;
  std::vector<std::string> by;  // dimension keys, at most 3; day week month quarter year among them at most once
  std::map<std::string, std::vector<std::string>> where;  // dimension -> allowed values; "measures" too
  std::optional<Day> from, to;                            // inclusive local days; nothing: unbounded
  Compare compare = Compare::kNone;
  std::optional<Estimand> estimand;     // nothing: the company's choice, see AnswerStore::PreferAccounts
  Cluster cluster = Cluster::kAccount;  // the only one for the mean over accounts
  Mixture mixture = Mixture::kRefuse;
  std::vector<PopulationMargin> weights;  // at most 3, of one total
  double confidence = 0.95;               // 0.5 .. 0.999
  std::optional<Day> today;               // a period that reaches beyond it is still running
  std::optional<LastPeriod> last;         // how from and to were asked for
};

// Decodes {"metric", "by", "where", "period": {"from", "to"} | {"last": 12, "unit": "month"}, "compare", "estimand",
// "cluster", "mixture", "weights": [{"dimension", "totals": {category: number}}], "confidence"}.
Result<Query> ParseQuery(const boost::json::value& document, Day today);

// Population margins under `key` of an object, as in a query; absent: none.
void ReadMargins(ObjectReader& reader, std::string_view key, std::vector<PopulationMargin>& margins,
                 std::vector<Problem>& problems);

// A group minus all other answers of the total.
struct VersusRest {
  stats::Difference difference;
  std::optional<double> p_adjusted;  // Benjamini and Hochberg over the groups of the reply
};

struct Group {
  std::vector<std::string> key;                     // values of `by`, in its order
  std::uint64_t responses = 0;                      // respondents with the item shown
  std::uint64_t not_answered = 0, hard_to_say = 0;  // items; n_missing is their sum
  std::map<int, std::uint64_t> distribution;        // score -> answers
  // Accounts with an answer, and answers of responses without an account; nothing where accounts were not looked at.
  std::optional<std::uint64_t> accounts, without_account;
  stats::Estimate estimate;
  std::optional<stats::Estimate> previous;  // for a comparison
  // Refused "mode_changed" where the total variation distance of the channel mixes of the two windows, sum |p - q| / 2
  // over respondents with an answer, is 0.5 or more, and "wording_changed" over a break of wording.
  std::optional<stats::Difference> change;
  std::optional<VersusRest> versus_rest;  // by dimensions without a unit of time; see versus_rest.hpp
};

// The survey an index was counted for, of several with answers that cannot be counted together.
struct NarrowedTo {
  std::string survey;
  std::map<std::string, std::uint64_t> answers;  // by survey, of all there were to choose from
};

// Where a series is broken: what lies before and after is not comparable as it stands. A mode break lies between
// neighbouring periods with answers whose channel mixes differ as much as refuses a change.
struct Break {
  enum class Kind { kVersion, kMode };
  Kind kind = Kind::kVersion;
  std::string survey;    // empty for a mode break
  std::string item;      // of a version break: the item whose wording, scale or kind changed
  Day at = 0;            // the first day after it
  std::string from, to;  // versions, or channels, the most frequent first
};

// The total weighted to declared margins; see weighted_total.hpp.
struct WeightedTotal {
  struct Category {
    std::string dimension, value;
    double answers = 0;
    double share = 0, population = 0;  // of the answers, of the population
  };
  stats::Estimate estimate;
  double design_effect = 0, weight_ratio = 0;  // Kish; largest over smallest mean weight of a cell
  std::vector<Category> categories;
  std::vector<std::pair<std::string, std::string>> problem_categories;  // dimension, value: what the reason speaks of
};

// A mean over accounts as a description of all the company's accounts, of whom some answered.
struct ClientBase {
  double accounts = 0;  // N, as declared
  double answered = 0;  // K
  // The mean if all who are silent were at one end of the metric's range, or at the other (Manski); nothing where more
  // answered than there are said to be.
  std::optional<stats::Interval> nonresponse;
};

// The total as another mean of the same answers.
struct OtherMean {
  Estimand estimand = Estimand::kContact;
  stats::Estimate estimate;
};

struct QueryResult {
  const Metric* metric = nullptr;
  Query query;
  std::optional<Day> from, to;  // as used
  std::optional<Day> previous_from, previous_to;
  std::uint64_t as_of = 0;            // seq applied
  std::vector<std::string> channels;  // modes among the responses counted
  std::optional<NarrowedTo> narrowed_to;
  Estimand estimand = Estimand::kContact;  // of every group and the total
  std::vector<OtherMean> other_means;      // where several accounts answered
  // The total's: its interval then has the finite correction. Not of a part of the accounts, nor of a past period.
  std::optional<ClientBase> client_base;
  std::optional<WeightedTotal> weighted;  // where the query has weights
  std::vector<Break> breaks;              // within the period and the previous one, by day
  int scale_min = 0, scale_max = 10;      // of the questions counted
  bool lower_is_better = false;
  double range_min = -100, range_max = 100;  // of the metric, on that scale
  std::vector<Group> groups;                 // sorted: time first ascending, else by key
  Group total;                               // over rows, never the sum of overlapping groups
};

boost::json::value ToJson(const QueryResult& result);

// What must be the same when a snapshot is read as when it was written.
struct SnapshotStamp {
  std::string epoch;   // of the records database
  std::string inputs;  // the caller's hash of questionnaires, dimensions, time zone data and record schema
};

// What the store knows of its surveys, by key; see schema.hpp.
struct SurveySchema;
using Schema = std::map<std::string, std::shared_ptr<const SurveySchema>, std::less<>>;

}  // namespace otklik::answers
