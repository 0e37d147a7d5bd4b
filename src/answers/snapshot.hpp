// The columns as bytes, so that a start does not have to read every record again. A snapshot that differs in anything
// from what is expected is never migrated: the columns are rebuilt.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>

#include "answers/scan.hpp"
#include "answers/schema.hpp"

namespace otklik::answers {

// Layout: magic, format, stamp, cursor, dictionaries, tables with their columns' meaning, checksum. Little-endian as in
// memory.
void WriteSnapshot(std::ostream& out, const SnapshotStamp& stamp, const ColumnState& state, const Schema& schema);

// The state that was written. kInvalid "snapshot_format" (another version, or not a snapshot), "snapshot_epoch",
// "snapshot_inputs" (the stamp or the columns' meaning differ), "snapshot_damaged" (cut or changed).
Result<std::shared_ptr<const ColumnState>> ReadSnapshot(std::istream& in, const SnapshotStamp& stamp,
                                                        const Schema& schema);

}  // namespace otklik::answers
