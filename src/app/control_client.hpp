// The command line's side of the control routes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/config.hpp"
#include "base/result.hpp"

namespace otklik::app {

// POSTs JSON to the server that holds config.data; the body of a 2xx reply, or its problems in config.language.
// `on_data`, if given, gets the bytes of a 2xx reply as they come instead.
Result<std::string> AskServer(const Config& config, const std::string& path, const std::string& body,
                              const std::function<void(std::string_view)>& on_data = {});

}  // namespace otklik::app
