// Files built into the binary, by their path under the folder they came from.
#pragma once

#include <map>
#include <string_view>

namespace otklik {

using EmbeddedFiles = std::map<std::string_view, std::string_view>;

const EmbeddedFiles& EmbeddedSql();         // src/storage/records/sql/*.sql
const EmbeddedFiles& EmbeddedMigrations();  // migrations/*.sql
const EmbeddedFiles& EmbeddedCatalog();     // catalog/**/*.json
const EmbeddedFiles& EmbeddedWeb();         // web/dist/**, empty when the dashboard was not built

}  // namespace otklik
