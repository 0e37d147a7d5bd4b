// Any bytes as a file: no crash, a bad row has its reasons, and every good row with a date in range.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "exchange/csv/csv_import.hpp"

namespace {

constexpr std::string_view kQuestionnaire =
    R"({"key": "fuzz", "title": "t", "languages": ["en"], "pages": [{"id": "p", "questions": [
    {"id": "recommend", "kind": "recommendation", "text": "t", "measures": "relationship", "hard_to_say": true},
    {"id": "tons", "kind": "number", "text": "t", "decimals": 2}, {"id": "since", "kind": "date", "text": "t"},
    {"id": "comment", "kind": "text", "text": "t"}]}]})";
constexpr std::string_view kMap =
    R"({"header": false, "date_formats": ["d.M.yyyy H:mm", "MMM d yy", "yyyy-MM-dd"], "finished_at": {"column": 1},
    "language": {"column": 2}, "answers": [{"question": "recommend", "column": 1, "hard_to_say": ["?"]},
    {"question": "tons", "column": 2}, {"question": "since", "column": 1}, {"question": "comment", "column": 2}]})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace otklik;
  static const survey::Questionnaire kForm = survey::ParseQuestionnaire(ReadJson(kQuestionnaire).value()).value();
  static const csv::ImportMap kImport = csv::ParseMap(ReadJson(kMap).value(), kForm).value();
  static const TimeZone kZone = TimeZone::Open("Europe/London").value();
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  auto opened = csv::Importer::Open(in, kImport, kForm, kZone, "f");
  if (!opened) return 0;
  csv::ProblemReport report;
  for (;;) {
    auto next = (*opened)->Next();
    if (!next || !*next) break;
    if (const auto* bad = std::get_if<csv::BadRow>(&**next)) {
      if (bad->problems.empty()) std::abort();
      report.Add(*bad);
    } else if (std::get<csv::ImportedRow>(**next).finished_at < -86'400'000) {
      std::abort();
    }
  }
  report.Explain(Language::kRussian);
  return 0;
}
