#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/schema.h"

namespace SQLite {
class Database;
}

namespace proofsheet::store {

struct OpenOptions {
    /// How long a statement waits while another connection writes.
    std::chrono::milliseconds busy_timeout{5000};
    std::span<const Migration> migrations = schema_migrations();
};

/// One connection to the one file. Not for use by two threads at once: a caller with several threads gives
/// each its own `Database` (`connect_again`). Connections of one file, also of other processes, wait for each
/// other for at most the busy timeout. A committed change is on the disk (synchronous FULL).
class Database {
public:
    enum class Access { ReadWrite, ReadOnly };

    Database(std::unique_ptr<SQLite::Database> connection, std::filesystem::path file, Access access);
    ~Database();
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;

    const std::filesystem::path& file() const { return file_; }
    /// ReadOnly when a newer version of the program made the file: every write is refused (Unsupported).
    Access access() const { return access_; }
    /// For the tables of this room.
    SQLite::Database& connection() const { return *connection_; }

private:
    std::unique_ptr<SQLite::Database> connection_;
    std::filesystem::path file_;
    Access access_;
};

struct OpenedDatabase {
    Database database;
    std::vector<std::string>
        notices;  ///< sentences for the user: what was set aside, brought up to date, refused
};

/// Opens the file, which is made with its folders when it is not there. A damaged file (or one that is no
/// database) is moved to `<file>.damaged-<UTC time>` with what belongs to it, and a new one made. A file of
/// an older version is copied to `<file>.v<N>.bak` and brought up to date in one transaction. One of a newer
/// version opens read-only. Reads the whole file once to check it, so it is not for the thread that draws.
/// Errors: Unsupported (a folder or device is in its place, or it is a database of another program), Io (not
/// readable or writable, disk full, locked by another program for longer than the busy timeout).
Result<OpenedDatabase> open_database(const std::filesystem::path& file, const OpenOptions& options = {});

/// Another connection with the same access, for another thread: no check, no migration.
/// Errors: NotFound, Io, Conflict (the file is no longer of the version that `opened` had).
Result<Database> connect_again(const Database& opened, const OpenOptions& options = {});

}  // namespace proofsheet::store
