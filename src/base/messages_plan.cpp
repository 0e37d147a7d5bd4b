#include "base/messages_table.hpp"

namespace otklik {
namespace {

constexpr Message kMessages[] = {
    {"number_range", "must be a number from {0} to {1}", "нужно число от {0} до {1}"},
    {"shares_over_one", "promoters and detractors together are {0}, at most 1 is possible",
     "промоутеры и критики вместе дают {0}, больше 1 не бывает"},
    {"one_of_two", "give \"{0}\" or \"{1}\", or both", "нужен ключ «{0}» или «{1}», можно оба"},
    {"items_range", "must be from {0} to {1} items", "нужно от {0} до {1} элементов"},
    {"more_than_clients", "there are {0} clients in all: at most so many can answer",
     "клиентов всего {0}: больше ответов не получить"},
};

}  // namespace

std::span<const Message> PlanMessages() { return kMessages; }

}  // namespace otklik
