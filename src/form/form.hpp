// The respondent's page: HTML from a questionnaire, and answers from a submitted form. Pure: no I/O, no clock, no
// randomness, no HTTP library. Works without JavaScript; the script only guards against a cut network.
//
// One page, one round: GET shows RenderPage; POST goes through DecodeForm and TakePage. If the page is to be shown
// again (status 422), View::problems, View::typed and View::focus_question come from there: all that was typed stays.
#pragma once

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/language.hpp"
#include "base/result.hpp"
#include "survey/survey.hpp"

namespace otklik::form {

// Fields as they came, by name, in the order sent; what a person typed is shown again exactly.
using Fields = std::multimap<std::string, std::string>;

// Names of the form's own fields. Every answer's field begins with "a." or "o." (own text of "other").
inline constexpr std::string_view kGoField = "go";            // "next" or "back": which button was pressed
inline constexpr std::string_view kShownField = "shown";      // ids of the questions the page showed, by comma
inline constexpr std::string_view kConsentField = "consent";  // "yes" or "no", of RenderConsent
inline constexpr std::string_view kConsentVersionField = "consent_version";

// Who will read the answer; said before the first comment box and on the last page.
struct Readers {
  std::string names = {};  // "Ольга Петрова"; empty: the people of the company
  enum class Partner { kUnsaid, kSees, kDoesNotSee } partner = Partner::kUnsaid;
  std::string partner_name = {};  // empty: "the partner"
};

// What every page of a survey has around it.
struct Frame {
  std::string language = {};                // tag, one of `languages`
  std::vector<std::string> languages = {};  // of the questionnaire; the others become links "?lang=en"
  std::string kept_query = {};              // what those links must keep, percent-encoded ("recommend=9"), or empty
  std::string company_name = {};            // of the company that asks
  bool preview = false;                     // says that nothing is recorded
};

struct View {
  const survey::Questionnaire& questionnaire;
  int page = 0;  // index of the page to show; it must exist
  Frame frame = {};
  survey::Facts facts = {};
  survey::Answers answers = {};        // kept so far
  std::vector<Problem> problems = {};  // field "answers.<question>[.<row>]"
  Fields typed = {};                   // the form just submitted, shown instead of `answers` when there are problems
  json::object prefill = {};           // answers from the link (recommend: 9): chosen, not recorded
  std::string response_id = {};        // empty on the first page of a plain link
  std::string action = {};             // where the form is posted
  std::vector<std::pair<std::string, std::string>> hidden = {};  // further fields to carry
  std::string focus_question = {};  // of a page shown again: the question that has just appeared
  Readers readers = {};
};

// One page of questions. With an empty response_id and no typed fields the bytes depend on the questionnaire, the
// language, the frame and the readers alone.
std::string RenderPage(const View& view);

// Whether the first page of a plain link may be made once and sent to everybody. Not when it shuffles options or rows:
// the order follows the response id, so that link needs an id before its first page.
bool FirstPageIsShared(const survey::Questionnaire& questionnaire);

// Consent to the use of personal data, a step of its own. Posts kConsentField "yes" or "no" and the version agreed to.
// Needs questionnaire.consent. Of the view it uses questionnaire, frame, facts, action, hidden.
std::string RenderConsent(const View& view);

// "You said, we did": one deed that followed from answers.
struct Deed {
  std::string said;
  std::string did;
};

struct Thanks {
  const survey::Questionnaire& questionnaire;
  Frame frame = {};
  survey::Facts facts = {};
  Readers readers = {};
  std::string next_step = {};    // what happens by when, a sentence in the frame's language; or empty
  std::vector<Deed> deeds = {};  // at most the last two are shown
};
std::string RenderThanks(const Thanks& thanks);

enum class MessageKind { kClosed, kNotFound, kTokenUsed, kExpired, kBusy, kNotAgreed, kNotAForm };

// A page instead of the survey. `retry_url` is the link of kBusy ("try again") and kNotAgreed (back to the
// consent); empty: the same address.
std::string RenderMessage(MessageKind kind, const Frame& frame, std::string_view retry_url = {});

struct FormLimits {
  std::size_t bytes = 512 * 1024;    // of the body
  std::size_t fields = 1000;         // name=value pairs
  std::size_t name_bytes = 200;      // of one name
  std::size_t value_bytes = 100000;  // of one value, decoded
};

// A decoded form.
struct Submission {
  // Raw answers for survey::CheckPage. A question of the page left empty is null (a row of a matrix likewise); one
  // that could not be read is absent here and named in `problems`.
  json::object answers;
  // What a person typed and we could not read: a number, a date, "hard to say" next to an answer.
  std::vector<Problem> problems;
  Fields typed;       // the answer fields, for View::typed
  Fields other;       // every field that is no answer: go, shown, hidden ones
  bool back = false;  // the "back" button
};

// Reads application/x-www-form-urlencoded. Only the questions of `page` are looked at; a score is an integer, a choice
// the option's id, "other" {"other": text}, several an array, yes or no a bool, a number typed with comma or dot a
// number, a date (2019-03-07 or 07.03.2019) its ISO text; hard to say the string "hard_to_say".
// Fails only on what no browser sends: kTooLarge "form_too_large"; kInvalid "form_encoding" (bad percent, not UTF-8,
// U+0000).
Result<Submission> DecodeForm(const survey::Questionnaire& questionnaire, int page, std::string_view body,
                              const FormLimits& limits = {});

// The plain fields of a small form (the consent step); the same bounds and errors.
Result<Fields> DecodeFields(std::string_view body, const FormLimits& limits = {});

// One page taken: what is kept now and what the person sees next.
struct Taken {
  enum class Next { kForward, kBack, kShowAgain } next = Next::kForward;
  survey::Answers answers;        // kForward, kBack: to keep. kShowAgain: for View::answers only
  std::vector<Problem> problems;  // kShowAgain: for View::problems; may be empty
  std::string focus_question;     // kShowAgain: for View::focus_question
};
// Checks the page (survey::CheckPage) and decides. Forward only when nothing is wrong; shown again, without blame, when
// the answers call for a question of this page that was not on it yet. Back keeps what is right and asks for nothing.
// Forward means survey::NextPage from here, nothing there: the end. Errors of CheckPage that are no fault of a person
// (an unknown page) come back as errors.
Result<Taken> TakePage(const survey::Questionnaire& questionnaire, int page, const survey::Facts& facts,
                       const survey::Answers& so_far, const Submission& submission);

// Answers a link may choose beforehand: "recommend=9&lang=ru" -> {"recommend": 9}. Only score, choice and yes/no
// questions are taken, and only values they offer; everything else is passed over.
json::object PrefillFromQuery(const survey::Questionnaire& questionnaire, std::string_view query);

// For the Content-Security-Policy header of every page above: hashes of the very bytes of the inline style and script.
const std::string& ContentSecurityPolicy();

}  // namespace otklik::form
