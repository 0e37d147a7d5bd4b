#include "exchange/csv/encoding.hpp"

#include <uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace otklik::csv {
namespace {

constexpr std::size_t kBlockBytes = 256 * 1024;
constexpr std::size_t kDetectBytes = 64 * 1024;
constexpr std::size_t kSequencesPerBadByte = 4;  // at least, in UTF-8 with damage
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr char16_t kBadUnit = 0xFFFF;  // a noncharacter: stands for kBadByte between ICU and UTF-8

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter OpenConverter(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(std::string(name).c_str(), &status));
  return U_FAILURE(status) ? nullptr : std::move(converter);
}

// The bytes at the head of `text` that are ASCII.
std::size_t AsciiPrefix(std::string_view text) {
  std::size_t at = 0;
  for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if (word & 0x8080808080808080u) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

// The length of a sequence that the end of `text` may have cut in two; 0 when it ends whole.
std::size_t CutTail(std::string_view text) {
  for (std::size_t back = 1; back <= 3 && back <= text.size(); ++back) {
    const auto byte = static_cast<unsigned char>(text[text.size() - back]);
    if (byte < 0x80) return 0;
    if (byte >= 0xC0) {
      const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

void AppendCheckedUtf8(std::string_view text, std::string& out) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  std::int64_t at = 0;
  while (at < size) {
    const std::size_t ascii = AsciiPrefix(text.substr(static_cast<std::size_t>(at)));
    out.append(text, static_cast<std::size_t>(at), ascii);
    at += static_cast<std::int64_t>(ascii);
    while (at < size && bytes[at] >= 0x80) {
      const std::int64_t from = at;
      UChar32 character = 0;
      U8_NEXT(bytes, at, size, character);
      if (character < 0) {
        out += kBadByte;
      } else {
        out.append(text, static_cast<std::size_t>(from), static_cast<std::size_t>(at - from));
      }
    }
  }
}

// Few bad bytes leave a text UTF-8: other encodings hardly ever hold a valid sequence, let alone mostly such.
bool LooksLikeUtf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size() - CutTail(text));
  std::size_t sequences = 0, bad = 0;
  for (std::int64_t at = 0; at < size;) {
    UChar32 character = 0;
    U8_NEXT(bytes, at, size, character);
    bad += character < 0;
    sequences += character >= 0x80;
  }
  return bad * kSequencesPerBadByte <= sequences;
}

auto DecodeUtf8() {
  return [carried = std::string()](std::string_view bytes, bool last, std::string& out) mutable {
    carried += bytes;
    const std::size_t whole = carried.size() - (last ? 0 : CutTail(carried));
    AppendCheckedUtf8(std::string_view(carried).substr(0, whole), out);
    carried.erase(0, whole);
  };
}

void AppendUtf16(const UChar* units, std::size_t count, std::string& out) {
  for (std::size_t i = 0; i < count;) {
    UChar32 character = 0;
    U16_NEXT(units, i, count, character);
    if (character == kBadUnit || U_IS_SURROGATE(character)) {
      out += kBadByte;
      continue;
    }
    char sequence[U8_MAX_LENGTH];
    std::size_t length = 0;
    U8_APPEND_UNSAFE(sequence, length, character);
    out.append(sequence, length);
  }
}

void MarkBadUnit(const void*, UConverterToUnicodeArgs* args, const char*, std::int32_t, UConverterCallbackReason reason,
                 UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;
  *status = U_ZERO_ERROR;
  const UChar unit = kBadUnit;
  ucnv_cbToUWriteUChars(args, &unit, 1, 0, status);
}

// One-byte encodings are a table of 256 short strings.
bool IsOneByte(UConverter* converter) {
  return ucnv_getMaxCharSize(converter) == 1 && ucnv_getMinCharSize(converter) == 1;
}

auto DecodeByTable(UConverter* converter) {
  auto table = std::make_shared<std::array<std::string, 256>>();
  for (int byte = 0; byte < 256; ++byte) {
    const char source = static_cast<char>(byte);
    UChar units[4];
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t count = ucnv_toUChars(converter, units, 4, &source, 1, &status);
    AppendUtf16(units, static_cast<std::size_t>(std::max(count, 0)), (*table)[static_cast<std::size_t>(byte)]);
  }
  return [table](std::string_view bytes, bool, std::string& out) {
    for (const char byte : bytes) {
      const auto code = static_cast<unsigned char>(byte);
      if (code < 0x80) {
        out += byte;
      } else {
        out += (*table)[code];
      }
    }
  };
}

auto DecodeByIcu(Converter converter) {
  const std::shared_ptr<UConverter> shared(converter.release(), CloseConverter());
  return [shared](std::string_view bytes, bool last, std::string& out) {
    std::array<UChar, 16 * 1024> units;
    const char* from = bytes.data();
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    while (status == U_BUFFER_OVERFLOW_ERROR) {
      status = U_ZERO_ERROR;
      UChar* to = units.data();
      ucnv_toUnicode(shared.get(), &to, units.data() + units.size(), &from, bytes.data() + bytes.size(), nullptr, last,
                     &status);
      AppendUtf16(units.data(), static_cast<std::size_t>(to - units.data()), out);
    }
  };
}

std::string EncodingByMark(std::string_view bytes) {
  if (bytes.starts_with(kUtf8Mark)) return "UTF-8";
  if (bytes.starts_with("\xFF\xFE")) return "UTF-16LE";
  if (bytes.starts_with("\xFE\xFF")) return "UTF-16BE";
  return {};
}

// Text in Latin or Cyrillic script has one zero or 0x04 in every unit, always on the same side.
std::string EncodingByZeros(std::string_view bytes) {
  std::size_t high[2] = {0, 0};
  for (std::size_t i = 0; i < bytes.size(); ++i) high[i % 2] += bytes[i] == 0 || bytes[i] == 4;
  const std::size_t pairs = bytes.size() / 2;
  if (pairs == 0) return {};
  if (high[1] * 10 > pairs * 8 && high[0] * 10 < pairs * 3) return "UTF-16LE";
  if (high[0] * 10 > pairs * 8 && high[1] * 10 < pairs * 3) return "UTF-16BE";
  return {};
}

std::string AskUchardet(std::string_view bytes) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
  if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return uchardet_get_charset(detector.get());
}

// A short Windows-1251 text is often taken for Mac Cyrillic or ISO-8859-5, which put letters where it has none, or for
// a Western page, where Cyrillic words would be runs of accented letters.
bool LooksLikeWindows1251(std::string_view bytes) {
  std::size_t letters = 0, in_runs = 0, others = 0;
  bool after_letter = false;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    const bool letter = code >= 0xC0 || code == 0xA8 || code == 0xB8;
    letters += letter;
    in_runs += letter && after_letter;
    others += code >= 0x80 && code <= 0x9F && code != 0x96 && code != 0x97;
    after_letter = letter;
  }
  return in_runs * 2 > letters && others * 10 < letters;
}

// Windows-1251 in capitals alone is KOI8-R in small letters alone, and far more often what it is meant to be.
bool HasNoCapitalsInKoi8(std::string_view bytes) {
  return std::none_of(bytes.begin(), bytes.end(), [](char byte) { return static_cast<unsigned char>(byte) >= 0xE0; });
}

}  // namespace

Result<std::string> CanonicalEncoding(std::string_view name) {
  const Converter converter = OpenConverter(name);
  if (name.empty() || !converter) {
    return Fail(Code::kInvalid, "csv_unknown_encoding", {}, "encoding", std::string(name));
  }
  UErrorCode status = U_ZERO_ERROR;
  const char* mime = ucnv_getStandardName(std::string(name).c_str(), "MIME", &status);
  if (U_SUCCESS(status) && mime) return std::string(mime);
  status = U_ZERO_ERROR;
  const char* iana = ucnv_getStandardName(std::string(name).c_str(), "IANA", &status);
  if (U_SUCCESS(status) && iana) return std::string(iana);
  return std::string(ucnv_getName(converter.get(), &status));
}

std::string DetectEncoding(std::string_view bytes) {
  if (std::string marked = EncodingByMark(bytes); !marked.empty()) return marked;
  if (std::string wide = EncodingByZeros(bytes.substr(0, kDetectBytes)); !wide.empty()) return wide;
  const std::size_t ascii = AsciiPrefix(bytes);
  if (ascii == bytes.size()) return {};
  // Detection looks at the text from its first line with other letters.
  const std::size_t line = bytes.rfind('\n', ascii);
  bytes = bytes.substr(line == std::string_view::npos ? 0 : line, kDetectBytes);
  if (LooksLikeUtf8(bytes)) return "UTF-8";
  const auto found = CanonicalEncoding(AskUchardet(bytes));
  const std::string name = found.has_value() ? found.value() : std::string();
  const bool koi8 = (name == "KOI8-R" || name == "KOI8-U") && !HasNoCapitalsInKoi8(bytes);
  if (!koi8 && name != "IBM866" && LooksLikeWindows1251(bytes)) return "windows-1251";
  // Files said to be Latin 1 are in its superset.
  if (name.empty() || name == "UTF-8" || name == "US-ASCII" || name == "ISO-8859-1") return "windows-1252";
  return name;
}

Utf8Source::Utf8Source(std::istream& in, std::string encoding) : in_(in), encoding_(std::move(encoding)) {}

const std::string& Utf8Source::encoding() const {
  static const std::string kUtf8 = "UTF-8";
  return encoding_.empty() ? kUtf8 : encoding_;
}

bool Utf8Source::Fill() {
  raw_.resize(kBlockBytes);
  in_.read(raw_.data(), static_cast<std::streamsize>(raw_.size()));
  raw_.resize(static_cast<std::size_t>(in_.gcount()));
  bytes_read_ += raw_.size();
  ended_ = raw_.size() < kBlockBytes;
  return !raw_.empty();
}

void Utf8Source::Choose() {
  if (encoding_.empty()) encoding_ = DetectEncoding(raw_);
  if (encoding_.empty()) return;
  if (encoding_ == "UTF-8") {
    decode_ = DecodeUtf8();
    return;
  }
  Converter converter = OpenConverter(encoding_);
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter.get(), MarkBadUnit, nullptr, nullptr, nullptr, &status);
  if (IsOneByte(converter.get())) {
    decode_ = DecodeByTable(converter.get());
  } else {
    decode_ = DecodeByIcu(std::move(converter));
  }
}

bool Utf8Source::Read(std::string& out) {
  if (ended_ && started_) return false;
  Fill();
  std::string_view bytes = raw_;
  if (!decode_) Choose();
  if (!started_) {
    const std::string marked = EncodingByMark(bytes);
    const bool same = marked == encoding_ || (marked.starts_with("UTF-16") && encoding_ == "UTF-16");
    // ICU's own UTF-16 needs the mark to tell the byte order.
    if (!marked.empty() && same && encoding_ != "UTF-16") bytes.remove_prefix(marked == "UTF-8" ? 3 : 2);
  }
  started_ = true;
  if (decode_) {
    decode_(bytes, ended_, out);
  } else {
    out += bytes;
  }
  return true;
}

}  // namespace otklik::csv
