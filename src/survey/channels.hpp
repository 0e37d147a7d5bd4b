// The ways a response can come in.
#pragma once

#include <array>
#include <string_view>

namespace otklik::survey {

inline constexpr std::array<std::string_view, 9> kChannels = {"web",    "email", "phone", "sms", "chat",
                                                              "widget", "push",  "paper", "api"};
inline constexpr std::string_view kImportChannel = "import";  // of imported rows that name none

}  // namespace otklik::survey
