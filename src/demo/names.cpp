#include "demo/names.hpp"

#include <set>

namespace otklik::demo {
namespace {

constexpr std::string_view kPlaces[] = {"Волго", "Урал", "Сиб", "Нева",   "Балт",   "Кама",   "Дон",   "Алтай",
                                        "Помор", "Вят",  "Ока", "Байкал", "Енисей", "Кубань", "Онего", "Ладога"};

constexpr std::string_view kSides[] = {"Юг",     "Север",    "Восток", "Запад", "Урал",
                                       "Сибирь", "Поволжье", "Центр",  "Дон",   "Балтика"};

constexpr Industry kIndustries[] = {{"metals", "металл"},   {"trade", "торг"},         {"construction", "строй"},
                                    {"transport", "транс"}, {"energy", "энерго"},      {"agriculture", "агро"},
                                    {"medicine", "мед"},    {"chemistry", "хим"},      {"machinery", "маш"},
                                    {"food", "продукт"},    {"logistics", "логистик"}, {"printing", "полиграф"}};

constexpr std::string_view kEndings[] = {"сервис", "групп", "комплект", "проект", "снаб", "ресурс", "альянс", "центр"};

constexpr std::string_view kWords[] = {"Заря",     "Горизонт", "Вектор",  "Меридиан", "Гранит",   "Орион",
                                       "Прогресс", "Родник",   "Маяк",    "Пламя",    "Атлант",   "Сокол",
                                       "Янтарь",   "Кедр",     "Лидер",   "Рассвет",  "Высота",   "Магистраль",
                                       "Импульс",  "Причал",   "Форпост", "Азимут",   "Кристалл", "Спектр"};

constexpr std::string_view kFirms[] = {"Завод",         "Торговый дом", "Комбинат",  "Мастерская",
                                       "Научный центр", "Компания",     "Агентство", "Фабрика"};

constexpr std::string_view kLongName = "АО «Уральское научно-производственное объединение приборостроения №12»";

constexpr std::string_view kCities[] = {"Москва",         "Санкт-Петербург", "Екатеринбург", "Новосибирск",
                                        "Казань",         "Нижний Новгород", "Челябинск",    "Самара",
                                        "Ростов-на-Дону", "Пермь",           "Воронеж",      "Красноярск",
                                        "Тюмень",         "Ярославль",       "Калининград",  "Хабаровск"};

struct Given {
  std::string_view name, latin;
  bool woman;
};
constexpr Given kRussianGiven[] = {
    {"Александр", "a", false}, {"Алексей", "a", false}, {"Андрей", "a", false},  {"Антон", "a", false},
    {"Виктор", "v", false},    {"Дмитрий", "d", false}, {"Евгений", "e", false}, {"Иван", "i", false},
    {"Игорь", "i", false},     {"Кирилл", "k", false},  {"Максим", "m", false},  {"Михаил", "m", false},
    {"Николай", "n", false},   {"Олег", "o", false},    {"Павел", "p", false},   {"Роман", "r", false},
    {"Сергей", "s", false},    {"Фёдор", "f", false},   {"Юрий", "yu", false},   {"Анна", "a", true},
    {"Валентина", "v", true},  {"Вера", "v", true},     {"Галина", "g", true},   {"Дарья", "d", true},
    {"Екатерина", "e", true},  {"Елена", "e", true},    {"Ирина", "i", true},    {"Ксения", "k", true},
    {"Людмила", "l", true},    {"Марина", "m", true},   {"Мария", "m", true},    {"Наталья", "n", true},
    {"Ольга", "o", true},      {"Светлана", "s", true}, {"Татьяна", "t", true},  {"Юлия", "yu", true}};

struct Surname {
  std::string_view name, latin;
};
// A woman's surname has "а" more.
constexpr Surname kRussianSurnames[] = {
    {"Смирнов", "smirnov"},      {"Кузнецов", "kuznetsov"},  {"Попов", "popov"},           {"Соколов", "sokolov"},
    {"Лебедев", "lebedev"},      {"Козлов", "kozlov"},       {"Новиков", "novikov"},       {"Морозов", "morozov"},
    {"Волков", "volkov"},        {"Соловьёв", "solovyov"},   {"Васильев", "vasilyev"},     {"Зайцев", "zaitsev"},
    {"Павлов", "pavlov"},        {"Голубев", "golubev"},     {"Виноградов", "vinogradov"}, {"Богданов", "bogdanov"},
    {"Воробьёв", "vorobyov"},    {"Фролов", "frolov"},       {"Журавлёв", "zhuravlyov"},   {"Беляев", "belyaev"},
    {"Тарасов", "tarasov"},      {"Белов", "belov"},         {"Комаров", "komarov"},       {"Орлов", "orlov"},
    {"Киселёв", "kiselyov"},     {"Макаров", "makarov"},     {"Андреев", "andreev"},       {"Ковалёв", "kovalyov"},
    {"Ильин", "ilyin"},          {"Гусев", "gusev"},         {"Титов", "titov"},           {"Кузьмин", "kuzmin"},
    {"Баранов", "baranov"},      {"Куликов", "kulikov"},     {"Алексеев", "alekseev"},     {"Степанов", "stepanov"},
    {"Яковлев", "yakovlev"},     {"Сорокин", "sorokin"},     {"Сергеев", "sergeev"},       {"Романов", "romanov"},
    {"Захаров", "zakharov"},     {"Борисов", "borisov"},     {"Королёв", "korolyov"},      {"Герасимов", "gerasimov"},
    {"Пономарёв", "ponomaryov"}, {"Григорьев", "grigoryev"}, {"Лазарев", "lazarev"},       {"Медведев", "medvedev"},
    {"Ершов", "ershov"},         {"Никитин", "nikitin"},     {"Соболев", "sobolev"},       {"Рябов", "ryabov"},
    {"Поляков", "polyakov"},     {"Цветков", "tsvetkov"},    {"Данилов", "danilov"},       {"Жуков", "zhukov"}};

constexpr std::string_view kEnglishGiven[] = {"Alice", "Anna",   "Brian", "Carol",  "Daniel", "Emma",  "Frank",
                                              "Grace", "Henry",  "Irene", "James",  "Karen",  "Lucas", "Martha",
                                              "Neil",  "Olivia", "Peter", "Rachel", "Simon",  "Thomas"};
constexpr Surname kEnglishSurnames[] = {
    {"Adams", "adams"},   {"Baker", "baker"},   {"Carter", "carter"}, {"Dixon", "dixon"},   {"Evans", "evans"},
    {"Foster", "foster"}, {"Graham", "graham"}, {"Hughes", "hughes"}, {"Irving", "irving"}, {"Jensen", "jensen"},
    {"Keller", "keller"}, {"Larsen", "larsen"}, {"Mercer", "mercer"}, {"Nolan", "nolan"},   {"Parker", "parker"},
    {"Quinn", "quinn"},   {"Reeves", "reeves"}, {"Stone", "stone"},   {"Turner", "turner"}, {"Walsh", "walsh"}};

struct Positions {
  std::string_view role, language;
  std::string_view titles[4];
};
constexpr Positions kPositions[] = {
    {"economic_buyer",
     "ru",
     {"генеральный директор", "финансовый директор", "коммерческий директор", "руководитель отдела закупок"}},
    {"technical_buyer",
     "ru",
     {"директор по информационным технологиям", "руководитель отдела ИТ", "главный инженер", "системный архитектор"}},
    {"user", "ru", {"системный администратор", "ведущий инженер", "главный бухгалтер", "специалист отдела продаж"}},
    {"partner", "ru", {"директор", "руководитель отдела продаж", "менеджер по продажам", "инженер"}},
    {"economic_buyer",
     "en",
     {"chief executive", "chief financial officer", "commercial director", "head of purchasing"}},
    {"technical_buyer", "en", {"head of IT", "IT director", "chief engineer", "systems architect"}},
    {"user", "en", {"system administrator", "senior engineer", "chief accountant", "sales specialist"}},
    {"partner", "en", {"director", "head of sales", "sales manager", "engineer"}}};

std::string_view DrawLegalForm(Draw& draw) {
  const double at = draw.Unit();
  if (at < 0.74) return "ООО";
  return at < 0.95 ? "АО" : "ПАО";
}

// Capital first letter of a Cyrillic word in small letters (U+0430..U+043F have their capitals 0x20 below in one byte).
std::string Capital(std::string_view word) {
  std::string out(word);
  const auto first = static_cast<unsigned char>(out[0]), second = static_cast<unsigned char>(out[1]);
  if (first == 0xD0 && second >= 0xB0) out[1] = static_cast<char>(second - 0x20);
  if (first == 0xD1 && second <= 0x8F) {
    out[0] = '\xD0';
    out[1] = static_cast<char>(second + 0x20);
  }
  return out;
}

CompanyName DrawCompanyName(Draw& draw) {
  const Industry& industry = draw.Of(kIndustries);
  const double form = draw.Unit();
  if (form < 0.06) {
    const Surname& surname = draw.Of(kRussianSurnames);
    static constexpr std::string_view kInitials[] = {"А. В.", "И. С.", "О. Н.", "С. П.", "М. Ю.", "Е. А.", "Д. К."};
    return {"ИП " + std::string(surname.name) + " " + std::string(draw.Of(kInitials)), industry.id};
  }
  std::string name(DrawLegalForm(draw));
  name += " «";
  if (form < 0.46) {
    name += std::string(draw.Of(kPlaces)) + std::string(industry.root) + std::string(draw.Of(kEndings));
  } else if (form < 0.66) {
    name += Capital(industry.root) + std::string(draw.Of(kEndings));
  } else if (form < 0.86) {
    // One closing mark for both, as such names are written on seals.
    name += std::string(draw.Of(kFirms)) + " «" + std::string(draw.Of(kWords));
  } else {
    name += std::string(draw.Of(kWords)) + "-" + std::string(draw.Of(kSides));
  }
  return {name + "»", industry.id};
}

}  // namespace

std::vector<CompanyName> DrawCompanyNames(Draw& draw, std::size_t count) {
  std::vector<CompanyName> names = {{std::string(kLongName), "machinery"}};
  std::set<std::string> taken = {std::string(kLongName)};
  while (names.size() < count) {
    CompanyName name = DrawCompanyName(draw);
    if (taken.insert(name.name).second) names.push_back(std::move(name));
  }
  draw.Shuffle(names);
  return names;
}

Person DrawPerson(Draw& draw, std::string_view language) {
  if (language == "en") {
    const std::string_view given = draw.Of(kEnglishGiven);
    const Surname& surname = draw.Of(kEnglishSurnames);
    const char initial = static_cast<char>(given.front() - 'A' + 'a');
    return {std::string(given) + " " + std::string(surname.name),
            std::string(1, initial) + "." + std::string(surname.latin)};
  }
  const Given& given = draw.Of(kRussianGiven);
  const Surname& surname = draw.Of(kRussianSurnames);
  return {std::string(given.name) + " " + std::string(surname.name) + (given.woman ? "а" : ""),
          std::string(given.latin) + "." + std::string(surname.latin) + (given.woman ? "a" : "")};
}

std::string_view DrawCity(Draw& draw) { return draw.Of(kCities); }

std::string DrawPosition(Draw& draw, std::string_view role, std::string_view language) {
  for (const Positions& positions : kPositions) {
    if (positions.role == role && positions.language == language) return std::string(draw.Of(positions.titles));
  }
  return {};
}

}  // namespace otklik::demo
