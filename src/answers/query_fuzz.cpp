// Any bytes as a query: refused with reasons in both languages, or answered alike by both engines, with intervals that
// hold their estimates.
#include <boost/json.hpp>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "answers/columns.hpp"
#include "answers/random_rows.hpp"
#include "answers/reference.hpp"
#include "base/json_fuzz.hpp"
#include "base/messages.hpp"

namespace {

using namespace otklik;
using namespace otklik::answers;

constexpr int kRows = 400;
constexpr int kDays = 400;
const Day kFirst = DayFromDate({2019, 1, 1});

void Fill(AnswerStore& store) {
  for (const char* file : {"nps", "nsat", "nsat_ms4", "csat", "ces", "ces_mean", "csi", "psi", "mean_score"}) {
    std::ifstream in(std::string(OTKLIK_SOURCE_DIR) + "/catalog/metrics/" + file + ".json");
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    store.AddMetric(ParseMetric(ReadJson(text).value()).value());
  }
  testing_rows::RandomRows random(1);
  const auto questionnaires = testing_rows::RandomRows::Questionnaires();
  for (const auto& questionnaire : questionnaires) store.AddQuestionnaire(questionnaire);
  std::vector<Row> rows;
  for (std::uint64_t seq = 1; seq <= kRows; ++seq) rows.push_back(random.MakeRow(questionnaires, seq, kFirst, kDays));
  store.Append(rows).value();
  store.PreferAccounts(true);
  store.DeclareAccounts(420);
}

[[noreturn]] void Fail(const char* what, const std::string& query) {
  std::cerr << what << ": " << query << '\n';
  std::abort();
}

void CheckEstimate(const stats::Estimate& estimate, const std::string& query) {
  if (estimate.status == stats::Status::kOk && !estimate.value) Fail("ok without a value", query);
  if (!estimate.value || !estimate.interval) return;
  constexpr double kRounding = 1e-9;
  if (!(estimate.interval->low <= *estimate.value + kRounding &&
        *estimate.value <= estimate.interval->high + kRounding))
    Fail("an interval without its estimate", query);
}

std::string Said(const AnswerStore& store, const Query& query, const std::string& text) {
  const auto result = store.Run(query, 1);
  if (!result) {
    if (result.error().problems.empty()) Fail("refused without a reason", text);
    return Explain(result.error(), Language::kRussian) + Explain(result.error(), Language::kEnglish);
  }
  CheckEstimate(result->total.estimate, text);
  for (const Group& group : result->groups) CheckEstimate(group.estimate, text);
  return boost::json::serialize(ToJson(*result));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static AnswerStore reference(MakeReferenceEngine()), columns(MakeColumnEngine());
  static const bool kFilled = (Fill(reference), Fill(columns), true);
  (void)kFilled;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto document = ReadJson(text);
  if (!document) return 0;
  const auto query = ParseQuery(*document, kFirst + kDays);
  if (!query) {
    if (query.error().problems.empty()) Fail("refused without a reason", text);
    Explain(query.error(), Language::kRussian);
    return 0;
  }
  if (Said(reference, *query, text) != Said(columns, *query, text)) Fail("the engines differ", text);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed) {
  return MutateJson(data, size, most, seed);
}
