#include "answers/columns.hpp"

#include "answers/reference.hpp"

namespace otklik::answers {

std::unique_ptr<Engine> MakeColumnEngine() { return MakeReferenceEngine(); }

}  // namespace otklik::answers
