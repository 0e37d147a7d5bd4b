#include "base/messages_table.hpp"

namespace otklik {

std::span<const Message> ExchangeMessages() { return {}; }

}  // namespace otklik
