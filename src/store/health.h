#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "core/result.h"

namespace proofsheet::store {

enum class Health {
    New,      ///< no file, an empty one, or a database without content
    Sound,    ///< ours, of a version up to `latest`
    Newer,    ///< ours, of a version above `latest`; its content was not looked at
    Foreign,  ///< a database of another program
    Damaged,  ///< no database, or one whose pages do not fit together
};

/// Looks at the file without changing it. Errors: Io (it cannot be read, or another program has locked it).
Result<Health> examine(const std::filesystem::path& file, int latest, std::chrono::milliseconds busy_timeout);

/// Moves a damaged file and its -wal, -shm and -journal to `<file>.damaged-<UTC time>` and returns the
/// sentence for the user. Looks again first, under a lock on the folder, so that two processes that start
/// together do not move the new file too; returns an empty sentence when there is nothing damaged any more.
/// Errors: Io.
Result<std::string> set_aside(const std::filesystem::path& file, int latest,
                              std::chrono::milliseconds busy_timeout);

}  // namespace proofsheet::store
