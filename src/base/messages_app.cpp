#include "base/messages_table.hpp"

namespace otklik {

std::span<const Message> AppMessages() { return {}; }

}  // namespace otklik
