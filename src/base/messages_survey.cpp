#include "base/messages_table.hpp"

namespace otklik {

std::span<const Message> SurveyMessages() { return {}; }

}  // namespace otklik
