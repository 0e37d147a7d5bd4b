// What the parts of one page are drawn from. Internal to the room.
#pragma once

#include <string>

#include "form/answer_fields.hpp"
#include "form/form.hpp"
#include "form/html.hpp"
#include "form/words.hpp"

namespace otklik::form {

struct Scene {
  const View& view;
  Words words;
  Filled filled;
  bool readers_told = false;  // who reads is said once, before the first comment box
};

// One question with its controls and its errors.
void PutQuestion(Html& html, Scene& scene, const survey::Question& question);

// ---- controls, by family -----------------------------------------------------------------------------------

// A score of the question or of one row: a row of cells or, for a long scale, a number; then "hard to say".
void PutScore(Html& html, const Scene& scene, const survey::Question& question, const survey::Row* row);
// What the ends, or all, of the scale mean.
void PutScaleKey(Html& html, const Scene& scene, const survey::Question& question);
void PutOptions(Html& html, const Scene& scene, const survey::Question& question);
void PutYesNo(Html& html, const Scene& scene, const survey::Question& question);
void PutText(Html& html, const Scene& scene, const survey::Question& question);
void PutNumber(Html& html, const Scene& scene, const survey::Question& question, const survey::Row* row);
void PutDate(Html& html, const Scene& scene, const survey::Question& question);

// One line to mark: <label class="opt"><input><span>text</span></label>.
struct Mark {
  std::string_view type;  // radio or checkbox
  std::string name;
  std::string_view value;
};
void PutMark(Html& html, const Scene& scene, const Mark& mark, const Said& text);
void PutHardToSay(Html& html, const Scene& scene, const survey::Question& question, const survey::Row* row,
                  std::string_view type);
// "No answer": radios cannot be unmarked, and a slip of the finger must not become an answer.
void PutClear(Html& html, const Scene& scene, const survey::Question& question, const survey::Row* row);

// The control's id and what describes it: f-<question>[-<row>], "h-... e-..." of what is there.
std::string IdOf(std::string_view prefix, const survey::Question& question, const survey::Row* row = nullptr);
void PutDescribedBy(Html& html, const Scene& scene, const survey::Question& question, const survey::Row* row = nullptr);

// ---- problems ------------------------------------------------------------------------------------------------

// The first problem of the question itself (row null) or of a row.
const Problem* ProblemOf(const View& view, const survey::Question& question, const survey::Row* row = nullptr);
// In the words of the page: what to do, not what rule was broken.
Said ProblemText(const Scene& scene, const Problem& problem, const survey::Question* question);
// Above a question or row; nothing without a problem.
void PutProblem(Html& html, const Scene& scene, const survey::Question& question, const survey::Row* row = nullptr);
// The list on top of the page, with links.
void PutProblemList(Html& html, const Scene& scene);

// ---- sentences ----------------------------------------------------------------------------------------------

// Who will read the answer, as a paragraph of the class; nothing if neither people nor company are named.
void PutReaders(Html& html, const Words& words, const Readers& readers, std::string_view company_name,
                std::string_view css_class);

}  // namespace otklik::form
