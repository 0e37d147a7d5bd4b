// The tables as Markdown, and the pages that hold them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "run.hpp"

namespace otklik::simulate {

enum class Language { kEnglish, kRussian };

// A page with "<!-- simulate: begin -->" and "<!-- simulate: end -->" on lines of their own.
struct Page {
  std::string path;
  Language language = Language::kEnglish;  // Russian if the path has /ru/ in it
  std::string before, after;               // with the markers
};

// Throws std::runtime_error that says what is wrong with the file.
Page ReadPage(const std::string& path);
void WritePage(const Page& page, const std::string& tables);

std::string Tables(Language language, const std::vector<Row>& rows, const std::vector<RowResult>& results,
                   std::int64_t replicates, std::int64_t seed);

// The promised rows that do not hold: "plain sample, 20: 92.1 at NPS 75".
std::vector<std::string> Missing(Language language, const std::vector<Row>& rows,
                                 const std::vector<RowResult>& results);

}  // namespace otklik::simulate
