#include "base/messages_table.hpp"

namespace otklik {

std::span<const Message> AccessMessages() { return {}; }

}  // namespace otklik
