#include "base/messages_table.hpp"

namespace otklik {
namespace {

constexpr Message kMessages[] = {
    // The page around the questions.
    {"form_language", "Language", "Язык"},
    {"form_preview", "Preview: answers are not recorded.", "Предпросмотр: ответы не записываются."},
    {"form_page", "Page", "Страница"},
    {"form_progress", "{0} of {1}", "{0} из {1}"},
    {"form_next", "Next", "Дальше"},
    {"form_back", "Back", "Назад"},
    {"form_send", "Send answers", "Отправить ответы"},
    {"form_retry", "Try again", "Повторить"},
    {"form_offline", "Not sent: offline. Your text is safe and will be sent when the connection is back.",
     "Не отправлено: нет связи. Текст цел и уйдёт, когда связь появится."},
    {"form_anonymous", "This survey is anonymous: no name is kept, and results are shown only from {0} responses up.",
     "Опрос анонимный: имя не сохраняется, итоги показывают, только когда ответов не меньше {0}."},

    // Questions.
    {"form_optional", "optional", "можно пропустить"},
    {"form_hard_to_say", "Hard to say", "Затрудняюсь ответить"},
    {"form_clear", "No answer", "Без ответа"},
    {"form_other", "Other", "Другое"},
    {"form_own_text", "In your own words", "Своими словами"},
    {"form_yes", "Yes", "Да"},
    {"form_no", "No", "Нет"},
    {"form_chosen", "Your score: {0}", "Ваша оценка: {0}"},
    {"form_low_recommend", "definitely not", "точно не порекомендую"},
    {"form_high_recommend", "definitely", "точно порекомендую"},
    {"form_several", "You may choose several", "Можно отметить несколько"},
    {"form_limit", "Up to {0} characters", "До {0} знаков"},
    {"form_number_between", "From {0} to {1}", "От {0} до {1}"},
    {"form_number_from", "{0} or more", "От {0}"},
    {"form_number_to", "{0} or less", "До {0}"},
    {"form_readers", "Who will read this: {0}.", "Кто прочтёт ответ: {0}."},
    {"form_readers_company", "This will be read at {0}.", "Ответ прочтут в компании {0}."},
    {"form_partner_sees", "The partner will see it too.", "Партнёр его тоже увидит."},
    {"form_partner_sees_named", "The partner, {0}, will see it too.", "Партнёр {0} его тоже увидит."},
    {"form_partner_blind", "The partner will not see it.", "Партнёр его не увидит."},
    {"form_partner_blind_named", "The partner, {0}, will not see it.", "Партнёр {0} его не увидит."},

    // What is wrong, as what to do.
    {"form_to_fix", "To put right: {0}", "Осталось поправить: {0}"},
    {"form_need_score", "Choose {0} to {1}", "Отметьте число от {0} до {1}"},
    {"form_need_score_or_hard", "Choose {0} to {1}, or \"Hard to say\"",
     "Отметьте число от {0} до {1} или «Затрудняюсь ответить»"},
    {"form_need_option", "Choose one answer", "Отметьте один вариант"},
    {"form_need_option_or_hard", "Choose one answer, or \"Hard to say\"",
     "Отметьте один вариант или «Затрудняюсь ответить»"},
    {"form_need_options", "Choose at least one answer", "Отметьте хотя бы один вариант"},
    {"form_need_options_or_hard", "Choose at least one answer, or \"Hard to say\"",
     "Отметьте хотя бы один вариант или «Затрудняюсь ответить»"},
    {"form_need_own_text", "Write your own answer, or choose another one", "Впишите свой вариант или отметьте другой"},
    {"form_need_yes_no", "Choose \"Yes\" or \"No\"", "Отметьте «Да» или «Нет»"},
    {"form_need_yes_no_or_hard", "Choose \"Yes\", \"No\" or \"Hard to say\"",
     "Отметьте «Да», «Нет» или «Затрудняюсь ответить»"},
    {"form_need_text", "Write a few words", "Напишите хотя бы несколько слов"},
    {"form_need_number", "Write a number", "Впишите число"},
    {"form_need_number_or_hard", "Write a number, or mark \"Hard to say\"",
     "Впишите число или отметьте «Затрудняюсь ответить»"},
    {"form_need_date", "Give a date", "Укажите дату"},
    {"form_need_date_or_hard", "Give a date, or mark \"Hard to say\"",
     "Укажите дату или отметьте «Затрудняюсь ответить»"},
    {"form_number", "Write a number in digits, for example 1500 or 12.5",
     "Впишите число цифрами, например 1500 или 12,5"},
    {"form_whole_number", "Write a whole number from {0} to {1}", "Впишите целое число от {0} до {1}"},
    {"form_date", "Write a date as 07.03.2019", "Впишите дату в виде 07.03.2019"},
    {"form_hard_to_say_or_answer", "There is both an answer and \"Hard to say\": leave one",
     "Есть и ответ, и «Затрудняюсь ответить»: оставьте что-то одно"},
    {"form_hard_to_say_or_options", "Both answers and \"Hard to say\" are marked: leave one or the other",
     "Отмечены и варианты, и «Затрудняюсь ответить»: оставьте что-то одно"},
    {"form_not_saved", "Not saved: the server is busy. Your text is safe: press the button again in a minute",
     "Не сохранено: сервер занят. Текст цел: нажмите кнопку ещё раз через минуту"},

    // Consent, thanks, and pages instead of a survey.
    {"form_consent", "Consent to the use of personal data", "Согласие на обработку персональных данных"},
    {"form_consent_yes", "I agree", "Даю согласие"},
    {"form_consent_no", "I do not agree", "Не соглашаюсь"},
    {"form_not_agreed", "Nothing was kept", "Мы ничего не сохранили"},
    {"form_not_agreed_body", "Without your consent we ask nothing and keep nothing. You may close the page.",
     "Без вашего согласия мы ни о чём не спрашиваем и ничего не храним. Страницу можно закрыть."},
    {"form_to_consent", "Back to the consent", "Вернуться к согласию"},
    {"form_thanks", "Thank you", "Спасибо"},
    {"form_kept", "Your answers are saved.", "Ответы сохранены."},
    {"form_not_kept", "This was a preview: nothing is recorded.", "Это был предпросмотр: ничего не записано."},
    {"form_deeds", "You said, we did", "Вы сказали — мы сделали"},
    {"form_may_close", "You may close this page.", "Страницу можно закрыть."},
    {"form_closed", "The survey is over", "Опрос закончен"},
    {"form_closed_body", "Answers are no longer taken.", "Ответы больше не принимаются."},
    {"form_not_found", "There is no survey at this address", "По этой ссылке опроса нет"},
    {"form_not_found_body", "Check that the whole link was copied: a letter may have broken it in two.",
     "Проверьте, целиком ли скопирована ссылка: в письме она могла разорваться на две строки."},
    {"form_used", "This link has been answered", "По этой ссылке уже ответили"},
    {"form_used_body", "It is good for one response, and that one is saved.", "Она на один ответ, и он сохранён."},
    {"form_expired", "This link has expired", "Срок ссылки истёк"},
    {"form_expired_body", "Whoever sent the link can send a new one.", "Новую может прислать тот, кто прислал эту."},
    {"form_busy", "The server is busy", "Сервер занят"},
    {"form_busy_body", "Many people are answering right now. What was saved is safe. Try again in a minute.",
     "Сейчас отвечает много людей. Сохранённое цело. Повторите через минуту."},

    // What no browser sends.
    {"form_too_large", "too large, at most {0} are taken", "слишком много, принимается не больше {0}"},
    {"form_encoding", "not a form in UTF-8", "это не форма в кодировке UTF-8"},
};

}  // namespace

std::span<const Message> FormMessages() { return kMessages; }

}  // namespace otklik
