#include "exchange/csv/csv_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace otklik::csv {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using ::testing::ElementsAre;

struct ReadAll {
  Rows rows;
  std::vector<std::uint64_t> numbers;
  std::string failure;
  bool bad_bytes = false, stray_quote = false;
  char delimiter = 0;
  std::string encoding;
};

ReadAll Read(const std::string& text, ReaderOptions options = {}) {
  std::istringstream in(text);
  Reader reader(in, options);
  ReadAll all;
  for (;;) {
    const auto next = reader.Next();
    if (!next) {
      all.failure = next.error().problems.front().key + " " + next.error().problems.front().args.front();
      break;
    }
    if (!*next) break;
    all.rows.emplace_back((*next)->fields.begin(), (*next)->fields.end());
    all.numbers.push_back((*next)->number);
    all.bad_bytes = all.bad_bytes || (*next)->bad_bytes;
    all.stray_quote = all.stray_quote || (*next)->stray_quote;
  }
  all.delimiter = reader.delimiter();
  all.encoding = reader.encoding();
  return all;
}

TEST(Reader, SplitsPlainRows) {
  EXPECT_EQ(Read("a,b\n1,2\n").rows, (Rows{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(Read("a,b\n1,").rows, (Rows{{"a", "b"}, {"1", ""}}));
  EXPECT_TRUE(Read("").rows.empty());
}

TEST(Reader, TakesEveryLineEnd) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    EXPECT_EQ(Read("a,b" + end + "1,2" + end + "3,4").rows, (Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
  }
}

TEST(Reader, UndoesQuotes) {
  EXPECT_EQ(Read("a,b\n\"x, \"\"y\"\"\",\"1\r\n2\"\n\"\",\"\"\"\"\n").rows,
            (Rows{{"a", "b"}, {"x, \"y\"", "1\r\n2"}, {"", "\""}}));
}

TEST(Reader, KeepsAQuoteInsideAnUnquotedField) {
  const ReadAll all = Read("size,name\n5\",pipe\n");
  EXPECT_EQ(all.rows[1], (std::vector<std::string>{"5\"", "pipe"}));
  EXPECT_FALSE(all.stray_quote);
}

TEST(Reader, MarksTextBehindAClosingQuote) { EXPECT_TRUE(Read("a,b\n\"He said \"hi\" to me\",2\n").stray_quote); }

TEST(Reader, CountsBlankRowsWithoutReturningThem) {
  EXPECT_THAT(Read("a,b\n\n1,2\r\n\r\n3,4\n").numbers, ElementsAre(1, 3, 5));
}

TEST(Reader, FailsOnAnUnclosedQuoteAndNamesItsRow) {
  const ReadAll all = Read("a,b\n1,2\n3,\"four\n5,6\n");
  EXPECT_EQ(all.rows.size(), 2u);
  EXPECT_EQ(all.failure, "csv_unclosed_quote 3");
}

TEST(Reader, StopsReadingAnEndlessRecord) {
  ReaderOptions options;
  options.max_record_bytes = 1 << 20;
  EXPECT_EQ(Read("a,b\n\"" + std::string(8 << 20, 'x'), options).failure, "csv_unclosed_quote 2");
}

// A record may be cut by the end of a block at any byte.
TEST(Reader, GivesTheSameRowsWhereverABlockEnds) {
  const std::string tail = "\"x \"\"y\"\" z\",\xD0\xAB\r\n\"1\r\n2\",b\r\n";
  for (std::size_t shift = 0; shift < tail.size() + 2; ++shift) {
    const std::size_t block = 256 * 1024;
    const std::string head = std::string(block - 4 - shift, 'a') + ",b\r\n";
    const ReadAll all = Read(head + tail, {"UTF-8", ','});
    ASSERT_EQ(all.failure, "");
    ASSERT_EQ(all.rows.size(), 3u) << shift;
    EXPECT_EQ(all.rows[1], (std::vector<std::string>{"x \"y\" z", "\xD0\xAB"})) << shift;
    EXPECT_EQ(all.rows[2], (std::vector<std::string>{"1\r\n2", "b"})) << shift;
    EXPECT_FALSE(all.bad_bytes);
  }
}

TEST(Reader, SniffsTheDelimiter) {
  EXPECT_EQ(SniffDelimiter("a;b;c\n1,5;2,5;3\n2;\"x,y,z\";4\n"), ';');
  EXPECT_EQ(SniffDelimiter("a,b\n1,2\n"), ',');
  EXPECT_EQ(SniffDelimiter("a\tb\n1,2\t3\n"), '\t');
  EXPECT_EQ(SniffDelimiter("a|b|c\n\"x;y\"|2|3\n"), '|');
  EXPECT_EQ(SniffDelimiter("score\n1\n2\n"), ',');
  EXPECT_EQ(SniffDelimiter("date;text\n2019-03-07;\"one, two\nthree, four\"\n2019-03-08;five\n"), ';');
}

TEST(Reader, ObeysTheSepLineOfASpreadsheet) {
  const ReadAll all = Read("sep=|\r\na|b,c\r\n1|2\r\n");
  EXPECT_EQ(all.rows, (Rows{{"a", "b,c"}, {"1", "2"}}));
  EXPECT_THAT(all.numbers, ElementsAre(2, 3));
}

TEST(Reader, MarksBytesThatAreNotOfTheEncoding) {
  EXPECT_TRUE(Read("a,b\n\xD0,2\n", {"UTF-8", 0}).bad_bytes);
  EXPECT_TRUE(Read(std::string("a,b\n1\0,2\n", 10), {"UTF-8", 0}).bad_bytes);
  EXPECT_FALSE(Read("a,b\n\xD0\x96,2\n", {"UTF-8", 0}).bad_bytes);
}

TEST(Reader, ChoosesTheEncodingAtTheFirstLetterThatIsNotLatin) {
  std::string text = "a,b\n";
  while (text.size() < 600 * 1024) text += "plain,1\n";
  const ReadAll all = Read(text + "\xCF\xF0\xE8\xE2\xE5\xF2 \xE8 \xF1\xEF\xE0\xF1\xE8\xE1\xEE,2\n");
  EXPECT_EQ(all.encoding, "windows-1251");
  EXPECT_EQ(all.rows.back().front(), "Привет и спасибо");
}

TEST(Encoding, KnowsAliasesAndRefusesOthers) {
  EXPECT_EQ(CanonicalEncoding("utf8").value(), "UTF-8");
  EXPECT_EQ(CanonicalEncoding("cp1251").value(), "windows-1251");
  EXPECT_EQ(CanonicalEncoding("win-1251x").error().problems.front().key, "csv_unknown_encoding");
  EXPECT_EQ(CanonicalEncoding("").error().problems.front().key, "csv_unknown_encoding");
}

TEST(Encoding, DetectsWhatItCan) {
  EXPECT_EQ(DetectEncoding("plain"), "");
  EXPECT_EQ(DetectEncoding("caf\xC3\xA9"), "UTF-8");
  EXPECT_EQ(DetectEncoding("\xEF\xBB\xBFx"), "UTF-8");
  EXPECT_EQ(DetectEncoding(std::string("\xFF\xFEx\0", 4)), "UTF-16LE");
  // "КЛИЕНТ;ОЦЕНКА ..." in capitals, which a detector takes for KOI8-R.
  EXPECT_EQ(DetectEncoding("\xCA\xCB\xC8\xC5\xCD\xD2;\xCE\xD6\xC5\xCD\xCA\xC0\n\xCE\xCE\xCE \xD3\xD0\xC0\xCB;9\n"
                           "\xC7\xC0\xCE \xC2\xCE\xCB\xC3\xC0;3\n"),
            "windows-1251");
  EXPECT_EQ(DetectEncoding("\xE4\xE0"), "windows-1251");  // "да", the shortest of words
  EXPECT_EQ(DetectEncoding("caf\xE9,na\xEFve,fa\xE7"
                           "ade,d\xE9j\xE0 vu,\xE9t\xE9,tr\xE8s bien"),
            "windows-1252");
}

// One byte that was cut or damaged does not make a text of hundreds of Russian letters a Western one.
TEST(Encoding, TakesUtf8WithAFewBadBytesForUtf8) {
  const std::string damaged = "дата;оценка;текст\n2019-03-07;9;Приве\xD1, всё хор\xD0шо\n2019-03-08;8;спасибо\n";
  EXPECT_EQ(DetectEncoding(damaged), "UTF-8");
  EXPECT_EQ(DetectEncoding("when;text\n2019-03-07;a\x96 b\n2019-03-08;Привет\n"), "UTF-8");
  // A capital before a closing guillemet is by chance a valid sequence: «ЮГ», «СЕВЕР».
  EXPECT_EQ(DetectEncoding("\xC8\xF2\xEE\xE3\xE8 \xEF\xEE \xF4\xE8\xEB\xE8\xE0\xEB\xE0\xEC \xAB\xDE\xC3\xBB, "
                           "\xAB\xD1\xC5\xC2\xC5\xD0\xBB \xE7\xE0 \xE3\xEE\xE4, \xE2\xF1\xB8 \xE2 \xF1\xF0\xEE\xEA"),
            "windows-1251");
  EXPECT_EQ(DetectEncoding("caf\xE9,\xAB"
                           "CAF\xC9\xBB,d\xE9j\xE0 vu,\xE9t\xE9,tr\xE8s bien"),
            "windows-1252");
}

}  // namespace
}  // namespace otklik::csv
