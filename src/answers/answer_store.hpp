// The answer store: questionnaires and responses go in, figures come out. One writer, any number of readers; a reader
// sees whole batches only.
#pragma once

#include <atomic>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "answers/answers.hpp"

namespace otklik::answers {

class Engine;

// A dimension that queries can use, with the values seen.
struct DimensionValues {
  std::string key;
  bool of_question = false;                                   // counts are answers; else they are responses
  std::vector<std::pair<std::string, std::uint64_t>> values;  // the most frequent first, then by value
  std::size_t distinct = 0;                                   // how many there are in all
};

struct SurveyCount {
  std::string survey;
  std::uint64_t finished = 0, abandoned = 0;
};

class AnswerStore {
 public:
  AnswerStore();  // over the memory columns
  explicit AnswerStore(std::unique_ptr<Engine> engine);
  ~AnswerStore();

  // Definitions stay as long as the store, replaced and removed ones too: results point to them. A key given to AddMetric
  // again is ignored.
  void AddMetric(Metric metric);
  void PutMetric(Metric metric);
  void RemoveMetric(std::string_view key);
  const Metric* FindMetric(std::string_view key) const;
  std::vector<const Metric*> Metrics() const;

  // Every saved version, before its responses. A version already known is left as it is.
  void AddQuestionnaire(const survey::Questionnaire& questionnaire);
  // What the questions that a metric fits measure, over the surveys that are not anonymous; sorted.
  std::vector<std::string> MeasuresOf(const Metric& metric) const;
  // The survey's items over all versions, in the order of their columns.
  std::vector<std::string> ItemList(std::string_view survey) const;
  // An attribute ("account.x", "contact.x") that may be asked for before any response has it.
  void DeclareAttribute(std::string key);

  // Adds responses as one change. Rows have their survey and version known, as many scores as the version has score
  // items, each within its scale or 253 254 255, day within 0..65535 and seq below 2^32; else kInvalid and nothing is
  // added. as_of becomes the greatest seq.
  Result<void> Append(std::span<const Row> rows);
  // Takes a response out of every figure; unknown seqs are ignored.
  void Delete(std::uint64_t seq);
  // Both as one change (an edit), and the journal's seq afterwards. Deleting comes first.
  Result<void> Apply(std::span<const Row> rows, std::span<const std::uint64_t> deleted, std::uint64_t as_of);
  std::uint64_t as_of() const;

  // The company's choice for queries that name no estimand: the mean over accounts wherever everybody answered for an
  // account, and there are several. Otherwise, and without the choice, every answer counts 1.
  void PreferAccounts(bool prefer) { prefer_accounts_ = prefer; }

  // How many accounts the company has in all; 0: not known.
  void DeclareAccounts(std::uint64_t accounts) { declared_accounts_ = accounts; }

  // The answer of a query on `threads` threads. kInvalid for what cannot be asked, kRefused for what would mislead.
  Result<QueryResult> Run(const Query& query, int threads) const;

  // What filters can offer: at most `most` values of each dimension. Anonymous surveys do not count here.
  std::vector<DimensionValues> Dimensions(int threads, std::size_t most = 200) const;
  // Attributes ("account.x", "contact.x") declared or stamped on some response, sorted.
  std::vector<std::string> Attributes() const;
  // Finished and abandoned responses of every survey known. Started ones are the caller's.
  std::vector<SurveyCount> SurveyCounts(int threads) const;

  // The columns as bytes and back; see snapshot.hpp. Questionnaires must be known before loading. After a refused load
  // the store is as it was: rebuild it.
  Result<void> Save(std::ostream& out, const SnapshotStamp& stamp) const;
  Result<void> Load(std::istream& in, const SnapshotStamp& stamp);

 private:
  std::shared_ptr<const Schema> schema() const;

  std::unique_ptr<Engine> engine_;
  std::atomic<bool> prefer_accounts_ = false;
  std::atomic<std::uint64_t> declared_accounts_ = 0;
  mutable std::mutex mutex_;  // of what follows; never held while counting
  std::shared_ptr<const Schema> schema_ = std::make_shared<Schema>();
  std::set<std::string> declared_;
  std::map<std::string, std::unique_ptr<const Metric>, std::less<>> metrics_;
  std::vector<std::unique_ptr<const Metric>> former_metrics_;
};

}  // namespace otklik::answers
