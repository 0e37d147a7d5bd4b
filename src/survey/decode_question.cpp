#include <algorithm>
#include <array>

#include "survey/decode.hpp"
#include "survey/words.hpp"

namespace otklik::survey {
namespace {

// What a kind of question may have beyond the keys all kinds share.
enum Feature : unsigned {
  kMeasured = 1,
  kCriterionKey = 2,
  kScored = 4,  // scale and the labels of its ends
  kRowed = 8,
  kOptioned = 16,
  kOrdered = 32,
  kHardToSayKey = 64,
  kSized = 128,
  kBounded = 256,
  kDecimal = 512,
};

unsigned FeaturesOf(Kind kind) {
  switch (kind) {
    case Kind::kRecommendation:
    case Kind::kRating:
      return kMeasured | kCriterionKey | kScored | kHardToSayKey;
    case Kind::kMatrix:
    case Kind::kImportance:
      return kMeasured | kScored | kRowed | kOrdered | kHardToSayKey;
    case Kind::kSingle:
    case Kind::kMultiple:
      return kOptioned | kOrdered | kHardToSayKey;
    case Kind::kYesNo:
      return kHardToSayKey;
    case Kind::kText:
      return kSized;
    case Kind::kNumber:
      return kBounded | kDecimal | kHardToSayKey;
    case Kind::kDate:
      return kBounded | kHardToSayKey;
    case Kind::kContactRequest:
      return 0;
  }
  return 0;
}

struct KeyFeature {
  std::string_view key;
  unsigned feature;
};
constexpr std::array<KeyFeature, 14> kKeys = {{{"measures", kMeasured},
                                               {"criterion", kCriterionKey},
                                               {"scale", kScored},
                                               {"low_label", kScored},
                                               {"high_label", kScored},
                                               {"rows", kRowed},
                                               {"options", kOptioned},
                                               {"other", kOptioned},
                                               {"random_order", kOrdered},
                                               {"hard_to_say", kHardToSayKey},
                                               {"max_characters", kSized},
                                               {"min", kBounded},
                                               {"max", kBounded},
                                               {"decimals", kDecimal}}};

// The score that a key of `labels` stands for: decimal without leading zeros, at most kMaxScore.
std::optional<int> LabelScore(std::string_view key) {
  if (key.empty() || key.size() > 3 || (key.size() > 1 && key.front() == '0')) return std::nullopt;
  int score = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') return std::nullopt;
    score = score * 10 + (c - '0');
  }
  return score <= kMaxScore ? std::optional(score) : std::nullopt;
}

void ReadLabels(ObjectReader& scale, Decoding& decoding, Scale& out) {
  const json::value* value = scale.Find("labels");
  if (!value) return;
  ObjectReader reader(*value, scale.PathOf("labels"), decoding.problems);
  if (!value->is_object()) return;
  for (const auto& member : value->get_object()) {
    if (const auto score = LabelScore(member.key())) {
      out.labels[*score] = ReadText(reader, member.key(), decoding, true);
    } else {
      reader.Report(member.key(), "bad_label_score", {std::to_string(kMaxScore)}, std::string(member.key()));
    }
  }
}

std::optional<Scale> ReadScale(ObjectReader& question, Kind kind, Decoding& decoding) {
  const bool recommendation = kind == Kind::kRecommendation;
  const json::value* value = recommendation ? question.Find("scale") : question.Require("scale");
  if (!value) return recommendation ? std::optional(Scale{}) : std::nullopt;
  ObjectReader reader(*value, question.PathOf("scale"), decoding.problems);
  if (!value->is_object()) return std::nullopt;
  Scale scale;
  scale.min = static_cast<int>(reader.Int("min", 0, kMaxScore, true).value_or(0));
  scale.max = static_cast<int>(reader.Int("max", 0, kMaxScore, true).value_or(10));
  scale.lower_is_better = reader.Bool("lower_is_better", false);
  ReadLabels(reader, decoding, scale);
  reader.Finish();
  if (recommendation && (scale.min != 0 || scale.max != 10 || scale.lower_is_better)) {
    question.Report("scale", "recommendation_scale", {}, Short(*value));
  }
  return scale;
}

void ReadRows(ObjectReader& question, Kind kind, Decoding& decoding, std::vector<Row>& out) {
  const json::array* rows = ReadArray(question, "rows", 1, kMaxChoices, true);
  for (std::size_t i = 0; rows && i < rows->size(); ++i) {
    ObjectReader reader((*rows)[i], ElementPath(question, "rows", i), decoding.problems);
    if (!(*rows)[i].is_object()) continue;
    Row row;
    row.id = ReadId(reader, "id", true);
    row.text = ReadText(reader, "text", decoding, true);
    row.criterion = ReadId(reader, "criterion", kind == Kind::kImportance);
    reader.Finish();
    out.push_back(std::move(row));
  }
}

void ReadOptions(ObjectReader& question, Decoding& decoding, Question& out) {
  out.other = question.Bool("other", false);
  const json::array* options = ReadArray(question, "options", 1, kMaxChoices, true);
  for (std::size_t i = 0; options && i < options->size(); ++i) {
    ObjectReader reader((*options)[i], ElementPath(question, "options", i), decoding.problems);
    if (!(*options)[i].is_object()) continue;
    Option option;
    option.id = ReadId(reader, "id", true);
    if (IsReservedOption(option.id)) reader.Report("id", "reserved_option", {}, option.id);
    option.text = ReadText(reader, "text", decoding, true);
    reader.Finish();
    out.options.push_back(std::move(option));
  }
}

// The spelling only: whether there is such a day is a rule beyond shape.
std::optional<std::string> ReadDate(ObjectReader& reader, std::string_view key) {
  const auto date = reader.String(key);
  if (!date) return date;
  bool good = date->size() == 10;
  for (std::size_t i = 0; good && i < date->size(); ++i) {
    const char c = (*date)[i];
    good = i == 4 || i == 7 ? c == '-' : c >= '0' && c <= '9';
  }
  if (!good) reader.Report(key, "bad_date", {}, Short(json::value(*date)));
  return date;
}

void ReadBounds(ObjectReader& reader, Question& out) {
  if (out.kind == Kind::kNumber) {
    out.number_min = reader.Number("min");
    out.number_max = reader.Number("max");
    out.decimals = static_cast<int>(reader.Int("decimals", 0, kMaxDecimals).value_or(0));
    return;
  }
  out.date_min = ReadDate(reader, "min");
  out.date_max = ReadDate(reader, "max");
}

// Keys another kind has get a message of their own; the same keys then count as known.
void RefuseForeignKeys(ObjectReader& reader, Kind kind, const json::object& object) {
  const unsigned features = FeaturesOf(kind);
  for (const KeyFeature& entry : kKeys) {
    if (features & entry.feature) continue;
    if (const json::value* value = object.if_contains(entry.key)) {
      reader.Find(entry.key);
      reader.Report(entry.key, "key_not_for_kind", {std::string(KindName(kind))}, Short(*value));
    }
  }
}

void ReadFeatures(ObjectReader& reader, const json::object& object, Decoding& decoding, Question& out) {
  const unsigned features = FeaturesOf(out.kind);
  RefuseForeignKeys(reader, out.kind, object);
  if (features & kHardToSayKey) out.hard_to_say = reader.Bool("hard_to_say", false);
  if (features & kOrdered) out.random_order = reader.Bool("random_order", false);
  if (features & kMeasured) out.measures = ReadId(reader, "measures", out.kind == Kind::kRecommendation);
  if (features & kCriterionKey) out.criterion = ReadId(reader, "criterion", false);
  if (features & kScored) {
    out.scale = ReadScale(reader, out.kind, decoding);
    out.low_label = ReadText(reader, "low_label", decoding, false);
    out.high_label = ReadText(reader, "high_label", decoding, false);
  }
  if (features & kRowed) ReadRows(reader, out.kind, decoding, out.rows);
  if (features & kOptioned) ReadOptions(reader, decoding, out);
  if (features & kSized) {
    out.max_characters = static_cast<int>(reader.Int("max_characters", 1, kMaxAnswerCharacters).value_or(5000));
  }
  if (features & kBounded) ReadBounds(reader, out);
}

std::optional<Kind> ReadKind(ObjectReader& reader, Decoding& decoding) {
  const json::value* value = reader.Require("kind");
  if (!value) return std::nullopt;
  const std::optional<Kind> kind = value->is_string() ? KindFrom(value->get_string()) : std::nullopt;
  if (!kind) {
    std::vector<std::string> names;
    for (int i = 0; i < kKindCount; ++i) names.emplace_back(KindName(static_cast<Kind>(i)));
    const std::string name = value->is_string() ? std::string(value->get_string()) : std::string();
    decoding.problems.push_back(UnknownName("unknown_kind", name, names, reader.PathOf("kind"), Short(*value)));
  }
  return kind;
}

void ReadSameAsBefore(ObjectReader& reader, Question& out) {
  const json::value* value = reader.Find("same_as_before");
  if (!value) return;
  if (value->is_string() && value->get_string() == "same_meaning") {
    out.same_as_before = "same_meaning";
  } else {
    reader.Report("same_as_before", "not_one_of", {"same_meaning"}, Short(*value));
  }
}

}  // namespace

Question DecodeQuestion(const json::value& value, const std::string& path, Decoding& decoding) {
  ObjectReader reader(value, path, decoding.problems);
  Question question;
  if (!value.is_object()) return question;
  question.id = ReadId(reader, "id", true);
  question.text = ReadText(reader, "text", decoding, true);
  question.hint = ReadText(reader, "hint", decoding, false);
  question.required = reader.Bool("required", false);
  ReadSameAsBefore(reader, question);
  if (const json::value* condition = reader.Find("show_if")) {
    question.show_if = DecodeCondition(*condition, reader.PathOf("show_if"), decoding);
  }
  // Without a kind nobody knows which other keys belong here.
  const std::optional<Kind> kind = ReadKind(reader, decoding);
  if (!kind) return question;
  question.kind = *kind;
  ReadFeatures(reader, value.get_object(), decoding, question);
  reader.Finish();
  return question;
}

}  // namespace otklik::survey
