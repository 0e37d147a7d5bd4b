// Pages without questions: consent, thanks, and why there is no survey here.
#include "form/frame.hpp"
#include "form/scene.hpp"

namespace otklik::form {
namespace {

std::string WithCompany(std::string title, const Frame& frame) {
  return frame.company_name.empty() ? title : title + " · " + frame.company_name;
}

void PutHeading(Html& html, const Words& words, const Said& title) {
  html.Raw("<h1>");
  words.Put(html, title);
  html.Raw("</h1>");
}

void PutDeeds(Html& html, const Words& words, const std::vector<Deed>& deeds) {
  if (deeds.empty()) return;
  html.Raw("<section class=\"deeds\"><h2>");
  words.PutOwn(html, "form_deeds");
  html.Raw("</h2>");
  for (std::size_t i = deeds.size() > 2 ? deeds.size() - 2 : 0; i < deeds.size(); ++i) {
    html.Raw("<dl><dt>").Text(deeds[i].said).Raw("</dt><dd>").Text(deeds[i].did).Raw("</dd></dl>");
  }
  html.Raw("</section>");
}

struct MessageWords {
  std::string_view title;
  std::string_view body;
};

MessageWords WordsOf(MessageKind kind) {
  switch (kind) {
    case MessageKind::kClosed:
      return {"form_closed", "form_closed_body"};
    case MessageKind::kNotFound:
      return {"form_not_found", "form_not_found_body"};
    case MessageKind::kTokenUsed:
      return {"form_used", "form_used_body"};
    case MessageKind::kExpired:
      return {"form_expired", "form_expired_body"};
    case MessageKind::kBusy:
      return {"form_busy", "form_busy_body"};
    case MessageKind::kNotAgreed:
      return {"form_not_agreed", "form_not_agreed_body"};
    case MessageKind::kNotAForm:
      return {"form_not_a_form", "form_not_a_form_body"};
  }
  return {"form_not_found", "form_not_found_body"};
}

}  // namespace

void PutReaders(Html& html, const Words& words, const Readers& readers, std::string_view company_name,
                std::string_view css_class) {
  if (readers.names.empty() && company_name.empty()) return;
  html.Raw("<p").Attr("class", css_class).Raw(">");
  if (readers.names.empty()) {
    words.PutOwn(html, "form_readers_company", {std::string(company_name)});
  } else {
    words.PutOwn(html, "form_readers", {readers.names});
  }
  if (readers.partner != Readers::Partner::kUnsaid) {
    const std::string named = readers.partner_name.empty() ? "" : "_named";
    const std::string key = readers.partner == Readers::Partner::kSees ? "form_partner_sees" : "form_partner_blind";
    html.Raw(" ");
    words.PutOwn(html, key + named, {readers.partner_name});
  }
  html.Raw("</p>");
}

std::string RenderConsent(const View& view) {
  const Words words(view.questionnaire, view.frame, view.facts);
  const survey::Consent& consent = *view.questionnaire.consent;
  const Said title = words.Own("form_consent");
  Html html;
  BeginPage(html, words, view.frame, WithCompany(title.text, view.frame));
  PutHeading(html, words, title);
  html.Raw("<div class=\"intro\">");
  PutParagraphs(html, words, words.Of(consent.text));
  html.Raw("</div><form method=\"post\" accept-charset=\"utf-8\"").Attr("action", view.action).Raw(">");
  html.Raw("<input type=\"hidden\"").Attr("name", kConsentVersionField).Attr("value", consent.version).Raw(">");
  for (const auto& [name, value] : view.hidden) {
    html.Raw("<input type=\"hidden\"").Attr("name", name).Attr("value", value).Raw(">");
  }
  // Refusing is as easy as agreeing: two buttons of one size.
  html.Raw("<div class=\"go\"><button").Attr("name", kConsentField).Raw(" value=\"yes\">");
  words.PutOwn(html, "form_consent_yes");
  html.Raw("</button><button class=\"plain\"").Attr("name", kConsentField).Raw(" value=\"no\">");
  words.PutOwn(html, "form_consent_no");
  html.Raw("</button></div></form>");
  EndPage(html);
  return html.Take();
}

std::string RenderThanks(const Thanks& thanks) {
  const Words words(thanks.questionnaire, thanks.frame, thanks.facts);
  const Said title = words.Own("form_thanks");
  Html html;
  BeginPage(html, words, thanks.frame, WithCompany(title.text, thanks.frame));
  PutHeading(html, words, title);
  html.Raw("<div class=\"intro\">");
  if (thanks.questionnaire.thanks.empty()) {
    PutParagraphs(html, words, words.Own(thanks.frame.preview ? "form_not_kept" : "form_kept"));
  } else {
    PutParagraphs(html, words, words.Of(thanks.questionnaire.thanks));
  }
  PutReaders(html, words, thanks.readers, thanks.frame.company_name, "who");
  if (!thanks.next_step.empty()) html.Raw("<p class=\"next\">").Text(thanks.next_step).Raw("</p>");
  html.Raw("</div>");
  PutDeeds(html, words, thanks.deeds);
  html.Raw("<p class=\"hint\">");
  words.PutOwn(html, "form_may_close");
  html.Raw("</p>");
  EndPage(html);
  return html.Take();
}

std::string RenderMessage(MessageKind kind, const Frame& frame, std::string_view retry_url) {
  const Words words(frame);
  const MessageWords message = WordsOf(kind);
  const Said title = words.Own(message.title);
  Html html;
  BeginPage(html, words, frame, WithCompany(title.text, frame));
  PutHeading(html, words, title);
  html.Raw("<div class=\"intro\">");
  PutParagraphs(html, words, words.Own(message.body));
  html.Raw("</div>");
  if (kind == MessageKind::kBusy || kind == MessageKind::kNotAgreed) {
    html.Raw("<div class=\"go\"><a class=\"button\"").Attr("href", retry_url).Raw(">");
    words.PutOwn(html, kind == MessageKind::kBusy ? "form_retry" : "form_to_consent");
    html.Raw("</a></div>");
  }
  EndPage(html);
  return html.Take();
}

}  // namespace otklik::form
