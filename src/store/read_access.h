#pragma once

#include "store/database.h"

namespace proofsheet::store {

/// Opens the file to read it while others write: it is not checked, changed, brought up to date or moved. A
/// file that is not there, or has nothing in it, reads like a new one. Errors: Unsupported (a database of
/// another program, or of an older version), Io (damaged, not readable, locked for longer than the busy
/// timeout).
Result<Database> open_for_reading(const std::filesystem::path& file, const OpenOptions& options = {});

}  // namespace proofsheet::store
