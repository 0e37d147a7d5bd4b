// Runs tests/golden/<metric>/*.txt on every engine, with several batch sizes and numbers of threads; docs of the form
// are in tests/golden/README.md.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "answers/answer_store.hpp"
#include "answers/columns.hpp"
#include "answers/reference.hpp"
#include "base/json.hpp"
#include "base/messages.hpp"

namespace otklik::answers {
namespace {

namespace fs = std::filesystem;

using Fields = std::map<std::string, std::string>;

struct Case {
  bool error = false;
  Fields fields;
  std::string expected;
  int line = 0;
};

struct Golden {
  std::string name, oracle;
  std::vector<survey::Questionnaire> questionnaires;
  std::vector<Row> rows;
  std::vector<std::uint64_t> deleted;
  std::vector<Case> cases;
};

struct Block {
  int line = 0;
  std::vector<std::string> lines;
};

std::vector<std::string> Words(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::vector<std::string> Split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) parts.push_back(part);
  return parts;
}

[[noreturn]] void Bad(int line, const std::string& what) {
  throw std::runtime_error(fmt::format("line {}: {}", line, what));
}

int Number(const std::string& text, int line) {
  int value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) Bad(line, "not a number: " + text);
  return value;
}

Fields FieldsOf(const std::vector<std::string>& words) {
  Fields fields;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto at = words[i].find('=');
    fields[words[i].substr(0, at)] = at == std::string::npos ? "" : words[i].substr(at + 1);
  }
  return fields;
}

Text English(const std::string& text) { return Text{{{"en", text}}}; }

std::string Cell(const Fields& row, const std::string& key) {
  const auto found = row.find(key);
  return found == row.end() || found->second == "-" ? std::string() : found->second;
}

std::vector<Fields> Table(const Block& block) {
  std::vector<Fields> rows;
  if (block.lines.size() < 2) return rows;
  const auto header = Words(block.lines[1]);
  for (std::size_t i = 2; i < block.lines.size(); ++i) {
    const auto cells = Words(block.lines[i]);
    if (cells.size() != header.size()) Bad(block.line + static_cast<int>(i), "not as many cells as the header");
    Fields& row = rows.emplace_back();
    for (std::size_t j = 0; j < cells.size(); ++j) row[header[j]] = cells[j];
  }
  return rows;
}

void AddCriterion(survey::Questionnaire& questionnaire, const Fields& row) {
  const std::string id = Cell(row, "criterion");
  if (id.empty() || questionnaire.FindCriterion(id)) return;
  questionnaire.criteria.push_back({id, English(id), Cell(row, "stage"), Cell(row, "process"), Cell(row, "level"),
                                    Cell(row, "department"), Cell(row, "value_element")});
}

survey::Question MakeQuestion(const std::string& id, const Fields& row, int line) {
  survey::Question question;
  question.id = id;
  const auto kind = survey::KindFrom(Cell(row, "kind"));
  if (!kind) Bad(line, "unknown kind " + Cell(row, "kind"));
  question.kind = *kind;
  const auto ends = Split(Cell(row, "scale"), '.');
  if (ends.size() != 3) Bad(line, "a scale is written 0..10");
  question.scale = survey::Scale{Number(ends[0], line), Number(ends[2], line), Cell(row, "better") == "low", {}};
  question.measures = Cell(row, "measures");
  question.text = English(Cell(row, "text"));
  question.hard_to_say = true;
  return question;
}

survey::Questionnaire ReadSurvey(const Block& block) {
  const auto words = Words(block.lines[0]);
  const Fields fields = FieldsOf(words);
  survey::Questionnaire questionnaire;
  questionnaire.key = words.at(1);
  questionnaire.version = fields.contains("version") ? Number(fields.at("version"), block.line) : 1;
  questionnaire.languages = {"en"};
  if (fields.contains("anonymous"))
    questionnaire.anonymous = survey::Anonymity{Number(fields.at("anonymous"), block.line), {}};
  auto& questions = questionnaire.pages.emplace_back().questions;
  for (const Fields& row : Table(block)) {
    AddCriterion(questionnaire, row);
    const auto item = Split(row.at("item"), '.');
    if (questions.empty() || questions.back().id != item[0])
      questions.push_back(MakeQuestion(item[0], row, block.line));
    if (item.size() == 2) {
      questions.back().rows.push_back({item[1], English(Cell(row, "text")), Cell(row, "criterion")});
    } else {
      questions.back().criterion = Cell(row, "criterion");
    }
  }
  return questionnaire;
}

const survey::Questionnaire& FindSurvey(const Golden& golden, const std::string& key, int version, int line) {
  for (const auto& questionnaire : golden.questionnaires) {
    if (questionnaire.key == key && questionnaire.version == version) return questionnaire;
  }
  Bad(line, "no survey " + key);
}

Row MakeRow(const Golden& golden, const Fields& cells, int line) {
  Row row;
  row.seq = golden.rows.size() + 1;
  row.survey = cells.contains("survey") ? cells.at("survey") : golden.questionnaires.back().key;
  row.version = cells.contains("version") ? Number(cells.at("version"), line) : 1;
  if (!cells.contains("version") && row.survey == golden.questionnaires.back().key) {
    row.version = golden.questionnaires.back().version;
  }
  row.day = cells.contains("day") ? ParseDay(cells.at("day")).value() : DayFromDate({2019, 1, 1});
  row.abandoned = Cell(cells, "abandoned") == "yes";
  for (const auto& [key, value] : cells) {
    const bool stamped = IsResponseDimension(key) || key == "stage";
    const bool dimension = stamped && key != "survey" && key != "version";
    if (dimension && value != "-") row.dimensions[key] = value;
  }
  for (const survey::Item& item : survey::ScoreItems(FindSurvey(golden, row.survey, row.version, line))) {
    const auto found = cells.find(item.id);
    const std::string cell = found == cells.end() ? "." : found->second;
    const int score = cell == "."   ? survey::kNotShown
                      : cell == "-" ? survey::kNotAnswered
                      : cell == "?" ? survey::kHardToSay
                                    : Number(cell, line);
    row.scores.push_back(static_cast<std::uint8_t>(score));
  }
  return row;
}

void ReadResponses(Golden& golden, const Block& block) {
  for (const Fields& cells : Table(block)) {
    const int times = cells.contains("times") ? Number(cells.at("times"), block.line) : 1;
    for (int i = 0; i < times; ++i) golden.rows.push_back(MakeRow(golden, cells, block.line));
  }
}

void ReadCase(Golden& golden, const Block& block) {
  Case one;
  one.line = block.line;
  one.error = Words(block.lines[0])[0] == "error";
  one.fields = FieldsOf(Words(block.lines[0]));
  if (block.lines.size() < 3 || block.lines[1] != "----") Bad(block.line, "a query is followed by ---- and its answer");
  for (std::size_t i = 2; i < block.lines.size(); ++i) one.expected += block.lines[i] + "\n";
  golden.cases.push_back(std::move(one));
}

std::vector<Block> ReadBlocks(const fs::path& path, Golden& golden) {
  std::ifstream file(path);
  std::vector<Block> blocks;
  bool open = false;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("# name: ")) golden.name = line.substr(8);
    if (line.starts_with("# oracle: ")) golden.oracle = line.substr(10);
    if (line.starts_with("#")) continue;
    if (line.empty()) {
      open = false;
      continue;
    }
    if (!open) blocks.push_back({number, {}});
    open = true;
    blocks.back().lines.push_back(line);
  }
  return blocks;
}

Golden ReadGolden(const fs::path& path) {
  Golden golden;
  for (const Block& block : ReadBlocks(path, golden)) {
    const std::string word = Words(block.lines[0])[0];
    if (word == "survey") {
      golden.questionnaires.push_back(ReadSurvey(block));
    } else if (word == "responses") {
      ReadResponses(golden, block);
    } else if (word == "delete") {
      for (const std::string& seq : Split(Words(block.lines[0]).at(1), ',')) {
        golden.deleted.push_back(static_cast<std::uint64_t>(Number(seq, block.line)));
      }
    } else if (word == "query" || word == "error") {
      ReadCase(golden, block);
    } else {
      Bad(block.line, "unknown block " + word);
    }
  }
  return golden;
}

// ---- asking --------------------------------------------------------------------------------------------

json::array Array(const std::vector<std::string>& words) {
  json::array array;
  for (const std::string& word : words) array.push_back(json::string(word));
  return array;
}

// segment:small=100|large=300;channel:web=1|email=3
json::array Weights(const std::string& text, int line) {
  json::array margins;
  for (const std::string& one : Split(text, ';')) {
    const auto colon = one.find(':');
    json::object totals;
    for (const std::string& category : Split(one.substr(colon + 1), '|')) {
      const auto equals = category.find('=');
      if (equals == std::string::npos) Bad(line, "no total in " + category);
      totals[category.substr(0, equals)] = std::stod(category.substr(equals + 1));
    }
    margins.push_back(json::object{{"dimension", one.substr(0, colon)}, {"totals", totals}});
  }
  return margins;
}

Query MakeQuery(const Fields& fields, int line) {
  json::object document;
  Day today = DayFromDate({2020, 1, 1});
  json::object period;
  json::object where;
  for (const auto& [key, value] : fields) {
    if (key == "show" || key == "prefer" || key == "base") continue;
    if (key == "metric" || key == "compare" || key == "estimand" || key == "cluster") document[key] = value;
    if (key == "by") document["by"] = Array(Split(value, ','));
    if (key == "weights") document[key] = Weights(value, line);
    if (key == "confidence") document[key] = std::stod(value);
    if (key == "from" || key == "to" || key == "unit") period[key] = value;
    if (key == "last") period[key] = Number(value, line);
    if (key == "today") today = ParseDay(value).value();
    if (!key.starts_with("where.")) continue;
    json::array values;
    for (const std::string& one : Split(value, '|')) values.push_back(json::value(one == "-" ? "" : one));
    where[key.substr(6)] = values;
  }
  if (!period.empty()) document["period"] = period;
  if (!where.empty()) document["where"] = where;
  return ParseQuery(document, today).value();
}

std::string Trimmed(double value) {
  std::string text = fmt::format("{:.6f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string ValueText(const stats::Estimate& estimate) {
  if (!estimate.value) return stats::StatusName(estimate.status) + " " + estimate.reason;
  return Trimmed(*estimate.value);
}

std::string IntervalText(const std::optional<stats::Interval>& interval, const std::string& reason) {
  if (!interval) return "[" + reason + "]";
  return "[" + Trimmed(interval->low) + "; " + Trimmed(interval->high) + "]";
}

std::string ChangeText(const stats::Difference& change, bool interval) {
  if (!change.value) return " change: " + stats::StatusName(change.status) + " " + change.reason;
  if (!interval) return " change=" + Trimmed(*change.value);
  return fmt::format(" change={} {} p={}", Trimmed(*change.value),
                     IntervalText(change.interval, change.interval_reason),
                     change.p ? fmt::format("{:.4f}", *change.p) : "-");
}

std::string RestText(const Group& group, bool interval) {
  if (!group.versus_rest) return "";
  const stats::Difference& rest = group.versus_rest->difference;
  if (!rest.value) return " rest: " + stats::StatusName(rest.status) + " " + rest.reason;
  if (!interval) return " rest=" + Trimmed(*rest.value) + " " + rest.method;
  return fmt::format(" rest={} {} p={} {}", Trimmed(*rest.value), IntervalText(rest.interval, rest.interval_reason),
                     rest.p ? fmt::format("{:.4f}", *rest.p) : "-", rest.method);
}

std::string GroupText(const Group& group, const std::set<std::string>& show) {
  std::string text = ValueText(group.estimate) + " n=" + Trimmed(group.estimate.n);
  if (show.contains("se")) text += " se=" + (group.estimate.se ? Trimmed(*group.estimate.se) : "-");
  if (show.contains("interval")) text += " " + IntervalText(group.estimate.interval, group.estimate.interval_reason);
  if (show.contains("method")) text += " " + group.estimate.method;
  if (show.contains("accounts") && group.accounts)
    text += fmt::format(" accounts={} without_account={}", *group.accounts, *group.without_account);
  if (show.contains("responses")) text += fmt::format(" responses={}", group.responses);
  if (show.contains("missing")) {
    text += fmt::format(" not_answered={} hard_to_say={}", group.not_answered, group.hard_to_say);
  }
  if (show.contains("distribution")) {
    for (const auto& [score, answers] : group.distribution) text += fmt::format(" {}:{}", score, answers);
  }
  if (group.previous) text += " previous=" + ValueText(*group.previous) + " n=" + Trimmed(group.previous->n);
  if (group.change) text += ChangeText(*group.change, show.contains("interval"));
  if (show.contains("rest")) text += RestText(group, show.contains("interval"));
  return text;
}

std::string DayText(const std::optional<Day>& day) { return day ? FormatDay(*day) : "-"; }

std::string WeightedText(const WeightedTotal& weighted) {
  std::string text = "weighted: " + ValueText(weighted.estimate) + " n=" + Trimmed(weighted.estimate.n) +
                     " se=" + (weighted.estimate.se ? Trimmed(*weighted.estimate.se) : "-") +
                     (weighted.estimate.interval_reason.empty() ? "" : " [" + weighted.estimate.interval_reason + "]") +
                     "\n";
  for (const WeightedTotal::Category& one : weighted.categories)
    text += fmt::format("{} {}: {} {} of {}\n", one.dimension, one.value, one.answers, Trimmed(one.share),
                        Trimmed(one.population));
  for (const auto& [dimension, value] : weighted.problem_categories)
    text += fmt::format("problem: {} {}\n", dimension, value);
  return text;
}

std::string MeansText(const QueryResult& result) {
  const auto name = [](Estimand estimand) { return estimand == Estimand::kAccount ? "account" : "contact"; };
  std::string text = fmt::format("mean: {}\n", name(result.estimand));
  for (const OtherMean& other : result.other_means)
    text += fmt::format("also: {} {} n={}\n", name(other.estimand), ValueText(other.estimate), other.estimate.n);
  if (!result.client_base) return text;
  return text + fmt::format("base: {} of {} {}\n", result.client_base->answered, result.client_base->accounts,
                            IntervalText(result.client_base->nonresponse, "n_exceeds_N"));
}

std::string ResultText(const QueryResult& result, const std::set<std::string>& show) {
  std::string text;
  if (show.contains("period")) {
    text += "period: " + DayText(result.from) + " " + DayText(result.to) + "\n";
    if (result.previous_from)
      text += "previous: " + DayText(result.previous_from) + " " + DayText(result.previous_to) + "\n";
  }
  if (show.contains("channels")) {
    text += "channels:";
    for (const std::string& channel : result.channels) text += " " + channel;
    text += "\n";
  }
  for (const Break& one : result.breaks) {
    text += fmt::format("break: {} {} {} -> {}\n", FormatDay(one.at),
                        one.kind == Break::Kind::kMode ? "mode" : one.item, one.from, one.to);
  }
  for (const Group& group : result.groups) {
    std::string key;
    for (const std::string& value : group.key) key += (key.empty() ? "" : " / ") + (value.empty() ? "-" : value);
    if (!key.empty()) text += key + ": " + GroupText(group, show) + "\n";
  }
  text += (result.query.by.empty() ? "" : "total: ") + GroupText(result.total, show) + "\n";
  if (show.contains("means")) text += MeansText(result);
  if (result.weighted) text += WeightedText(*result.weighted);
  return text;
}

std::string CodeText(Code code) {
  return code == Code::kInvalid ? "invalid" : code == Code::kRefused ? "refused" : "other";
}

struct Said {
  std::string text, json;
};

Said Ask(AnswerStore& store, const Case& one, int threads) {
  store.PreferAccounts(Cell(one.fields, "prefer") == "accounts");
  store.DeclareAccounts(one.fields.contains("base") ? std::stoull(one.fields.at("base")) : 0);
  const auto result = store.Run(MakeQuery(one.fields, one.line), threads);
  if (!result) return {CodeText(result.error().code) + ": " + Explain(result.error(), Language::kEnglish) + "\n", ""};
  const auto words = Split(one.fields.contains("show") ? one.fields.at("show") : "", ',');
  return {ResultText(*result, {words.begin(), words.end()}), json::serialize(ToJson(*result))};
}

void AddCatalog(AnswerStore& store) {
  for (const auto& entry : fs::directory_iterator(fs::path(OTKLIK_SOURCE_DIR) / "catalog/metrics")) {
    std::ifstream file(entry.path());
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    store.AddMetric(ParseMetric(ReadJson(text).value()).value());
  }
}

void Fill(AnswerStore& store, const Golden& golden, std::size_t batch) {
  AddCatalog(store);
  for (const auto& questionnaire : golden.questionnaires) store.AddQuestionnaire(questionnaire);
  for (std::size_t at = 0; at < golden.rows.size(); at += batch) {
    const auto rows = std::span(golden.rows).subspan(at, std::min(batch, golden.rows.size() - at));
    const auto added = store.Append(rows);
    ASSERT_TRUE(added) << Explain(added.error(), Language::kEnglish);
  }
  for (const std::uint64_t seq : golden.deleted) store.Delete(seq);
}

void Check(AnswerStore& store, const Golden& golden, const std::string& how, std::vector<std::string>& first_json) {
  for (std::size_t i = 0; i < golden.cases.size(); ++i) {
    const Case& one = golden.cases[i];
    for (const int threads : {1, 2, 5}) {
      const Said said = Ask(store, one, threads);
      EXPECT_EQ(said.text, one.expected) << how << ", " << threads << " threads, query at line " << one.line;
      EXPECT_EQ(said.json.empty(), one.error) << how << ", line " << one.line;
      if (first_json.size() <= i) first_json.push_back(said.json);
      EXPECT_EQ(said.json, first_json[i]) << how << " differs from the reference, line " << one.line;
    }
  }
}

class GoldenTest : public testing::TestWithParam<fs::path> {};

TEST_P(GoldenTest, EveryEngineAgrees) {
  const Golden golden = ReadGolden(GetParam());
  EXPECT_FALSE(golden.name.empty()) << "# name: is missing";
  EXPECT_FALSE(golden.oracle.empty()) << "# oracle: is missing";
  EXPECT_FALSE(golden.cases.empty());
  std::vector<std::string> first_json;
  for (const std::size_t batch : {std::size_t{1'000'000}, std::size_t{1}, std::size_t{7}}) {
    AnswerStore reference(MakeReferenceEngine());
    Fill(reference, golden, batch);
    Check(reference, golden, fmt::format("reference, batches of {}", batch), first_json);
    AnswerStore columns(MakeColumnEngine());
    Fill(columns, golden, batch);
    Check(columns, golden, fmt::format("columns, batches of {}", batch), first_json);
  }
}

std::vector<fs::path> GoldenFiles() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(OTKLIK_SOURCE_DIR) / "tests/golden")) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string NameOf(const testing::TestParamInfo<fs::path>& file) {
  std::string name = file.param.parent_path().filename().string() + "_" + file.param.stem().string();
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Files, GoldenTest, testing::ValuesIn(GoldenFiles()), NameOf);

TEST(Golden, EveryMetricHasAnEmptySetCase) {
  for (const auto& entry : fs::directory_iterator(fs::path(OTKLIK_SOURCE_DIR) / "catalog/metrics")) {
    const fs::path folder = fs::path(OTKLIK_SOURCE_DIR) / "tests/golden" / entry.path().stem();
    bool empty_set = false;
    for (const fs::path& file : GoldenFiles()) {
      if (file.parent_path() != folder) continue;
      for (const Case& one : ReadGolden(file).cases) {
        empty_set = empty_set || one.expected.find("undefined no_valid_responses n=0") != std::string::npos;
      }
    }
    EXPECT_TRUE(empty_set) << folder << " has no case without responses";
  }
}

}  // namespace
}  // namespace otklik::answers
