#include "exchange/csv/csv_reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace otklik::csv {
namespace {

constexpr std::string_view kDelimiters = ",;\t|";
constexpr std::size_t kSniffRows = 30;

// Fields in each of the first rows under a delimiter, quotes respected; an unfinished last row is left out.
std::vector<std::size_t> CountFields(std::string_view text, char delimiter) {
  std::vector<std::size_t> counts;
  std::size_t fields = 1, bytes = 0;
  bool quoted = false, at_start = true;
  for (std::size_t i = 0; i < text.size() && counts.size() < kSniffRows; ++i) {
    const char c = text[i];
    if (quoted) {
      quoted = c != '"';
      continue;
    }
    if (c == '"' && (at_start || (i > 0 && text[i - 1] == '"'))) {
      quoted = true;
    } else if (c == delimiter) {
      ++fields;
    } else if (c == '\n' || c == '\r') {
      if (bytes > 0) counts.push_back(fields);
      fields = 1;
      bytes = 0;
      at_start = true;
      continue;
    }
    ++bytes;
    at_start = c == delimiter;
  }
  if (bytes > 0 && !quoted && counts.size() < 2) counts.push_back(fields);
  return counts;
}

// How surely a delimiter that gives these numbers of fields is the right one: most rows have the usual number, the
// first (a header, where names seldom hold delimiters) too, and more fields are likelier than few.
double Evenness(const std::vector<std::size_t>& counts) {
  double best = 0;
  for (const std::size_t count : counts) {
    if (count < 2) continue;
    const auto same = static_cast<double>(std::count(counts.begin(), counts.end(), count));
    const double share = same / static_cast<double>(counts.size());
    const double header = counts.front() == count ? 1.0 : 0.5;
    const double width = 1.0 + 0.05 * static_cast<double>(std::min<std::size_t>(count, 100));
    best = std::max(best, share * share * header * width);
  }
  return best;
}

bool HasBadBytes(std::string_view text) {
  return std::memchr(text.data(), kBadByte, text.size()) || std::memchr(text.data(), 0, text.size());
}

}  // namespace

char SniffDelimiter(std::string_view text) {
  char best = ',';
  double most = 0;
  for (const char delimiter : kDelimiters) {
    const double evenness = Evenness(CountFields(text, delimiter));
    if (evenness > most) {
      most = evenness;
      best = delimiter;
    }
  }
  return best;
}

Reader::Reader(std::istream& in, ReaderOptions options)
    : source_(in, options.encoding), options_(std::move(options)), delimiter_(options_.delimiter) {}

void Reader::Start() {
  started_ = true;
  while (buffer_.size() < 4096 && Refill()) {
  }
  // Excel's own way of naming the delimiter.
  if (buffer_.size() > 5 && buffer_.starts_with("sep=") && (buffer_[5] == '\n' || buffer_[5] == '\r')) {
    if (!delimiter_) delimiter_ = buffer_[4];
    begin_ = buffer_[5] == '\r' && buffer_.size() > 6 && buffer_[6] == '\n' ? 7 : 6;
    record_.number = 1;
  }
  if (!delimiter_) delimiter_ = SniffDelimiter(std::string_view(buffer_).substr(begin_));
}

bool Reader::Refill() {
  if (ended_) return false;
  buffer_.erase(0, begin_);
  begin_ = 0;
  ended_ = !source_.Read(buffer_);
  return !ended_;
}

bool Reader::IsBlank() const { return record_.fields.size() == 1 && record_.fields.front().empty(); }

Result<const Record*> Reader::Next() {
  if (!started_) Start();
  for (;;) {
    if (begin_ >= buffer_.size() && !Refill()) {
      if (begin_ >= buffer_.size()) return static_cast<const Record*>(nullptr);
    }
    switch (ParseRecord()) {
      case Parsed::kRecord:
        ++record_.number;
        if (!IsBlank()) return &record_;
        break;
      case Parsed::kNeedMore:
        Refill();
        break;
      case Parsed::kUnclosed:
        return Fail(Code::kInvalid, "csv_unclosed_quote", {std::to_string(record_.number + 1)}, "file");
    }
  }
}

// A quoted field whose first byte is at `at`; moves `at` behind its closing quote. Doubled quotes are undone only when
// the record is whole, as a record cut by the end of the block is parsed again.
bool Reader::ParseQuoted(std::size_t& at) {
  const std::size_t from = at;
  bool doubled = false;
  for (;;) {
    const std::size_t quote = buffer_.find('"', at);
    if (quote == std::string::npos) return false;
    if (quote + 1 == buffer_.size() && !ended_) return false;
    at = quote + 1;
    if (at < buffer_.size() && buffer_[at] == '"') {
      doubled = true;
      ++at;
      continue;
    }
    break;
  }
  record_.fields.emplace_back(buffer_.data() + from, at - 1 - from);
  if (doubled) quoted_doubles_.push_back(record_.fields.size() - 1);
  return true;
}

Reader::Parsed Reader::ParseRecord() {
  record_.fields.clear();
  quoted_doubles_.clear();
  record_.stray_quote = false;
  std::size_t at = begin_;
  const auto unfinished = [this] {
    if (buffer_.size() - begin_ > options_.max_record_bytes) return Parsed::kUnclosed;
    return ended_ ? Parsed::kUnclosed : Parsed::kNeedMore;
  };
  for (;;) {
    if (at < buffer_.size() && buffer_[at] == '"') {
      ++at;
      if (!ParseQuoted(at)) return unfinished();
      const std::size_t end = FindFieldEnd(at);
      record_.stray_quote = record_.stray_quote || end != at;
      at = end;
    } else {
      const std::size_t end = FindFieldEnd(at);
      record_.fields.emplace_back(buffer_.data() + at, end - at);
      at = end;
    }
    // A CR at the very end of the block may be the first half of CRLF.
    const bool cut = at >= buffer_.size() || (buffer_[at] == '\r' && at + 1 == buffer_.size());
    if (cut && !ended_) return unfinished();
    if (at < buffer_.size() && buffer_[at] == delimiter_) {
      ++at;
      continue;
    }
    FinishRecord(at);
    return Parsed::kRecord;
  }
}

std::size_t Reader::FindFieldEnd(std::size_t at) const {
  const char* data = buffer_.data();
  const std::size_t size = buffer_.size();
  while (at < size && data[at] != delimiter_ && data[at] != '\n' && data[at] != '\r') ++at;
  return at;
}

void Reader::FinishRecord(std::size_t at) {
  record_.bad_bytes = HasBadBytes(std::string_view(buffer_).substr(begin_, at - begin_));
  for (const std::size_t index : quoted_doubles_) {
    std::string_view& field = record_.fields[index];
    char* const from = buffer_.data() + (field.data() - buffer_.data());
    char* to = from;
    for (std::size_t i = 0; i < field.size(); ++i) {
      *to++ = field[i];
      if (field[i] == '"') ++i;
    }
    field = {from, static_cast<std::size_t>(to - from)};
  }
  begin_ = at;
  if (begin_ < buffer_.size())
    begin_ += buffer_[at] == '\r' && at + 1 < buffer_.size() && buffer_[at + 1] == '\n' ? 2 : 1;
}

}  // namespace otklik::csv
