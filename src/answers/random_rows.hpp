// Random surveys, responses and queries for tests.
#pragma once

#include <random>

#include "answers/answer_store.hpp"

namespace otklik::answers::testing_rows {

class RandomRows {
 public:
  explicit RandomRows(std::uint64_t seed) : random_(seed) {}

  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  bool Chance(int percent) { return Below(100) < percent; }
  template <class T>
  const T& Pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(Below(static_cast<int>(from.size())))];
  }

  static survey::Question Score(std::string id, survey::Kind kind, int min, int max, std::string measures) {
    survey::Question question;
    question.id = std::move(id);
    question.kind = kind;
    question.scale = survey::Scale{min, max, false, {}};
    question.measures = std::move(measures);
    question.text = Text{{{"en", question.id}}};
    return question;
  }

  static survey::Question Matrix(std::string id, survey::Kind kind, int min, int max, int rows) {
    survey::Question question =
        Score(std::move(id), kind, min, max, kind == survey::Kind::kMatrix ? "relationship" : "");
    for (int i = 0; i < rows; ++i) {
      const std::string name = "c" + std::to_string(i);
      question.rows.push_back({name, Text{{{"en", name}}}, name});
    }
    return question;
  }

  // Two surveys, one of them in two versions with a reworded question and one more matrix row, and an anonymous one.
  static std::vector<survey::Questionnaire> Questionnaires() {
    std::vector<survey::Questionnaire> all;
    for (const int version : {1, 2}) {
      survey::Questionnaire care;
      care.key = "care";
      care.version = version;
      care.languages = {"en"};
      for (int i = 0; i < 5; ++i) {
        const std::string name = "c" + std::to_string(i);
        care.criteria.push_back({name, {}, i < 2 ? "buy" : "use", "p" + std::to_string(i % 3), "process", "d1", ""});
      }
      auto& questions = care.pages.emplace_back().questions;
      questions.push_back(Score("recommend", survey::Kind::kRecommendation, 0, 10, "relationship"));
      if (version == 2) questions.back().text = Text{{{"en", "reworded"}}};
      questions.push_back(Matrix("rate", survey::Kind::kMatrix, 1, 5, 3 + version));
      questions.push_back(Matrix("weigh", survey::Kind::kImportance, 1, 10, 3 + version));
      questions.push_back(Score("ease", survey::Kind::kRating, 1, 7, "support"));
      all.push_back(std::move(care));
    }
    survey::Questionnaire call;
    call.key = "call";
    call.version = 1;
    call.languages = {"en"};
    call.pages.emplace_back().questions = {Score("recommend", survey::Kind::kRecommendation, 0, 10, "support"),
                                           Score("happy", survey::Kind::kRating, 1, 5, "support"),
                                           Score("four", survey::Kind::kRating, 1, 4, "support")};
    all.push_back(call);
    survey::Questionnaire staff = call;
    staff.key = "staff";
    staff.anonymous = survey::Anonymity{5, {}};
    all.push_back(staff);
    return all;
  }

  std::uint8_t RandomScore(const survey::Scale& scale) {
    const int dice = Below(20);
    if (dice == 0) return survey::kHardToSay;
    if (dice == 1) return survey::kNotAnswered;
    if (dice == 2) return survey::kNotShown;
    return static_cast<std::uint8_t>(scale.min + Below(scale.max - scale.min + 1));
  }

  Row MakeRow(const std::vector<survey::Questionnaire>& questionnaires, std::uint64_t seq, Day first, int days) {
    const survey::Questionnaire& questionnaire = Pick(questionnaires);
    Row row;
    row.seq = seq;
    row.survey = questionnaire.key;
    row.version = questionnaire.version;
    // The second version comes later; the call survey changes its channel halfway.
    const int half = days / 2;
    row.day = first + (questionnaire.version == 2 ? half + Below(days - half) : Below(days));
    row.abandoned = Chance(10);
    const bool late = row.day >= first + half;
    row.dimensions["channel"] = row.survey == "call" ? (late ? "phone" : "email") : Chance(50) ? "web" : "email";
    if (Chance(90)) row.dimensions["segment"] = Pick(std::vector<std::string>{"small", "medium", "large"});
    if (Chance(80)) row.dimensions["account"] = "a" + std::to_string(Below(400));
    if (Chance(50)) row.dimensions["partner"] = "p" + std::to_string(Below(7));
    if (Chance(15)) row.dimensions["stage"] = Pick(std::vector<std::string>{"use", "pay"});
    if (Chance(30)) row.dimensions["account.region"] = Pick(std::vector<std::string>{"north", "south"});
    for (const survey::Item& item : survey::ScoreItems(questionnaire)) {
      row.scores.push_back(RandomScore(*item.question->scale));
    }
    return row;
  }

  Query MakeQuery(Day first, int days) {
    Query query;
    query.metric = Pick(
        std::vector<std::string>{"nps", "nsat", "nsat_ms4", "csat", "ces", "ces_mean", "csi", "psi", "mean_score"});
    std::vector<std::string> response = {"survey",  "version", "channel", "completion",    "account",
                                         "segment", "partner", "role",    "account.region"};
    std::vector<std::string> question = {"question", "item", "criterion", "stage", "process", "measures", "scale"};
    for (int i = Below(4); i > 0; --i) {
      std::string dimension = Chance(30) ? Pick(question) : Pick(response);
      if (query.by.empty() && Chance(30))
        dimension = Pick(std::vector<std::string>{"day", "week", "month", "quarter", "year"});
      if (std::find(query.by.begin(), query.by.end(), dimension) == query.by.end()) query.by.push_back(dimension);
    }
    if (Chance(30)) query.where["segment"] = {Pick(std::vector<std::string>{"small", "large", ""})};
    if (Chance(20)) query.where["account"] = {"a1", "a2", "a3", "a" + std::to_string(Below(400)), "nobody"};
    if (Chance(20)) query.where["version"] = {"1"};
    if (Chance(60)) query.where["measures"] = {Chance(50) ? "support" : "relationship"};
    if (Chance(15)) query.where["survey"] = {Pick(std::vector<std::string>{"care", "call", "staff"})};
    if (Chance(15)) query.where["stage"] = {Pick(std::vector<std::string>{"use", "buy", "pay", ""}), "use"};
    if (Chance(40)) query.where["scale"] = {Pick(std::vector<std::string>{"0..10", "1..5", "1..7"})};
    if (Chance(25)) query.estimand = Estimand::kAccount;
    if (!query.estimand && Chance(25)) query.cluster = Cluster::kRespondent;
    if (Chance(60)) {
      query.from = first + Below(days);
      query.to = *query.from + Below(days);
      if (Chance(50)) query.compare = Compare::kPreviousPeriod;
    }
    return query;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace otklik::answers::testing_rows
