// The command line.
#pragma once

namespace otklik::app {

int Run(int argc, char** argv);

}  // namespace otklik::app
