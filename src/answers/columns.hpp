// The memory columns: the embedded engine.
#pragma once

#include <memory>

#include "answers/engine.hpp"

namespace otklik::answers {

std::unique_ptr<Engine> MakeColumnEngine();

}  // namespace otklik::answers
