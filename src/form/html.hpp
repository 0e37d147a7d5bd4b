// Writes HTML: Raw for our own markup, Text and Attr for everything that comes from outside. Internal to the room.
#pragma once

#include <string>
#include <string_view>

namespace otklik::form {

class Html {
 public:
  Html& Raw(std::string_view markup) {
    out_ += markup;
    return *this;
  }
  Html& Text(std::string_view text);                         // escaped
  Html& Attr(std::string_view name, std::string_view text);  // ` name="text"`, escaped
  Html& Flag(std::string_view name, bool on);                // ` name` if on
  std::string Take() { return std::move(out_); }
  const std::string& so_far() const { return out_; }

 private:
  std::string out_;
};

}  // namespace otklik::form
