#include "demo/comments.hpp"

#include <array>

namespace otklik::demo {
namespace {

using Clauses = std::vector<std::string_view>;

struct Book {
  std::array<std::array<Clauses, 3>, kTopics> clauses;

  Book(std::span<const Clause> business, std::span<const Clause> home) {
    for (const auto part : {business, home}) {
      for (const Clause& clause : part) {
        clauses[static_cast<std::size_t>(clause.topic)][static_cast<std::size_t>(clause.tone)].push_back(clause.text);
      }
    }
  }

  const Clauses& Of(Topic topic, Tone tone) const {
    return clauses[static_cast<std::size_t>(topic)][static_cast<std::size_t>(tone)];
  }
};

const Book& BookOf(std::string_view language) {
  static const Book kRussian(RussianBusinessClauses(), RussianHomeClauses());
  static const Book kEnglish(EnglishBusinessClauses(), EnglishHomeClauses());
  return language == "en" ? kEnglish : kRussian;
}

struct Noun {
  std::string_view slot;
  int least, most;
  std::string_view one, few, many;  // 1 день, 2 дня, 5 дней
  std::string_view english;
};
constexpr Noun kNouns[] = {{"{days}", 2, 14, "день", "дня", "дней", "days"},
                           {"{weeks}", 2, 6, "неделю", "недели", "недель", "weeks"},
                           {"{hours}", 2, 6, "час", "часа", "часов", "hours"}};

std::string Counted(const Noun& noun, std::string_view language, Draw& draw) {
  const int count = draw.Between(noun.least, noun.most);
  std::string text = std::to_string(count) + " ";
  if (language == "en") return text + std::string(noun.english);
  const int tens = count % 100, ones = count % 10;
  if (ones == 1 && tens != 11) return text + std::string(noun.one);
  const bool few = ones >= 2 && ones <= 4 && (tens < 12 || tens > 14);
  return text + std::string(few ? noun.few : noun.many);
}

std::string Filled(std::string_view clause, std::string_view language, Draw& draw) {
  std::string text(clause);
  for (const Noun& noun : kNouns) {
    const std::size_t at = text.find(noun.slot);
    if (at != std::string::npos) text.replace(at, noun.slot.size(), Counted(noun, language, draw));
  }
  return text;
}

// Latin and Cyrillic small letters.
std::string Capitalised(std::string text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const auto second = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0;
  if (first >= 'a' && first <= 'z') text[0] = static_cast<char>(first - 'a' + 'A');
  if (first == 0xD0 && second >= 0xB0) text[1] = static_cast<char>(second - 0x20);
  if (first == 0xD1 && second <= 0x8F) {
    text[0] = '\xD0';
    text[1] = static_cast<char>(second + 0x20);
  }
  return text;
}

class Writer {
 public:
  Writer(std::string_view language, Draw& draw) : language_(language), draw_(draw), book_(BookOf(language)) {}

  // A clause not said yet; empty when the topics have no other.
  std::string Clause(const std::vector<Topic>& topics, Tone tone) {
    for (int attempt = 0; attempt < 4; ++attempt) {
      const Topic topic = topics.empty() ? Topic::kGeneral : draw_.Of(topics);
      const Clauses& clauses = book_.Of(topic, tone);
      if (clauses.empty()) continue;
      const std::string_view clause = draw_.Of(clauses);
      if (clause == last_) continue;
      last_ = clause;
      return Filled(clause, language_, draw_);
    }
    return {};
  }

  bool russian() const { return language_ != "en"; }
  Draw& draw() { return draw_; }

 private:
  std::string_view language_;
  Draw& draw_;
  const Book& book_;
  std::string_view last_;
};

// People end with a full stop about every second time.
std::string Ended(std::string text, Draw& draw) { return draw.Chance(0.45) ? text + "." : text; }

std::string Sentences(Writer& writer, const std::vector<Topic>& topics, Tone tone, double another) {
  std::string text = Capitalised(writer.Clause(topics, tone));
  if (text.empty()) text = Capitalised(writer.Clause({}, tone));
  while (writer.draw().Chance(another)) {
    const std::string next = writer.Clause(topics, tone);
    if (next.empty()) break;
    text += ". " + Capitalised(next);
    another /= 3;
  }
  return text;
}

std::string Mixed(Writer& writer, const Say& say) {
  const std::string praise = writer.Clause(say.praise, Tone::kPraise);
  const std::string complaint = writer.Clause(say.complain, Tone::kComplaint);
  if (praise.empty() || complaint.empty()) return Capitalised(praise + complaint);
  const double at = writer.draw().Unit();
  if (at < 0.5) return Capitalised(praise) + (writer.russian() ? ", но " : ", but ") + complaint;
  if (at < 0.75)
    return Capitalised(praise) + (writer.russian() ? ". Из минусов: " : ". On the minus side: ") + complaint;
  return Capitalised(complaint) + (writer.russian() ? ". В остальном хорошо: " : ". Otherwise fine: ") + praise;
}

std::string Complaint(Writer& writer, const Say& say) {
  std::string text = Sentences(writer, say.complain, Tone::kComplaint, 0.35);
  const double at = writer.draw().Unit();
  if (at < 0.10) return text + (writer.russian() ? ". Это главное" : ". That is the main thing");
  if (at < 0.18) return text + ". " + Capitalised(writer.Clause({}, Tone::kComplaint));
  return text;
}

}  // namespace

std::string MakeComment(const Say& say, std::string_view language, Draw& draw) {
  Writer writer(language, draw);
  std::string text;
  if (say.score >= 9) {
    text = draw.Chance(0.2) ? Sentences(writer, {}, Tone::kPraise, 0.1)
                            : Sentences(writer, say.praise, Tone::kPraise, 0.3);
  } else if (say.score >= 7) {
    text = Mixed(writer, say);
  } else {
    text = Complaint(writer, say);
  }
  return Ended(std::move(text), draw);
}

std::string MakeWish(const std::vector<Topic>& topics, std::string_view language, Draw& draw) {
  Writer writer(language, draw);
  return Ended(Sentences(writer, topics, Tone::kWish, 0.2), draw);
}

}  // namespace otklik::demo
