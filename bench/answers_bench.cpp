// The answer store against the hand-written limit on the same 50 million responses, then queries of other shapes.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <sstream>
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

// Ten criteria and their importance, ten dimensions.
void ReportMillion() {
  constexpr std::uint32_t kMillion = 1'000'000;
  survey::Questionnaire questionnaire;
  questionnaire.key = "care";
  questionnaire.version = 1;
  questionnaire.languages = {"en"};
  auto& questions = questionnaire.pages.emplace_back().questions;
  for (const survey::Kind kind : {survey::Kind::kMatrix, survey::Kind::kImportance}) {
    survey::Question& question = questions.emplace_back();
    question.id = std::string(survey::KindName(kind));
    question.kind = kind;
    question.scale = survey::Scale{1, 5, false, {}};
    for (int i = 0; i < 10; ++i) question.rows.push_back({"r" + std::to_string(i), {}, ""});
  }
  const auto prepare = [&](answers::AnswerStore& store) {
    for (const char* key : {"csi", "csat"}) {
      std::ifstream file(std::string("catalog/metrics/") + key + ".json");
      const std::string text((std::istreambuf_iterator<char>(file)), {});
      store.AddMetric(answers::ParseMetric(ReadJson(text).value()).value());
    }
    store.AddQuestionnaire(questionnaire);
  };
  answers::AnswerStore store;
  prepare(store);
  bench::Generator random;
  std::vector<answers::Row> rows(kMillion);
  for (std::uint32_t i = 0; i < kMillion; ++i) {
    rows[i].seq = i + 1;
    rows[i].survey = "care";
    rows[i].day = 17000 + static_cast<Day>(i / 1000);
    for (const char* key : {"channel", "language", "segment", "partner", "role", "tenure", "account.a", "account.b"}) {
      rows[i].dimensions.emplace(key, "v" + std::to_string(random.Next() % 7));
    }
    rows[i].dimensions.emplace("account", "a" + std::to_string(random.Next() % 30000));
    for (int j = 0; j < 20; ++j) rows[i].scores.push_back(static_cast<std::uint8_t>(1 + random.Next() % 5));
  }
  const double append = Best(1, [&] {
    if (!store.Append(rows)) std::abort();
  });
  std::printf("one million rows, 20 items, 9 dimensions: append %.2f s\n", append);
  const answers::SnapshotStamp stamp{"epoch", "inputs"};
  std::stringstream bytes;
  const double save = Best(1, [&] {
    if (!store.Save(bytes, stamp)) std::abort();
  });
  answers::AnswerStore other;
  prepare(other);
  const double load = Best(1, [&] {
    if (!other.Load(bytes, stamp)) std::abort();
  });
  std::printf("  snapshot: %.1f MB, save %.2f s, load %.2f s\n", static_cast<double>(bytes.str().size()) / 1e6, save,
              load);
  answers::Query query;
  for (const char* metric : {"csi", "csat"}) {
    query.metric = metric;
    const double seconds = Best(5, [&] {
      if (!other.Run(query, 2)) std::abort();
    });
    std::printf("  %s of ten criteria: %.1f ms\n", metric, seconds * 1e3);
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
  ReportMillion();
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
  double limit = 1e9;
  double own = 1e9;
  for (int round = 0; round < 15; ++round) {  // in turns, so that a busy machine slows both
    limit = std::min(limit, Best(1, [&] { limit_nps = bench::HandWritten(columns); }));
    own = std::min(own, Best(1, [&] { Ask(store, query); }));
  }
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
