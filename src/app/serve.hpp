// The server's life: open, load, serve until told to stop.
#pragma once

#include <string>

#include "app/config.hpp"
#include "base/result.hpp"

namespace otklik::app {

struct ServeOptions {
  bool demo = false;  // load the demo company if the data folder is new
};

// Returns the process's exit code. Prints the address, and for a demo its logins.
int Serve(const Config& config, const ServeOptions& options);

}  // namespace otklik::app
