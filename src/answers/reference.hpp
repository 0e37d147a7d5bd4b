// The reference engine: a plain loop over rows as they came, to be read rather than to be fast. Every other engine must
// give the same answers.
#pragma once

#include <memory>

#include "answers/engine.hpp"

namespace otklik::answers {

std::unique_ptr<Engine> MakeReferenceEngine();

}  // namespace otklik::answers
