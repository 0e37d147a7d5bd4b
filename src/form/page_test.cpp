#include <gmock/gmock.h>
#include <sodium.h>

#include <boost/json/serialize.hpp>

#include "form/sample_documents.hpp"

namespace otklik::form {
namespace {

using samples::Relationship;
using testing::HasSubstr;
using testing::Not;

View ViewOf(int page, std::string language = "ru") {
  View view{.questionnaire = Relationship()};
  view.page = page;
  view.frame = samples::FrameOf(Relationship(), std::move(language));
  view.action = "/s/relationship";
  return view;
}

TEST(RespondentPage, TheFirstPageOfAPlainLinkIsAlwaysTheSameBytes) {
  EXPECT_EQ(RenderPage(ViewOf(0)), RenderPage(ViewOf(0)));
  EXPECT_TRUE(FirstPageIsShared(Relationship()));
  EXPECT_FALSE(FirstPageIsShared(samples::Staff()));
}

TEST(RespondentPage, SaysTheLanguageAndLinksTheOthers) {
  View view = ViewOf(0, "en");
  view.frame.kept_query = "recommend=9&x=1";
  const std::string page = RenderPage(view);
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(page, HasSubstr("href=\"?lang=ru&amp;recommend=9&amp;x=1\" hreflang=\"ru\" lang=\"ru\">Русский</a>"));
  EXPECT_THAT(page, Not(HasSubstr("?lang=en")));
}

TEST(RespondentPage, AMissingTranslationIsMarkedWithItsLanguage) {
  View view{.questionnaire = samples::Foreign()};
  view.frame = samples::FrameOf(samples::Foreign(), "de");
  const std::string page = RenderPage(view);
  EXPECT_THAT(page, HasSubstr("<span lang=\"ru\">Что важнее?</span>"));
  EXPECT_THAT(page, HasSubstr("<span lang=\"en\">Hard to say</span>"));
  EXPECT_THAT(page, HasSubstr(">Warum?</label>"));
}

TEST(RespondentPage, NothingFromOutsideIsMarkup) {
  survey::Questionnaire hostile = Relationship();
  const std::string evil = "\"><script>alert('x')</script>&";
  hostile.title.by_language = {{"ru", evil}};
  hostile.introduction.by_language = {{"ru", evil + "{{contact.name}}"}};
  hostile.pages[0].questions[0].text.by_language = {{"ru", evil}};
  View view{.questionnaire = hostile};
  view.frame = samples::FrameOf(hostile, "ru");
  view.frame.company_name = view.frame.kept_query = view.action = view.response_id = evil;
  view.hidden = {{evil, evil}};
  view.facts = {{"contact.name", evil}};
  view.typed = {{"a.why", evil}};
  view.problems = {{"form_number", {}, evil, evil}, {"not_a_score", {evil, evil}, "answers.recommend", evil}};
  view.readers = {evil, Readers::Partner::kSees, evil};
  const std::string page = RenderPage(view);
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_EQ(page.find("<script"), page.rfind("<script")) << "only our own";
  EXPECT_THAT(page, HasSubstr("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;"));
  Thanks thanks{.questionnaire = hostile,
                .frame = view.frame,
                .readers = view.readers,
                .next_step = evil,
                .deeds = {{evil, evil}}};
  EXPECT_THAT(RenderThanks(thanks), Not(HasSubstr("<script>alert")));
  EXPECT_THAT(RenderMessage(MessageKind::kBusy, view.frame, evil), Not(HasSubstr("<script>alert")));
}

TEST(RespondentPage, ChoosesWhatTheLinkSaysUntilSomethingIsKept) {
  View view = ViewOf(0);
  EXPECT_THAT(RenderPage(view), Not(HasSubstr(" checked")));
  view.prefill = {{"recommend", 9}};
  EXPECT_THAT(RenderPage(view), HasSubstr("value=\"9\" checked"));
  view.answers = {{"recommend", 3}};
  EXPECT_THAT(RenderPage(view), HasSubstr("value=\"3\" checked"));
  EXPECT_THAT(RenderPage(view), Not(HasSubstr("value=\"9\" checked")));
}

TEST(RespondentPage, ALinkChoosesOnlyWhatIsOffered) {
  EXPECT_EQ(json::serialize(PrefillFromQuery(Relationship(), "recommend=9&lang=ru&why=text&better=terms")),
            R"({"recommend":9,"better":"terms"})");
  for (const std::string_view query : {"recommend=11", "recommend=-1", "recommend=x", "recommend=8.5", "better=none",
                                       "renew=maybe", "recommend=%", "recommend"}) {
    EXPECT_TRUE(PrefillFromQuery(Relationship(), query).empty()) << query;
  }
  EXPECT_EQ(json::serialize(PrefillFromQuery(Relationship(), "recommend=hard_to_say")),
            R"({"recommend":"hard_to_say"})");
  EXPECT_EQ(json::serialize(PrefillFromQuery(Relationship(), "renew=true")), R"({"renew":true})");  // of a later page
}

TEST(RespondentPage, ShowsOnlyWhatIsAskedAndSaysSo) {
  View view = ViewOf(0);
  EXPECT_THAT(RenderPage(view), HasSubstr("name=\"shown\" value=\"recommend,why\""));
  view.answers = {{"recommend", 2}};
  EXPECT_THAT(RenderPage(view), HasSubstr("name=\"shown\" value=\"recommend,better,why\""));
}

TEST(RespondentPage, OptionsStandInTheOrderOfTheResponse) {
  View view = ViewOf(2);
  for (const std::string id : {"3fa85f64-5717-4562-b3fc-2c963f66afa6", "00000000-0000-4000-8000-000000000001"}) {
    view.response_id = id;
    const std::string page = RenderPage(view);
    const auto& question = Relationship().pages[2].questions[0];
    std::size_t at = 0;
    for (const int index : survey::ShownOrder(question, id)) {
      const std::size_t next = page.find("value=\"" + question.options[static_cast<std::size_t>(index)].id + "\"");
      ASSERT_NE(next, std::string::npos);
      EXPECT_GT(next, at);
      at = next;
    }
  }
}

TEST(RespondentPage, ProgressNeverGrowsOnTheWay) {
  survey::Questionnaire branching = Relationship();
  survey::Condition low;
  low.op = survey::Condition::Op::kLess;
  low.question = "recommend";
  low.value = 7;
  branching.pages[1].show_if = low;
  View view{.questionnaire = branching};
  view.frame = samples::FrameOf(branching, "ru");
  EXPECT_THAT(RenderPage(view), HasSubstr("</span>1 из 3"));
  view.answers = {{"recommend", 9}};
  view.page = 2;
  EXPECT_THAT(RenderPage(view), HasSubstr("</span>2 из 2"));
  EXPECT_THAT(RenderPage(view), HasSubstr("Отправить ответы"));
  view.answers = {{"recommend", 3}};
  EXPECT_THAT(RenderPage(view), HasSubstr("</span>3 из 3"));
}

TEST(RespondentPage, BackIsOfferedWhereThereIsAPageBefore) {
  EXPECT_THAT(RenderPage(ViewOf(0)), Not(HasSubstr("value=\"back\"")));
  EXPECT_THAT(RenderPage(ViewOf(1)), HasSubstr("name=\"go\" value=\"back\" formnovalidate"));
}

TEST(RespondentPage, ErrorsStandAboveTheirQuestionAndInTheList) {
  View view = ViewOf(1);
  view.problems = {{"answer_required", {}, "answers.service.manager", ""}, {"form_not_saved", {}, "", ""}};
  const std::string page = RenderPage(view);
  const std::string text = "Отметьте число от 1 до 10 или «Затрудняюсь ответить»";
  EXPECT_THAT(page, HasSubstr("<a href=\"#q-service-manager\">" + text + "</a>"));
  EXPECT_THAT(page, HasSubstr("<p class=\"err\" id=\"e-service-manager\">" + text +
                              "</p><fieldset class=\"g\" "
                              "aria-describedby=\"e-service-manager\">"));
  EXPECT_THAT(page, HasSubstr("<li>Не сохранено: сервер занят."));
  EXPECT_THAT(page, HasSubstr("<title>Осталось поправить: 2 · 2 из 3 · "));
}

TEST(RespondentPage, BoundsAreToldAsPeopleWriteThem) {
  View view = ViewOf(2);
  view.problems = {{"too_early", {"2021-01-01"}, "answers.start", "2020-01-01"},
                   {"too_large", {"0.5"}, "answers.volume", "1"}};
  EXPECT_THAT(RenderPage(view), HasSubstr(">Не раньше 01.01.2021</p>"));
  EXPECT_THAT(RenderPage(view), HasSubstr(">Не больше 0,5</p>"));
  view.frame.language = "en";
  EXPECT_THAT(RenderPage(view), HasSubstr(">Not before 2021-01-01</p>"));
}

TEST(RespondentPage, EveryRequiredKindIsAskedForInItsWords) {
  struct Case {
    std::string_view id;
    std::string_view ru;
    std::string_view en;
  };
  constexpr Case kCases[] = {
      {"topics", "Отметьте хотя бы один вариант или «Затрудняюсь ответить»",
       "Choose at least one answer, or &quot;Hard to say&quot;"},
      {"channel", "Отметьте один вариант", "Choose one answer"},
      {"renew", "Отметьте «Да», «Нет» или «Затрудняюсь ответить»",
       "Choose &quot;Yes&quot;, &quot;No&quot; or &quot;Hard to say&quot;"},
      {"volume", "Впишите число", "Write a number"},
      {"start", "Укажите дату или отметьте «Затрудняюсь ответить»", "Give a date, or mark &quot;Hard to say&quot;"},
      {"contact", "Отметьте «Да» или «Нет»", "Choose &quot;Yes&quot; or &quot;No&quot;"}};
  for (const Case& one : kCases) {
    for (const bool ru : {true, false}) {
      View view = ViewOf(2, ru ? "ru" : "en");
      view.problems = {{"answer_required", {}, "answers." + std::string(one.id), ""}};
      EXPECT_THAT(RenderPage(view), HasSubstr(">" + std::string(ru ? one.ru : one.en) + "</p>"));
    }
  }
}

TEST(RespondentPage, WhatWasTypedStaysAsTyped) {
  View view = ViewOf(2);
  view.answers = {{"volume", 5}, {"channel", "mail"}};
  view.typed = {{"a.volume", " 1,2,3"},
                {"a.start", "5 мая"},
                {"a.start", "hard_to_say"},
                {"a.channel", "phone"},
                {"o.channel", "x\"y"}};
  view.problems = {{"form_number", {}, "answers.volume", "1,2,3"}};
  const std::string page = RenderPage(view);
  EXPECT_THAT(page, HasSubstr("aria-invalid=\"true\" value=\" 1,2,3\">"));
  EXPECT_THAT(page, HasSubstr("type=\"text\" id=\"f-start\" name=\"a.start\""));
  EXPECT_THAT(page, HasSubstr("value=\"5 мая\">"));
  EXPECT_THAT(page, HasSubstr("name=\"a.start\" value=\"hard_to_say\" checked"));
  EXPECT_THAT(page, HasSubstr("value=\"phone\" checked"));
  EXPECT_THAT(page, Not(HasSubstr("value=\"mail\" checked")));
  EXPECT_THAT(page, HasSubstr("value=\"x&quot;y\""));
}

TEST(RespondentPage, ReadersAreToldOnceBeforeTheFirstCommentBox) {
  View view = ViewOf(0);
  view.readers = {"Ольга Петрова", Readers::Partner::kDoesNotSee, ""};
  const std::string page = RenderPage(view);
  const std::string told = "Кто прочтёт ответ: Ольга Петрова. Партнёр его не увидит.";
  EXPECT_LT(page.find(told), page.find("<textarea"));
  EXPECT_EQ(page.find(told), page.rfind(told));
  EXPECT_THAT(RenderPage(ViewOf(1)), Not(HasSubstr("Кто прочтёт")));
}

TEST(RespondentPage, FactsArePipedIn) {
  survey::Questionnaire piped = Relationship();
  piped.introduction.by_language = {{"ru", "{{contact.name|Коллега}}, здравствуйте\nВторая строка"}};
  View view{.questionnaire = piped};
  view.frame = samples::FrameOf(piped, "ru");
  EXPECT_THAT(RenderPage(view), HasSubstr("<p>Коллега, здравствуйте</p><p>Вторая строка</p>"));
  view.facts = {{"contact.name", "Анна <Б>"}};
  EXPECT_THAT(RenderPage(view), HasSubstr("<p>Анна &lt;Б&gt;, здравствуйте</p>"));
}

TEST(RespondentPage, ConsentCarriesItsVersionAndTwoEqualAnswers) {
  View view = ViewOf(0);
  view.hidden = {{"ticket", "T"}};
  const std::string page = RenderConsent(view);
  EXPECT_THAT(page, HasSubstr("name=\"consent_version\" value=\"2021-03\""));
  EXPECT_THAT(page, HasSubstr("name=\"consent\" value=\"yes\""));
  EXPECT_THAT(page, HasSubstr("name=\"consent\" value=\"no\""));
  EXPECT_THAT(page, HasSubstr("name=\"ticket\" value=\"T\""));
}

TEST(RespondentPage, ThanksShowsTheLastTwoDeeds) {
  Thanks thanks{.questionnaire = Relationship(),
                .frame = samples::FrameOf(Relationship(), "ru"),
                .deeds = {{"a1", "b1"}, {"a2", "b2"}, {"a3", "b3"}}};
  const std::string page = RenderThanks(thanks);
  EXPECT_THAT(page, Not(HasSubstr("<dt>a1")));
  EXPECT_THAT(page, HasSubstr("<dl><dt>a2</dt><dd>b2</dd></dl><dl><dt>a3</dt><dd>b3</dd></dl>"));
}

TEST(RespondentPage, APreviewSaysThatNothingIsRecorded) {
  View view = ViewOf(0);
  EXPECT_THAT(RenderPage(view), Not(HasSubstr("Предпросмотр")));
  view.frame.preview = true;
  EXPECT_THAT(RenderPage(view), HasSubstr("Предпросмотр: ответы не записываются."));
}

std::string Between(const std::string& text, const std::string& open, const std::string& close) {
  const std::size_t begin = text.find(open) + open.size();
  return text.substr(begin, text.find(close, begin) - begin);
}

TEST(RespondentPage, ThePolicyAllowsExactlyTheInlineBytes) {
  const std::string page = RenderPage(ViewOf(0));
  for (const std::string kind : {"style", "script"}) {
    const std::string bytes = Between(page, "<" + kind + ">", "</" + kind + ">");
    ASSERT_GT(bytes.size(), 100u);
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    char coded[64];
    sodium_bin2base64(coded, sizeof coded, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    EXPECT_THAT(ContentSecurityPolicy(), HasSubstr(kind + "-src 'sha256-" + coded + "';"));
  }
  EXPECT_THAT(ContentSecurityPolicy(), testing::StartsWith("default-src 'none'; "));
  EXPECT_THAT(ContentSecurityPolicy(),
              testing::EndsWith("img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"));
  EXPECT_THAT(ContentSecurityPolicy(), Not(HasSubstr("unsafe")));
}

TEST(RespondentPage, CommentsOfTheStyleStayAtHome) {
  const std::string style = Between(RenderPage(ViewOf(0)), "<style>", "</style>");
  EXPECT_THAT(style, Not(HasSubstr("/*")));
  EXPECT_THAT(style, HasSubstr(":checked"));
}

}  // namespace
}  // namespace otklik::form
