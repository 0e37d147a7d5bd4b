#include "form/sample_documents.hpp"

#include <cstdlib>

#include "base/json.hpp"
#include "base/messages.hpp"

namespace otklik::form::samples {
namespace {

constexpr std::string_view kRelationship = R"json({
  "key": "relationship",
  "title": {"ru": "Как вам работать с нами", "en": "How it is to work with us"},
  "introduction": {
    "ru": "Три страницы, около двух минут. Отвечайте так, как видите со своей стороны.",
    "en": "Three pages, about two minutes. Answer as you see it from your side."
  },
  "thanks": {"ru": "Ответы сохранены. По ним мы решаем, что менять в первую очередь.",
             "en": "Your answers are saved. They decide what we change first."},
  "languages": ["ru", "en"],
  "consent": {
    "version": "2021-03",
    "text": {
      "ru": "Мы просим согласия использовать ваши имя, телефон и почту, чтобы ответить на ваш отзыв. Хранятся они год и никому не передаются.\n\nСогласие можно отозвать письмом на privacy@example.com.",
      "en": "We ask to use your name, phone and e-mail to reply to your feedback. They are kept for a year and passed to nobody.\n\nYou can withdraw by writing to privacy@example.com."
    }
  },
  "pages": [
    {"id": "overall", "questions": [
      {"id": "recommend", "kind": "recommendation", "measures": "relationship", "required": true, "hard_to_say": true,
       "text": {"ru": "Порекомендуете ли вы нас коллегам из других компаний?",
                "en": "Would you recommend us to colleagues at other companies?"}},
      {"id": "better", "kind": "single",
       "show_if": {"question": "recommend", "op": "<=", "value": 6},
       "text": {"ru": "Что стоило бы исправить первым?", "en": "What should be put right first?"},
       "options": [
         {"id": "terms", "text": {"ru": "Сроки поставки", "en": "Delivery times"}},
         {"id": "quality", "text": {"ru": "Качество продукции", "en": "Product quality"}},
         {"id": "answers", "text": {"ru": "Скорость ответов", "en": "Speed of replies"}}
       ]},
      {"id": "why", "kind": "text", "max_characters": 2000,
       "text": {"ru": "Почему?", "en": "Why?"}}
    ]},
    {"id": "details", "questions": [
      {"id": "service", "kind": "matrix", "measures": "relationship", "required": true, "hard_to_say": true,
       "text": {"ru": "Насколько вы довольны нашей работой за последний год?",
                "en": "How satisfied are you with our work over the last year?"},
       "scale": {"min": 1, "max": 10},
       "low_label": {"ru": "совсем не доволен", "en": "not at all"},
       "high_label": {"ru": "полностью доволен", "en": "completely"},
       "rows": [
         {"id": "delivery", "text": {"ru": "Соблюдение сроков поставки", "en": "Deliveries on time"}},
         {"id": "documents", "text": {"ru": "Документы: полнота и скорость", "en": "Documents: complete and quick"}},
         {"id": "manager", "text": {"ru": "Работа вашего менеджера", "en": "Your account manager"}}
       ]},
      {"id": "effort", "kind": "rating", "measures": "support",
       "text": {"ru": "Сколько усилий ушло на решение последнего вопроса?",
                "en": "How much effort did your last request take?"},
       "scale": {"min": 1, "max": 5, "lower_is_better": true, "labels": {
         "1": {"ru": "почти никаких", "en": "almost none"},
         "2": {"ru": "мало", "en": "little"},
         "3": {"ru": "средне", "en": "some"},
         "4": {"ru": "много", "en": "much"},
         "5": {"ru": "очень много", "en": "very much"}}}},
      {"id": "share", "kind": "rating", "measures": "purchase", "hard_to_say": true,
       "text": {"ru": "Какую долю своих закупок вы делаете у нас, в процентах?",
                "en": "What share of your purchases do you make with us, in per cent?"},
       "scale": {"min": 0, "max": 100}}
    ]},
    {"id": "plans", "questions": [
      {"id": "topics", "kind": "multiple", "other": true, "hard_to_say": true, "random_order": true,
       "text": {"ru": "О чём рассказать вам в новом году?", "en": "What shall we tell you about next year?"},
       "options": [
         {"id": "tubes", "text": {"ru": "Новые марки труб", "en": "New tube grades"}},
         {"id": "portal", "text": {"ru": "Личный кабинет: статусы заказов, документы, претензии и сверки в одном месте",
                                   "en": "The customer portal: order status, documents, claims and reconciliation in one place"}},
         {"id": "visits", "text": {"ru": "Поездки на завод", "en": "Visits to the mill"}}
       ]},
      {"id": "channel", "kind": "single", "other": true, "required": true,
       "text": {"ru": "Как вам удобнее размещать заказ?", "en": "How do you prefer to place an order?"},
       "options": [
         {"id": "phone", "text": {"ru": "По телефону", "en": "By phone"}},
         {"id": "mail", "text": {"ru": "Письмом", "en": "By e-mail"}}
       ]},
      {"id": "renew", "kind": "yes_no", "hard_to_say": true,
       "text": {"ru": "Планируете ли вы продлить договор?", "en": "Do you plan to renew the contract?"}},
      {"id": "volume", "kind": "number", "min": 0, "max": 5000, "decimals": 1,
       "text": {"ru": "Сколько тонн в месяц вам понадобится?", "en": "How many tonnes a month will you need?"}},
      {"id": "start", "kind": "date", "min": "2021-01-01", "hard_to_say": true,
       "text": {"ru": "С какого числа?", "en": "Starting when?"}},
      {"id": "contact", "kind": "contact_request", "required": true,
       "text": {"ru": "Связаться с вами по этому вопросу?", "en": "Shall we contact you about this?"}}
    ]}
  ]
})json";

constexpr std::string_view kStaff = R"json({
  "key": "staff", "title": "Как вам работается", "languages": ["ru"],
  "anonymous": {"minimum": 7, "dimensions": ["contact.department"]},
  "pages": [{"id": "one", "questions": [
    {"id": "recommend", "kind": "recommendation", "measures": "employer", "required": true,
     "text": "Посоветовали бы вы компанию друзьям как место работы?"},
    {"id": "load", "kind": "importance", "text": "Насколько для вас важно?", "random_order": true,
     "scale": {"min": 1, "max": 5}, "low_label": "не важно", "high_label": "очень важно",
     "rows": [{"id": "pay", "text": "Оплата", "criterion": "pay"}, {"id": "team", "text": "Команда", "criterion": "team"}]}
  ]}],
  "criteria": [{"id": "pay", "name": "Оплата"}, {"id": "team", "name": "Команда"}]
})json";

constexpr std::string_view kForeign = R"json({
  "key": "foreign", "languages": ["ru", "de", "pt-BR"],
  "title": {"ru": "Грузоперевозки", "de": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"},
  "pages": [{"id": "one", "questions": [
    {"id": "recommend", "kind": "recommendation", "measures": "relationship", "hard_to_say": true,
     "text": {"ru": "Порекомендуете нас?", "de": "Würden Sie uns weiterempfehlen?"},
     "low_label": {"ru": "рентгеноэлектрокардиографического", "de": "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"},
     "high_label": {"ru": "обязательно", "de": "auf jeden Fall"}},
    {"id": "what", "kind": "single", "other": true, "text": {"ru": "Что важнее?"},
     "options": [{"id": "a", "text": {"ru": "Превысокомногорассмотрительствующее обслуживание", "de": "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"}},
                 {"id": "b", "text": {"ru": "Цена <без НДС> & \"скидка\"", "de": "Preis"}}]},
    {"id": "why", "kind": "text", "text": {"ru": "Почему?", "de": "Warum?"}}
  ]}]
})json";

survey::Questionnaire Parse(std::string_view text) {
  const auto document = ReadJson(text);
  auto questionnaire = document ? survey::ParseQuestionnaire(*document) : document.error();
  if (questionnaire) return std::move(*questionnaire);
  std::fputs(Explain(questionnaire.error(), Language::kEnglish).c_str(), stderr);
  std::abort();
}

struct Sheet {
  std::vector<std::pair<std::string, std::string>> pages;

  void Add(std::string name, const View& view) { pages.emplace_back(std::move(name), RenderPage(view)); }
};

View ViewOf(const survey::Questionnaire& questionnaire, const std::string& language, int page = 0) {
  View view{.questionnaire = questionnaire};
  view.page = page;
  view.frame = FrameOf(questionnaire, language);
  view.action = "/s/" + questionnaire.key;
  return view;
}

// The page as it comes back after `body` was posted to it.
View Posted(View view, std::string_view body) {
  const auto submission = DecodeForm(view.questionnaire, view.page, body);
  const auto taken = TakePage(view.questionnaire, view.page, view.facts, view.answers, *submission);
  view.answers = taken->answers;
  view.problems = taken->problems;
  view.focus_question = taken->focus_question;
  view.typed = submission->typed;
  return view;
}

constexpr std::string_view kId = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

void AddFirstPages(Sheet& sheet, const std::string& language) {
  View first = ViewOf(Relationship(), language);
  first.readers = {"Ольга Петрова, Иван Ким", Readers::Partner::kDoesNotSee, "ООО «Уралтрубпром»"};
  sheet.Add("first_" + language, first);
  View chosen = first;
  chosen.prefill = {{"recommend", 8}};
  chosen.frame.kept_query = "recommend=8";
  sheet.Add("first_chosen_" + language, chosen);
  sheet.Add("first_wrong_" + language,
            Posted(first, "shown=recommend,why&a.why=%D0%A1%D1%80%D0%BE%D0%BA%D0%B8&go=next"));
  View asked = Posted(first, "shown=recommend,why&a.recommend=4&a.why=&go=next");
  asked.action += "/r/" + std::string(kId);
  sheet.Add("first_asked_" + language, asked);
  View preview = first;
  preview.frame.preview = true;
  preview.frame.company_name = "Общество с ограниченной ответственностью «Западно-Сибирский металлургический комбинат»";
  sheet.Add("first_preview_" + language, preview);
}

void AddLaterPages(Sheet& sheet, const std::string& language) {
  View second = ViewOf(Relationship(), language, 1);
  second.response_id = kId;
  second.answers = {{"recommend", 9}, {"why", "Сроки"}};
  sheet.Add("second_" + language, second);
  sheet.Add("second_wrong_" + language,
            Posted(second,
                   "shown=service,effort,share&a.service.delivery=7&a.service.manager=hard_to_say&a.effort=2"
                   "&a.share=%D1%81%D1%82%D0%BE&a.share=hard_to_say&go=next"));
  View third = second;
  third.page = 2;
  sheet.Add("third_" + language, third);
  sheet.Add(
      "third_wrong_" + language,
      Posted(third,
             "shown=topics,channel,renew,volume,start,contact&a.topics=tubes&a.topics=other&o.topics=&"
             "a.channel=other&o.channel=%D0%A7%D0%B0%D1%82&a.renew=true&a.volume=1,2,3&a.start=5+%D0%BC%D0%B0%D1%8F"));
  third.answers = {{"topics", {"portal", {{"other", "<b>Скидки</b> & цены"}}}},
                   {"channel", "mail"},
                   {"renew", "hard_to_say"},
                   {"volume", 12.5},
                   {"start", "2021-05-01"},
                   {"contact", true}};
  sheet.Add("third_filled_" + language, third);
}

void AddOtherPages(Sheet& sheet, const std::string& language) {
  View consent = ViewOf(Relationship(), language, 2);
  consent.hidden = {{"ticket", "a\"b<c"}};
  sheet.pages.emplace_back("consent_" + language, RenderConsent(consent));
  const bool ru = language == "ru";
  const Frame frame = FrameOf(Relationship(), language);
  Thanks thanks{.questionnaire = Relationship(),
                .frame = frame,
                .facts = {},
                .readers = {"Ольга Петрова"},
                .next_step = ru ? "Позвоним завтра до 12:00." : "We will call by noon tomorrow.",
                .deeds = {{"Документы приходят поздно", "С марта документы уходят в день отгрузки"},
                          {"Не дозвониться до менеджера", "У каждого менеджера теперь есть заместитель"}}};
  sheet.pages.emplace_back("thanks_" + language, RenderThanks(thanks));
  constexpr std::pair<MessageKind, std::string_view> kMessages[] = {
      {MessageKind::kClosed, "closed"},  {MessageKind::kNotFound, "not_found"},
      {MessageKind::kTokenUsed, "used"}, {MessageKind::kExpired, "expired"},
      {MessageKind::kBusy, "busy"},      {MessageKind::kNotAForm, "not_a_form"}};
  for (const auto& [kind, name] : kMessages) {
    sheet.pages.emplace_back(std::string(name) + '_' + language, RenderMessage(kind, frame));
  }
}

}  // namespace

const survey::Questionnaire& Relationship() {
  static const auto questionnaire = Parse(kRelationship);
  return questionnaire;
}

const survey::Questionnaire& Staff() {
  static const auto questionnaire = Parse(kStaff);
  return questionnaire;
}

const survey::Questionnaire& Foreign() {
  static const auto questionnaire = Parse(kForeign);
  return questionnaire;
}

Frame FrameOf(const survey::Questionnaire& questionnaire, std::string language) {
  return {std::move(language), questionnaire.languages, "", "Уральские трубы", false};
}

std::vector<std::pair<std::string, std::string>> Pages() {
  Sheet sheet;
  for (const std::string language : {"ru", "en"}) {
    AddFirstPages(sheet, language);
    AddLaterPages(sheet, language);
    AddOtherPages(sheet, language);
  }
  View staff = ViewOf(Staff(), "ru");
  sheet.Add("staff_ru", staff);
  sheet.Add("staff_wrong_ru", Posted(staff, "shown=recommend,load&go=next"));
  for (const std::string language : {"ru", "de"}) {
    View foreign = ViewOf(Foreign(), language);
    sheet.Add("foreign_" + language, foreign);
    sheet.Add("foreign_wrong_" + language, Posted(foreign, "a.what=other"));
  }
  return sheet.pages;
}

}  // namespace otklik::form::samples
