#include "exchange/csv/csv_import.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/text.hpp"
#include "exchange/csv/answer_cell.hpp"
#include "survey/channels.hpp"

namespace otklik::csv {
namespace {

constexpr std::size_t kMaxStampBytes = 500;  // of a dimension, an account, a contact
constexpr std::size_t kShownCharacters = 80;

// A 128-bit name-based id in the form of a UUID of version 5, over keyed BLAKE2b.
Uuid NamedId(std::string_view survey, std::string_view kind, std::string_view name) {
  crypto_generichash_state state;
  const auto add = [&state](std::string_view text) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>("\0"), 1);
  };
  crypto_generichash_init(&state, nullptr, 0, 16);
  add("otklik/import");
  add(survey);
  add(kind);
  add(name);
  Uuid id;
  crypto_generichash_final(&state, id.bytes.data(), id.bytes.size());
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x50);
  id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
  return id;
}

// The id of a row without one of its own, a UUID of version 8: 68 bits of the survey and the file, then the row's
// number, so that the ids of a file ascend and the database's index grows at its end.
Uuid RowId(std::string_view survey, std::string_view fingerprint, std::uint64_t number) {
  Uuid id = NamedId(survey, fingerprint, "");
  id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x80);
  for (std::size_t i = 0; i < 6; ++i) id.bytes[10 + i] = static_cast<std::uint8_t>(number >> (40 - 8 * i));
  return id;
}

// Text from the file that is fit for a message.
std::string Shown(std::string_view text) {
  std::string clean;
  for (const char c : text) {
    if (c == kBadByte) {
      clean += "\xEF\xBF\xBD";
    } else {
      clean += c == '\0' || c == '\n' || c == '\r' ? ' ' : c;
    }
  }
  return Truncate(clean, kShownCharacters);
}

std::string FormsText(const std::vector<DateForm>& forms) {
  std::string text;
  for (const DateForm& form : forms) text += (text.empty() ? "" : ", ") + form.pattern();
  return text;
}

// Required questions become optional.
survey::Questionnaire Relaxed(survey::Questionnaire questionnaire) {
  for (survey::Page& page : questionnaire.pages) {
    for (survey::Question& question : page.questions) question.required = false;
  }
  return questionnaire;
}

// The fact of a dimension that conditions may look at; empty for others.
std::string FactOf(const std::string& dimension) {
  if (dimension == "role") return "contact.role";
  if (dimension == "segment") return "account.segment";
  if (dimension.starts_with("account.") || dimension.starts_with("contact.")) {
    return dimension.substr(0, 8) + "attributes." + dimension.substr(8);
  }
  return {};
}

struct BoundAnswer {
  const AnswerField* field;
  AnswerCell cell;
  int column = -1;
  std::vector<std::pair<std::string, int>> option_columns;
};

bool LacksAColumn(const std::vector<Problem>& problems) {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Problem& problem) { return problem.key.starts_with("csv_no_column"); });
}

}  // namespace

std::string DelimiterText(char delimiter) { return delimiter == '\t' ? "\\t" : std::string(1, delimiter); }

std::string FileFingerprint(std::istream& in) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 16);
  std::vector<char> block(256 * 1024);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(block.data()),
                              static_cast<unsigned long long>(in.gcount()));
  }
  in.clear();
  in.seekg(0);
  Uuid digest;
  crypto_generichash_final(&state, digest.bytes.data(), digest.bytes.size());
  std::string hex = digest.ToString();
  hex.erase(std::remove(hex.begin(), hex.end(), '-'), hex.end());
  return hex;
}

struct Importer::State {
  State(std::istream& in, ImportMap import_map, const survey::Questionnaire& given, const TimeZone& zone,
        std::string file)
      : map(std::move(import_map)),
        questionnaire(given),
        relaxed(map.required_may_be_missing ? Relaxed(given) : survey::Questionnaire{}),
        reader(in, {map.encoding, map.delimiter}),
        clock(map.time_zone.empty() ? zone.name() : map.time_zone),
        fingerprint(std::move(file)) {
    if (map.date_forms.empty()) map.date_forms = IsoForms();
    if (map.finished_at_forms.empty()) map.finished_at_forms = map.date_forms;
    form = {map.decimal, &map.date_forms, &map.missing};
  }

  TimeMs latest = std::numeric_limits<TimeMs>::max();
  std::map<Uuid, std::uint64_t> rows_by_id;  // of the file's own ids
  const survey::Questionnaire& Checked() const { return map.required_may_be_missing ? relaxed : questionnaire; }

  Result<void> ReadHeader();
  void NameColumns(const Record& first);
  int Bind(const ColumnRef& ref, const std::string& path, std::vector<Problem>& problems);
  void BindAll(std::vector<Problem>& problems);
  void BindAnswers(std::vector<Problem>& problems);

  ImportItem ReadRow(const Record& record);
  bool CheckShape(const Record& record, BadRow& bad) const;
  void ReadStamps(const Record& record, ImportedRow& row, BadRow& bad);
  void ReadTime(const Record& record, ImportedRow& row, BadRow& bad);
  void ReadDimensions(const Record& record, ImportedRow& row, BadRow& bad);
  json::object ReadAnswers(const Record& record, BadRow& bad) const;
  void ReadChosen(const BoundAnswer& answer, const Record& record, json::object& given) const;
  void CheckAnswers(const json::object& given, ImportedRow& row, BadRow& bad) const;
  std::string ColumnOfField(std::string_view field) const;
  std::string Written(const Field& field, int column, const Record& record) const;
  void Complain(BadRow& bad, int column, std::string_view value, Problem problem) const;

  ImportMap map;
  const survey::Questionnaire& questionnaire;
  survey::Questionnaire relaxed;  // used where required answers may be missing
  Reader reader;
  WallClock clock;
  std::string fingerprint;
  CellForm form;
  std::vector<std::string> columns;
  std::vector<char> used;  // by column: mapped or ignored
  int id_column = -1, time_column = -1, language_column = -1, channel_column = -1, account_column = -1,
      contact_column = -1;
  std::vector<int> dimension_columns;
  std::vector<BoundAnswer> answers;
  std::optional<Record> first;  // of a file without a header
  std::vector<std::string> first_fields;
  std::uint64_t rows = 0;
};

Result<void> Importer::State::ReadHeader() {
  for (int skipped = 0;; ++skipped) {
    const auto next = reader.Next();
    if (!next) return next.error();
    if (!*next) return Fail(Code::kInvalid, "csv_empty", {}, "file");
    if (skipped < map.skip_rows) continue;
    NameColumns(**next);
    std::vector<Problem> problems;
    BindAll(problems);
    const bool guessed = map.encoding.empty() || !map.delimiter;
    if (guessed && LacksAColumn(problems)) {
      problems.push_back({"csv_read_as", {reader.encoding(), DelimiterText(reader.delimiter())}, "file", {}});
    }
    if (!problems.empty()) return Error{Code::kInvalid, std::move(problems)};
    return {};
  }
}

void Importer::State::NameColumns(const Record& record) {
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    columns.push_back(map.header ? Nfc(Shown(Trim(record.fields[i]))) : std::to_string(i + 1));
  }
  used.assign(columns.size(), 0);
  if (map.header) return;
  // The reader's views end with its next call; this row is also data.
  first_fields.assign(record.fields.begin(), record.fields.end());
  first = record;
  first->fields.assign(first_fields.begin(), first_fields.end());
}

int Importer::State::Bind(const ColumnRef& ref, const std::string& path, std::vector<Problem>& problems) {
  int found = -1;
  if (ref.number > 0) {
    if (static_cast<std::size_t>(ref.number) <= columns.size()) found = ref.number - 1;
  } else {
    const std::string name = Nfc(Shown(Trim(ref.name)));
    const auto at = std::find(columns.begin(), columns.end(), name);
    if (at != columns.end()) found = static_cast<int>(at - columns.begin());
    if (at != columns.end() && std::find(at + 1, columns.end(), name) != columns.end()) {
      problems.push_back({"csv_column_twice", {name}, path, name});
      return -1;
    }
  }
  if (found >= 0) {
    used[static_cast<std::size_t>(found)] = 1;
    return found;
  }
  const std::string asked = ref.number > 0 ? std::to_string(ref.number) : ref.name;
  const std::string near = Nearest(asked, columns);
  if (near.empty()) {
    problems.push_back({"csv_no_column", {std::to_string(columns.size())}, path, asked});
  } else {
    problems.push_back({"csv_no_column_near", {near}, path, asked});
  }
  return -1;
}

void Importer::State::BindAll(std::vector<Problem>& problems) {
  const auto bind = [&](const std::optional<ColumnRef>& ref, const std::string& path) {
    return ref ? Bind(*ref, path, problems) : -1;
  };
  id_column = bind(map.id, "id.column");
  time_column = bind(map.finished_at.column, "finished_at.column");
  language_column = bind(map.language.column, "language.column");
  channel_column = bind(map.channel.column, "channel.column");
  account_column = bind(map.account, "account.column");
  contact_column = bind(map.contact, "contact.column");
  for (const auto& [key, field] : map.dimensions) {
    dimension_columns.push_back(bind(field.column, "dimensions." + key + ".column"));
  }
  BindAnswers(problems);
  for (std::size_t i = 0; i < map.ignore.size(); ++i) {
    Bind(map.ignore[i], "ignore[" + std::to_string(i) + "]", problems);
  }
}

void Importer::State::BindAnswers(std::vector<Problem>& problems) {
  for (const AnswerField& field : map.answers) {
    BoundAnswer bound{&field, AnswerCell(field, form), -1, {}};
    if (field.column) bound.column = Bind(*field.column, field.path + ".column", problems);
    for (const auto& [option, ref] : field.option_columns) {
      bound.option_columns.emplace_back(option, Bind(ref, field.path + ".columns." + option, problems));
    }
    answers.push_back(std::move(bound));
  }
}

void Importer::State::Complain(BadRow& bad, int column, std::string_view value, Problem problem) const {
  bad.problems.push_back({bad.row_number, column < 0 ? std::string() : columns[static_cast<std::size_t>(column)],
                          Shown(value), std::move(problem)});
}

bool Importer::State::CheckShape(const Record& record, BadRow& bad) const {
  const std::size_t expected = columns.size();
  bool ragged = record.fields.size() < expected;
  // Empty cells behind the last column are a trailing delimiter.
  for (std::size_t i = expected; i < record.fields.size(); ++i) ragged = ragged || !Trim(record.fields[i]).empty();
  if (ragged) {
    Complain(bad, -1, record.fields.front(),
             {"csv_ragged_row", {std::to_string(record.fields.size()), std::to_string(expected)}, {}, {}});
  }
  if (record.stray_quote) Complain(bad, -1, record.fields.front(), {"csv_stray_quote", {}, {}, {}});
  for (std::size_t i = 0; record.bad_bytes && i < std::min(expected, record.fields.size()); ++i) {
    if (!used[i]) continue;
    const std::string_view cell = record.fields[i];
    if (cell.find(kBadByte) != std::string_view::npos) {
      Complain(bad, static_cast<int>(i), cell, {"csv_bad_bytes", {reader.encoding()}, {}, {}});
    } else if (cell.find('\0') != std::string_view::npos) {
      Complain(bad, static_cast<int>(i), cell, {"csv_nul", {}, {}, {}});
    }
  }
  return bad.problems.empty();
}

std::string Importer::State::Written(const Field& field, int column, const Record& record) const {
  if (column < 0) return field.value;
  const std::string_view cell = Trim(record.fields[static_cast<std::size_t>(column)]);
  if (!field.values.empty()) {
    const auto found = field.values.find(std::string(cell));
    if (found != field.values.end()) return found->second;
  }
  return form.IsMissing(cell) ? std::string() : Nfc(cell);
}

void Importer::State::ReadTime(const Record& record, ImportedRow& row, BadRow& bad) {
  const std::string text = Written(map.finished_at, time_column, record);
  for (const DateForm& date_form : map.finished_at_forms) {
    const auto written = date_form.Read(text);
    if (!written) continue;
    if (written->day < 0 || written->day > 65535) break;
    row.finished_at = clock.At(*written);
    if (row.finished_at > latest) Complain(bad, time_column, text, {"csv_future", {}, {}, {}});
    return;
  }
  Complain(bad, time_column, text, {"csv_bad_time", {FormsText(map.finished_at_forms)}, {}, {}});
}

void Importer::State::ReadStamps(const Record& record, ImportedRow& row, BadRow& bad) {
  const auto cell = [&](int column) {
    return column < 0 ? std::string_view() : Trim(record.fields[static_cast<std::size_t>(column)]);
  };
  if (id_column >= 0) {
    const std::string_view written = cell(id_column);
    if (form.IsMissing(written)) Complain(bad, id_column, written, {"csv_no_id", {}, {}, {}});
    const auto uuid = Uuid::Parse(written);
    if (uuid) row.own_id = written;
    row.id = uuid ? *uuid : NamedId(questionnaire.key, "id", written);
    const auto [first_row, fresh] = rows_by_id.try_emplace(row.id, record.number);
    if (!fresh && !form.IsMissing(written)) {
      Complain(bad, id_column, written, {"csv_id_twice", {std::to_string(first_row->second)}, {}, {}});
    }
  } else {
    row.id = RowId(questionnaire.key, fingerprint, record.number);
  }
  row.language = Fold(Written(map.language, language_column, record));
  if (const std::size_t dash = row.language.find_first_of("-_"); dash != std::string::npos) row.language.resize(dash);
  if (row.language.empty()) row.language = questionnaire.default_language();
  if (!IsLanguageTag(row.language)) Complain(bad, language_column, row.language, {"csv_bad_language", {}, {}, {}});
  row.channel = Written(map.channel, channel_column, record);
  if (row.channel.empty()) row.channel = survey::kImportChannel;
  row.account = form.IsMissing(cell(account_column)) ? std::string() : Nfc(cell(account_column));
  row.contact = form.IsMissing(cell(contact_column)) ? std::string() : Nfc(cell(contact_column));
  const Problem too_long{"text_too_long", {std::to_string(kMaxStampBytes)}, {}, {}};
  if (row.channel != survey::kImportChannel &&
      std::find(survey::kChannels.begin(), survey::kChannels.end(), row.channel) == survey::kChannels.end()) {
    const std::vector<std::string> known(survey::kChannels.begin(), survey::kChannels.end());
    Complain(bad, channel_column, row.channel, {"csv_bad_channel", {Listed(known)}, {}, {}});
  }
  if (row.account.size() > kMaxStampBytes) Complain(bad, account_column, row.account, too_long);
  if (row.contact.size() > kMaxStampBytes) Complain(bad, contact_column, row.contact, too_long);
}

void Importer::State::ReadDimensions(const Record& record, ImportedRow& row, BadRow& bad) {
  for (std::size_t i = 0; i < map.dimensions.size(); ++i) {
    const auto& [key, field] = map.dimensions[i];
    std::string value = Written(field, dimension_columns[i], record);
    if (value.empty()) continue;
    if (value.size() > kMaxStampBytes) {
      Complain(bad, dimension_columns[i], value, {"text_too_long", {std::to_string(kMaxStampBytes)}, {}, {}});
    }
    row.dimensions.emplace(key, std::move(value));
  }
}

void Importer::State::ReadChosen(const BoundAnswer& answer, const Record& record, json::object& given) const {
  json::array chosen;
  for (const auto& [option, column] : answer.option_columns) {
    const std::string_view cell = Trim(record.fields[static_cast<std::size_t>(column)]);
    if (AnswerCell::IsChosen(cell, form)) chosen.emplace_back(option);
  }
  if (!chosen.empty()) given[answer.field->question->id] = std::move(chosen);
}

json::object Importer::State::ReadAnswers(const Record& record, BadRow& bad) const {
  json::object given;
  given.reserve(answers.size());
  for (const BoundAnswer& answer : answers) {
    if (!answer.option_columns.empty()) ReadChosen(answer, record, given);
    if (answer.column < 0) continue;
    const std::string_view cell = record.fields[static_cast<std::size_t>(answer.column)];
    auto value = answer.cell.Read(cell);
    if (!value) {
      Complain(bad, answer.column, cell, Problem(value.error().problems.front()));
      continue;
    }
    if (value->is_null()) continue;
    if (answer.field->row) {
      json::value& rows_of = given[answer.field->question->id];
      if (!rows_of.is_object()) rows_of.emplace_object();
      rows_of.get_object()[answer.field->row->id] = std::move(*value);
    } else {
      given[answer.field->question->id] = std::move(*value);
    }
  }
  return given;
}

// The name of the column that "answers.<question>[.<row>]" came from; empty when none is mapped.
std::string Importer::State::ColumnOfField(std::string_view field) const {
  constexpr std::string_view kPrefix = "answers.";
  if (field.starts_with(kPrefix)) field.remove_prefix(kPrefix.size());
  for (const BoundAnswer& answer : answers) {
    const AnswerField& mapped = *answer.field;
    const std::string id = mapped.row ? mapped.question->id + "." + mapped.row->id : mapped.question->id;
    if (id == field && answer.column >= 0) return columns[static_cast<std::size_t>(answer.column)];
  }
  return {};
}

void Importer::State::CheckAnswers(const json::object& given, ImportedRow& row, BadRow& bad) const {
  survey::Facts facts{{"channel", row.channel}, {"language", row.language}};
  if (!row.account.empty()) facts.emplace("account.name", row.account);
  for (const auto& [key, value] : row.dimensions) {
    if (std::string fact = FactOf(key); !fact.empty()) facts.emplace(std::move(fact), value);
  }
  auto checked = survey::CheckResponse(Checked(), facts, given);
  if (checked) {
    row.answers = std::move(*checked);
    return;
  }
  Error error = checked.error();
  for (Problem& problem : error.problems) {
    const std::string column = ColumnOfField(problem.field), value = problem.value;
    bad.problems.push_back({bad.row_number, column, value, std::move(problem)});
  }
}

ImportItem Importer::State::ReadRow(const Record& record) {
  ++rows;
  BadRow bad{record.number, {}};
  if (!CheckShape(record, bad)) return bad;
  ImportedRow row;
  row.row_number = record.number;
  ReadTime(record, row, bad);
  ReadStamps(record, row, bad);
  ReadDimensions(record, row, bad);
  const json::object given = ReadAnswers(record, bad);
  if (bad.problems.empty()) CheckAnswers(given, row, bad);
  if (!bad.problems.empty()) return bad;
  return row;
}

Importer::Importer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Importer::~Importer() = default;

Result<std::unique_ptr<Importer>> Importer::Open(std::istream& in, ImportMap map,
                                                 const survey::Questionnaire& questionnaire, const TimeZone& zone,
                                                 std::string fingerprint, TimeMs latest) {
  auto state = std::make_unique<State>(in, std::move(map), questionnaire, zone, std::move(fingerprint));
  state->latest = latest;
  if (const auto read = state->ReadHeader(); !read) return read.error();
  return std::unique_ptr<Importer>(new Importer(std::move(state)));
}

Result<std::optional<ImportItem>> Importer::Next() {
  if (state_->first) {
    const Record record = *std::exchange(state_->first, std::nullopt);
    return std::optional<ImportItem>(state_->ReadRow(record));
  }
  const auto next = state_->reader.Next();
  if (!next) return next.error();
  if (!*next && state_->rows == 0) return Fail(Code::kInvalid, "csv_empty", {}, "file");
  if (!*next) return std::optional<ImportItem>();
  return std::optional<ImportItem>(state_->ReadRow(**next));
}

const std::vector<std::string>& Importer::columns() const { return state_->columns; }

std::vector<std::string> Importer::unmapped_columns() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < state_->columns.size(); ++i) {
    if (!state_->used[i]) names.push_back(state_->columns[i]);
  }
  return names;
}

std::string Importer::id_column() const {
  return state_->id_column < 0 ? std::string() : state_->columns[static_cast<std::size_t>(state_->id_column)];
}
const std::string& Importer::encoding() const { return state_->reader.encoding(); }
char Importer::delimiter() const { return state_->reader.delimiter(); }
std::uint64_t Importer::bytes_read() const { return state_->reader.bytes_read(); }
std::uint64_t Importer::rows_read() const { return state_->rows; }

}  // namespace otklik::csv
