#include "stats/status.hpp"

namespace otklik::stats {

std::string StatusName(Status status) {
  switch (status) {
    case Status::kOk:
      return "ok";
    case Status::kUndefined:
      return "undefined";
    case Status::kRefused:
      return "refused";
    case Status::kInvalidInput:
      return "invalid_input";
  }
  return "invalid_input";
}

}  // namespace otklik::stats
