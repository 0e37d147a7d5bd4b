#include "form/frame.hpp"

#include "form/assets.hpp"

namespace otklik::form {
namespace {

void PutLanguages(Html& html, const Words& words, const Frame& frame) {
  if (frame.languages.size() < 2) return;
  const Said label = words.Own("form_language");
  html.Raw("<nav").Attr("aria-label", label.text);
  words.PutLang(html, label);
  html.Raw(">");
  for (const std::string& tag : frame.languages) {
    if (tag == frame.language) continue;
    const std::string query = frame.kept_query.empty() ? std::string() : '&' + frame.kept_query;
    html.Raw("<a").Attr("href", "?lang=" + tag + query).Attr("hreflang", tag).Attr("lang", tag).Raw(">");
    html.Text(LanguageName(tag)).Raw("</a>");
  }
  html.Raw("</nav>");
}

}  // namespace

void BeginPage(Html& html, const Words& words, const Frame& frame, std::string_view title) {
  html.Raw("<!doctype html>\n<html").Attr("lang", frame.language).Raw("><head><meta charset=\"utf-8\">");
  html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>").Text(title);
  // same-origin: a link's token must not travel to other sites in Referer, while Origin still comes with a POST.
  html.Raw("</title><meta name=\"robots\" content=\"noindex\"><meta name=\"referrer\" content=\"same-origin\">");
  html.Raw("<meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><style>");
  html.Raw(StyleSheet()).Raw("</style></head>\n<body><div class=\"page\"><header><p class=\"company\">");
  html.Text(frame.company_name).Raw("</p>");
  PutLanguages(html, words, frame);
  html.Raw("</header><main>\n");
  if (frame.preview) {
    html.Raw("<p class=\"note\">");
    words.PutOwn(html, "form_preview");
    html.Raw("</p>");
  }
}

void EndPage(Html& html) { html.Raw("</main></div><script>").Raw(Script()).Raw("</script></body></html>\n"); }

void PutParagraphs(Html& html, const Words& words, const Said& said) {
  std::string_view rest = said.text;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
      html.Raw("<p");
      words.PutLang(html, said);
      html.Raw(">").Text(line).Raw("</p>");
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace otklik::form
