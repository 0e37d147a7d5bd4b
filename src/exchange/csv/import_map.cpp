#include "exchange/csv/import_map.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/time.hpp"
#include "exchange/csv/encoding.hpp"
#include "survey/channels.hpp"

namespace otklik::csv {
namespace {

using survey::Kind;

constexpr std::size_t kMaxNameBytes = 2000;

bool IsScore(Kind kind) {
  return kind == Kind::kRecommendation || kind == Kind::kRating || kind == Kind::kMatrix || kind == Kind::kImportance;
}

bool HasRows(Kind kind) { return kind == Kind::kMatrix || kind == Kind::kImportance; }

const std::vector<std::string>& StampedDimensions() {
  static const std::vector<std::string> all = {"segment", "partner", "role", "tenure", "stage"};
  return all;
}

// An attribute's name is what queries take: small Latin letters, digits and _, up to 64 in all.
bool IsDimensionKey(const std::string& key) {
  const auto& stamped = StampedDimensions();
  if (std::find(stamped.begin(), stamped.end(), key) != stamped.end()) return true;
  if (key.size() > 64 || !(key.starts_with("account.") || key.starts_with("contact."))) return false;
  const std::string_view name = std::string_view(key).substr(8);
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Problem NoSuchDimension(const std::string& path, const std::string& key) {
  const std::string near = Nearest(key, StampedDimensions()), listed = Listed(StampedDimensions());
  if (near.empty()) return {"csv_bad_dimension", {listed}, path, key};
  return {"csv_bad_dimension_near", {near, listed}, path, key};
}

// One pass over a mapping file; every method reports into problems_ and goes on.
class MapReader {
 public:
  MapReader(const survey::Questionnaire& questionnaire, std::vector<Problem>& problems)
      : questionnaire_(questionnaire), problems_(problems) {}

  ImportMap Read(const json::value& document) {
    ObjectReader reader(document, "", problems_);
    ReadForm(reader);
    if (const json::value* id = reader.Find("id")) map_.id = ReadColumn(*id, "id");
    if (const json::value* time = reader.Require("finished_at")) ReadFinishedAt(*time);
    if (const json::value* value = reader.Find("language")) map_.language = ReadField(*value, "language");
    if (const json::value* value = reader.Find("channel")) ReadChannel(*value);
    if (const json::value* value = reader.Find("account")) map_.account = ReadColumn(*value, "account");
    if (const json::value* value = reader.Find("contact")) map_.contact = ReadColumn(*value, "contact");
    ReadDimensions(reader);
    ReadAnswers(reader);
    ReadIgnore(reader);
    reader.Finish();
    return std::move(map_);
  }

 private:
  void ReadForm(ObjectReader& reader) {
    if (const auto name = reader.String("encoding")) Take(CanonicalEncoding(*name), map_.encoding, "encoding");
    if (const auto delimiter = reader.String("delimiter")) {
      if (delimiter->size() == 1 && std::string_view(",;\t|").find(delimiter->front()) != std::string_view::npos) {
        map_.delimiter = delimiter->front();
      } else {
        reader.Report("delimiter", "csv_bad_delimiter", {}, *delimiter);
      }
    }
    map_.header = reader.Bool("header", true);
    map_.skip_rows = static_cast<int>(reader.Int("skip_rows", 0, 1000).value_or(0));
    if (const auto decimal = reader.String("decimal")) {
      if (*decimal != "." && *decimal != ",") reader.Report("decimal", "csv_bad_decimal", {}, *decimal);
      map_.decimal = *decimal == "," ? ',' : '.';
    }
    map_.date_forms = ReadForms(reader, "date_formats");
    if (const auto zone = reader.String("time_zone")) {
      if (const auto opened = TimeZone::Open(*zone); !opened) AddProblems(opened.error(), "time_zone");
      map_.time_zone = *zone;
    }
    map_.missing = {"", "NA", "N/A"};
    if (reader.Find("missing")) map_.missing = ReadStrings(reader, "missing");
    map_.required_may_be_missing = reader.Bool("required_may_be_missing", false);
  }

  template <class T>
  void Take(const Result<T>& result, T& into, const std::string& path) {
    if (result) {
      into = *result;
      return;
    }
    AddProblems(result.error(), path);
  }

  void AddProblems(Error error, const std::string& path) {
    for (Problem& problem : error.problems) {
      problem.field = path;
      problems_.push_back(std::move(problem));
    }
  }

  std::vector<std::string> ReadStrings(ObjectReader& reader, std::string_view key) {
    std::vector<std::string> texts;
    const json::array* array = reader.Array(key);
    if (!array) return texts;
    for (std::size_t i = 0; i < array->size(); ++i) {
      const json::string* text = (*array)[i].if_string();
      if (text) {
        texts.emplace_back(*text);
      } else {
        problems_.push_back({"not_a_string", {}, Indexed(reader.PathOf(key), i), Short((*array)[i])});
      }
    }
    return texts;
  }

  std::vector<DateForm> ReadForms(ObjectReader& reader, std::string_view key) {
    std::vector<DateForm> forms;
    const std::vector<std::string> patterns = ReadStrings(reader, key);
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      DateForm form;
      Take(DateForm::Parse(patterns[i]), form, Indexed(reader.PathOf(key), i));
      forms.push_back(std::move(form));
    }
    return forms;
  }

  static std::string Indexed(const std::string& path, std::size_t index) {
    return path + "[" + std::to_string(index) + "]";
  }

  std::optional<ColumnRef> ColumnOf(const json::value& value, const std::string& path) {
    ColumnRef ref;
    if (const json::string* name = value.if_string()) ref.name = std::string(*name);
    if (const std::int64_t* number = value.if_int64(); number && *number >= 1 && *number <= 100'000) {
      ref.number = static_cast<int>(*number);
    }
    if (ref.number > 0) return ref;
    if (!ref.name.empty() && ref.name.size() <= kMaxNameBytes && map_.header) return ref;
    problems_.push_back({map_.header ? "csv_bad_column" : "csv_column_needs_number", {}, path, Short(value)});
    return std::nullopt;
  }

  // {"column": ...}
  std::optional<ColumnRef> ReadColumn(const json::value& value, const std::string& path) {
    ObjectReader reader(value, path, problems_);
    std::optional<ColumnRef> ref;
    if (const json::value* column = reader.Require("column")) ref = ColumnOf(*column, reader.PathOf("column"));
    reader.Finish();
    return ref;
  }

  // Either "column" (with "values") or "value".
  Field ReadFieldOf(ObjectReader& reader) {
    Field field;
    const json::value* column = reader.Find("column");
    if (column) field.column = ColumnOf(*column, reader.PathOf("column"));
    const auto fixed = reader.String("value", false, kMaxNameBytes);
    if (fixed) field.value = *fixed;
    if ((column != nullptr) == fixed.has_value()) reader.Report("column", "csv_column_or_value");
    if (const json::value* values = reader.Find("values")) {
      ObjectReader pairs(*values, reader.PathOf("values"), problems_);
      if (!values->is_object()) return field;
      for (const auto& pair : values->get_object()) {
        if (const auto to = pairs.String(pair.key())) field.values[std::string(pair.key())] = *to;
      }
    }
    return field;
  }

  Field ReadField(const json::value& value, const std::string& path) {
    ObjectReader reader(value, path, problems_);
    Field field = ReadFieldOf(reader);
    reader.Finish();
    return field;
  }

  // What the map itself writes is its own mistake, not one of every row.
  void ReadChannel(const json::value& value) {
    map_.channel = ReadField(value, "channel");
    const auto check = [&](const std::string& channel, const std::string& path) {
      if (channel.empty() || channel == survey::kImportChannel ||
          std::find(survey::kChannels.begin(), survey::kChannels.end(), channel) != survey::kChannels.end())
        return;
      const std::vector<std::string> known(survey::kChannels.begin(), survey::kChannels.end());
      problems_.push_back({"unknown_channel", {Listed(known)}, path, channel});
    };
    check(map_.channel.value, "channel.value");
    for (const auto& [from, to] : map_.channel.values) check(to, "channel.values." + from);
  }

  void ReadFinishedAt(const json::value& value) {
    ObjectReader reader(value, "finished_at", problems_);
    map_.finished_at = ReadFieldOf(reader);
    map_.finished_at_forms = map_.date_forms;
    if (const auto pattern = reader.String("format")) {
      DateForm form;
      Take(DateForm::Parse(*pattern), form, "finished_at.format");
      map_.finished_at_forms = {form};
    }
    reader.Finish();
  }

  void ReadDimensions(ObjectReader& reader) {
    const json::value* value = reader.Find("dimensions");
    if (!value) return;
    if (!value->is_object()) {
      reader.Report("dimensions", "not_an_object", {}, Short(*value));
      return;
    }
    for (const auto& member : value->get_object()) {
      const std::string key(member.key());
      const std::string path = "dimensions." + key;
      if (!IsDimensionKey(key)) problems_.push_back(NoSuchDimension(path, key));
      map_.dimensions.emplace_back(key, ReadField(member.value(), path));
    }
  }

  void ReadAnswers(ObjectReader& reader) {
    const json::array* answers = reader.Array("answers", true);
    if (!answers) return;
    if (answers->empty()) reader.Report("answers", "csv_no_answers");
    std::set<std::string> taken;
    for (std::size_t i = 0; i < answers->size(); ++i) {
      ObjectReader one((*answers)[i], Indexed("answers", i), problems_);
      AnswerField field = ReadAnswer(one);
      one.Finish();
      const auto question = one.Find("question");
      if (!field.question) continue;
      if (!taken.insert(std::string(question->get_string())).second) {
        one.Report("question", "csv_question_twice", {}, Short(*question));
      }
      map_.answers.push_back(std::move(field));
    }
  }

  AnswerField ReadAnswer(ObjectReader& reader) {
    AnswerField field;
    field.path = reader.PathOf("question");
    field.path.resize(field.path.size() - std::string_view(".question").size());
    if (const auto id = reader.String("question", true)) FindQuestion(reader, *id, field);
    const json::value* column = reader.Find("column");
    if (column) field.column = ColumnOf(*column, reader.PathOf("column"));
    const json::value* columns = reader.Find("columns");
    if (columns) ReadOptionColumns(reader, *columns, field);
    if (!column && !columns) reader.Report("column", "missing_key");
    field.separator = reader.String("separator").value_or(";");
    if (field.separator.empty()) reader.Report("separator", "csv_empty_separator");
    if (const json::value* values = reader.Find("values")) ReadValues(reader, *values, field);
    for (const std::string& word : ReadStrings(reader, "hard_to_say")) field.hard_to_say.push_back(Fold(word));
    if (field.question && !field.hard_to_say.empty() && !field.question->hard_to_say) {
      reader.Report("hard_to_say", "csv_no_hard_to_say", {field.question->id});
    }
    return field;
  }

  // "criteria.delivery" is the row delivery of the matrix criteria.
  void FindQuestion(ObjectReader& reader, const std::string& id, AnswerField& field) {
    const survey::Question* question = questionnaire_.FindQuestion(id);
    const std::size_t dot = id.rfind('.');
    if (!question && dot != std::string::npos) question = questionnaire_.FindQuestion(id.substr(0, dot));
    if (!question) {
      const std::string near = Nearest(id, QuestionIds());
      reader.Report("question", near.empty() ? "csv_unknown_question" : "csv_unknown_question_near", {near}, id);
      return;
    }
    if (HasRows(question->kind)) {
      const std::string row_id = id.size() > question->id.size() ? id.substr(question->id.size() + 1) : "";
      for (const survey::Row& row : question->rows) {
        if (row.id == row_id) field.row = &row;
      }
      if (!field.row) {
        reader.Report("question", "csv_unknown_row", {question->id, RowIds(*question)}, id);
        return;
      }
    } else if (id != question->id) {
      reader.Report("question", "csv_unknown_question", {}, id);
      return;
    }
    field.question = question;
  }

  std::vector<std::string> QuestionIds() const {
    std::vector<std::string> ids;
    for (const survey::Page& page : questionnaire_.pages) {
      for (const survey::Question& question : page.questions) {
        if (!HasRows(question.kind)) ids.push_back(question.id);
        for (const survey::Row& row : question.rows) ids.push_back(question.id + "." + row.id);
      }
    }
    return ids;
  }

  static std::string RowIds(const survey::Question& question) {
    std::string ids;
    for (const survey::Row& row : question.rows) ids += (ids.empty() ? "" : ", ") + question.id + "." + row.id;
    return ids;
  }

  void ReadOptionColumns(ObjectReader& reader, const json::value& value, AnswerField& field) {
    if (field.question && field.question->kind != Kind::kMultiple) {
      reader.Report("columns", "csv_columns_not_multiple", {}, field.question->id);
      return;
    }
    if (!value.is_object()) {
      reader.Report("columns", "not_an_object", {}, Short(value));
      return;
    }
    for (const auto& member : value.get_object()) {
      const std::string option(member.key());
      const std::string path = reader.PathOf("columns") + "." + option;
      if (field.question && !HasOption(*field.question, option)) {
        problems_.push_back({"csv_unknown_option", {OptionIds(*field.question)}, path, option});
      }
      if (auto ref = ColumnOf(member.value(), path)) field.option_columns.emplace_back(option, std::move(*ref));
    }
  }

  static bool HasOption(const survey::Question& question, std::string_view id) {
    return std::any_of(question.options.begin(), question.options.end(),
                       [id](const survey::Option& option) { return option.id == id; });
  }

  static std::string OptionIds(const survey::Question& question) {
    std::string ids;
    for (const survey::Option& option : question.options) ids += (ids.empty() ? "" : ", ") + option.id;
    return ids;
  }

  void ReadValues(ObjectReader& reader, const json::value& value, AnswerField& field) {
    if (!value.is_object()) {
      reader.Report("values", "not_an_object", {}, Short(value));
      return;
    }
    for (const auto& member : value.get_object()) {
      const std::string path = reader.PathOf("values") + "." + std::string(member.key());
      if (field.question) CheckValue(*field.question, member.value(), path);
      field.values[Fold(member.key())] = member.value();
    }
  }

  void CheckValue(const survey::Question& question, const json::value& value, const std::string& path) {
    const Kind kind = question.kind;
    if (IsScore(kind)) {
      const survey::Scale scale = question.scale.value_or(survey::Scale{});
      const std::int64_t* score = value.if_int64();
      if (!score || *score < scale.min || *score > scale.max) {
        problems_.push_back(
            {"not_an_integer", {std::to_string(scale.min), std::to_string(scale.max)}, path, Short(value)});
      }
    } else if (kind == Kind::kYesNo || kind == Kind::kContactRequest) {
      if (!value.is_bool()) problems_.push_back({"not_a_boolean", {}, path, Short(value)});
    } else if (kind == Kind::kSingle || kind == Kind::kMultiple) {
      if (!value.is_string() || !HasOption(question, value.get_string())) {
        problems_.push_back({"csv_unknown_option", {OptionIds(question)}, path, Short(value)});
      }
    } else if (!value.is_string()) {
      problems_.push_back({"not_a_string", {}, path, Short(value)});
    }
  }

  void ReadIgnore(ObjectReader& reader) {
    const json::array* names = reader.Array("ignore");
    if (!names) return;
    for (std::size_t i = 0; i < names->size(); ++i) {
      if (auto ref = ColumnOf((*names)[i], Indexed("ignore", i))) map_.ignore.push_back(std::move(*ref));
    }
  }

  const survey::Questionnaire& questionnaire_;
  std::vector<Problem>& problems_;
  ImportMap map_;
};

}  // namespace

Result<ImportMap> ParseMap(const json::value& document, const survey::Questionnaire& questionnaire) {
  std::vector<Problem> problems;
  ImportMap map = MapReader(questionnaire, problems).Read(document);
  if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
  return map;
}

}  // namespace otklik::csv
