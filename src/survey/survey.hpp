// The questionnaire: its model, and the one engine that decides what is asked next and checks what was
// answered, for every channel (web page, API, interviewer, import). No I/O.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "base/language.hpp"
#include "base/result.hpp"

namespace otklik::survey {

enum class Kind {
  kRecommendation,  // "recommendation": 0..10
  kRating,          // "rating": one score on `scale`
  kMatrix,          // "matrix": a score on `scale` for each row
  kImportance,      // "importance": as matrix; a row's importance for the criterion of the same name
  kSingle,          // "single": one option, or {"other": "text"}
  kMultiple,        // "multiple": options, or {"other": "text"} among them
  kYesNo,           // "yes_no"
  kText,            // "text"
  kNumber,          // "number"
  kDate,            // "date": YYYY-MM-DD
  kContactRequest,  // "contact_request": shall we contact you? yes or no
};
inline constexpr int kKindCount = 11;
std::string_view KindName(Kind kind);
std::optional<Kind> KindFrom(std::string_view name);

// Scores are integers min..max, at most 0..250 (a byte of the columns); higher is better unless `lower_is_better`.
struct Scale {
  int min = 0;
  int max = 10;
  bool lower_is_better = false;
  std::map<int, Text> labels;  // words under some or all scores
  bool operator==(const Scale& other) const {
    return min == other.min && max == other.max && lower_is_better == other.lower_is_better;
  }
};

// What a question (or a matrix row) measures a property of. Attributes are keys; `name` is for people.
struct Criterion {
  std::string id;
  Text name;
  std::string stage;  // journey stage
  std::string process;
  std::string level;  // organisational | process | personal, or empty
  std::string department;
  std::string value_element;
};

struct Row {
  std::string id;
  Text text;
  std::string criterion;  // id of a Criterion, or empty
};

struct Option {
  std::string id;
  Text text;
};

// A condition tree. A leaf looks at an answer ("question") or a known fact ("fact": contact.role,
// account.segment ...). A comparison with something not answered, not shown or "hard to say" is false, "!=" included.
// Of a multiple question "=" asks whether the option is among the chosen; "other" stands for an own text.
struct Condition {
  enum class Op {
    kAll,
    kAny,
    kNot,
    kEqual,
    kNotEqual,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kIn,
    kAnswered,
    kHardToSay
  };
  Op op = Op::kAll;
  std::vector<Condition> children;  // of kAll, kAny, kNot
  std::string question;             // question id, or question.row for a matrix row
  std::string fact;
  json::value value;  // what to compare with; an array for kIn
};

struct Question {
  std::string id;
  Kind kind = Kind::kText;
  Text text;
  Text hint;
  bool required = false;
  bool hard_to_say = false;    // "hard to say" is offered
  bool random_order = false;   // of options or rows, seeded by the response id
  bool other = false;          // single, multiple: an own text may be given
  std::string measures;        // what a score question measures: relationship, support, purchase ...
  std::string criterion;       // id of a Criterion, or empty
  std::optional<Scale> scale;  // recommendation (0..10), rating, matrix, importance
  Text low_label, high_label;  // ends of the scale
  std::vector<Row> rows;       // matrix, importance
  std::vector<Option> options;
  int max_characters = 5000;  // text; 1..20000
  std::optional<double> number_min, number_max;
  int decimals = 0;  // number: 0..6
  std::optional<std::string> date_min, date_max;
  std::optional<Condition> show_if;
  std::string same_as_before;  // editor's statement: "same_meaning" or empty; see SeriesBreaks
};

struct Page {
  std::string id;
  std::vector<Question> questions;
  std::optional<Condition> show_if;
};

struct Anonymity {
  int minimum = 5;                      // k: totals are shown from this many answers up
  std::vector<std::string> dimensions;  // at most four
  bool operator==(const Anonymity&) const = default;
};

struct Consent {
  std::string version;
  Text text;
};

struct Questionnaire {
  std::string key;  // of the survey: [a-z][a-z0-9_-]{0,63}
  int version = 0;  // 0 until saved
  Text title, introduction, thanks;
  std::vector<std::string> languages;  // the first is the default
  std::vector<Criterion> criteria;
  std::vector<Page> pages;
  std::optional<Anonymity> anonymous;
  std::optional<Consent> consent;  // asked as a separate step, where personal data are asked for
  const std::string& default_language() const { return languages.front(); }
  const Question* FindQuestion(std::string_view id) const;
  const Criterion* FindCriterion(std::string_view id) const;
};

// Decodes and validates a document; every problem found is listed with its path (pages[0].questions[2].scale), at most
// 100 of them. Problems of shape (api/questionnaire.schema.json says the same) come alone; the rules beyond it are
// looked at once the shape is right: unique ids; conditions name earlier questions and values these can have; scales
// and bounds are the right way up; texts stand in declared languages and always in the default one; rows' and
// questions' criteria exist, the importance of one is asked once; facts named in texts and conditions are known; an
// anonymous survey has no free text and no contact request. A recommendation is 0..10 and says what it measures. A
// contact request needs no consent by itself, but a text asking for personal data cannot be detected and is not
// guessed.
Result<Questionnaire> ParseQuestionnaire(const json::value& document);

// What is known about the respondent before asking: the names below and attributes as "contact.attributes.x",
// "account.attributes.x".
using Facts = std::map<std::string, std::string>;

// account.name, account.partner, account.segment, channel, company.name (who asks), contact.name, contact.role,
// language.
std::vector<std::string> FactNames();

// Raw answers by question id, as kept: a score is an integer; "hard_to_say" the string; null not answered;
// matrix an object by row; single "id" or {"other": text}; multiple an array; yes_no bool; text, date strings;
// number a number. A question not shown has no key. (Not shown, not answered, hard to say: three things.)
using Answers = json::object;

// A question, or one row of a matrix, as one column of numbers.
struct Item {
  std::string id;  // question, or question.row
  const Question* question = nullptr;
  const Row* row = nullptr;              // of a matrix or importance, else nullptr
  const Criterion* criterion = nullptr;  // may be nullptr
  bool importance = false;
};
// Score items (recommendation, rating, matrix rows, importance rows) in questionnaire order.
std::vector<Item> ScoreItems(const Questionnaire& questionnaire);

// Which questions are shown, given answers so far. The page: its own condition; the question: its own, apart from
// its page's.
bool IsShown(const Questionnaire& questionnaire, const Page& page, const Facts& facts, const Answers& answers);
bool IsShown(const Question& question, const Facts& facts, const Answers& answers);

// The next page with something to ask after page index `after` (-1: the first); nothing: the end.
std::optional<int> NextPage(const Questionnaire& questionnaire, int after, const Facts& facts, const Answers& answers);
// The page before `before`, likewise.
std::optional<int> PreviousPage(const Questionnaire& questionnaire, int before, const Facts& facts,
                                const Answers& answers);

// Checks one page's answers and merges them into `so_far` (answers of questions no longer shown go away, those given on
// this page too). Every problem has field "answers.<question>[.<row>]", the value and what is allowed. A question of
// the page that `given` lacks is not answered. Nothing is clamped, rounded or converted; "", [] and {} are no answer.
Result<Answers> CheckPage(const Questionnaire& questionnaire, int page, const Facts& facts, const Answers& so_far,
                          const json::object& given);

// Checks a whole response. An answer to an unknown question, or to one that was not shown, is a problem.
// `partial` skips the required check of what was not reached (an abandoned response). The result has a key for every
// shown question, null where nothing was answered, in questionnaire order.
Result<Answers> CheckResponse(const Questionnaire& questionnaire, const Facts& facts, const json::object& given,
                              bool partial = false);

// What a score item holds in kept answers.
enum : int { kHardToSay = 253, kNotAnswered = 254, kNotShown = 255 };
// 0..250, or one of the three above. A score is kept as value - 0 (scales lie within 0..250).
int ScoreOf(const Item& item, const Answers& answers);

// One kept answer in words, for lists and exports: option texts, "4 — label", yes / no, rows as "text: score" joined by
// "; "; empty where nothing was answered.
std::string AnsweredText(const Question& question, const json::value& answer, std::string_view language,
                         std::string_view default_language = {});

// Option or row order for one response: a permutation of 0..n-1 seeded by response id and question id.
std::vector<int> ShownOrder(const Question& question, std::string_view response_id);

// Replaces {{contact.name}} and {{contact.name|fallback}}; an unknown fact without fallback becomes empty. The result
// is plain text: escape it as any other.
std::string Pipe(const std::string& text, const Facts& facts);
// The text as those read it who are not the respondent: fallbacks in place of facts, an ellipsis where there is none.
Text Unpiped(const Text& text);

// An item whose series breaks with a version.
struct SeriesBreak {
  std::string item;        // id
  std::size_t before = 0;  // the earlier version it is compared with: the last one that has the item
};

// Where wording in the default language (question, row, hint, words of the scale) or scale changed without
// "same_meaning", or the kind or what is measured did. `earlier` ascending.
std::vector<SeriesBreak> SeriesBreaks(std::span<const Questionnaire* const> earlier, const Questionnaire& after);
// Their item ids.
std::vector<std::string> BrokenItems(std::span<const Questionnaire* const> earlier, const Questionnaire& after);

}  // namespace otklik::survey
