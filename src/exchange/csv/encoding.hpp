// Bytes of a file in any usual encoding, as UTF-8, block by block.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace otklik::csv {

// Stands in decoded text for a byte or unit that its encoding does not have; never part of UTF-8.
inline constexpr char kBadByte = '\xFF';

// The canonical name ("UTF-8", "windows-1251") of an encoding given by any usual alias. kInvalid
// "csv_unknown_encoding" for a name ICU has no converter for.
Result<std::string> CanonicalEncoding(std::string_view name);

// What a file that begins with these bytes is written in: by its byte order mark, by the zeros of UTF-16, by being
// valid UTF-8 (but for bytes that are rare beside the valid sequences), else by uchardet. Empty while all bytes are
// ASCII (any of them would do).
std::string DetectEncoding(std::string_view bytes);

// Reads a stream once, in constant memory. The byte order mark is dropped. Where the first block is all ASCII, the
// decision waits for the first byte that is not.
class Utf8Source {
 public:
  // `encoding`: a canonical name, or empty to detect. `in` must outlive the source.
  Utf8Source(std::istream& in, std::string encoding);

  // Appends the next decoded block (of about `block_bytes`) to `out`; false at the end of the stream.
  bool Read(std::string& out);

  // UTF-8 as long as nothing but ASCII was seen.
  const std::string& encoding() const;
  std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  using Decode = std::function<void(std::string_view bytes, bool last, std::string& out)>;

  bool Fill();
  void Choose();

  std::istream& in_;
  std::string encoding_;
  Decode decode_;  // empty while only ASCII was seen
  std::string raw_;
  std::uint64_t bytes_read_ = 0;
  bool started_ = false, ended_ = false;
};

}  // namespace otklik::csv
