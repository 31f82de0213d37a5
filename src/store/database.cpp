#include "store/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/file_bytes.h"
#include "store/health.h"
#include "store/migrate.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kOpening = "Cannot open the database";
constexpr int kRetryMs = 20;

using Connection = std::unique_ptr<SQLite::Database>;

/// Without links, because SQLite keeps its log beside the file that a link leads to.
Result<std::filesystem::path> absolute_path(const std::filesystem::path& file) {
    std::error_code failed;
    std::filesystem::path absolute = std::filesystem::absolute(file, failed);
    if (failed || !absolute.has_filename())
        return Error{ErrorKind::InvalidInput,
                     fmt::format("This is not the name of a file: {}", display_path(file))};
    std::filesystem::path real = std::filesystem::canonical(absolute, failed);
    return failed ? absolute.lexically_normal() : real;
}

Status make_folder(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (!failed) return {};
    return Error{ErrorKind::Io,
                 fmt::format("Cannot make the folder for the database ({}). Choose another folder for "
                             "the data: {}",
                             failed.message(), display_path(folder))};
}

Status check_kind(const std::filesystem::path& file) {
    std::error_code failed;
    const std::filesystem::file_status status = std::filesystem::status(file, failed);
    using std::filesystem::file_type;
    if (status.type() == file_type::regular || status.type() == file_type::not_found) return {};
    if (failed)
        return Error{ErrorKind::Io,
                     fmt::format("{}, because it cannot be looked at ({}). Choose another folder for "
                                 "the data: {}",
                                 kOpening, failed.message(), display_path(file))};
    return Error{
        ErrorKind::Unsupported,
        fmt::format("{}, because a folder or device has its name. Move that away, or choose another folder "
                    "for the data: {}",
                    kOpening, display_path(file))};
}

Connection connect(const std::filesystem::path& file, int flags, const OpenOptions& options) {
    const int timeout = static_cast<int>(options.busy_timeout.count());
    auto connection = std::make_unique<SQLite::Database>(file.c_str(), flags, timeout);
    connection->exec("PRAGMA trusted_schema = OFF");
    return connection;
}

/// SQLite does not wait here for another process that does the same at the same time.
void switch_to_write_ahead_log(SQLite::Database& connection, std::chrono::milliseconds patience) {
    for (auto waited = std::chrono::milliseconds{0};; waited += std::chrono::milliseconds{kRetryMs}) {
        try {
            connection.exec("PRAGMA journal_mode = WAL");
            return;
        } catch (const SQLite::Exception& thrown) {
            if (thrown.getErrorCode() != SQLITE_BUSY || waited >= patience) throw;
        }
        sqlite3_sleep(kRetryMs);
    }
}

Connection connect_for_writing(const std::filesystem::path& file, int flags, const OpenOptions& options) {
    Connection connection = connect(file, SQLite::OPEN_READWRITE | flags, options);
    if (sqlite3_db_readonly(connection->getHandle(), "main") == 1)
        throw SQLite::Exception("the file is write-protected", SQLITE_READONLY);
    switch_to_write_ahead_log(*connection, options.busy_timeout);
    connection->exec("PRAGMA synchronous = FULL");
    return connection;
}

Result<OpenedDatabase> open_newer(const std::filesystem::path& file, const OpenOptions& options) {
    return at_edge(kOpening, file, [&]() -> Result<OpenedDatabase> {
        Connection connection = connect(file, SQLite::OPEN_READONLY, options);
        return OpenedDatabase{Database(std::move(connection), file, Database::Access::ReadOnly),
                              {fmt::format("A newer version of the program made the database. It is shown, "
                                           "and nothing is saved in it: {}",
                                           display_path(file))}};
    });
}

Result<OpenedDatabase> open_current(const std::filesystem::path& file, const OpenOptions& options) {
    return at_edge(kOpening, file, [&]() -> Result<OpenedDatabase> {
        Connection connection = connect_for_writing(file, SQLite::OPEN_CREATE, options);
        Result<std::vector<std::string>> notices = migrate(*connection, file, options.migrations);
        if (!notices) return notices.error();
        connection->exec("PRAGMA foreign_keys = ON");
        return OpenedDatabase{Database(std::move(connection), file, Database::Access::ReadWrite),
                              std::move(*notices)};
    });
}

Result<OpenedDatabase> open_healthy(Health health, const std::filesystem::path& file,
                                    const OpenOptions& options) {
    if (health == Health::Foreign)
        return Error{ErrorKind::Unsupported,
                     fmt::format("This is a database of another program. Move it away, or "
                                 "choose another folder for the data: {}",
                                 display_path(file))};
    return health == Health::Newer ? open_newer(file, options) : open_current(file, options);
}

}  // namespace

Database::Database(Connection connection, std::filesystem::path file, Access access)
    : connection_(std::move(connection)), file_(std::move(file)), access_(access) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;

Result<OpenedDatabase> open_database(const std::filesystem::path& given, const OpenOptions& options) {
    const Result<std::filesystem::path> file = absolute_path(given);
    if (!file) return file.error();
    if (Status folder = make_folder(file->parent_path()); !folder) return folder.error();
    if (Status kind = check_kind(*file); !kind) return kind.error();
    const int latest = latest_version(options.migrations);
    Result<Health> health = examine(*file, latest, options.busy_timeout);
    if (!health) return health.error();
    if (*health != Health::Damaged) return open_healthy(*health, *file, options);
    const Result<std::string> notice = set_aside(*file, latest, options.busy_timeout);
    if (!notice) return notice.error();
    health = examine(*file, latest, options.busy_timeout);
    if (!health) return health.error();
    Result<OpenedDatabase> opened = open_healthy(*health, *file, options);
    if (opened && !notice->empty()) opened->notices.insert(opened->notices.begin(), *notice);
    return opened;
}

Result<Database> connect_again(const Database& opened, const OpenOptions& options) {
    const std::filesystem::path& file = opened.file();
    if (std::error_code failed; !std::filesystem::exists(file, failed))
        return Error{ErrorKind::NotFound,
                     fmt::format("The database is gone. Start the program again: {}", display_path(file))};
    return at_edge(kOpening, file, [&]() -> Result<Database> {
        const bool writes = opened.access() == Database::Access::ReadWrite;
        Connection connection =
            writes ? connect_for_writing(file, 0, options) : connect(file, SQLite::OPEN_READONLY, options);
        const int version = connection->execAndGet("PRAGMA user_version").getInt();
        if ((version == latest_version(options.migrations)) != writes)
            return Error{ErrorKind::Conflict,
                         fmt::format("Another version of the program has changed the database. "
                                     "Start again: {}",
                                     display_path(file))};
        connection->exec("PRAGMA foreign_keys = ON");
        return Database(std::move(connection), file, opened.access());
    });
}

}  // namespace proofsheet::store
