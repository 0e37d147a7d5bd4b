#include "base/messages_table.hpp"

namespace otklik {
namespace {

constexpr Message kMessages[] = {
    {"csv_unknown_encoding", "unknown encoding; usual ones are UTF-8, windows-1251, UTF-16LE",
     "неизвестная кодировка; обычные: UTF-8, windows-1251, UTF-16LE"},
    {"csv_unclosed_quote",
     "row {0}: a quote is not closed, or the row is longer than 4 MB; the file cannot be read further",
     "строка {0}: кавычка не закрыта или строка длиннее 4 МБ; дальше файл не читается"},
    {"csv_empty", "there is not one row of data in the file", "в файле нет ни одной строки с данными"},
    {"csv_bad_date_form", "\"{0}\" is not part of a date form; an example is dd/MM/yyyy HH:mm",
     "«{0}» не может стоять в форме даты; пример: dd/MM/yyyy HH:mm"},
    {"csv_date_form_incomplete", "a date form needs year, month and day, as dd/MM/yyyy",
     "в форме даты нужны год, месяц и день, например dd/MM/yyyy"},
    {"csv_bad_delimiter", "the delimiter is one of , ; | and tab (\\t)",
     "разделитель — запятая, точка с запятой, | или табуляция (\\t)"},
    {"csv_bad_decimal", "the decimal sign is \".\" or \",\"", "десятичный знак — «.» или «,»"},
    {"csv_bad_column", "must be a column's name or its number from 1", "нужно название столбца или его номер от 1"},
    {"csv_column_needs_number", "the file has no header: a column is named by its number from 1",
     "в файле нет заголовка, столбец указывают номером от 1"},
    {"csv_column_or_value", "exactly one of \"column\" and \"value\" is needed",
     "нужно ровно одно из двух: \"column\" или \"value\""},
    {"csv_bad_dimension", "a dimension is small Latin letters, digits, _ and . (up to 64), beginning with a letter",
     "имя разреза — строчные латинские буквы, цифры, _ и . (до 64), первой стоит буква"},
    {"csv_no_answers", "at least one answer must be mapped", "нужен хотя бы один ответ"},
    {"csv_question_twice", "this question is mapped twice", "вопрос указан дважды"},
    {"csv_empty_separator", "the separator must not be empty", "разделитель вариантов не может быть пустым"},
    {"csv_no_hard_to_say", "the question \"{0}\" offers no \"hard to say\"",
     "в вопросе «{0}» нет ответа «затрудняюсь ответить»"},
    {"csv_unknown_question", "the questionnaire has no such question", "в анкете нет такого вопроса"},
    {"csv_unknown_question_near", "the questionnaire has no such question; did you mean \"{0}\"?",
     "в анкете нет такого вопроса; возможно, «{0}»?"},
    {"csv_unknown_row", "\"{0}\" is answered row by row: {1}", "на «{0}» отвечают построчно: {1}"},
    {"csv_columns_not_multiple", "\"columns\" are for a multiple choice; use \"column\"",
     "\"columns\" подходят только вопросу с несколькими вариантами; здесь нужен \"column\""},
    {"csv_unknown_option", "no such option; there are: {0}", "такого варианта нет; есть: {0}"},
    {"csv_no_column", "the file has no such column (it has {0} columns)", "в файле нет такого столбца (столбцов: {0})"},
    {"csv_no_column_near", "the file has no such column; did you mean \"{0}\"?",
     "в файле нет такого столбца; возможно, «{0}»?"},
    {"csv_read_as",
     "it was read as {0} with the delimiter \"{1}\"; if that is wrong, state \"encoding\" and \"delimiter\" in the "
     "mapping file, or they are told from the contents",
     "прочитан в кодировке {0} с разделителем «{1}»; если это не так, укажите \"encoding\" и \"delimiter\" в файле "
     "соответствий, иначе они определяются по содержимому"},
    {"csv_column_twice", "the header has \"{0}\" more than once; name the column by its number",
     "в заголовке несколько столбцов «{0}»; укажите столбец номером"},
    {"csv_ragged_row", "the row has {0} cells, the header {1}", "в строке ячеек: {0}, в заголовке: {1}"},
    {"csv_stray_quote", "text stands after a closing quote; a quote inside a cell is written twice (\"\")",
     "после закрывающей кавычки стоит текст; кавычку внутри ячейки пишут дважды (\"\")"},
    {"csv_bad_bytes", "some bytes are not {0}; mend them, or state the file's encoding in the mapping file",
     "часть байтов не в кодировке {0}; исправьте их или, если кодировка другая, укажите её в файле соответствий"},
    {"csv_nul", "the cell holds the character U+0000", "в ячейке есть символ U+0000"},
    {"csv_bad_time", "not a date in any of the forms: {0}", "дата не подходит ни под одну форму: {0}"},
    {"csv_future", "the response is dated later than tomorrow", "дата ответа позже завтрашнего дня"},
    {"csv_id_twice", "row {0} of the file has this id already", "этот идентификатор уже стоит в строке {0} файла"},
    {"csv_no_id", "the response has no id", "у ответа нет идентификатора"},
    {"csv_bad_language", "a language is a tag as ru or en; others are given in \"values\"",
     "язык указывают кодом вроде ru или en; другие обозначения — через \"values\""},
    {"csv_not_a_score", "must be a whole number from {0} to {1}, or a word given in \"values\"",
     "нужно целое число от {0} до {1} или слово из \"values\""},
    {"csv_not_a_number", "not a number with the decimal sign \"{0}\"", "это не число с десятичным знаком «{0}»"},
    {"csv_not_an_option", "no such option; there are: {0}; other words are given in \"values\"",
     "такого варианта нет; есть: {0}; другие слова указывают в \"values\""},
    {"csv_not_yes_or_no", "must be yes or no, or a word given in \"values\"",
     "нужно «да» или «нет» или слово из \"values\""},
    {"csv_report_count", "{0}×", "{0}×"},
    {"csv_report_row", "row {0}: \"{1}\"", "строка {0}: «{1}»"},
    {"csv_report_more", "{0} further problems of other kinds", "ещё замечаний другого рода: {0}"},
};

}  // namespace

std::span<const Message> ExchangeMessages() { return kMessages; }

}  // namespace otklik
