// Responses of a survey into a file, from the folder itself or through the server that holds it.
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <filesystem>
#include <fstream>

#include "app/commands.hpp"
#include "app/control.hpp"
#include "app/control_client.hpp"
#include "app/progress.hpp"
#include "base/messages.hpp"

namespace otklik::app {
namespace {

// Written beside the file and put in its place when it is whole, so that half a file is never taken for all.
class NewFile {
 public:
  static Result<std::unique_ptr<NewFile>> Open(const std::string& path) {
    if (std::filesystem::exists(path)) return Fail(Code::kConflict, "backup_exists", {}, "file", path);
    const auto folder = std::filesystem::absolute(path).parent_path();
    if (!std::filesystem::is_directory(folder)) return Fail(Code::kNotFound, "folder_missing", {}, "file", folder);
    auto file = std::unique_ptr<NewFile>(new NewFile(path));
    std::error_code ignored;
    std::filesystem::permissions(path + ".part",
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 ignored);  // people's answers are nobody else's
    if (!file->out_) return Fail(Code::kInvalid, "not_writable", {}, "file", path);
    return file;
  }
  ~NewFile() {
    std::error_code ignored;
    std::filesystem::remove(path_ + ".part", ignored);
  }
  void Write(std::string_view text) {
    lines_ += static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    out_.write(text.data(), static_cast<std::streamsize>(text.size()));
  }
  std::uint64_t lines() const { return lines_; }
  Result<void> Finish() {
    out_.close();
    std::error_code failed;
    if (out_) std::filesystem::rename(path_ + ".part", path_, failed);
    if (!out_ || failed) return Fail(Code::kInternal, "not_writable", {}, "file", path_);
    return {};
  }

 private:
  explicit NewFile(const std::string& path) : path_(path), out_(path + ".part", std::ios::binary) {}
  std::string path_;
  std::ofstream out_;
  std::uint64_t lines_ = 0;
};

Result<void> ExportFolder(Company& company, const std::string& survey, NewFile& file, Progress& progress) {
  if (auto loaded = company.LoadAnswers(); !loaded) return loaded;  // for the attributes there are
  const auto rows = OpenExport(company, survey);
  if (!rows) return rows.error();
  const auto counts = company.responses->CountsOf(survey, Scope::Company());
  const auto all = static_cast<double>(std::max<std::uint64_t>(1, counts.finished + counts.abandoned));
  while (const auto part = (*rows)->Next()) {
    file.Write(*part);
    progress.Show(std::min(1.0, static_cast<double>((*rows)->rows()) / all));
  }
  return {};
}

Result<void> ExportThroughServer(const Config& config, const std::string& survey, NewFile& file, Progress& progress) {
  std::string count;
  double all = 0;
  const auto take = [&](std::string_view data) {
    if (all == 0) {
      const auto end = data.find('\n');
      count += data.substr(0, end);
      if (end == std::string_view::npos) return;
      std::uint64_t rows = 0;
      std::from_chars(count.data(), count.data() + count.size(), rows);
      all = static_cast<double>(std::max<std::uint64_t>(1, rows));
      data.remove_prefix(end + 1);
    }
    file.Write(data);
    progress.Show(std::min(1.0, static_cast<double>(file.lines()) / all));  // texts have line ends too: at most whole
  };
  const auto asked = AskServer(config, "/control/export", json::serialize(json::object{{"survey", survey}}), take);
  if (!asked) return asked.error();
  return {};
}

}  // namespace

int RunExport(const Config& config, const std::string& survey, const std::string& path) {
  const Language language = LanguageFrom(config.language, Language::kRussian);
  const auto fail = [&](const Error& error) { return FailWith(error, config); };
  const SystemClock clock;
  auto company = OpenFolder(config, clock);
  if (!company && !HeldByServer(company.error())) return fail(company.error());
  auto file = NewFile::Open(path);
  if (!file) return fail(file.error());
  {
    Progress progress(Say("exporting", language));
    const auto done = company ? ExportFolder(**company, survey, **file, progress)
                              : ExportThroughServer(config, survey, **file, progress);
    if (!done) return fail(done.error());
  }
  if (const auto finished = (*file)->Finish(); !finished) return fail(finished.error());
  Tell(config, "export_done", {path});
  return 0;
}

}  // namespace otklik::app
