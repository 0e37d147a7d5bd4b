// Definitions, queries, periods, rows and snapshots.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "answers/answer_store.hpp"
#include "answers/columns.hpp"
#include "answers/measure.hpp"
#include "answers/random_rows.hpp"
#include "answers/reference.hpp"
#include "answers/window.hpp"
#include "base/json.hpp"
#include "base/messages.hpp"

namespace otklik::answers {
namespace {

namespace fs = std::filesystem;
using testing_rows::RandomRows;

json::value Json(std::string_view text) { return ReadJson(text).value(); }

std::string KeysOf(const Error& error) {
  std::string keys;
  for (const Problem& problem : error.problems) {
    keys += (keys.empty() ? "" : ", ") + problem.field + " " + problem.key;
    EXPECT_TRUE(HasMessage(problem.key)) << problem.key;
  }
  return keys;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path);
  return std::string((std::istreambuf_iterator<char>(file)), {});
}

Metric CatalogMetric(const std::string& key) {
  return ParseMetric(Json(ReadFile(fs::path(OTKLIK_SOURCE_DIR) / "catalog/metrics" / (key + ".json")))).value();
}

// ---- definitions ---------------------------------------------------------------------------------------

TEST(Metric, CatalogIsReadableAndNamedAfterItsKeys) {
  std::set<std::string> keys;
  for (const auto& entry : fs::directory_iterator(fs::path(OTKLIK_SOURCE_DIR) / "catalog/metrics")) {
    const auto metric = ParseMetric(Json(ReadFile(entry.path())));
    ASSERT_TRUE(metric) << entry.path() << ": " << Explain(metric.error(), Language::kEnglish);
    EXPECT_EQ(metric->key, entry.path().stem());
    keys.insert(metric->key);
  }
  EXPECT_EQ(keys,
            (std::set<std::string>{"nps", "nsat", "nsat_ms4", "csat", "ces", "ces_mean", "csi", "psi", "mean_score"}));
}

TEST(Metric, RangeIsWhatFCanGive) {
  for (const std::string key : {"nps", "nsat", "nsat_ms4", "csat", "ces", "ces_mean", "psi"}) {
    const Metric metric = CatalogMetric(key);
    const auto [low, high] = std::minmax_element(metric.f.begin(), metric.f.end());
    EXPECT_EQ(*low + metric.offset, metric.range_min) << key;
    EXPECT_EQ(*high + metric.offset, metric.range_max) << key;
  }
}

TEST(Metric, EveryProblemIsListed) {
  const auto metric = ParseMetric(Json(R"({
    "key": "x", "version": 0, "kind": "net", "name": "X", "description": {"ru": "а", "en": "a"},
    "question_kinds": ["rating", "text"], "scale": {"min": 1, "max": 3}, "f": [-100, 0], "unit": "point", "range": [1, 0],
    "lower_is_beter": true})"));
  ASSERT_FALSE(metric);
  EXPECT_EQ(
      KeysOf(metric.error()),
      "version not_an_integer, name metric_language, question_kinds not_one_of, unit not_one_of, f metric_f_length, "
      "range metric_range, lower_is_beter unknown_key_near");
}

TEST(Metric, FFitsTheKindAndTheScale) {
  const auto with = [](const std::string& kind, const std::string& f) {
    return ParseMetric(Json(R"({"key": "x", "version": 1, "kind": ")" + kind + R"(", "name": {"ru": "а", "en": "a"},
      "description": {"ru": "а", "en": "a"}, "question_kinds": ["rating"], "scale": {"min": 1, "max": 3},
      "f": )" + f + R"(, "unit": "share", "range": [0, 1]})"));
  };
  EXPECT_TRUE(with("share", "[0, 1, 1]"));
  EXPECT_EQ(KeysOf(with("share", "[0, 1]").error()), "f metric_f_length");
  EXPECT_EQ(KeysOf(with("share", "[0, 1, 0.5]").error()), "f not_one_of");
  EXPECT_EQ(KeysOf(with("net", "[0, 1, 1]").error()), "f not_one_of");
  EXPECT_EQ(KeysOf(with("mean", "[1, 2, 3]").error()), "f unknown_key");
}

// ---- queries -------------------------------------------------------------------------------------------

const Day kToday = DayFromDate({2019, 3, 10});

TEST(ParseQuery, ReadsEverything) {
  const Query query = ParseQuery(Json(R"({"metric": "nps", "by": ["segment", "month"],
      "where": {"channel": ["web", "email"], "measures": "support"}, "period": {"from": "2019-01-01", "to": "2019-03-31"},
      "compare": "previous_period", "estimand": "account", "confidence": 0.9})"),
                                 kToday)
                          .value();
  EXPECT_EQ(query.metric, "nps");
  EXPECT_EQ(query.by, (std::vector<std::string>{"segment", "month"}));
  EXPECT_EQ(query.where.at("channel"), (std::vector<std::string>{"web", "email"}));
  EXPECT_EQ(query.where.at("measures"), (std::vector<std::string>{"support"}));
  EXPECT_EQ(FormatDay(*query.from), "2019-01-01");
  EXPECT_EQ(FormatDay(*query.to), "2019-03-31");
  EXPECT_EQ(query.compare, Compare::kPreviousPeriod);
  EXPECT_EQ(query.estimand, Estimand::kAccount);
  EXPECT_EQ(query.confidence, 0.9);
  EXPECT_EQ(query.today, kToday);
}

TEST(ParseQuery, LastMonthsIncludeTheRunningOne) {
  const Query query = ParseQuery(Json(R"({"metric": "nps", "period": {"last": 12, "unit": "month"}})"), kToday).value();
  EXPECT_EQ(FormatDay(*query.from), "2018-04-01");
  EXPECT_EQ(FormatDay(*query.to), "2019-03-10");
}

TEST(ParseQuery, EveryProblemIsListed) {
  const auto query = ParseQuery(Json(R"({"by": [1], "where": {"channel": 5}, "period": {"last": 0, "unit": "moon"},
      "compare": "next", "estimand": "person", "cluster": "team", "confidence": "high", "wher": {}})"),
                                kToday);
  ASSERT_FALSE(query);
  EXPECT_EQ(
      KeysOf(query.error()),
      "metric missing_key, by[0] not_a_string, where.channel not_a_string, period.last not_an_integer, period.unit "
      "not_one_of, compare not_one_of, estimand not_one_of, cluster not_one_of, confidence not_a_number, wher "
      "unknown_key_near");
  EXPECT_EQ(KeysOf(ParseQuery(Json(R"({"metric": "nps", "period": {"last": 1, "unit": "day", "from": "2019-01-01"}})"),
                              kToday)
                       .error()),
            "period.last period_form");
  EXPECT_EQ(KeysOf(ParseQuery(Json(R"({"metric": "nps", "period": {"from": "2019-02-30"}})"), kToday).error()),
            "period.from bad_date");
  EXPECT_EQ(KeysOf(ParseQuery(Json(R"([])"), kToday).error()), " not_an_object");
}

struct Span {
  std::string from, to, before_from, before_to;
};

TEST(Window, BeforeIsOfTheSameLength) {
  for (const Span& span : {Span{"2019-03-01", "2019-03-31", "2019-02-01", "2019-02-28"},
                           Span{"2019-01-01", "2019-03-31", "2018-10-01", "2018-12-31"},
                           Span{"2018-01-01", "2018-12-31", "2017-01-01", "2017-12-31"},
                           Span{"2019-02-25", "2019-03-03", "2019-02-18", "2019-02-24"},
                           Span{"2019-03-02", "2019-03-05", "2019-02-26", "2019-03-01"},
                           Span{"2019-02-01", "2019-03-31", "2018-12-01", "2019-01-31"}}) {
    Query query;
    query.from = ParseDay(span.from);
    query.to = ParseDay(span.to);
    const auto before = Before(query);
    ASSERT_TRUE(before);
    EXPECT_EQ(FormatDay(*before->window.from), span.before_from) << span.from;
    EXPECT_EQ(FormatDay(*before->window.to), span.before_to) << span.from;
  }
  EXPECT_FALSE(Before(Query{}));
}

TEST(Window, CounterpartsFallOnEachOther) {
  const Day march = DayFromDate({2019, 3, 1});
  const auto name = [](const std::optional<Day>& day) { return day ? FormatDay(*day) : "none"; };
  EXPECT_EQ(name(Counterpart({{}, TimeUnit::kYear, 1}, TimeUnit::kMonth, march)), "2018-03-01");
  EXPECT_EQ(name(Counterpart({{}, TimeUnit::kMonth, 3}, TimeUnit::kQuarter, DayFromDate({2019, 1, 1}))), "2018-10-01");
  EXPECT_EQ(name(Counterpart({{}, TimeUnit::kMonth, 2}, TimeUnit::kQuarter, DayFromDate({2019, 1, 1}))), "none");
  EXPECT_EQ(name(Counterpart({{}, TimeUnit::kMonth, 1}, TimeUnit::kDay, march)), "none");
  EXPECT_EQ(name(Counterpart({{}, TimeUnit::kDay, 14}, TimeUnit::kWeek, DayFromDate({2019, 3, 4}))), "2019-02-18");
  EXPECT_EQ(name(Counterpart({{}, TimeUnit::kDay, 10}, TimeUnit::kWeek, DayFromDate({2019, 3, 4}))), "none");
  EXPECT_EQ(name(Counterpart({{}, TimeUnit::kWeek, 2}, TimeUnit::kDay, march)), "2019-02-15");
}

// ---- statistics by respondent --------------------------------------------------------------------------

// R survey 4.1-1, svymean with ids = ~account, on 19 scores of 8 accounts; the interval is the score interval at the
// effective size v n / (n - 1) / SE^2 (t18 / t7)^2 = 7.929036, bisected by another program.
TEST(Measure, ClusteredNetIsWhatSurveyGives) {
  const std::vector<std::vector<int>> clusters = {{10}, {9, 9, 8},    {6, 7},   {9, 10, 9, 10, 9},
                                                  {3},  {8, 7, 9, 6}, {10, 10}, {5}};
  Measured measured;
  GroupCounts& counts = measured.counts;
  counts.scores.resize(11);
  for (const auto& scores : clusters) {
    std::int64_t sum = 0;
    for (const int score : scores) {
      ++counts.scores[static_cast<std::size_t>(score)];
      sum += score >= 9 ? 1 : score <= 6 ? -1 : 0;
    }
    const auto m = static_cast<std::int64_t>(scores.size());
    ++counts.respondents;
    counts.sum_mm += static_cast<std::uint64_t>(m * m);
    counts.sum_ma += m * sum;
    counts.sum_aa += static_cast<std::uint64_t>(sum * sum);
  }
  const stats::Estimate estimate = EstimateOf(CatalogMetric("nps"), measured, 0.95);
  EXPECT_NEAR(*estimate.value, 36.8421052631579, 1e-9);
  EXPECT_NEAR(*estimate.se, 26.2108168144851, 1e-9);
  EXPECT_NEAR(estimate.interval->low, -24.0541719449440, 1e-6);
  EXPECT_NEAR(estimate.interval->high, 75.9189300766750, 1e-6);
  EXPECT_EQ(estimate.n, 19);
  EXPECT_EQ(estimate.method, "score_cluster");
}

TEST(Measure, OneRespondentHasNoError) {
  Measured measured;
  measured.counts.scores = {0, 0, 0, 0, 2, 1};
  measured.counts.respondents = 1;
  measured.counts.sum_mm = 9;
  measured.counts.sum_ma = 9;
  measured.counts.sum_aa = 9;
  const stats::Estimate share = EstimateOf(CatalogMetric("csat"), measured, 0.95);
  EXPECT_EQ(*share.value, 1);
  EXPECT_FALSE(share.se);
  EXPECT_NEAR(share.interval->low, 1 / (1 + 3.841458820694124), 1e-9);  // Wilson at n = 1, not at n = 3
  Metric mean = CatalogMetric("mean_score");
  EXPECT_EQ(EstimateOf(mean, measured, 0.95).interval_reason, "single_response");
}

// ---- the store -----------------------------------------------------------------------------------------

class StoreTest : public testing::Test {
 protected:
  StoreTest() : random_(7) { Prepare(store_); }

  static void Prepare(AnswerStore& store) {
    for (const auto& entry : fs::directory_iterator(fs::path(OTKLIK_SOURCE_DIR) / "catalog/metrics")) {
      store.AddMetric(ParseMetric(Json(ReadFile(entry.path()))).value());
    }
    for (const auto& questionnaire : RandomRows::Questionnaires()) store.AddQuestionnaire(questionnaire);
  }

  std::vector<Row> Rows(std::size_t count, std::uint64_t first_seq = 1) {
    const auto questionnaires = RandomRows::Questionnaires();
    std::vector<Row> rows;
    for (std::size_t i = 0; i < count; ++i) rows.push_back(random_.MakeRow(questionnaires, first_seq + i, 17900, 300));
    return rows;
  }

  static std::string Figures(const AnswerStore& store) {
    Query query;
    query.metric = "csat";
    query.by = {"segment", "criterion", "month"};
    query.where["measures"] = {"relationship"};
    const auto result = store.Run(query, 2);
    return result ? json::serialize(ToJson(*result)) : Explain(result.error(), Language::kEnglish);
  }

  RandomRows random_;
  AnswerStore store_;
};

TEST_F(StoreTest, RowsThatCannotBeAreRefusedAndNothingIsAdded) {
  std::vector<Row> rows = Rows(6);
  for (Row& row : rows) {
    row.survey = "call";
    row.version = 1;
    row.scores = {10, 5, 4};
  }
  rows[1].survey = "none";
  rows[2].version = 9;
  rows[3].scores = {10};
  rows[4].scores = {10, 6, 4};
  rows[5].day = 70000;
  const auto added = store_.Append(rows);
  ASSERT_FALSE(added);
  EXPECT_EQ(KeysOf(added.error()),
            "rows[1].survey unknown_survey, rows[2].version unknown_survey_version, rows[3].scores scores_length, "
            "rows[4].scores[1] score_out_of_scale, rows[5].day day_out_of_range");
  EXPECT_EQ(store_.as_of(), 0U);
  EXPECT_TRUE(store_.Append(std::span(rows).first(1)));
  EXPECT_EQ(store_.as_of(), 1U);
}

TEST_F(StoreTest, AnEditReplacesAtOnce) {
  std::vector<Row> rows = Rows(2);
  for (Row& row : rows) {
    row.survey = "call";
    row.version = 1;
    row.scores = {10, 5, 4};
  }
  rows[1].seq = 5;
  rows[1].scores = {0, 1, 1};
  ASSERT_TRUE(store_.Append(std::span(rows).first(1)));
  const std::uint64_t old = 1;
  ASSERT_TRUE(store_.Apply(std::span(rows).last(1), std::span(&old, 1), 6));
  EXPECT_EQ(store_.as_of(), 6U);
  Query query;
  query.metric = "nps";
  query.where["measures"] = {"support"};
  EXPECT_EQ(*store_.Run(query, 1)->total.estimate.value, -100);
  EXPECT_EQ(store_.Run(query, 1)->total.responses, 1U);
}

TEST_F(StoreTest, SurveysKeepTheirColumnsOverVersions) {
  EXPECT_EQ(store_.ItemList("care"),
            (std::vector<std::string>{"recommend", "rate.c0", "rate.c1", "rate.c2", "rate.c3", "weigh.c0", "weigh.c1",
                                      "weigh.c2", "weigh.c3", "ease", "rate.c4", "weigh.c4"}));
  const auto before = store_.ItemList("care");
  for (const auto& questionnaire : RandomRows::Questionnaires()) store_.AddQuestionnaire(questionnaire);
  EXPECT_EQ(store_.ItemList("care"), before);
  EXPECT_TRUE(store_.ItemList("none").empty());
}

TEST_F(StoreTest, DimensionsListValuesByFrequency) {
  const std::vector<Row> rows = Rows(2000);
  ASSERT_TRUE(store_.Append(rows));
  std::map<std::string, std::uint64_t> segments;
  for (const Row& row : rows) {
    if (row.survey != "staff") ++segments[ValueOf(row, "segment")];
  }
  bool found = false;
  for (const DimensionValues& dimension : store_.Dimensions(2, 3)) {
    if (dimension.key != "segment") continue;
    found = true;
    EXPECT_EQ(dimension.distinct, segments.size());
    ASSERT_EQ(dimension.values.size(), 3U);
    for (const auto& [value, count] : dimension.values) EXPECT_EQ(count, segments[value]);
    EXPECT_GE(dimension.values[0].second, dimension.values[1].second);
  }
  EXPECT_TRUE(found);
}

TEST_F(StoreTest, DimensionsListStagesOfResponsesAndOfQuestions) {
  std::vector<Row> rows = Rows(4);
  for (Row& row : rows) {
    row.survey = "care";
    row.version = 1;
    row.dimensions.erase("stage");
    // recommend and ease have no stage, c0 and c1 are of buy, c2 and c3 of use; weights are not answers to count.
    row.scores = {10, 5, 5, 5, survey::kNotShown, 9, 9, 9, 9, survey::kHardToSay};
  }
  rows[0].dimensions["stage"] = "pay";
  rows[1].dimensions["stage"] = "use";
  ASSERT_TRUE(store_.Append(rows));
  for (const DimensionValues& dimension : store_.Dimensions(2)) {
    if (dimension.key != "stage") continue;
    EXPECT_TRUE(dimension.of_question);
    EXPECT_EQ(dimension.values,
              (std::vector<std::pair<std::string, std::uint64_t>>{{"use", 6}, {"buy", 4}, {"pay", 4}, {"", 2}}));
  }
}

TEST_F(StoreTest, SurveyCountsTellFinishedFromAbandoned) {
  const std::vector<Row> rows = Rows(500);
  ASSERT_TRUE(store_.Append(rows));
  std::map<std::string, std::uint64_t> abandoned;
  for (const Row& row : rows) abandoned[row.survey] += row.abandoned ? 1 : 0;
  std::uint64_t all = 0;
  for (const SurveyCount& count : store_.SurveyCounts(2)) {
    EXPECT_EQ(count.abandoned, abandoned[count.survey]);
    all += count.finished + count.abandoned;
  }
  EXPECT_EQ(all, rows.size());
}

TEST_F(StoreTest, AnAttributeCanBeAskedForOnceDeclared) {
  Query query;
  query.metric = "nps";
  query.where["measures"] = {"relationship"};
  query.by = {"account.tier"};
  EXPECT_EQ(KeysOf(store_.Run(query, 1).error()), "by[0] unknown_query_dimension");
  store_.DeclareAttribute("account.tier");
  EXPECT_TRUE(store_.Run(query, 1));
}

TEST_F(StoreTest, TooManyGroupsIsAnError) {
  std::vector<Row> rows = Rows(1);
  rows[0].survey = "call";
  rows[0].version = 1;
  rows[0].scores = {10, 5, 4};
  rows.resize(kMaxGroups + 1, rows[0]);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].seq = i + 1;
    rows[i].dimensions["account"] = "account " + std::to_string(i);
  }
  ASSERT_TRUE(store_.Append(rows));
  Query query;
  query.metric = "nps";
  query.where["measures"] = {"support"};
  query.by = {"account"};
  EXPECT_EQ(KeysOf(store_.Run(query, 2).error()), "by too_many_groups");
  store_.Delete(1);
  const auto result = store_.Run(query, 2);
  ASSERT_TRUE(result) << Explain(result.error(), Language::kEnglish);
  EXPECT_EQ(result->groups.size(), kMaxGroups);
}

// ---- readers beside the writer -------------------------------------------------------------------------

TEST_F(StoreTest, ReadersSeeWholeBatches) {
  // Every batch adds as many promoters as detractors, so that any consistent figure is 0; codes widen on the way.
  std::atomic<bool> done = false;
  std::thread writer([&] {
    std::uint64_t seq = 0;
    for (int batch = 0; batch < 300; ++batch) {
      std::vector<Row> rows(20);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].seq = ++seq;
        rows[i].survey = "call";
        rows[i].day = 17900 + batch;
        rows[i].dimensions["account"] = "a" + std::to_string(seq / 4);
        rows[i].dimensions["channel"] = batch % 2 == 0 ? "web" : "email";
        rows[i].scores = {static_cast<std::uint8_t>(i % 2 == 0 ? 10 : 0), 3, 2};
      }
      ASSERT_TRUE(store_.Append(rows));
      if (batch % 10 == 9) {
        const std::vector<std::uint64_t> pair = {seq, seq - 1};
        ASSERT_TRUE(store_.Apply({}, pair, seq));
      }
    }
    done = true;
  });
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 2; ++reader) {
    readers.emplace_back([&, reader] {
      Query query;
      query.metric = "nps";
      query.where["measures"] = {"support"};
      if (reader == 1) query.by = {"account", "month"};
      std::uint64_t last = 0;
      while (!done) {
        const auto result = store_.Run(query, 2);
        ASSERT_TRUE(result);
        EXPECT_EQ(result->total.estimate.value.value_or(0), 0);
        EXPECT_GE(result->as_of, last);
        last = result->as_of;
      }
    });
  }
  writer.join();
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(store_.as_of(), 6000U);
}

// ---- snapshots -----------------------------------------------------------------------------------------

const SnapshotStamp kStamp{"epoch-1", "hash-1"};

TEST_F(StoreTest, ASnapshotComesBackAndGrows) {
  ASSERT_TRUE(store_.Append(Rows(3000)));
  for (std::uint64_t seq = 1; seq < 300; ++seq) store_.Delete(seq * 7);
  std::stringstream bytes;
  ASSERT_TRUE(store_.Save(bytes, kStamp));
  AnswerStore other;
  Prepare(other);
  ASSERT_TRUE(other.Load(bytes, kStamp));
  EXPECT_EQ(other.as_of(), store_.as_of());
  EXPECT_EQ(Figures(other), Figures(store_));
  const auto more = Rows(500, 5000);
  ASSERT_TRUE(store_.Append(more));
  ASSERT_TRUE(other.Append(more));
  EXPECT_EQ(Figures(other), Figures(store_));
}

TEST_F(StoreTest, ASnapshotThatDiffersIsRefused) {
  ASSERT_TRUE(store_.Append(Rows(400)));
  std::stringstream bytes;
  ASSERT_TRUE(store_.Save(bytes, kStamp));
  const std::string good = bytes.str();
  const auto load = [&](const std::string& given, const SnapshotStamp& stamp, bool known = true) {
    AnswerStore other;
    if (known) Prepare(other);
    std::istringstream in(given);
    const auto loaded = other.Load(in, stamp);
    return loaded ? std::string("loaded") : KeysOf(loaded.error());
  };
  EXPECT_EQ(load(good, kStamp), "loaded");
  EXPECT_EQ(load(good, {"epoch-2", "hash-1"}), " snapshot_epoch");
  EXPECT_EQ(load(good, {"epoch-1", "hash-2"}), " snapshot_inputs");
  EXPECT_EQ(load(good, kStamp, false), " snapshot_inputs");
  EXPECT_EQ(load("no snapshot at all", kStamp), " snapshot_format");
  for (std::size_t size = 12; size < good.size(); size += 97)
    EXPECT_EQ(load(good.substr(0, size), kStamp), " snapshot_damaged");
  for (std::size_t at = 12; at < good.size(); at += 89) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    EXPECT_NE(load(bad, kStamp), "loaded") << "byte " << at;
  }
  std::istringstream in(good);
  AnswerStore reference(MakeReferenceEngine());
  EXPECT_EQ(KeysOf(reference.Load(in, kStamp).error()), " snapshot_none");
}

}  // namespace
}  // namespace otklik::answers
