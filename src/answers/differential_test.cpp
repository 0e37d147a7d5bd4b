// The memory columns against the reference loop on random data, and laws that hold for any data. The seed is printed;
// set OTKLIK_SEED to run one again.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "answers/answer_store.hpp"
#include "answers/columns.hpp"
#include "answers/random_rows.hpp"
#include "answers/reference.hpp"
#include "base/json.hpp"
#include "base/messages.hpp"

namespace otklik::answers {
namespace {

using testing_rows::RandomRows;

std::uint64_t Seed() {
  const char* given = std::getenv("OTKLIK_SEED");
  const std::uint64_t seed = given ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  std::printf("OTKLIK_SEED=%llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

const Day kFirst = DayFromDate({2018, 11, 5});
constexpr int kDays = 200;

void AddCatalog(AnswerStore& store) {
  namespace fs = std::filesystem;
  for (const auto& entry : fs::directory_iterator(fs::path(OTKLIK_SOURCE_DIR) / "catalog/metrics")) {
    std::ifstream file(entry.path());
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    store.AddMetric(ParseMetric(ReadJson(text).value()).value());
  }
  for (const auto& questionnaire : RandomRows::Questionnaires()) store.AddQuestionnaire(questionnaire);
}

std::vector<Row> MakeRows(RandomRows& random, std::size_t count) {
  const auto questionnaires = RandomRows::Questionnaires();
  std::vector<Row> rows;
  for (std::size_t i = 0; i < count; ++i) rows.push_back(random.MakeRow(questionnaires, i + 1, kFirst, kDays));
  return rows;
}

std::string Answer(const AnswerStore& store, const Query& query, int threads) {
  const auto result = store.Run(query, threads);
  return result ? json::serialize(ToJson(*result)) : Explain(result.error(), Language::kEnglish);
}

// Where two long texts part, short enough to be read.
std::string Parting(const std::string& a, const std::string& b) {
  const auto at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  const std::size_t from = at < 60 ? 0 : at - 60;
  return at == a.size() && a.size() == b.size() ? "" : a.substr(from, 160) + "\n" + b.substr(from, 160);
}

std::string Describe(const Query& query) {
  std::string text = query.metric + " by";
  for (const auto& dimension : query.by) text += " " + dimension;
  for (const auto& [dimension, values] : query.where) {
    text += " where " + dimension + "=";
    for (const auto& value : values) text += value + "|";
  }
  if (query.from) text += " from " + FormatDay(*query.from) + " to " + FormatDay(*query.to);
  if (query.estimand == Estimand::kAccount) text += " by account";
  return text + (query.compare == Compare::kNone ? "" : " compared");
}

TEST(Differential, ColumnsAnswerAsTheReferenceDoes) {
  RandomRows random(Seed());
  AnswerStore reference(MakeReferenceEngine());
  AnswerStore columns(MakeColumnEngine());
  AddCatalog(reference);
  AddCatalog(columns);
  const std::vector<Row> rows = MakeRows(random, 3000);
  std::span<const Row> rest = rows;
  while (!rest.empty()) {
    const auto batch = rest.first(std::min<std::size_t>(rest.size(), static_cast<std::size_t>(1 + random.Below(900))));
    rest = rest.subspan(batch.size());
    std::vector<std::uint64_t> deleted;
    for (int i = random.Below(12); i > 0; --i) deleted.push_back(static_cast<std::uint64_t>(random.Below(3000)));
    ASSERT_TRUE(reference.Apply(batch, deleted, batch.back().seq));
    ASSERT_TRUE(columns.Apply(batch, deleted, batch.back().seq));
  }
  int answered = 0;
  for (int i = 0; i < 300; ++i) {
    const Query query = random.MakeQuery(kFirst, kDays);
    const std::string expected = Answer(reference, query, 1);
    answered += expected.starts_with('{') ? 1 : 0;
    for (const int threads : {1, 2, 3}) {
      ASSERT_EQ(Parting(Answer(columns, query, threads), expected), "") << Describe(query) << ", threads " << threads;
    }
  }
  EXPECT_GT(answered, 100);  // the rest are refusals, which must agree as well
}

TEST(Differential, OverManyChunks) {
  RandomRows random(Seed());
  AnswerStore reference(MakeReferenceEngine());
  AnswerStore columns(MakeColumnEngine());
  AddCatalog(reference);
  AddCatalog(columns);
  std::vector<Row> rows = MakeRows(random, 140'000);  // two full chunks and a part
  // By time, as a rebuild sorts them, so that chunks can be skipped and have one period only.
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.day < b.day; });
  ASSERT_TRUE(reference.Append(rows));
  ASSERT_TRUE(columns.Append(rows));
  const std::uint64_t deleted = 777;
  for (AnswerStore* store : {&reference, &columns}) store->Delete(deleted);
  std::vector<Query> queries(6);
  for (Query& query : queries) {
    query.metric = "nps";
    query.where["measures"] = {"relationship"};
  }
  queries[1].by = {"account"};
  queries[2].by = {"month", "segment"};
  queries[2].from = kFirst + 20;
  queries[2].to = kFirst + 120;
  queries[2].compare = Compare::kPreviousPeriod;
  queries[3].metric = "csat";
  queries[3].by = {"criterion"};
  queries[4].metric = "csi";
  queries[4].by = {"stage", "channel"};
  queries[5].by = {"quarter"};
  queries[5].estimand = Estimand::kAccount;
  for (const Query& query : queries) {
    const std::string expected = Answer(reference, query, 1);
    ASSERT_TRUE(expected.starts_with('{')) << expected;
    for (const int threads : {1, 2, 4})
      ASSERT_EQ(Parting(Answer(columns, query, threads), expected), "") << Describe(query);
  }
}

// ---- laws ----------------------------------------------------------------------------------------------

class LawTest : public testing::Test {
 protected:
  LawTest() : random_(Seed()), rows_(MakeRows(random_, 1500)) { query_.where["measures"] = {"relationship"}; }

  QueryResult Run(const std::vector<Row>& rows, const Query& query) {
    stores_.push_back(std::make_unique<AnswerStore>());
    AddCatalog(*stores_.back());
    EXPECT_TRUE(stores_.back()->Append(rows));
    auto result = stores_.back()->Run(query, 2);
    EXPECT_TRUE(result) << Explain(result.error(), Language::kEnglish);
    return std::move(*result);
  }

  RandomRows random_;
  std::vector<Row> rows_;
  Query query_;
  std::vector<std::unique_ptr<AnswerStore>> stores_;  // results point into them
};

TEST_F(LawTest, OrderOfRowsDoesNotMatter) {
  auto shuffled = rows_;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(1));
  for (const std::string metric : {"nps", "csat", "csi"}) {
    query_.metric = metric;
    query_.by = {"segment"};
    EXPECT_EQ(Parting(json::serialize(ToJson(Run(rows_, query_))), json::serialize(ToJson(Run(shuffled, query_)))), "");
  }
}

TEST_F(LawTest, DoublingKeepsTheEstimateAndShrinksTheError) {
  auto doubled = rows_;
  doubled.insert(doubled.end(), rows_.begin(), rows_.end());
  for (std::size_t i = rows_.size(); i < doubled.size(); ++i) {  // as many other accounts
    const auto account = doubled[i].dimensions.find("account");
    if (account != doubled[i].dimensions.end()) account->second += " again";
  }
  for (const std::string metric : {"nps", "csat", "csi"}) {
    query_.metric = metric;
    const auto once = Run(rows_, query_).total.estimate;
    const auto twice = Run(doubled, query_).total.estimate;
    EXPECT_NEAR(*once.value, *twice.value, 1e-9) << metric;
    EXPECT_EQ(2 * once.n, twice.n) << metric;
    // n - 1 in the variance: the ratio is sqrt 2 only in the limit.
    EXPECT_NEAR(*once.se / *twice.se, std::sqrt(2.0), 2.0 / std::min(once.n, 1500.0)) << metric;
  }
}

TEST_F(LawTest, AskingTheSameAccountsTwiceSaysNothingNew) {
  std::erase_if(rows_, [](const Row& row) { return !row.dimensions.contains("account"); });
  auto doubled = rows_;
  doubled.insert(doubled.end(), rows_.begin(), rows_.end());
  for (const std::string metric : {"nps", "csat"}) {
    for (const Estimand estimand : {Estimand::kContact, Estimand::kAccount}) {
      query_.metric = metric;
      query_.estimand = estimand;
      const auto once = Run(rows_, query_).total.estimate;
      const auto twice = Run(doubled, query_).total.estimate;
      EXPECT_NEAR(*once.value, *twice.value, 1e-9) << metric;
      EXPECT_NEAR(*once.se, *twice.se, 1e-9) << metric;
      EXPECT_EQ(2 * once.n, twice.n) << metric;
    }
  }
}

TEST_F(LawTest, GroupsRecombineToTheTotal) {
  query_.metric = "nps";
  query_.by = {"segment", "month"};
  const QueryResult result = Run(rows_, query_);
  double n = 0;
  double sum = 0;
  std::uint64_t responses = 0;
  for (const Group& group : result.groups) {
    n += group.estimate.n;
    sum += group.estimate.n * group.estimate.value.value_or(0);
    responses += group.responses;
  }
  EXPECT_EQ(n, result.total.estimate.n);
  EXPECT_EQ(responses, result.total.responses);
  EXPECT_NEAR(sum / n, *result.total.estimate.value, 1e-9);
}

TEST_F(LawTest, OverlappingGroupsShareTheirRespondents) {
  query_.metric = "csat";
  query_.by = {"criterion"};
  const QueryResult result = Run(rows_, query_);
  double n = 0;
  std::uint64_t responses = 0;
  for (const Group& group : result.groups) {
    n += group.estimate.n;
    responses += group.responses;
  }
  EXPECT_EQ(n, result.total.estimate.n);             // answers add up
  EXPECT_GT(responses, 2 * result.total.responses);  // respondents do not
}

// By Benjamini and Hochberg's definition: the least m p(j) / j over the ranks j at or above that of p.
double AdjustedByDefinition(double p, const std::vector<double>& sorted) {
  double adjusted = 1;
  for (std::size_t j = 0; j < sorted.size(); ++j) {
    const auto m = static_cast<double>(sorted.size());
    if (sorted[j] >= p) adjusted = std::min(adjusted, m * sorted[j] / static_cast<double>(j + 1));
  }
  return adjusted;
}

TEST_F(LawTest, OneOfTwoGroupsVersusTheRestIsTheOtherReversed) {
  query_.by = {"segment"};
  query_.where["segment"] = {"small", "large"};
  for (const std::string metric : {"nps", "csat", "ces_mean"}) {  // csat: several answers of one respondent
    query_.metric = metric;
    if (metric == "ces_mean") query_.where["measures"] = {"support"};
    const QueryResult result = Run(rows_, query_);
    ASSERT_EQ(result.groups.size(), 2U);
    ASSERT_TRUE(result.groups[0].versus_rest && result.groups[1].versus_rest) << metric;
    const stats::Difference& first = result.groups[0].versus_rest->difference;
    const stats::Difference& second = result.groups[1].versus_rest->difference;
    EXPECT_NEAR(*first.value, *result.groups[0].estimate.value - *result.groups[1].estimate.value, 1e-9);
    EXPECT_NEAR(*first.value, -*second.value, 1e-9);
    EXPECT_NEAR(first.interval->low, -second.interval->high, 1e-9);
    EXPECT_NEAR(first.interval->high, -second.interval->low, 1e-9);
    EXPECT_NEAR(*first.p, *second.p, 1e-9);
    EXPECT_NEAR(*result.groups[0].versus_rest->p_adjusted, *first.p, 1e-9);  // both the same: m p / m
    EXPECT_FALSE(result.total.versus_rest);
  }
}

TEST_F(LawTest, TheRestIsWhatAFilterLeaves) {
  for (Row& row : rows_) row.dimensions.erase("account");  // no account is on both sides
  query_.metric = "csat";
  query_.by = {"segment"};
  const QueryResult all = Run(rows_, query_);
  std::vector<double> sorted;
  for (const Group& group : all.groups) sorted.push_back(*group.versus_rest->difference.p);
  std::sort(sorted.begin(), sorted.end());
  ASSERT_EQ(sorted.size(), 4U);
  for (const Group& group : all.groups) {
    Query others = query_;
    others.by.clear();
    others.where["segment"] = {"", "small", "medium", "large"};
    std::erase(others.where["segment"], group.key.front());
    const auto rest = Run(rows_, others).total.estimate;
    const VersusRest& versus = *group.versus_rest;
    EXPECT_NEAR(*versus.difference.value, *group.estimate.value - *rest.value, 1e-9);
    EXPECT_NEAR(*versus.difference.se, std::hypot(*group.estimate.se, *rest.se), 1e-9);
    EXPECT_EQ(versus.difference.method, "newcombe_cluster");
    EXPECT_NEAR(*versus.p_adjusted, AdjustedByDefinition(*versus.difference.p, sorted), 1e-9);
  }
}

// Leaving out one respondent after another shows the error without any formula for it.
TEST_F(LawTest, TheErrorAgainstTheRestIsThatOfTheJackknife) {
  std::erase_if(rows_, [](const Row& row) { return row.survey != "care" || row.dimensions.contains("stage"); });
  rows_.resize(150);
  for (Row& row : rows_) row.dimensions.erase("account");
  for (Row& row : rows_) {  // who is pleased with one thing is pleased with all
    for (std::size_t i = 2; i < row.scores.size(); ++i) {
      if (row.scores[i] < survey::kHardToSay && random_.Chance(60)) row.scores[i] = row.seq % 2 == 0 ? 5 : 1;
    }
  }
  struct Asked {
    std::string metric;
    std::vector<std::string> by;
  };
  for (const auto& [metric, by] : {Asked{"csat", {"stage"}}, Asked{"nsat", {"segment", "stage"}},
                                   Asked{"mean_score", {"criterion"}}, Asked{"csi", {"channel", "stage"}}}) {
    query_.metric = metric;
    query_.by = by;
    if (metric == "mean_score") query_.where["scale"] = {"1..5"};
    const QueryResult all = Run(rows_, query_);
    std::map<std::vector<std::string>, std::vector<double>> without;
    for (std::size_t left_out = 0; left_out < rows_.size(); ++left_out) {
      auto others = rows_;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(left_out));
      for (const Group& group : Run(others, query_).groups) {
        without[group.key].push_back(*group.versus_rest->difference.value);
      }
      stores_.pop_back();
    }
    for (const Group& group : all.groups) {
      const auto& values = without.at(group.key);
      const auto n = static_cast<double>(values.size());
      double mean = 0;
      double sum = 0;
      for (const double value : values) mean += value / n;
      for (const double value : values) sum += (value - mean) * (value - mean);
      const stats::Difference& rest = group.versus_rest->difference;
      EXPECT_NEAR(*rest.se / std::sqrt(sum * (n - 1) / n), 1, 0.1) << metric << " " << group.key.back();
      EXPECT_TRUE(rest.method.find("_dependent") != std::string::npos) << metric << rest.method;
    }
    EXPECT_GE(all.groups.size(), 2U);
  }
}

// The same by leaving out one account after another, and one respondent without an account after another.
double Jackknife(const std::vector<double>& values) {
  const auto k = static_cast<double>(values.size());
  double mean = 0;
  double sum = 0;
  for (const double value : values) mean += value / k;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum * (k - 1) / k);
}

TEST_F(LawTest, TheErrorByAccountIsThatOfTheJackknife) {
  std::erase_if(rows_, [](const Row& row) { return row.survey != "care"; });
  rows_.resize(400);
  for (Row& row : rows_) {  // 40 accounts of alike contacts, and people without one
    row.dimensions.erase("account");
    row.dimensions["channel"] = "web";
    row.dimensions.try_emplace("segment", "small");
    const auto account = row.seq % 46;
    if (account < 40) row.dimensions["account"] = "a" + std::to_string(account);
    for (std::uint8_t& score : row.scores) {
      if (score < survey::kHardToSay && account < 40 && random_.Chance(60)) score = account % 2 == 0 ? 5 : 1;
    }
  }
  const auto cluster = [](const Row& row) {
    const auto account = row.dimensions.find("account");
    return account == row.dimensions.end() ? std::to_string(row.seq) : account->second;
  };
  std::set<std::string> clusters;
  for (const Row& row : rows_) clusters.insert(cluster(row));
  query_.by = {"segment"};
  query_.from = kFirst + kDays / 2;
  query_.to = kFirst + kDays;
  query_.compare = Compare::kPreviousPeriod;
  for (const auto& [metric, estimand] :
       {std::pair("csat", Estimand::kContact), std::pair("csat", Estimand::kAccount),
        std::pair("nsat", Estimand::kContact), std::pair("nsat", Estimand::kAccount)}) {
    query_.metric = metric;
    query_.estimand = estimand;
    const QueryResult all = Run(rows_, query_);
    std::vector<double> totals, changes;
    std::map<std::vector<std::string>, std::vector<double>> rests;
    for (const std::string& left_out : clusters) {
      auto others = rows_;
      std::erase_if(others, [&](const Row& row) { return cluster(row) == left_out; });
      if (estimand == Estimand::kAccount && !left_out.starts_with('a')) continue;
      const QueryResult without = Run(others, query_);
      totals.push_back(*without.total.estimate.value);
      changes.push_back(*without.total.change->value);
      for (const Group& group : without.groups) rests[group.key].push_back(*group.versus_rest->difference.value);
      stores_.pop_back();
    }
    EXPECT_NEAR(*all.total.estimate.se / Jackknife(totals), 1, 0.05) << metric;
    EXPECT_NEAR(*all.total.change->se / Jackknife(changes), 1, 0.1) << metric;
    EXPECT_NE(all.total.change->method.find("_dependent_cluster"), std::string::npos) << all.total.change->method;
    for (const Group& group : all.groups) {
      EXPECT_NEAR(*group.versus_rest->difference.se / Jackknife(rests.at(group.key)), 1, 0.1)
          << metric << " " << group.key.front();
    }
  }
}

TEST_F(LawTest, AQuestionThatIsTheOnlyOneChangesNoComparison) {
  query_.metric = "nps";
  for (int i = 0; i < 20; ++i) query_.where["account"].push_back("a" + std::to_string(i));
  query_.by = {"account"};
  const QueryResult plain = Run(rows_, query_);
  query_.by = {"account", "question"};
  const QueryResult by_question = Run(rows_, query_);
  ASSERT_EQ(plain.groups.size(), by_question.groups.size());
  ASSERT_GT(plain.groups.size(), 5U);
  for (std::size_t i = 0; i < plain.groups.size(); ++i) {
    const stats::Difference& one = plain.groups[i].versus_rest->difference;
    const stats::Difference& other = by_question.groups[i].versus_rest->difference;
    EXPECT_EQ(one.value, other.value);
    EXPECT_EQ(one.se, other.se);
    EXPECT_EQ(one.p, other.p);
  }
}

TEST_F(LawTest, AFilterThatKeepsEverythingIsNoFilter) {
  query_.metric = "csat";
  query_.by = {"channel"};
  Query filtered = query_;
  filtered.where["segment"] = {"small", "medium", "large", ""};
  filtered.from = kFirst;
  filtered.to = kFirst + kDays;
  const QueryResult plain = Run(rows_, query_);
  const QueryResult same = Run(rows_, filtered);
  ASSERT_EQ(plain.groups.size(), same.groups.size());
  for (std::size_t i = 0; i < plain.groups.size(); ++i) {
    EXPECT_EQ(plain.groups[i].distribution, same.groups[i].distribution);
    EXPECT_EQ(plain.groups[i].estimate.se, same.groups[i].estimate.se);
  }
}

TEST_F(LawTest, DeletingIsNeverHavingBeen) {
  query_.metric = "csat";
  query_.by = {"segment", "week"};
  AnswerStore store;
  AddCatalog(store);
  ASSERT_TRUE(store.Append(rows_));
  std::vector<Row> kept;
  for (const Row& row : rows_) {
    if (row.seq % 7 == 0) {
      store.Delete(row.seq);
    } else {
      kept.push_back(row);
    }
  }
  const auto result = store.Run(query_, 2);
  ASSERT_TRUE(result);
  QueryResult without = Run(kept, query_);
  without.as_of = result->as_of;  // the last row may be among the deleted
  EXPECT_EQ(Parting(json::serialize(ToJson(*result)), json::serialize(ToJson(without))), "");
}

}  // namespace
}  // namespace otklik::answers
