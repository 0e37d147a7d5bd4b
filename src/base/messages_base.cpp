#include "base/messages_table.hpp"

namespace otklik {
namespace {

constexpr Message kMessages[] = {
    {"json_syntax", "not valid JSON at line {0}, column {1}: {2}", "это не JSON: строка {0}, столбец {1}: {2}"},
    {"json_duplicate_key", "the key \"{0}\" stands twice (line {1}, column {2})",
     "ключ «{0}» повторён (строка {1}, столбец {2})"},
    {"json_depth", "nested deeper than {0} levels", "вложенность больше {0} уровней"},
    {"json_nul", "text holds the character U+0000 (line {0})", "в тексте есть символ U+0000 (строка {0})"},
    {"json_too_large", "{0} bytes, at most {1} are taken", "{0} байт, принимается не больше {1}"},
    {"not_utf8", "the text is not UTF-8", "текст не в кодировке UTF-8"},
    {"unknown_key", "unknown key", "неизвестный ключ"},
    {"unknown_key_near", "unknown key; did you mean \"{0}\"?", "неизвестный ключ; возможно, «{0}»?"},
    {"missing_key", "this key is required", "ключ обязателен"},
    {"not_an_object", "must be an object", "здесь нужен объект"},
    {"not_a_string", "must be a string", "здесь нужна строка"},
    {"not_an_integer", "must be a whole number from {0} to {1}", "нужно целое число от {0} до {1}"},
    {"not_a_number", "must be a number", "нужно число"},
    {"not_a_boolean", "must be true or false", "нужно true или false"},
    {"not_an_array", "must be an array", "нужен массив"},
    {"text_too_long", "longer than {0} bytes", "длиннее {0} байт"},
    {"unknown_time_zone", "unknown time zone; an example is Europe/Moscow",
     "неизвестный часовой пояс; пример: Europe/Moscow"},
    {"bad_date", "must be a date as 2019-03-07", "нужна дата в виде 2019-03-07"},
    {"bad_time", "must be a time as 2019-03-07T10:00:00Z", "нужно время в виде 2019-03-07T10:00:00Z"},
    {"bad_uuid", "must be a UUID as 3fa85f64-5717-4562-b3fc-2c963f66afa6",
     "нужен UUID вида 3fa85f64-5717-4562-b3fc-2c963f66afa6"},
    {"internal_error", "the server could not finish this; the request id below finds it in the log",
     "сервер не смог это выполнить; по номеру запроса ниже причина найдётся в журнале"},
};

}  // namespace

std::span<const Message> BaseMessages() { return kMessages; }

std::vector<std::span<const Message>> MessageTables() {
  return {BaseMessages(), SurveyMessages(),   AnswersMessages(), IntakeMessages(), AccessMessages(),
          FormMessages(), ExchangeMessages(), PlanMessages(),    AppMessages()};
}

}  // namespace otklik
