#include "survey/questionnaire_rules.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/time.hpp"
#include "survey/decode.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

// Ids seen in one namespace; the second use is the problem.
class Names {
 public:
  explicit Names(std::vector<Problem>& problems) : problems_(problems) {}
  void Add(const std::string& id, const std::string& path) {
    const auto [where, fresh] = first_.emplace(id, path);
    if (!fresh) problems_.push_back({"duplicate_id", {where->second}, path + ".id", id});
  }

 private:
  std::vector<Problem>& problems_;
  std::map<std::string, std::string> first_;
};

class Rules {
 public:
  Rules(const Questionnaire& questionnaire, std::vector<Problem>& problems)
      : questionnaire_(questionnaire), problems_(problems), questions_(problems) {}

  void Check() {
    Names criteria(problems_), pages(problems_);
    for (std::size_t i = 0; i < questionnaire_.criteria.size(); ++i) {
      criteria.Add(questionnaire_.criteria[i].id, "criteria[" + std::to_string(i) + "]");
    }
    std::size_t count = 0;
    for (std::size_t p = 0; p < questionnaire_.pages.size(); ++p) {
      const Page& page = questionnaire_.pages[p];
      pages.Add(page.id, PagePath(p));
      count += page.questions.size();
      for (std::size_t q = 0; q < page.questions.size(); ++q) CheckQuestion(page.questions[q], QuestionPath(p, q));
    }
    if (count > kMaxQuestions) {
      Report("too_many_questions", {std::to_string(kMaxQuestions)}, "pages", std::to_string(count));
    }
    CheckDimensions();
  }

 private:
  void Report(std::string key, std::vector<std::string> args, std::string field, std::string value = {}) {
    problems_.push_back({std::move(key), std::move(args), std::move(field), std::move(value)});
  }

  void CheckQuestion(const Question& question, const std::string& path) {
    questions_.Add(question.id, path);
    CheckCriterion(question.criterion, path + ".criterion");
    CheckRows(question, path);
    Names options(problems_);
    for (std::size_t i = 0; i < question.options.size(); ++i) {
      options.Add(question.options[i].id, path + ".options[" + std::to_string(i) + "]");
    }
    CheckScale(question, path + ".scale");
    CheckNumberBounds(question, path);
    CheckDateBounds(question, path);
    CheckAnonymous(question, path);
  }

  void CheckRows(const Question& question, const std::string& path) {
    Names rows(problems_);
    for (std::size_t i = 0; i < question.rows.size(); ++i) {
      const Row& row = question.rows[i];
      const std::string row_path = path + ".rows[" + std::to_string(i) + "]";
      rows.Add(row.id, row_path);
      CheckCriterion(row.criterion, row_path + ".criterion");
      if (question.kind != Kind::kImportance || row.criterion.empty()) continue;
      if (!weighed_.insert(row.criterion).second) {
        Report("importance_twice", {row.criterion}, row_path + ".criterion", row.criterion);
      }
    }
  }

  void CheckCriterion(const std::string& id, const std::string& path) {
    if (id.empty() || questionnaire_.FindCriterion(id)) return;
    problems_.push_back(UnknownName("unknown_criterion", id, IdsOf(questionnaire_.criteria), path, id));
  }

  void CheckScale(const Question& question, const std::string& path) {
    if (!question.scale) return;
    const Scale& scale = *question.scale;
    const std::string min = std::to_string(scale.min), max = std::to_string(scale.max);
    if (scale.min >= scale.max) {
      Report("scale_upside_down", {min, max}, path + ".min", min);
      return;
    }
    for (const auto& [score, text] : scale.labels) {
      if (score >= scale.min && score <= scale.max) continue;
      Report("label_outside_scale", {min, max}, path + ".labels." + std::to_string(score), std::to_string(score));
    }
  }

  void CheckNumberBounds(const Question& question, const std::string& path) {
    if (question.kind != Kind::kNumber) return;
    const double limit = kMaxScaledNumber / std::pow(10.0, question.decimals);
    for (const auto& [key, bound] : {std::pair(".min", question.number_min), std::pair(".max", question.number_max)}) {
      if (!bound || std::abs(*bound) <= limit) continue;
      Report("number_beyond_precision", {NumberText(limit)}, path + key, NumberText(*bound));
    }
    if (question.number_min && question.number_max && *question.number_min > *question.number_max) {
      Report("bounds_upside_down", {NumberText(*question.number_max)}, path + ".min", NumberText(*question.number_min));
    }
  }

  void CheckDateBounds(const Question& question, const std::string& path) {
    const auto day = [&](const std::optional<std::string>& bound, const char* key) -> std::optional<Day> {
      if (!bound) return std::nullopt;
      const auto parsed = ParseDay(*bound);
      if (!parsed) Report("bad_date", {}, path + key, *bound);
      return parsed;
    };
    const auto min = day(question.date_min, ".min"), max = day(question.date_max, ".max");
    if (min && max && *min > *max)
      Report("bounds_upside_down", {*question.date_max}, path + ".min", *question.date_min);
  }

  // Whoever answers freely, names a number or a day of their own, or asks to be called can be recognised.
  void CheckAnonymous(const Question& question, const std::string& path) {
    if (!questionnaire_.anonymous) return;
    if (question.kind == Kind::kContactRequest || question.kind == Kind::kText || question.kind == Kind::kNumber ||
        question.kind == Kind::kDate) {
      Report("not_in_anonymous", {}, path + ".kind", std::string(KindName(question.kind)));
    }
    if (question.other) Report("not_in_anonymous", {}, path + ".other", "true");
  }

  void CheckDimensions() {
    if (!questionnaire_.anonymous) return;
    static const std::vector<std::string> kNames = {"channel", "language", "account", "segment",
                                                    "partner", "role",     "tenure",  "version"};
    for (std::size_t i = 0; i < questionnaire_.anonymous->dimensions.size(); ++i) {
      const std::string& name = questionnaire_.anonymous->dimensions[i];
      const bool attribute = name.starts_with("account.") || name.starts_with("contact.");
      if (attribute || std::ranges::find(kNames, name) != kNames.end()) continue;
      const std::string path = "anonymous.dimensions[" + std::to_string(i) + "]";
      problems_.push_back(UnknownName("no_such_dimension", name, kNames, path, name));
    }
  }

  const Questionnaire& questionnaire_;
  std::vector<Problem>& problems_;
  Names questions_;
  std::set<std::string> weighed_;  // criteria whose importance is asked
};

}  // namespace

std::string PagePath(std::size_t page) { return "pages[" + std::to_string(page) + "]"; }

std::string QuestionPath(std::size_t page, std::size_t question) {
  return PagePath(page) + ".questions[" + std::to_string(question) + "]";
}

void CheckQuestionnaire(const Questionnaire& questionnaire, std::vector<Problem>& problems) {
  Rules(questionnaire, problems).Check();
  CheckTexts(questionnaire, problems);
  CheckConditions(questionnaire, problems);
}

Result<Questionnaire> ParseQuestionnaire(const json::value& document) {
  constexpr std::size_t kMaxProblems = 100;
  std::vector<Problem> problems;
  Questionnaire questionnaire = DecodeQuestionnaire(document, problems);
  // On a wrong shape the rules would only report what follows from it.
  if (problems.empty()) CheckQuestionnaire(questionnaire, problems);
  if (problems.empty()) return questionnaire;
  if (problems.size() > kMaxProblems) problems.resize(kMaxProblems);
  return Error{Code::kInvalid, std::move(problems)};
}

}  // namespace otklik::survey
