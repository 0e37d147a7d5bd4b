// How fast SQLite itself takes the rows of an imported table: the same columns, indexes and durability, nothing else.
//   bare_insert SOURCE.db TARGET.db ROWS_A_TRANSACTION    prints one line of JSON; reading the source is not counted
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

void Check(int code, sqlite3* database) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::fprintf(stderr, "bare_insert: %s\n", sqlite3_errmsg(database));
  std::exit(1);
}

void Execute(sqlite3* database, const std::string& sql) {
  Check(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), database);
}

sqlite3_stmt* Prepare(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  Check(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), database);
  return statement;
}

void CopySchema(sqlite3* source, sqlite3* target) {
  sqlite3_stmt* list = Prepare(
      source, "SELECT sql FROM sqlite_master WHERE tbl_name = 'responses' AND sql IS NOT NULL ORDER BY type DESC");
  while (sqlite3_step(list) == SQLITE_ROW) Execute(target, reinterpret_cast<const char*>(sqlite3_column_text(list, 0)));
  sqlite3_finalize(list);
}

double InsertBatch(sqlite3* target, sqlite3_stmt* insert, std::vector<sqlite3_value*>& values, int columns) {
  const auto start = Clock::now();
  Execute(target, "BEGIN IMMEDIATE");
  for (std::size_t i = 0; i < values.size(); i += static_cast<std::size_t>(columns)) {
    for (int column = 0; column < columns; ++column)
      sqlite3_bind_value(insert, column + 1, values[i + static_cast<std::size_t>(column)]);
    Check(sqlite3_step(insert), target);
    sqlite3_reset(insert);
  }
  Execute(target, "COMMIT");
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  for (sqlite3_value* value : values) sqlite3_value_free(value);
  values.clear();
  return seconds;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::size_t batch = std::strtoull(argv[3], nullptr, 10);
  sqlite3 *source = nullptr, *target = nullptr;
  Check(sqlite3_open(argv[1], &source), source);
  Check(sqlite3_open(argv[2], &target), target);
  Execute(target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  CopySchema(source, target);
  sqlite3_stmt* rows = Prepare(source, "SELECT * FROM responses ORDER BY seq");
  const int columns = sqlite3_column_count(rows);
  std::string places = "?";
  for (int i = 1; i < columns; ++i) places += ",?";
  sqlite3_stmt* insert = Prepare(target, "INSERT INTO responses VALUES (" + places + ")");
  std::vector<sqlite3_value*> values;
  double seconds = 0;
  std::size_t count = 0;
  for (bool more = sqlite3_step(rows) == SQLITE_ROW; more;) {
    for (int i = 0; i < columns; ++i) values.push_back(sqlite3_value_dup(sqlite3_column_value(rows, i)));
    ++count;
    more = sqlite3_step(rows) == SQLITE_ROW;
    if (!more || count % batch == 0) seconds += InsertBatch(target, insert, values, columns);
  }
  sqlite3_finalize(rows);
  sqlite3_finalize(insert);
  sqlite3_close(source);
  sqlite3_close(target);
  std::printf("{\"rows\":%zu,\"seconds\":%.3f}\n", count, seconds);
  return 0;
}
