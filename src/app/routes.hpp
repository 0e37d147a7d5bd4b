// ALL routes of the server, each with its right, in one table.
#pragma once

#include "api/api.hpp"
#include "http/http.hpp"

namespace otklik::app {

class Company;

http::Router MakeRouter(api::Services& services, Company& company);

}  // namespace otklik::app
