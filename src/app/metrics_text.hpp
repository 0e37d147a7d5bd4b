// What /metrics says, in Prometheus' text form.
#pragma once

#include <string>

#include "api/event_hub.hpp"
#include "app/company.hpp"
#include "http/http.hpp"

namespace otklik::app {

std::string MetricsText(Company& company, const api::EventHub& events, const http::ServerCounters& server);

}  // namespace otklik::app
