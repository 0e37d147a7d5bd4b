#include <algorithm>
#include <array>
#include <set>

#include "base/text.hpp"
#include "exchange/csv/answer_cell.hpp"
#include "exchange/csv/import_map.hpp"

namespace otklik::csv {
namespace {

using survey::Kind;

// Usual column names, plain as PlainName makes them; the first column of the header that fits is taken.
constexpr std::string_view kTimeNames[] = {"finishedat",     "enddate",     "submitdate",           "datestamp",
                                           "recordeddate",   "completedat", "customerresponsedate", "responsedate",
                                           "timestamp",      "date",        "отметкавремени",       "датаответа",
                                           "датазавершения", "дата"};
constexpr std::string_view kIdNames[] = {"responseid", "respondentid", "id", "номерответа"};
constexpr std::string_view kLanguageNames[] = {"language", "userlanguage", "startlanguage", "lang", "язык"};
constexpr std::string_view kChannelNames[] = {"channel", "mode", "канал"};
constexpr std::string_view kAccountNames[] = {"account", "company", "companyname", "компания", "организация", "клиент"};
constexpr std::string_view kContactNames[] = {"contact", "recipientemail", "email",
                                              "контакт", "почта",          "контактноелицо"};
constexpr std::string_view kSegmentNames[] = {"segment", "сегмент"};
constexpr std::string_view kPartnerNames[] = {"partner", "партнер", "партнёр"};
constexpr std::string_view kRoleNames[] = {"role", "роль"};
constexpr std::string_view kStageNames[] = {"stage", "journeystage", "этап", "этаппути"};
constexpr std::string_view kRecommendNames[] = {"nps", "npsscore", "recommend", "recommendation",
                                                "готовностьрекомендовать"};
constexpr std::string_view kCommentNames[] = {"comment", "comments", "verbatim", "text", "комментарий"};

constexpr const char* kDateForms[] = {"yyyy-MM-dd'T'HH:mm:ssXXX",
                                      "yyyy-MM-dd HH:mm:ss",
                                      "yyyy-MM-dd HH:mm",
                                      "yyyy-MM-dd",
                                      "dd.MM.yyyy HH:mm:ss",
                                      "d.M.yyyy H:mm",
                                      "dd.MM.yyyy",
                                      "d/M/yyyy H:mm:ss",
                                      "d/M/yyyy H:mm",
                                      "d/M/yyyy",
                                      "M/d/yyyy H:mm:ss",
                                      "M/d/yyyy H:mm",
                                      "M/d/yyyy"};

// Folded, letters and digits only.
std::string PlainName(std::string_view name) {
  std::string plain;
  for (const char c : Fold(name)) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (kept) plain += c;
  }
  return plain;
}

class Proposal {
 public:
  Proposal(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
           const survey::Questionnaire& questionnaire)
      : header_(header), rows_(rows), questionnaire_(questionnaire), taken_(header.size(), false) {
    for (const std::string& name : header) plain_.push_back(PlainName(name));
  }

  json::object Make() {
    ProposeAnswers();
    json::object map;
    if (const int at = FindAny(kTimeNames); at >= 0) map["finished_at"] = TimeField(at);
    Place(map, "id", kIdNames);
    Place(map, "language", kLanguageNames);
    Place(map, "channel", kChannelNames);
    Place(map, "account", kAccountNames);
    Place(map, "contact", kContactNames);
    json::object dimensions;
    Place(dimensions, "segment", kSegmentNames);
    Place(dimensions, "partner", kPartnerNames);
    Place(dimensions, "role", kRoleNames);
    Place(dimensions, "stage", kStageNames);
    if (!dimensions.empty()) map["dimensions"] = std::move(dimensions);
    if (comma_) map["decimal"] = ",";
    map["answers"] = std::move(answers_);
    json::array ignore;
    for (std::size_t i = 0; i < header_.size(); ++i) {
      if (!taken_[i]) ignore.push_back(Column(static_cast<int>(i)));
    }
    if (!ignore.empty()) map["ignore"] = std::move(ignore);
    return map;
  }

 private:
  int Find(std::string_view plain) {
    for (std::size_t i = 0; i < plain_.size(); ++i) {
      if (taken_[i] || plain.empty() || plain_[i] != plain) continue;
      taken_[i] = true;
      return static_cast<int>(i);
    }
    return -1;
  }

  template <std::size_t N>
  int FindAny(const std::string_view (&names)[N]) {
    for (const std::string_view name : names) {
      if (const int at = Find(name); at >= 0) return at;
    }
    return -1;
  }

  // By name, or by number where the name stands twice.
  json::value Column(int at) const {
    const std::string& name = header_[static_cast<std::size_t>(at)];
    if (name.empty() || std::count(header_.begin(), header_.end(), name) > 1) return at + 1;
    return json::value(name);
  }

  template <std::size_t N>
  void Place(json::object& into, const char* key, const std::string_view (&names)[N]) {
    if (const int at = FindAny(names); at >= 0) into[key] = json::object{{"column", Column(at)}};
  }

  int FindText(const Text& text) {
    for (const auto& one : text.by_language) {
      if (const int at = Find(PlainName(one.second)); at >= 0) return at;
    }
    return -1;
  }

  void ProposeAnswers() {
    std::set<const survey::Question*> found;
    for (const survey::Page& page : questionnaire_.pages) {
      for (const survey::Question& question : page.questions) {
        if (ProposeAnswer(question)) found.insert(&question);
      }
    }
    for (const survey::Page& page : questionnaire_.pages) {
      for (const survey::Question& question : page.questions) {
        if (found.contains(&question)) continue;
        int at = -1;
        if (question.kind == Kind::kRecommendation) at = FindAny(kRecommendNames);
        if (question.kind == Kind::kText) at = FindAny(kCommentNames);
        if (at >= 0) AddAnswer(question, question.id, at);
      }
    }
  }

  bool ProposeAnswer(const survey::Question& question) {
    bool found = false;
    if (question.rows.empty()) {
      int at = Find(PlainName(question.id));
      if (at < 0) at = FindText(question.text);
      if (at >= 0) AddAnswer(question, question.id, at);
      return at >= 0;
    }
    for (const survey::Row& row : question.rows) {
      int at = Find(PlainName(question.id + row.id));
      if (at < 0) at = Find(PlainName(row.id));
      if (at < 0) at = FindText(row.text);
      if (at >= 0) AddAnswer(question, question.id + "." + row.id, at);
      found = found || at >= 0;
    }
    return found;
  }

  void AddAnswer(const survey::Question& question, const std::string& id, int at) {
    if (question.kind == Kind::kNumber) comma_ = comma_ || HasCommaNumber(at);
    answers_.push_back(json::object{{"question", id}, {"column", Column(at)}});
  }

  template <class Test>
  bool AnyCell(int at, Test test) const {
    return std::any_of(rows_.begin(), rows_.end(), [&](const std::vector<std::string>& row) {
      return static_cast<std::size_t>(at) < row.size() && test(Trim(row[static_cast<std::size_t>(at)]));
    });
  }

  bool HasCommaNumber(int at) const {
    return AnyCell(at, [](std::string_view cell) {
      const std::size_t comma = cell.find(',');
      return comma != std::string_view::npos && cell.find_first_not_of("0123456789- ,") == std::string_view::npos;
    });
  }

  // With the one form that reads every cell. Day and month that could change places are left for a person to tell.
  json::object TimeField(int at) const {
    json::object field{{"column", Column(at)}};
    std::vector<std::string> fitting;
    for (const char* pattern : kDateForms) {
      const DateForm form = DateForm::Parse(pattern).value();
      const bool reads = AnyCell(at, [](std::string_view cell) { return !cell.empty(); }) &&
                         !AnyCell(at, [&form](std::string_view cell) { return !cell.empty() && !form.Read(cell); });
      if (reads) fitting.emplace_back(pattern);
    }
    const auto begins = [&fitting](char letter) {
      return std::any_of(fitting.begin(), fitting.end(),
                         [letter](const std::string& p) { return p.front() == letter; });
    };
    if (!fitting.empty() && !(begins('d') && begins('M'))) field["format"] = fitting.front();
    return field;
  }

  const std::vector<std::string>& header_;
  const std::vector<std::vector<std::string>>& rows_;
  const survey::Questionnaire& questionnaire_;
  std::vector<bool> taken_;
  std::vector<std::string> plain_;
  json::array answers_;
  bool comma_ = false;
};

}  // namespace

json::object ProposeMap(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
                        const survey::Questionnaire& questionnaire) {
  return Proposal(header, rows, questionnaire).Make();
}

}  // namespace otklik::csv
