#include "form/html.hpp"

#include "base/text.hpp"

namespace otklik::form {

Html& Html::Text(std::string_view text) {
  out_ += EscapeHtml(text);
  return *this;
}

Html& Html::Attr(std::string_view name, std::string_view text) {
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  out_ += EscapeHtml(text);
  out_ += '"';
  return *this;
}

Html& Html::Flag(std::string_view name, bool on) {
  if (on) {
    out_ += ' ';
    out_ += name;
  }
  return *this;
}

}  // namespace otklik::form
