// The columns of a company: filled from their snapshot and from the records after it, or from the records alone.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>

#include "app/company.hpp"
#include "base/messages.hpp"

namespace otklik::app {
namespace {

constexpr int kLoadBatch = 20'000;
constexpr int kMostWaits = 100;
constexpr const char* kRowForm = "rows 1";  // to be raised when RowMaker makes other rows of the same response

}  // namespace

std::string Company::SnapshotPath() const { return config.data + "/answers.snapshot"; }

// Responses only ever come after; what else moves the columns is an import shown or undone.
answers::SnapshotStamp Company::SnapshotStamp() {
  std::string inputs = kRowForm;
  for (const records::ImportLine& import : imports->List()) {
    if (import.state == "visible") inputs += fmt::format(" +{}", import.id);
  }
  return {epoch, inputs};
}

// A snapshot that is missing, damaged or of other data is no error: the records know everything.
std::uint64_t Company::LoadSnapshot() {
  std::ifstream file(SnapshotPath(), std::ios::binary);
  if (!file) return 0;
  if (const auto loaded = answers->Load(file, SnapshotStamp()); !loaded) {
    spdlog::info(fmt::format("the columns are read anew: {}", Explain(loaded.error(), Language::kEnglish)));
    return 0;
  }
  return answers->as_of();
}

void Company::AddQuestionnaires() {
  const auto all = surveys->All();
  for (const auto& [key, survey] : *all) {
    for (const auto& version : survey->versions) answers->AddQuestionnaire(version->questionnaire);
  }
}

Result<void> Company::LoadAnswers(const std::function<void(double)>& progress) {
  AddQuestionnaires();
  loading_ = true;
  const std::uint64_t newest = responses->NewestSeq();
  saved_as_of_ = LoadSnapshot();
  if (saved_as_of_ > newest) {
    // The database was put back to an earlier day by other means than ours: the file knows responses it does not have.
    spdlog::warn(fmt::format("the columns are read anew: {} is newer than the records", SnapshotPath()));
    answers = std::make_unique<answers::AnswerStore>();
    if (auto added = AddMetrics(); !added) return added;
    AddQuestionnaires();
    saved_as_of_ = 0;
  }
  std::vector<answers::Row> batch;
  std::uint64_t after = saved_as_of_;
  while (after < newest) {
    const auto stored = responses->ListAfter(after, kLoadBatch);
    if (stored.empty()) break;
    batch.clear();
    for (const auto& response : stored) {
      if (auto row = rows->Make(response)) batch.push_back(std::move(*row));
    }
    if (auto appended = answers->Append(batch); !appended) return appended;
    after = stored.back().seq;
    if (progress) progress(newest ? static_cast<double>(after) / static_cast<double>(newest) : 1);
  }
  loaded_ = true;
  return answers->Apply({}, {}, newest);
}

void Company::SaveAnswers() {
  if (!loaded_ || answers->as_of() == saved_as_of_) return;
  // The stamp comes first: an import shown or undone after it makes the file useless, never wrong. One before it must
  // be in the columns already.
  const answers::SnapshotStamp stamp = SnapshotStamp();
  const std::uint64_t newest = responses->NewestSeq();
  for (int wait = 0; answers->as_of() < newest; ++wait) {
    if (wait == kMostWaits) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const std::uint64_t as_of = answers->as_of();
  const std::string fresh = SnapshotPath() + ".new";
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  const auto saved = answers->Save(file, stamp);
  file.close();
  std::error_code failed;
  if (saved && file) std::filesystem::rename(fresh, SnapshotPath(), failed);
  if (!saved || !file || failed) {
    spdlog::warn(fmt::format("the columns could not be saved to {}; the next start reads the records", fresh));
    std::filesystem::remove(fresh, failed);
    return;
  }
  saved_as_of_ = as_of;
}

}  // namespace otklik::app
