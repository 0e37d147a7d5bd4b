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
    {"setting_unknown", "there is no such setting", "такой настройки нет"},
    {"setting_bad", "{0}", "{0}"},
};

}  // namespace

std::span<const Message> AppMessages() { return kMessages; }

}  // namespace otklik
