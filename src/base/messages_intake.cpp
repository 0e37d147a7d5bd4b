#include "base/messages_table.hpp"

namespace otklik {
namespace {

constexpr Message kMessages[] = {
    {"unknown_survey", "there is no such survey", "такого опроса нет"},
    {"survey_closed", "the survey is closed; nothing was kept", "опрос закрыт; ответ не сохранён"},
    {"unknown_contact", "there is no such contact", "такого контактного лица нет"},
    {"unknown_response", "there is no such response", "такого ответа нет"},
    {"unknown_version", "there is no such version", "такой версии нет"},
    {"needs_token", "this needs an API token", "для этого нужен ключ API"},
    {"different_body", "another response was kept under this id", "под этим номером уже сохранён другой ответ"},
    {"token_used", "this personal link has been answered", "по этой личной ссылке уже ответили"},
    {"unknown_channel", "must be one of {0}", "нужен один из: {0}"},
    {"unknown_language", "the survey is in {0}", "языки опроса: {0}"},
    {"time_out_of_range", "must be between {0} and now", "нужно время от {0} до текущего"},
    {"server_busy", "too much is waiting; nothing was kept, try again in a moment",
     "очередь переполнена; ничего не сохранено, повторите через секунду"},
    {"commit_unknown", "it is not known whether this was kept; send it again under the same id",
     "неизвестно, сохранён ли ответ; отправьте его ещё раз под тем же номером"},
    {"database_in_use", "another server holds this database", "с этой базой уже работает другой сервер"},
    {"database_open", "the database cannot be opened: {0}", "база не открывается: {0}"},
    {"database_newer", "the database is at migration {0}, this program knows {1}; use a newer program",
     "база на миграции {0}, программа знает {1}; нужна программа новее"},
    {"database_unsafe", "{0} is off: an acknowledged response could be lost",
     "{0} выключен: подтверждённый ответ мог бы пропасть"},
};

}  // namespace

std::span<const Message> IntakeMessages() { return kMessages; }

}  // namespace otklik
