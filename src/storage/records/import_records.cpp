#include "storage/records/import_records.hpp"

#include <soci/soci.h>

namespace otklik::records {

std::vector<ImportLine> ImportRecords::List() {
  const auto session = database_.Read();
  ImportLine line;
  long long id = 0, rows = 0, at = 0;
  soci::statement list = (session->prepare << Sql("list_imports"), soci::into(id), soci::into(line.survey),
                          soci::into(line.file_name), soci::into(line.file_hash), soci::into(line.state),
                          soci::into(rows), soci::into(at), soci::into(line.created_by));
  std::vector<ImportLine> lines;
  for (bool more = list.execute(true); more; more = list.fetch()) {
    line.id = id;
    line.rows = static_cast<std::uint64_t>(rows);
    line.created_at = at;
    lines.push_back(line);
  }
  return lines;
}

Result<std::int64_t> ImportRecords::Begin(const std::string& survey, const std::string& file_name,
                                          const std::string& file_hash, const std::string& actor) {
  long long id = 0;
  const auto begun = writer_.Run([&](WriteContext& context) -> Result<void> {
    soci::session& session = context.session();
    long long same = 0;
    session << Sql("find_same_import"), soci::use(survey), soci::use(file_hash), soci::into(same);
    if (same) return Fail(Code::kConflict, "already_imported", {std::to_string(same)}, "file", file_name);
    session << Sql("next_import_id"), soci::into(id);
    const long long now = context.now();
    session << Sql("insert_import"), soci::use(id), soci::use(survey), soci::use(file_name), soci::use(file_hash),
        soci::use(now), soci::use(actor);
    return {};
  });
  if (!begun) return begun.error();
  return id;
}

Result<std::uint64_t> ImportRecords::Add(std::int64_t import, std::vector<intake::StoredResponse>& rows) {
  for (intake::StoredResponse& row : rows) row.import = import;
  return responses_.SaveHistory(rows);
}

Result<void> ImportRecords::SetState(std::int64_t import, const char* from, const char* to, std::uint64_t rows,
                                     const char* kind, std::any payload, const std::string& actor) {
  return writer_.Run([&](WriteContext& context) -> Result<void> {
    const long long id = import, count = static_cast<long long>(rows);
    const std::string before = from, after = to;
    soci::statement set = (context.session().prepare << Sql("set_import_state"), soci::use(after), soci::use(count),
                           soci::use(id), soci::use(before));
    set.execute(true);
    if (set.get_affected_rows() == 0)
      return Fail(Code::kNotFound, "unknown_import", {}, "import", std::to_string(import));
    context.Journal(kind, std::to_string(import), actor, payload);
    return {};
  });
}

Result<void> ImportRecords::Show(std::int64_t import, std::uint64_t rows, std::any payload, const std::string& actor) {
  return SetState(import, "loading", "visible", rows, "import_shown", std::move(payload), actor);
}

Result<void> ImportRecords::Undo(std::int64_t import, std::any payload, const std::string& actor) {
  return SetState(import, "visible", "undone", 0, "import_undone", std::move(payload), actor);
}

std::vector<std::uint64_t> ImportRecords::SeqsOf(std::int64_t import) {
  const auto session = database_.Read();
  const long long id = import;
  long long seq = 0;
  soci::statement list = (session->prepare << Sql("list_import_seqs"), soci::into(seq), soci::use(id));
  std::vector<std::uint64_t> seqs;
  for (bool more = list.execute(true); more; more = list.fetch()) seqs.push_back(static_cast<std::uint64_t>(seq));
  return seqs;
}

std::vector<std::string> ImportRecords::SurveysHolding(const std::vector<std::string>& ids, const std::string& survey) {
  const auto session = database_.Read();
  std::string id, holding;
  soci::statement find =
      (session->prepare << Sql("find_holding_survey"), soci::into(holding), soci::use(id), soci::use(survey));
  std::vector<std::string> found;
  for (const std::string& one : ids) {
    id = one;
    found.push_back(find.execute(true) ? holding : std::string());
  }
  return found;
}

Result<void> ImportRecords::Sweep() {
  for (const ImportLine& line : List()) {
    if (line.state == "visible") continue;
    bool more = true;
    while (more) {
      const auto swept = writer_.Run([&](WriteContext& context) -> Result<void> {
        const long long id = line.id;
        soci::statement remove = (context.session().prepare << Sql("delete_hidden_rows"), soci::use(id));
        remove.execute(true);
        more = remove.get_affected_rows() > 0;
        return {};
      });
      if (!swept) return swept;
    }
  }
  return {};
}

}  // namespace otklik::records
