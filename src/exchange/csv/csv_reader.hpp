// Records of a delimited text file: RFC 4180 and what is met beside it (; tab | as delimiters, CR or LF alone, a
// "sep=;" line, blank lines). Constant memory: one block and one record.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "exchange/csv/encoding.hpp"

namespace otklik::csv {

struct ReaderOptions {
  std::string encoding;                      // canonical name; empty: detected
  char delimiter = 0;                        // 0: the one of , ; tab | that cuts the first rows most evenly
  std::size_t max_record_bytes = 4u << 20u;  // a longer record is taken for an unclosed quote
};

struct Record {
  std::uint64_t number = 0;              // 1-based, as a spreadsheet numbers rows; blank rows are counted, not returned
  std::vector<std::string_view> fields;  // UTF-8 but for kBadByte; valid until the next call
  bool bad_bytes = false;                // some field holds kBadByte or U+0000
  bool stray_quote = false;              // text stands after a closing quote
};

class Reader {
 public:
  // `in` must outlive the reader.
  Reader(std::istream& in, ReaderOptions options);

  // The next record that is not blank, or nullptr at the end. kInvalid "csv_unclosed_quote" (args: the row it begins
  // in) where a quoted field does not end; the rest of the file cannot be read then.
  Result<const Record*> Next();

  char delimiter() const { return delimiter_; }
  const std::string& encoding() const { return source_.encoding(); }
  std::uint64_t bytes_read() const { return source_.bytes_read(); }

 private:
  enum class Parsed { kRecord, kNeedMore, kUnclosed };

  void Start();
  bool Refill();
  Parsed ParseRecord();
  bool ParseQuoted(std::size_t& at);
  std::size_t FindFieldEnd(std::size_t at) const;
  void FinishRecord(std::size_t at);
  bool IsBlank() const;

  Utf8Source source_;
  ReaderOptions options_;
  char delimiter_;
  std::string buffer_;
  std::size_t begin_ = 0;  // of the record to parse next
  bool started_ = false, ended_ = false;
  Record record_;
  std::vector<std::size_t> quoted_doubles_;  // fields with "" still in them
};

// The delimiter of , ; tab | under which the first rows of `text` have the most even number of fields; , if none does.
char SniffDelimiter(std::string_view text);

}  // namespace otklik::csv
