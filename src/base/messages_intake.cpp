#include "base/messages_table.hpp"

namespace otklik {

std::span<const Message> IntakeMessages() { return {}; }

}  // namespace otklik
