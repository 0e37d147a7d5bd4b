#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace otklik::simulate {
namespace {

constexpr std::string_view kBegin = "<!-- simulate: begin -->\n";
constexpr std::string_view kEnd = "<!-- simulate: end -->\n";
constexpr std::size_t kOrdinaryTruth = 2;  // NPS 30: widths are told for it

std::string In(Language language, const Text& text) { return language == Language::kRussian ? text.ru : text.en; }

// One decimal, the language's comma, a real minus.
std::string Number(Language language, double value, int decimals = 1) {
  std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
  if (language == Language::kRussian) std::replace(text.begin(), text.end(), '.', ',');
  return (value < 0 ? "−" : "") + text;
}

std::string Grouped(Language language, std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t place = text.size(); place > 3; place -= 3) {
    text.insert(place - 3, language == Language::kRussian ? "\u00a0" : ",");
  }
  return text;
}

std::string TruthName(Language language, Table table, std::size_t truth) {
  if (table != Table::kShareClaims) return "NPS " + Number(language, NetOf(kTruths[truth]), 0);
  return Number(language, 100 * kShares[truth], 0) + In(language, {"%", "\u00a0%"});
}

std::string CellText(Language language, const Cell& cell) {
  if (cell.judged == 0) return "—";
  const std::string number = Number(language, 100 * cell.rate());
  if (cell.judgement == Judgement::kHolds) return number;
  const Text words = cell.judgement == Judgement::kTooRare ? Text{"too low", "мало"} : Text{"too high", "много"};
  return fmt::format("**{} {}**", number, In(language, words));
}

// From the least to the most over the truths, percent.
std::string LeftOut(Language language, const RowResult& result) {
  const auto [least, most] = std::minmax_element(
      result.begin(), result.end(), [](const Cell& a, const Cell& b) { return a.left_out_rate() < b.left_out_rate(); });
  const auto percent = [language](double rate) {
    if (rate > 0 && rate < .0005) return "<" + Number(language, .1);
    return Number(language, 100 * rate, rate == 0 ? 0 : 1);
  };
  const std::string low = percent(least->left_out_rate()), high = percent(most->left_out_rate());
  return low == high ? low : low + "–" + high;
}

std::string Verdict(Language language, const Row& row, const RowResult& result) {
  const std::string verdict = Holds(result) ? In(language, {"yes", "да"}) : "**" + In(language, {"no", "нет"}) + "**";
  return row.promised ? verdict : verdict + In(language, {", for comparison", ", для сравнения"});
}

std::string Heading(Language language, Table table) {
  const bool intervals = table == Table::kIntervals;
  const Text first = intervals ? Text{"covered, %", "накрыто, %"} : Text{"claimed, %", "объявлено, %"};
  const Text promise = intervals ? Text{"within 93–97", "в пределах 93–97"} : Text{"at most 5", "не больше 5"};
  std::string head = fmt::format("| {} | {} |", In(language, first), In(language, {"answers", "ответов"}));
  for (std::size_t truth = 0; truth < kTruthCount; ++truth) head += " " + TruthName(language, table, truth) + " |";
  if (intervals) head += In(language, {" ± at NPS 30 |", " ± при NPS 30 |"});
  head += fmt::format(" {} | {} |\n|---|---|", In(language, {"left out, %", "отброшено, %"}), In(language, promise));
  for (std::size_t column = 0; column < kTruthCount + (intervals ? 2 : 1); ++column) head += "---:|";
  return head + "---|\n";
}

std::string OneTable(Language language, Table table, const std::vector<Row>& rows,
                     const std::vector<RowResult>& results) {
  std::string text = Heading(language, table);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].table != table) continue;
    text += fmt::format("| {} | {} |", In(language, rows[i].what), In(language, rows[i].size));
    for (const Cell& cell : results[i]) text += " " + CellText(language, cell) + " |";
    if (table == Table::kIntervals) {
      const Cell& cell = results[i][kOrdinaryTruth];
      text +=
          cell.judged == 0 ? " — |" : fmt::format(" {} |", Number(language, cell.half_widths / double(cell.judged)));
    }
    text += fmt::format(" {} | {} |\n", LeftOut(language, results[i]), Verdict(language, rows[i], results[i]));
  }
  return text;
}

std::string Preface(Language language, const std::vector<Row>& rows, const std::vector<RowResult>& results,
                    std::int64_t replicates, std::int64_t seed) {
  const auto promised = std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.promised; });
  const auto missing = static_cast<std::ptrdiff_t>(Missing(language, rows, results).size());
  const auto held = promised - missing;
  const Text form{"Simulated surveys a cell: {}, seed {}. Of {} promised rows {} hold.\n",
                  "Разыграно опросов на клетку: {}, начальное число {}. Обещанных строк: {}, из них держатся: {}.\n"};
  return fmt::format(fmt::runtime(In(language, form)), Grouped(language, replicates), seed, promised, held);
}

// Where the line stands that must stand there once; npos if it does not.
std::size_t OnlyLine(const std::string& text, std::string_view line) {
  const std::size_t place = text.find(line);
  if (place == std::string::npos || text.find(line, place + 1) != std::string::npos) return std::string::npos;
  return place == 0 || text[place - 1] == '\n' ? place : std::string::npos;
}

}  // namespace

Page ReadPage(const std::string& path) {
  // Also for writing: better to fail now than after the run.
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be opened for reading and writing");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t begin = OnlyLine(text, kBegin), end = OnlyLine(text, kEnd);
  if (begin == std::string::npos || end == std::string::npos || end < begin) {
    throw std::runtime_error(path + ": must have the lines <!-- simulate: begin --> and <!-- simulate: end --> once, " +
                             "in this order");
  }
  const bool russian = path.find("/ru/") != std::string::npos;
  return {path, russian ? Language::kRussian : Language::kEnglish, text.substr(0, begin + kBegin.size()),
          text.substr(end)};
}

void WritePage(const Page& page, const std::string& tables) {
  std::ofstream file(page.path, std::ios::binary);
  file << page.before << '\n' << tables << '\n' << page.after;
  file.close();
  if (!file) throw std::runtime_error(page.path + ": cannot be written");
}

std::string Tables(Language language, const std::vector<Row>& rows, const std::vector<RowResult>& results,
                   std::int64_t replicates, std::int64_t seed) {
  const std::pair<Table, Text> parts[] = {
      {Table::kIntervals, {"How often an interval covers the truth", "Как часто интервал накрывает истину"}},
      {Table::kClaims,
       {"How often a difference is claimed where there is none", "Как часто объявлено различие, которого нет"}},
      {Table::kShareClaims, {"The same for a share", "То же для доли"}}};
  std::string text = Preface(language, rows, results, replicates, seed);
  for (const auto& [table, title] : parts) {
    text += fmt::format("\n### {}\n\n{}", In(language, title), OneTable(language, table, rows, results));
  }
  return text;
}

std::vector<std::string> Missing(Language language, const std::vector<Row>& rows,
                                 const std::vector<RowResult>& results) {
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].promised || Holds(results[i])) continue;
    std::string cells;
    for (std::size_t truth = 0; truth < kTruthCount; ++truth) {
      const Cell& cell = results[i][truth];
      if (cell.judgement != Judgement::kTooRare && cell.judgement != Judgement::kTooOften) continue;
      cells += fmt::format("{}{} {} {}", cells.empty() ? "" : ", ", Number(language, 100 * cell.rate()),
                           In(language, {"at", "при"}), TruthName(language, rows[i].table, truth));
    }
    missing.push_back(fmt::format("{}, {}: {}", In(language, rows[i].what), In(language, rows[i].size), cells));
  }
  return missing;
}

}  // namespace otklik::simulate
