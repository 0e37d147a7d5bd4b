// Names and values of the form's answer fields, both ways. Internal to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/language.hpp"
#include "form/form.hpp"

namespace otklik::form {

inline constexpr std::string_view kHardToSayValue = "hard_to_say";  // no option may be called so
inline constexpr std::string_view kOtherValue = "other";            // nor so

std::string FieldName(const survey::Question& question, const survey::Row* row = nullptr);  // a.<question>[.<row>]
std::string OwnTextName(const survey::Question& question);                                  // o.<question>

// A scale too long for a row of cells is typed as a number.
inline constexpr int kMostCells = 11;
bool IsTypedScore(const survey::Question& question);

// Kept answers as the fields a form would send them in; decimals with a comma in Russian.
Fields FieldsFromAnswers(const survey::Page& page, const json::object& answers, Language language);

// What the page's controls hold.
class Filled {
 public:
  explicit Filled(Fields fields) : fields_(std::move(fields)) {}
  bool Holds(const std::string& name, std::string_view value) const;
  std::string_view ValueOf(const std::string& name) const;  // the first one, or ""
  // Of a typed answer that also has a "hard to say" box: the first value that is not the box.
  std::string_view TypedOf(const std::string& name) const;

 private:
  Fields fields_;
};

}  // namespace otklik::form
