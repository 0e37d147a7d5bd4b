// The command line's side of the control routes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace otklik::app {

// POSTs JSON to the server that holds the folder; the body of a 2xx reply, or its problems as one message. `on_data`,
// if given, gets the bytes as they come instead.
Result<std::string> AskServer(const std::string& folder, const std::string& path, const std::string& body,
                              const std::function<void(std::string_view)>& on_data = {});

}  // namespace otklik::app
