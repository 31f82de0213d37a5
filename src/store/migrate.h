#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/schema.h"

namespace SQLite {
class Database;
}

namespace proofsheet::store {

/// Takes the steps that the file lacks in one transaction: all of them or none. A file that already has
/// content is first copied to `<file>.v<N>.bak` (`.v<N>-2.bak` when another copy of that name differs).
/// Returns sentences for the user. Foreign keys must be off in `connection`; they are checked before the
/// commit. Errors: Conflict (another process has made the file newer meanwhile), Io.
Result<std::vector<std::string>> migrate(SQLite::Database& connection, const std::filesystem::path& file,
                                         std::span<const Migration> migrations);

}  // namespace proofsheet::store
