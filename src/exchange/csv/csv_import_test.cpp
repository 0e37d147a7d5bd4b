#include "exchange/csv/csv_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/messages.hpp"
#include "base/messages_table.hpp"

namespace otklik::csv {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kData = OTKLIK_SOURCE_DIR "/tests/data/";

std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

survey::Questionnaire LoadQuestionnaire(const std::string& name) {
  return survey::ParseQuestionnaire(ReadJson(Slurp(kData + name)).value()).value();
}

struct Imported {
  std::vector<ImportedRow> rows;
  ProblemReport report;
  std::vector<BadRow> bad;
  std::vector<std::string> unmapped;
  std::string encoding, failure;
  char delimiter = 0;
  std::uint64_t bytes = 0;
};

Imported Import(const std::string& file, const json::value& map, const survey::Questionnaire& questionnaire,
                std::string fingerprint = "f") {
  Imported all;
  std::istringstream in(file);
  auto parsed = ParseMap(map, questionnaire);
  if (!parsed) {
    all.failure = Explain(parsed.error(), Language::kEnglish);
    return all;
  }
  auto opened =
      Importer::Open(in, std::move(*parsed), questionnaire, TimeZone::Open("UTC").value(), std::move(fingerprint));
  if (!opened) {
    all.failure = Explain(opened.error(), Language::kEnglish);
    return all;
  }
  Importer& importer = **opened;
  for (;;) {
    auto next = importer.Next();
    if (!next) all.failure = Explain(next.error(), Language::kEnglish);
    if (!next || !*next) break;
    if (auto* row = std::get_if<ImportedRow>(&**next)) {
      all.rows.push_back(std::move(*row));
    } else {
      all.bad.push_back(std::get<BadRow>(**next));
      all.report.Add(all.bad.back());
    }
  }
  all.unmapped = importer.unmapped_columns();
  all.encoding = importer.encoding();
  all.delimiter = importer.delimiter();
  all.bytes = importer.bytes_read();
  EXPECT_EQ(importer.rows_read(), all.rows.size() + all.bad.size());
  return all;
}

std::string Text(const ImportedRow& row) {
  std::string text = FormatTime(row.finished_at) + " " + row.language + " " + row.channel + " " + row.account;
  for (const auto& [key, value] : row.dimensions) text += " " + key + "=" + value;
  return text + " " + CanonicalJson(row.answers);
}

const std::vector<std::string> kSampleRows = {
    "2019-03-07T07:15:00.000Z ru phone ООО \"Металлург\" partner=Восток segment=large "
    R"({"again":true,"call_me":false,"channels":["api","portal"],"comment":"Всё в срок, спасибо; так и держите",)"
    R"("criteria":{"delivery":10,"documents":7},"reason":"service","recommend":9,"satisfaction":5,)"
    R"("since":"2015-02-01","tons":1.2345E3})",
    "2019-03-08T20:59:00.000Z ru email ЗАО \"Труба\" partner=Запад segment=small "
    R"({"again":false,"call_me":true,"channels":[{"other":"Чат"}],"comment":"Акты идут\nтри недели",)"
    R"("criteria":{"delivery":"hard_to_say","documents":1},"reason":"price","recommend":3,"satisfaction":2,)"
    R"("since":"2018-12-31","tons":7.5E-1})",
    "2019-03-30T21:00:00.000Z ru email ИП Ёлкин segment=small "
    R"({"again":null,"call_me":null,"channels":null,"comment":null,"criteria":{"delivery":5},"reason":null,)"
    R"("recommend":"hard_to_say","satisfaction":null,"since":null,"tons":null})"};

struct FormCase {
  std::string file, encoding;
  char delimiter;
};

class ImportForms : public ::testing::TestWithParam<FormCase> {};

TEST_P(ImportForms, GiveTheSameResponses) {
  const auto questionnaire = LoadQuestionnaire("import_questionnaire.json");
  const json::value map = ReadJson(Slurp(kData + "import_map.json")).value();
  const std::string file = Slurp(kData + GetParam().file);
  const Imported all = Import(file, map, questionnaire);
  EXPECT_EQ(all.failure, "");
  EXPECT_EQ(all.report.Explain(Language::kEnglish), "");
  EXPECT_EQ(all.encoding, GetParam().encoding);
  EXPECT_EQ(all.delimiter, GetParam().delimiter);
  EXPECT_EQ(all.bytes, file.size());
  EXPECT_THAT(all.unmapped, ElementsAre());
  std::vector<std::string> texts;
  for (const ImportedRow& row : all.rows) texts.push_back(Text(row));
  EXPECT_EQ(texts, kSampleRows);
  // The same id column gives the same ids, whatever the file.
  EXPECT_EQ(all.rows.at(0).id, Import(Slurp(kData + "import_utf8_comma_lf.csv"), map, questionnaire, "g").rows[0].id);
}

INSTANTIATE_TEST_SUITE_P(All, ImportForms,
                         ::testing::Values(FormCase{"import_utf8_comma_lf.csv", "UTF-8", ','},
                                           FormCase{"import_utf8_mark_semicolon_crlf.csv", "UTF-8", ';'},
                                           FormCase{"import_windows1251_semicolon_crlf.csv", "windows-1251", ';'},
                                           FormCase{"import_koi8r_pipe_lf.csv", "KOI8-R", '|'},
                                           FormCase{"import_cp866_tab_lf.csv", "IBM866", '\t'},
                                           FormCase{"import_utf16le_mark_tab_crlf.csv", "UTF-16LE", '\t'},
                                           FormCase{"import_utf16be_mark_comma_cr.csv", "UTF-16BE", ','},
                                           FormCase{"import_utf16le_bare_semicolon_lf.csv", "UTF-16LE", ';'}),
                         [](const auto& one) { return one.param.file.substr(7, one.param.file.size() - 11); });

std::vector<std::string> Lines(const Imported& all) {
  std::vector<std::string> lines;
  for (const BadRow& bad : all.bad) {
    for (const RowProblem& one : bad.problems) {
      lines.push_back(std::to_string(one.row_number) + " " + one.column + " " + one.problem.key + " " + one.value);
    }
  }
  return lines;
}

TEST(Import, ReportsEveryBadCellByRowAndColumn) {
  const auto questionnaire = LoadQuestionnaire("import_questionnaire.json");
  const json::value map = ReadJson(Slurp(kData + "import_map.json")).value();
  const Imported all = Import(Slurp(kData + "import_bad_rows.csv"), map, questionnaire);
  EXPECT_THAT(Lines(all), ElementsAre("2 Рекомендация csv_not_a_score 11",  //
                                      "3 Дата csv_bad_time 2019/03/07",     //
                                      "3 Рекомендация csv_not_a_score девять",
                                      "3 Причина csv_not_an_option Погода",    //
                                      "3 Снова csv_not_yes_or_no может быть",  //
                                      "3 Тонн csv_not_a_number 1.5",           //
                                      "3 С нами с csv_bad_time 31.02.2015",    //
                                      "4  csv_ragged_row б-3",                 //
                                      "5  csv_ragged_row б-4",                 //
                                      "6 Рекомендация csv_not_a_score 12",     //
                                      "7 Номер csv_no_id ",                    //
                                      "9 Рекомендация answer_required ",       //
                                      "9 Тонн too_many_decimals 1.555"));
  ASSERT_EQ(all.rows.size(), 1u);  // the one whose extra cell is empty
  EXPECT_EQ(all.rows[0].row_number, 8u);
  EXPECT_EQ(all.report.bad_rows(), 7u);
  const auto kinds = all.report.Kinds();
  EXPECT_EQ(kinds.front().column, "Рекомендация");
  EXPECT_EQ(kinds.front().count, 3u);
  EXPECT_THAT(all.report.Explain(Language::kEnglish),
              HasSubstr("Рекомендация, 3×: must be a whole number from 0 to 10, or a word given in \"values\" (row "
                        "2: \"11\", row 3: \"девять\", row 6: \"12\")"));
  EXPECT_THAT(all.report.Explain(Language::kRussian), HasSubstr("Рекомендация, 3×: нужно целое число от 0 до 10"));
  EXPECT_EQ(all.report.ToJson(Language::kEnglish).at("bad_rows"), json::value(7u));
}

std::string ReportOf(const std::vector<std::pair<std::string, std::string>>& cells_and_first) {
  ProblemReport report;
  std::uint64_t number = 6;
  for (const auto& [cells, first] : cells_and_first) {
    ++number;
    report.Add({number, {{number, "", first, {"csv_ragged_row", {cells, "8"}, {}, {}}}}});
  }
  return report.Explain(Language::kEnglish);
}

TEST(Import, ReportSaysOfEachRowWhatIsTrueOfIt) {
  EXPECT_EQ(ReportOf({{"3", "a"}, {"9", "b"}}),
            "2×: the row has 3 cells, the header 8 (row 7: \"a\"); the row has 9 cells, the header 8 (row 8: \"b\")\n");
  EXPECT_EQ(ReportOf({{"3", "a"}, {"3", "b"}, {"3", "c"}, {"3", "d"}}),
            "4×: the row has 3 cells, the header 8 (row 7: \"a\", row 8: \"b\", row 9: \"c\")\n");
  EXPECT_EQ(ReportOf({{"3", "a"}, {"3", "b"}, {"3", "c"}, {"3", "d"}, {"9", "e"}, {"1", "f"}}),
            "6×: the row has 3 cells, the header 8 (row 7: \"a\", row 8: \"b\"); "
            "the row has 9 cells, the header 8 (row 11: \"e\"); …\n");
}

constexpr std::string_view kSmallMap =
    R"({"finished_at": {"column": "when"}, "answers": [{"question": "recommend", "column": "nps"}]})";

TEST(Import, IdsFollowFileAndRow) {
  const auto questionnaire = LoadQuestionnaire("telecom_questionnaire.json");
  const json::value map = ReadJson(kSmallMap).value();
  const std::string file = "when,nps\n2019-03-07,9\n2019-03-07,9\n";
  const Imported first = Import(file, map, questionnaire, "f"), again = Import(file, map, questionnaire, "f"),
                 other = Import(file, map, questionnaire, "g");
  std::set<Uuid> ids;
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(first.rows.at(i).id, again.rows.at(i).id);
    ids.insert({first.rows[i].id, other.rows.at(i).id});
  }
  EXPECT_EQ(ids.size(), 4u);
  EXPECT_EQ(first.rows[0].id.ToString()[14], '8');
  EXPECT_LT(first.rows[0].id, first.rows[1].id);
}

TEST(Import, FingerprintTellsFilesApartAndRewinds) {
  std::istringstream a("when,nps\n"), b("when,npS\n");
  EXPECT_EQ(FileFingerprint(a).size(), 32u);
  EXPECT_EQ(FileFingerprint(a), FileFingerprint(a));
  EXPECT_NE(FileFingerprint(a), FileFingerprint(b));
  std::string word;
  EXPECT_TRUE(a >> word);
}

TEST(Import, KeepsAUuidOfTheFile) {
  const auto questionnaire = LoadQuestionnaire("telecom_questionnaire.json");
  json::value map = ReadJson(kSmallMap).value();
  map.as_object()["id"] = {{"column", "id"}};
  const Imported all =
      Import("id,when,nps\n3FA85F64-5717-4562-b3fc-2c963f66afa6,2019-03-07,9\nR_1,2019-03-07,9\n", map, questionnaire);
  EXPECT_EQ(all.rows.at(0).id.ToString(), "3fa85f64-5717-4562-b3fc-2c963f66afa6");
  EXPECT_EQ(all.rows.at(1).id.ToString()[14], '5');
}

TEST(Import, ReadsAFileWithoutAHeader) {
  const auto questionnaire = LoadQuestionnaire("telecom_questionnaire.json");
  const json::value map = ReadJson(R"({"header": false, "skip_rows": 1, "finished_at": {"column": 1},
    "answers": [{"question": "recommend", "column": 3, "values": {"великолепно": 10}}]})")
                              .value();
  const Imported all = Import("Отчёт;;\n2019-03-07;x;Великолепно\n2019-03-08;y;7.0\n", map, questionnaire);
  EXPECT_EQ(all.failure, "");
  ASSERT_EQ(all.rows.size(), 2u);
  EXPECT_EQ(all.rows[0].answers.at("recommend"), json::value(10));
  EXPECT_EQ(all.rows[1].answers.at("recommend"), json::value(7));
  EXPECT_EQ(all.rows[0].row_number, 2u);
  EXPECT_THAT(all.unmapped, ElementsAre("2"));
}

TEST(Import, NamesColumnsTheFileLacks) {
  const auto questionnaire = LoadQuestionnaire("telecom_questionnaire.json");
  const json::value map = ReadJson(kSmallMap).value();
  EXPECT_EQ(Import("When,NPS2,x\n", map, questionnaire).failure,
            "finished_at.column: the file has no such column; did you mean \"When\"? (when)\n"
            "answers[0].column: the file has no such column (it has 3 columns) (nps)\n"
            "file: it was read as UTF-8 with the delimiter \",\"; if that is wrong, state \"encoding\" and "
            "\"delimiter\" in the mapping file, or they are told from the contents");
  EXPECT_THAT(Import("when,nps,nps\n", map, questionnaire).failure, HasSubstr("more than once"));
  EXPECT_THAT(Import("", map, questionnaire).failure, HasSubstr("not one row"));
  EXPECT_THAT(Import("when,nps\n", map, questionnaire).failure, HasSubstr("not one row"));
  EXPECT_THAT(Import("when,nps\n2019-03-07,\"9\n", map, questionnaire).failure, HasSubstr("row 2: a quote"));
}

TEST(Import, RequiredAnswersMayBeMissingWhereTheMapSaysSo) {
  const auto questionnaire = LoadQuestionnaire("import_questionnaire.json");
  json::value map = ReadJson(kSmallMap).value();
  EXPECT_EQ(Import("when,nps\n2019-03-07,NA\n", map, questionnaire).bad.size(), 1u);
  map.as_object()["required_may_be_missing"] = true;
  EXPECT_EQ(Import("when,nps\n2019-03-07,NA\n", map, questionnaire).rows.size(), 1u);
}

TEST(Import, ReadsOptionColumns) {
  const auto questionnaire = LoadQuestionnaire("import_questionnaire.json");
  const json::value map = ReadJson(R"({"finished_at": {"column": "when"}, "answers": [
    {"question": "recommend", "column": "nps"},
    {"question": "channels", "columns": {"api": "uses api", "portal": "uses portal"}}]})")
                              .value();
  const Imported all = Import("when,nps,uses api,uses portal\n2019-03-07,9,1,no\n2019-03-07,9,,\n", map, questionnaire);
  EXPECT_EQ(CanonicalJson(all.rows.at(0).answers.at("channels")), R"(["api"])");
  EXPECT_TRUE(all.rows.at(1).answers.at("channels").is_null());
}

TEST(Import, RefusesBytesOfAnotherEncoding) {
  const auto questionnaire = LoadQuestionnaire("telecom_questionnaire.json");
  json::value map = ReadJson(R"({"encoding": "utf-8", "finished_at": {"column": "when"}, "answers": [
    {"question": "recommend", "column": "nps"}, {"question": "comment", "column": "text"}]})")
                        .value();
  const std::string file = "when,nps,text\n2019-03-07,9,\xEF\xF0\xE8\xE2\xE5\xF2\n";
  const Imported wrong = Import(file, map, questionnaire);
  ASSERT_EQ(wrong.bad.size(), 1u);
  EXPECT_EQ(wrong.bad[0].problems[0].problem.key, "csv_bad_bytes");
  EXPECT_EQ(wrong.bad[0].problems[0].column, "text");
  map.as_object()["encoding"] = "cp1251";
  EXPECT_EQ(Import(file, map, questionnaire).rows.at(0).answers.at("comment"), json::value("привет"));
}

TEST(Import, OneBadByteInAUtf8FileMakesItsRowBadAndLeavesTheOthersAsTheyAre) {
  const auto questionnaire = LoadQuestionnaire("telecom_questionnaire.json");
  const json::value map = ReadJson(R"({"finished_at": {"column": "дата"}, "answers": [
    {"question": "recommend", "column": "оценка"}, {"question": "comment", "column": "текст"}]})")
                              .value();
  std::string file = "дата;оценка;текст\n2019-03-07;9;Спа\xD1ибо\n";
  for (int i = 0; i < 500; ++i) file += "2019-03-07;9;Всё в срок\n";
  const Imported all = Import(file, map, questionnaire);
  EXPECT_EQ(all.failure, "");
  EXPECT_EQ(all.encoding, "UTF-8");
  EXPECT_THAT(Lines(all), ElementsAre("2 текст csv_bad_bytes Спа\xEF\xBF\xBDибо"));
  ASSERT_EQ(all.rows.size(), 500u);
  EXPECT_EQ(all.rows.back().answers.at("comment"), json::value("Всё в срок"));
}

TEST(Import, SaysHowTheFileWasReadWhenAColumnIsNotFound) {
  const auto questionnaire = LoadQuestionnaire("telecom_questionnaire.json");
  json::value map = ReadJson(R"({"finished_at": {"column": "дата"}, "answers": [
    {"question": "recommend", "column": "оценка"}]})")
                        .value();
  const std::string file = "дата\tоценки\tтекст\n";
  EXPECT_THAT(Import(file, map, questionnaire).failure,
              HasSubstr("answers[0].column: the file has no such column; did you mean \"оценки\"? (оценка)\n"
                        "file: it was read as UTF-8 with the delimiter \"\\t\"; if that is wrong, state "));
  map.as_object()["encoding"] = "cp1251";
  EXPECT_THAT(Import(file, map, questionnaire).failure, HasSubstr("read as windows-1251 with"));
  map.as_object()["delimiter"] = "\t";
  EXPECT_THAT(Import(file, map, questionnaire).failure, ::testing::Not(HasSubstr("read as")));  // as was asked
}

TEST(ImportMap, ListsEveryProblemWithItsPlace) {
  const auto questionnaire = LoadQuestionnaire("import_questionnaire.json");
  const json::value map =
      ReadJson(R"({"encoding": "utf-9", "delimiter": "::", "decimal": ";", "date_formats": ["dd/mm"],
    "time_zone": "Moon/Crater", "finished_at": {"column": "x", "value": "y"}, "dimensions": {"Segment": {"column": "s"}},
    "answers": [{"question": "recomend", "column": "a"}, {"question": "criteria.delivry", "column": "b"},
      {"question": "criteria", "column": "b"}, {"question": "satisfaction", "column": 0},
      {"question": "satisfaction", "column": "c", "values": {"so-so": 6}, "hard_to_say": ["?"]},
      {"question": "recommend", "columns": {"a": "b"}}], "ignor": []})")
          .value();
  const auto parsed = ParseMap(map, questionnaire);
  ASSERT_FALSE(parsed.has_value());
  std::vector<std::string> found;
  for (const Problem& problem : parsed.error().problems) found.push_back(problem.field + " " + problem.key);
  EXPECT_THAT(found, ElementsAre("encoding csv_unknown_encoding", "delimiter csv_bad_delimiter",  //
                                 "decimal csv_bad_decimal", "date_formats[0] csv_date_form_incomplete",
                                 "time_zone unknown_time_zone", "finished_at.column csv_column_or_value",
                                 "dimensions.Segment csv_bad_dimension_near",  //
                                 "answers[0].question csv_unknown_question_near", "answers[1].question csv_unknown_row",
                                 "answers[2].question csv_unknown_row", "answers[3].column csv_bad_column",
                                 "answers[4].values.so-so not_an_integer", "answers[4].hard_to_say csv_no_hard_to_say",
                                 "answers[4].question csv_question_twice",
                                 "answers[5].columns csv_columns_not_multiple", "ignor unknown_key_near"));
}

TEST(ImportMap, IsProposedFromTheHeader) {
  const auto questionnaire = LoadQuestionnaire("import_questionnaire.json");
  const json::object map =
      ProposeMap({"Response ID", "Дата", "NPS", "How satisfied are you?", "criteria.delivery", "Documents",
                  "Сколько тонн?", "Сегмент", "Comment", "Погода"},
                 {{"1", "31.12.2019 10:00", "9", "5", "1", "2", "1,5", "малый", "ок", "?"}}, questionnaire);
  EXPECT_EQ(CanonicalJson(map),
            R"({"answers":[{"column":"How satisfied are you?","question":"satisfaction"},)"
            R"({"column":"criteria.delivery","question":"criteria.delivery"},)"
            R"({"column":"Documents","question":"criteria.documents"},{"column":"Сколько тонн?","question":"tons"},)"
            R"({"column":"Comment","question":"comment"},{"column":"NPS","question":"recommend"}],"decimal":",",)"
            R"("dimensions":{"segment":{"column":"Сегмент"}},"finished_at":{"column":"Дата",)"
            R"("format":"d.M.yyyy H:mm"},"id":{"column":"Response ID"},"ignore":["Погода"]})");
  EXPECT_TRUE(ParseMap(map, questionnaire).has_value());
}

TEST(ImportMap, LeavesADateThatCouldBeReadTwoWaysToAPerson) {
  const auto questionnaire = LoadQuestionnaire("telecom_questionnaire.json");
  const auto field = [&](const char* date) {
    return CanonicalJson(ProposeMap({"date"}, {{date}}, questionnaire).at("finished_at"));
  };
  EXPECT_EQ(field("03/07/2019"), R"({"column":"date"})");
  EXPECT_EQ(field("13/07/2019"), R"({"column":"date","format":"d/M/yyyy"})");
  EXPECT_EQ(field("07/13/2019"), R"({"column":"date","format":"M/d/yyyy"})");
}

TEST(Messages, OfProblemsExist) {
  for (const Message& message : ExchangeMessages()) {
    EXPECT_TRUE(HasMessage(message.key));
    EXPECT_FALSE(message.en.empty() || message.ru.empty()) << message.key;
  }
}

std::string SharedFile(const std::string& name) {
  const char* shared = std::getenv("OTKLIK_SHARED");
  return (shared ? std::string(shared) : std::string(OTKLIK_SOURCE_DIR "/../shared")) + "/data/" + name;
}

struct Tally {
  int promoters = 0, detractors = 0, scored = 0;
  void Add(const json::value& score) {
    if (score.is_null()) return;
    ++scored;
    promoters += score.as_int64() >= 9;
    detractors += score.as_int64() <= 6;
  }
  double Nps() const { return 100.0 * (promoters - detractors) / scored; }
};

// A real file of a telecom: 2,385 responses, 32 without a score. Expected figures were counted by another program.
TEST(Import, ReadsARealFileOfATelecom) {
  const std::string path = SharedFile("nps_verbatim_en.csv");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no optional file " << path;
  const auto questionnaire = LoadQuestionnaire("telecom_questionnaire.json");
  const Imported all = Import(Slurp(path), ReadJson(Slurp(kData + "telecom_map.json")).value(), questionnaire);
  EXPECT_EQ(all.report.Explain(Language::kEnglish), "");
  EXPECT_EQ(all.rows.size(), 2385u);
  std::map<std::string, Tally> by_stage;
  Tally total;
  int comment_only = 0;
  for (const ImportedRow& row : all.rows) {
    total.Add(row.answers.at("recommend"));
    by_stage[row.dimensions.at("stage")].Add(row.answers.at("recommend"));
    comment_only += row.answers.at("recommend").is_null() && row.answers.at("comment").is_string();
  }
  EXPECT_EQ(comment_only, 32);
  EXPECT_EQ(total.scored, 2353);
  EXPECT_NEAR(total.Nps(), -24.69, 0.005);
  EXPECT_EQ(by_stage["Order"].scored, 962);
  EXPECT_NEAR(by_stage["Order"].Nps(), -9.98, 0.005);
  EXPECT_EQ(by_stage.size(), 4u);
}

}  // namespace
}  // namespace otklik::csv
