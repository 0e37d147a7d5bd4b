#include <boost/json/parse.hpp>

#include "base/json.hpp"

namespace otklik {
namespace {

// Walks valid JSON without building it, until it stands at the value a path leads to.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  std::size_t Find(std::string_view path) {
    SkipSpace();
    std::size_t found = at_;
    while (!path.empty()) {
      const bool ok = path.front() == '[' ? EnterElement(path) : EnterMember(path);
      if (!ok) break;
      found = at_;
    }
    return found;
  }

 private:
  void SkipSpace() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }
  bool Take(char c) {
    SkipSpace();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    SkipSpace();
    return true;
  }
  std::string_view String() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    ++at_;
    return text_.substr(begin, at_ - begin);
  }
  void SkipValue() {
    int depth = 0;
    do {
      SkipSpace();
      if (at_ >= text_.size()) return;
      const char c = text_[at_];
      if (c == '"') {
        String();
      } else {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        ++at_;
      }
      const bool scalar_goes_on = depth == 0 && c != '"' && c != '}' && c != ']' && at_ < text_.size() &&
                                  std::string_view(",}] \t\r\n").find(text_[at_]) == std::string_view::npos;
      if (depth == 0 && !scalar_goes_on) return;
    } while (at_ < text_.size());
  }
  bool EnterElement(std::string_view& path) {
    const auto close = path.find(']');
    std::size_t index = 0;
    for (std::size_t i = 1; i < close && i < path.size(); ++i)
      index = index * 10 + static_cast<std::size_t>(path[i] - '0');
    path.remove_prefix(std::min(path.size(), close + 1));
    if (path.starts_with('.')) path.remove_prefix(1);
    if (!Take('[')) return false;
    for (std::size_t i = 0; i < index; ++i) {
      SkipValue();
      if (!Take(',')) return false;
    }
    return true;
  }
  bool EnterMember(std::string_view& path) {
    const auto end = path.find_first_of(".[");
    const std::string_view key = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end);
    if (path.starts_with('.')) path.remove_prefix(1);
    if (!Take('{')) return false;
    while (at_ < text_.size() && text_[at_] == '"') {
      const std::string_view raw = String();
      const bool match = json::parse(json::string_view(raw.data(), raw.size())).as_string() ==
                         json::string_view(key.data(), key.size());
      if (!Take(':')) return false;
      if (match) return true;
      SkipValue();
      if (!Take(',')) return false;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

TextPlace PlaceOfPath(std::string_view text, std::string_view path) {
  const std::size_t offset = Walker(text).Find(path);
  TextPlace place;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

}  // namespace otklik
