#include "store/health.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/file_bytes.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::array kSuffixes{"-wal", "-shm", "-journal", ""};

/// Whole seconds of a busy timeout are enough for people; SQLite takes milliseconds as int.
int as_int(std::chrono::milliseconds timeout) {
    return static_cast<int>(timeout.count());
}

std::filesystem::path with_suffix(std::filesystem::path path, std::string_view suffix) {
    path += suffix;
    return path;
}

std::uintmax_t size_or_zero(const std::filesystem::path& path) {
    std::error_code failed;
    const std::uintmax_t size = std::filesystem::file_size(path, failed);
    return failed ? 0 : size;
}

std::int32_t pragma_number(SQLite::Database& connection, const char* pragma) {
    return connection.execAndGet(pragma).getInt();
}

bool pages_fit_together(SQLite::Database& connection) {
    return connection.execAndGet("PRAGMA quick_check(1)").getString() == "ok";
}

Health health_of(SQLite::Database& connection, int latest) {
    // From one state of the file: between two reads another process may make its tables.
    SQLite::Transaction snapshot(connection);
    const std::int32_t version = pragma_number(connection, "PRAGMA user_version");
    const std::int32_t application = pragma_number(connection, "PRAGMA application_id");
    if (application != kApplicationId) {
        const bool empty = application == 0 && version == 0 &&
                           pragma_number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
        return empty ? Health::New : Health::Foreign;
    }
    if (version > latest) return Health::Newer;
    return pages_fit_together(connection) ? Health::Sound : Health::Damaged;
}

bool means_damage(const SQLite::Exception& thrown) {
    return thrown.getErrorCode() == SQLITE_CORRUPT || thrown.getErrorCode() == SQLITE_NOTADB;
}

/// A lock on a folder, which processes that set a file aside take. Held while the object lives.
class FolderLock {
public:
    explicit FolderLock(const std::filesystem::path& folder)
        : fd_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        held_elsewhere_ = fd_ >= 0 && ::flock(fd_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    }
    ~FolderLock() {
        if (fd_ >= 0) ::close(fd_);
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    bool held_elsewhere() const { return held_elsewhere_; }

private:
    int fd_;
    bool held_elsewhere_ = false;
};

std::filesystem::path unused_name(const std::filesystem::path& file) {
    const std::filesystem::path first = with_suffix(file, ".damaged-" + compact_utc_now());
    std::filesystem::path name = first;
    std::error_code ignored;
    for (int i = 2; std::filesystem::exists(std::filesystem::symlink_status(name, ignored)); ++i)
        name = with_suffix(first, fmt::format("-{}", i));
    return name;
}

/// The database file goes last: until then the next start finds it damaged again.
Status move_all(const std::filesystem::path& file, const std::filesystem::path& target) {
    for (const char* suffix : kSuffixes) {
        std::error_code failed;
        std::filesystem::rename(with_suffix(file, suffix), with_suffix(target, suffix), failed);
        if (failed && failed != std::errc::no_such_file_or_directory)
            return Error{
                ErrorKind::Io,
                fmt::format("The database is damaged and cannot be moved aside ({}). Move it away, or choose "
                            "another folder for the data: {}",
                            failed.message(), display_path(file))};
    }
    return {};
}

}  // namespace

Result<Health> examine(const std::filesystem::path& file, int latest,
                       std::chrono::milliseconds busy_timeout) {
    if (size_or_zero(file) == 0)
        return size_or_zero(with_suffix(file, "-wal")) > 0 ? Health::Damaged : Health::New;
    return at_edge("Cannot open the database", file, [&]() -> Result<Health> {
        SQLite::Database connection(file.c_str(), SQLite::OPEN_READWRITE, as_int(busy_timeout));
        // A damaged file is kept as it is: closing it must not write its log into it.
        sqlite3_db_config(connection.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        try {
            return health_of(connection, latest);
        } catch (const SQLite::Exception& thrown) {
            if (means_damage(thrown)) return Health::Damaged;
            throw;
        }
    });
}

Result<std::string> set_aside(const std::filesystem::path& file, int latest,
                              std::chrono::milliseconds busy_timeout) {
    const FolderLock lock(file.parent_path());
    if (lock.held_elsewhere())
        return Error{ErrorKind::Io,
                     fmt::format("The database is damaged, and another copy of the program is just "
                                 "moving it aside. Start again in a moment: {}",
                                 display_path(file))};
    const Result<Health> health = examine(file, latest, busy_timeout);
    if (!health) return health.error();
    if (*health != Health::Damaged) return std::string();
    const std::filesystem::path target = unused_name(file);
    if (Status moved = move_all(file, target); !moved) return moved.error();
    return fmt::format(
        "The database was damaged. It was kept, and a new one was made; scores and presets of the old "
        "one are not shown. Kept as: {}",
        display_path(target));
}

}  // namespace proofsheet::store
