// The answer store against the hand-written limit on the same 50 million responses, then queries of other shapes.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>

#include "answers/answer_store.hpp"
#include "base/json.hpp"
#include "limit.hpp"

namespace {

using namespace otklik;
using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kBatch = 100'000;
constexpr int kDays = 1000;

double Best(int rounds, const std::function<void()>& work) {
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    const auto start = Clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return best;
}

survey::Questionnaire Questionnaire() {
  survey::Questionnaire questionnaire;
  questionnaire.key = "care";
  questionnaire.version = 1;
  questionnaire.languages = {"en"};
  auto& questions = questionnaire.pages.emplace_back().questions;
  survey::Question& question = questions.emplace_back();
  question.id = "recommend";
  question.kind = survey::Kind::kRecommendation;
  question.scale = survey::Scale{};
  question.measures = "relationship";
  return questionnaire;
}

void Load(answers::AnswerStore& store, const bench::Columns& columns) {
  std::vector<std::string> segments;
  for (std::uint32_t i = 0; i < bench::kSegments; ++i) segments.push_back("s" + std::to_string(i));
  std::vector<answers::Row> batch;
  for (std::uint32_t i = 0; i < bench::kRows; ++i) {
    answers::Row row;
    row.seq = i + 1;
    row.survey = "care";
    row.day = 17000 + static_cast<Day>(static_cast<std::uint64_t>(i) * kDays / bench::kRows);
    row.dimensions.emplace("channel", i % 3 == 0 ? "email" : "web");
    row.dimensions.emplace("segment", segments[columns.segments[i]]);
    row.scores = {columns.scores[i]};
    batch.push_back(std::move(row));
    if (batch.size() < kBatch && i + 1 < bench::kRows) continue;
    if (!store.Append(batch)) std::abort();
    batch.clear();
  }
}

answers::QueryResult Ask(const answers::AnswerStore& store, const answers::Query& query) {
  auto result = store.Run(query, 2);
  if (!result) std::abort();
  return std::move(*result);
}

void Report(const answers::AnswerStore& store, const std::string& name, const answers::Query& query) {
  const double seconds = Best(5, [&] { Ask(store, query); });
  std::printf("  %-44s %8.1f ms  %6.2f ns a row\n", name.c_str(), seconds * 1e3, seconds * 1e9 / bench::kRows);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string catalog = argc > 1 ? argv[1] : "catalog/metrics/nps.json";
  std::ifstream file(catalog);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  answers::AnswerStore store;
  store.AddMetric(answers::ParseMetric(ReadJson(text).value()).value());
  store.AddQuestionnaire(Questionnaire());
  const bench::Columns columns = bench::MakeColumns();
  const double load = Best(1, [&] { Load(store, columns); });
  std::printf("append: %.1f s, %.2f us a row\n", load, load * 1e6 / bench::kRows);

  answers::Query query;
  query.metric = "nps";
  query.by = {"segment"};
  std::array<double, bench::kSegments> limit_nps{};
  const double limit = Best(15, [&] { limit_nps = bench::HandWritten(columns); });
  const double own = Best(15, [&] { Ask(store, query); });
  for (const answers::Group& group : Ask(store, query).groups) {
    const std::size_t segment = std::stoul(group.key[0].substr(1));
    if (std::abs(*group.estimate.value - limit_nps[segment]) > 1e-9) std::abort();
  }
  std::printf("limit: %.1f ms (%.1f GB/s); answer store: %.1f ms; ratio %.2f\n", limit * 1e3,
              2.0 * bench::kRows / limit / 1e9, own * 1e3, own / limit);

  query.by = {};
  Report(store, "nps", query);
  query.by = {"month"};
  Report(store, "nps by month", query);
  query.by = {"channel", "month"};
  Report(store, "nps by channel, month", query);
  query.by = {"segment"};
  query.where["channel"] = {"web"};
  Report(store, "nps by segment where channel", query);
  query.where.clear();
  query.from = 17500;
  query.to = 17599;
  query.compare = answers::Compare::kPreviousPeriod;
  Report(store, "nps by segment, 100 of 1000 days, compared", query);
  return 0;
}
