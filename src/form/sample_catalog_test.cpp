// The ready questionnaires of the catalogue as pages, so that what people get out of the box is looked at too.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.hpp"
#include "form/sample_documents.hpp"

namespace otklik::form::samples {
namespace {

survey::Questionnaire Read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return survey::ParseQuestionnaire(ReadJson(text.str()).value()).value();
}

}  // namespace

std::vector<std::pair<std::string, std::string>> CatalogPages() {
  std::vector<std::pair<std::string, std::string>> out;
  const std::filesystem::path folder = std::filesystem::path(OTKLIK_SOURCE_DIR) / "catalog" / "questionnaires";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const survey::Questionnaire questionnaire = Read(entry.path());
    for (const std::string& language : questionnaire.languages) {
      for (int page = 0; page < static_cast<int>(questionnaire.pages.size()); ++page) {
        View view{.questionnaire = questionnaire};
        view.page = page;
        view.frame = FrameOf(questionnaire, language);
        view.action = "/s/" + questionnaire.key;
        out.emplace_back("catalog_" + questionnaire.key + std::to_string(page + 1) + '_' + language, RenderPage(view));
      }
    }
  }
  return out;
}

}  // namespace otklik::form::samples
