#include "base/messages_table.hpp"

namespace otklik {

std::span<const Message> FormMessages() { return {}; }

}  // namespace otklik
