#include "store/read_access.h"

#include <fmt/format.h>

#include "core/file_bytes.h"
#include "store/migrate.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kReadingDatabase = "Cannot read the database";

bool has_bytes(const std::filesystem::path& file) {
    std::error_code failed;
    const std::uintmax_t bytes = std::filesystem::file_size(file, failed);
    return !failed ? bytes > 0 : failed != std::errc::no_such_file_or_directory;
}

/// What every new file holds, in memory.
Result<Database> new_content(const std::filesystem::path& file, const OpenOptions& options) {
    return at_edge(kReadingDatabase, file, [&]() -> Result<Database> {
        auto connection =
            std::make_unique<SQLite::Database>(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        const auto made = migrate(*connection, file, options.migrations);
        if (!made) return made.error();
        return Database(std::move(connection), file, Database::Access::ReadOnly);
    });
}

/// Whether the content is one that this program reads.
Status check_version(SQLite::Database& connection, const std::filesystem::path& file, int latest) {
    if (connection.execAndGet("PRAGMA application_id").getInt() != kApplicationId)
        return Error{ErrorKind::Unsupported,
                     fmt::format("This is a database of another program. Choose another folder for the "
                                 "data: {}",
                                 display_path(file))};
    if (connection.execAndGet("PRAGMA user_version").getInt() < latest)
        return Error{ErrorKind::Unsupported,
                     fmt::format("An older version of the program made the database. Start proofsheet once, "
                                 "which brings it up to date: {}",
                                 display_path(file))};
    return {};
}

}  // namespace

Result<Database> open_for_reading(const std::filesystem::path& file, const OpenOptions& options) {
    if (!has_bytes(file)) return new_content(file, options);
    return at_edge(kReadingDatabase, file, [&]() -> Result<Database> {
        const int timeout = static_cast<int>(options.busy_timeout.count());
        auto connection = std::make_unique<SQLite::Database>(file.c_str(), SQLite::OPEN_READONLY, timeout);
        connection->exec("PRAGMA trusted_schema = OFF");
        if (Status known = check_version(*connection, file, latest_version(options.migrations)); !known)
            return known.error();
        return Database(std::move(connection), file, Database::Access::ReadOnly);
    });
}

}  // namespace proofsheet::store
