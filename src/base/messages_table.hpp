// The parts of the server's dictionary, one table a room.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace otklik {

struct Message {
  std::string_view key;
  std::string_view en;
  std::string_view ru;
};

std::span<const Message> BaseMessages();
std::span<const Message> SurveyMessages();
std::span<const Message> AnswersMessages();
std::span<const Message> IntakeMessages();
std::span<const Message> AccessMessages();
std::span<const Message> FormMessages();
std::span<const Message> ExchangeMessages();
std::span<const Message> PlanMessages();
std::span<const Message> AppMessages();
std::vector<std::span<const Message>> MessageTables();

}  // namespace otklik
