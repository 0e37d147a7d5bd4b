#include "base/messages_table.hpp"

namespace otklik {
namespace {

constexpr Message kMessages[] = {
    {"unknown_metric", "unknown metric; there are {0}", "такого показателя нет; есть {0}"},
    {"unknown_metric_near", "unknown metric; did you mean \"{0}\"? There are {1}",
     "такого показателя нет; возможно, «{0}»? Есть {1}"},
    {"unknown_query_dimension", "unknown dimension; there are {0}", "такого разреза нет; есть {0}"},
    {"unknown_query_dimension_near", "unknown dimension; did you mean \"{0}\"? There are {1}",
     "такого разреза нет; возможно, «{0}»? Есть {1}"},
    {"unknown_value", "no survey has this value; there are {0}", "такого значения нет ни в одном опросе; есть {0}"},
    {"unknown_value_near", "no survey has this value; did you mean \"{0}\"? There are {1}",
     "такого значения нет ни в одном опросе; возможно, «{0}»? Есть {1}"},
    {"too_many_dimensions", "at most {0} dimensions at once", "не больше {0} разрезов сразу"},
    {"dimension_twice", "this dimension stands twice", "этот разрез указан дважды"},
    {"two_time_units", "only one unit of time at once", "единица времени может быть только одна"},
    {"time_in_where", "time is limited by \"period\"", "время ограничивает ключ «period»"},
    {"no_values", "at least one value is needed", "нужно хотя бы одно значение"},
    {"too_many_values", "at most {0} values", "не больше {0} значений"},
    {"confidence_range", "must be from {0} to {1}", "нужно число от {0} до {1}"},
    {"period_order", "the period ends before it begins on {0}", "период кончается раньше, чем начинается ({0})"},
    {"period_form", "either \"last\" with \"unit\", or \"from\" and \"to\"",
     "либо «last» вместе с «unit», либо «from» и «to»"},
    {"estimand_by_account", "within one account there is nothing to average over accounts; group by something else",
     "внутри одного клиента нечего усреднять по клиентам; сгруппируйте по другому признаку"},
    {"estimand_csi", "CSI is not averaged over accounts; leave \"estimand\" out",
     "CSI не усредняется по клиентам: уберите «estimand»"},
    {"comparison_needs_period", "a comparison needs a period with a beginning and an end",
     "для сравнения нужен период с началом и концом"},
    {"too_many_groups", "more than {0} groups; take fewer dimensions or a filter",
     "получается больше {0} групп; уменьшите число разрезов или добавьте фильтр"},
    {"mixed_measures", "these questions measure different things: {0}; choose one, or group by \"measures\"",
     "вопросы измеряют разное: {0}; выберите одно или добавьте разрез «measures»"},
    {"mixed_scales", "these questions have different scales: {0}; choose one, or group by \"scale\"",
     "у вопросов разные шкалы: {0}; выберите одну или добавьте разрез «scale»"},
    {"mixed_surveys", "this index is computed within one survey: {0}; choose one",
     "индекс считается внутри одного опроса: {0}; выберите один"},
    {"anonymous_total_only",
     "the survey \"{0}\" is anonymous: only its total over all time is shown, without filters and groups",
     "опрос «{0}» анонимный: показывается только общий итог за всё время, без фильтров и разрезов"},
    {"anonymous_alone", "anonymous surveys are shown one at a time, apart from others: {0}",
     "анонимные опросы показываются по одному, отдельно от остальных: {0}"},
    {"unknown_survey_version", "the survey \"{0}\" has no such version", "у опроса «{0}» нет такой версии"},
    {"scores_length", "must hold {0} scores, one for each item of the version",
     "нужно {0} оценок, по одной на каждый пункт версии"},
    {"score_out_of_scale", "the scale of \"{0}\" is {1} to {2}", "шкала пункта «{0}» — от {1} до {2}"},
    {"day_out_of_range", "must be a day from {0} to {1}", "нужен день от {0} до {1}"},
    {"seq_out_of_range", "must be below 4294967296", "нужно число меньше 4294967296"},
    {"metric_scale_any", "only a mean or a CSI can be taken on any scale",
     "на любой шкале считаются только среднее и CSI"},
    {"metric_f_length", "must hold {0} numbers, one for each score of the scale",
     "нужно {0} чисел, по одному на каждый балл шкалы"},
    {"metric_range", "must be two numbers, the smaller first", "нужны два числа, сначала меньшее"},
    {"metric_language", "the text in \"{0}\" is missing", "нет текста на языке «{0}»"},
    {"snapshot_format", "the snapshot is of another format", "снимок колонок другого формата"},
    {"snapshot_epoch", "the snapshot belongs to another epoch of the database", "снимок колонок от другой эпохи базы"},
    {"snapshot_inputs", "questionnaires, dimensions or the time zone have changed since the snapshot",
     "после снимка колонок изменились анкеты, разрезы или часовой пояс"},
    {"snapshot_damaged", "the snapshot is cut or damaged", "снимок колонок обрезан или повреждён"},
    {"snapshot_none", "this engine keeps no snapshots", "этот движок снимков не хранит"},
};

}  // namespace

std::span<const Message> AnswersMessages() { return kMessages; }

}  // namespace otklik
