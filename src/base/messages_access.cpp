#include "base/messages_table.hpp"

namespace otklik {
namespace {

constexpr Message kMessages[] = {
    {"not_logged_in", "log in first", "сначала войдите"},
    {"no_right", "{0} does not allow this; it needs the right {1}", "{0} этого не позволяет; нужно право {1}"},
    {"role_administrator", "the role Administrator", "роль «Администратор»"},
    {"role_analyst", "the role Analyst", "роль «Аналитик»"},
    {"role_viewer", "the role Reader", "роль «Читатель»"},
    {"role_token", "this API token", "этот ключ API"},
    {"csrf", "the X-CSRF-Token header is missing or old; reload the page",
     "нет заголовка X-CSRF-Token или он устарел; обновите страницу"},
    {"not_your_password", "this is not your present password", "это не ваш нынешний пароль"},
    {"wrong_credentials", "the e-mail or the password is wrong", "почта или пароль не подходят"},
    {"too_many_attempts", "too many attempts; try again in {0} s", "слишком много попыток; повторите через {0} с"},
    {"bad_password", "the password must have {0} to {1} characters", "в пароле должно быть от {0} до {1} знаков"},
    {"bad_email", "must be an e-mail address as anna@example.com", "нужен адрес почты вида anna@example.com"},
    {"email_taken", "another user has this e-mail", "эта почта уже у другого пользователя"},
    {"unknown_role", "must be administrator, analyst or viewer (Reader)",
     "нужна роль administrator (администратор), analyst (аналитик) или viewer (читатель)"},
    {"already_set_up", "the first administrator exists already; log in", "первый администратор уже есть; войдите"},
    {"last_administrator", "the last administrator cannot be removed or demoted",
     "последнего администратора нельзя удалить или понизить"},
    {"unknown_user", "there is no such user", "такого пользователя нет"},
    {"bad_token", "there is no such token, or it was revoked; without this header the request counts as nobody's",
     "такого ключа нет или он отозван; без этого заголовка запрос примут как анонимный"},
    {"unknown_token", "there is no such token", "такого ключа нет"},
};

}  // namespace

std::span<const Message> AccessMessages() { return kMessages; }

}  // namespace otklik
