#include "base/messages_table.hpp"

namespace otklik {
namespace {

constexpr Message kMessages[] = {
    {"not_json_content_type", "the body must be application/json", "тело запроса должно быть application/json"},
    {"body_too_large", "the body is over {0} bytes", "тело запроса больше {0} байт"},
    {"unknown_path", "there is nothing at this address", "по этому адресу ничего нет"},
    {"method_not_allowed", "this address does not take that method", "этот адрес не принимает такой метод"},
    {"address_in_use", "cannot listen here: {0}", "здесь нельзя принимать соединения: {0}"},
    {"not_one_of", "must be one of {0}", "нужно одно из: {0}"},
    {"empty_text", "must not be empty", "не должно быть пустым"},
    {"empty_list", "must name at least one", "нужен хотя бы один пункт"},
    {"unknown_right", "there is no such right", "такого права нет"},
    {"right_not_yours", "you cannot give a right you do not have", "нельзя передать право, которого нет у вас"},
    {"count_or_contacts", "give either count (1 to 10,000) or contact_ids, not both",
     "укажите либо count (от 1 до 10 000), либо contact_ids"},
    {"contact_needs_id", "needs external_id or email", "нужен external_id или email"},
    {"too_many_attributes", "at most {0} attributes", "не больше {0} признаков"},
    {"anonymous_survey", "hidden: the survey is anonymous", "скрыто: опрос анонимный"},
    {"anonymous_links", "a personal link would lead back to the person: an anonymous survey has none",
     "личная ссылка привела бы к человеку: у анонимного опроса их нет"},
    {"serving_at", "Serving: {0}", "Адрес: {0}"},
    {"demo_logins",
     "The demo company. Log in as admin@example.com, analyst@example.com or viewer@example.com, password otklik-demo",
     "Демонстрационная компания. Вход: admin@example.com, analyst@example.com или viewer@example.com, пароль otklik-demo"},
    {"demo_survey", "A survey to try: {0}/s/relationship_b2c", "Опрос для пробы: {0}/s/relationship_b2c"},
    {"first_run", "No data yet: open the page, it helps to make the first administrator",
     "Данных ещё нет: откройте страницу, она поможет создать первого администратора"},
    {"loading_demo", "Making the demo company", "Готовится демонстрационная компания"},
    {"loading_answers", "Reading the answers into memory", "Ответы читаются в память"},
    {"config_ok", "No mistakes.", "Ошибок нет."},
    {"config_syntax", "line {0}: {1}", "строка {0}: {1}"},
    {"config_missing", "there is no such file", "такого файла нет"},
    {"bad_listen", "must be an address and a port as 127.0.0.1:8080", "нужен адрес с портом вида 127.0.0.1:8080"},
    {"bad_public_url", "must begin with http:// or https:// and have no slash at the end",
     "должен начинаться с http:// или https:// и не кончаться косой чертой"},
    {"secure_needs_https", "Secure cookies never come back over http://: nobody could log in",
     "cookie с признаком Secure не вернутся по http://: никто не смог бы войти"},
    {"https_needs_secure", "public_url is https, so this must be true", "public_url с https, поэтому здесь нужно true"},
    {"bad_records", "must be empty or begin with postgresql://", "должно быть пусто или начинаться с postgresql://"},
    {"folder_unwritable", "cannot write to this folder", "в эту папку нельзя писать"},
    {"folder_in_use", "another otklik is working on this folder; stop it first",
     "с этой папкой уже работает другой otklik; сначала остановите его"},
};

}  // namespace

std::span<const Message> AppMessages() { return kMessages; }

}  // namespace otklik
