// ALL routes of the server, each with its right, in one table.
#pragma once

#include "api/api.hpp"
#include "http/http.hpp"

namespace otklik::app {

http::Router MakeRouter(api::Services& services);

}  // namespace otklik::app
