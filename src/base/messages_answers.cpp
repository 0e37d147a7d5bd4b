#include "base/messages_table.hpp"

namespace otklik {

std::span<const Message> AnswersMessages() { return {}; }

}  // namespace otklik
