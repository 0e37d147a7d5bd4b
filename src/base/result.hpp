// What every function that can fail on outside input returns.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace otklik {

// Protocol-neutral kinds of failure; http/problem.cpp maps each to one status.
enum class Code {
  kInvalid,          // the input is wrong: the problems say where and what is allowed
  kUnauthenticated,  // nobody is logged in, or the token is unknown
  kForbidden,        // known, but without the right
  kNotFound,
  kWrongMethod,  // the address is there, with other methods
  kConflict,  // the same id with another body, a token already used
  kTooLarge,  // a body or text over its bound
  kTooMany,   // a rate limit
  kRefused,   // computable, but it would mislead; the problems list the choices
  kBusy,      // back-pressure: try again later
  kInternal,
};

// One thing that is wrong. `key` names a message in base/messages.cpp, `args` fill its {0} {1} ...,
// `field` is the path of the input (answers.recommend, pages[0].questions[2].scale), `value` what was given.
struct Problem {
  std::string key;
  std::vector<std::string> args;
  std::string field;
  std::string value;
};

// A failure: its kind and at least one problem.
struct Error {
  Code code = Code::kInternal;
  std::vector<Problem> problems;
};

template <class T>
using Result = boost::system::result<T, Error>;

// Thrown by Result::value() on an error nobody handled; caught at the HTTP boundary and in main only.
class ErrorException : public std::runtime_error {
 public:
  explicit ErrorException(Error error)
      : std::runtime_error(error.problems.empty() ? "error" : error.problems.front().key), error_(std::move(error)) {}
  const Error& error() const { return error_; }

 private:
  Error error_;
};

[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
  throw ErrorException(error);
}

// Fail(Code::kInvalid, "out_of_range", {"0", "10"}, "answers.recommend", "11")
inline Error Fail(Code code, std::string key, std::vector<std::string> args = {}, std::string field = {},
                  std::string value = {}) {
  return Error{code, {Problem{std::move(key), std::move(args), std::move(field), std::move(value)}}};
}

}  // namespace otklik
