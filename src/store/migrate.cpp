#include "store/migrate.h"

#include <SQLiteCpp/Backup.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "core/file_bytes.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kMigrating = "Cannot bring the database up to date";

int version_of(SQLite::Database& connection) {
    return connection.execAndGet("PRAGMA user_version").getInt();
}

bool same_content(const std::filesystem::path& left, const std::filesystem::path& right) {
    std::ifstream a(left, std::ios::binary);
    std::ifstream b(right, std::ios::binary);
    std::array<char, 65536> from_a{};
    std::array<char, 65536> from_b{};
    while (a && b) {
        a.read(from_a.data(), from_a.size());
        b.read(from_b.data(), from_b.size());
        if (a.gcount() != b.gcount() ||
            !std::equal(from_a.begin(), from_a.begin() + a.gcount(), from_b.begin()))
            return false;
    }
    return a.eof() && b.eof();
}

/// The committed state of `file` as another database file.
void copy_database(const std::filesystem::path& file, const std::filesystem::path& target) {
    SQLite::Database source(file.c_str(), SQLite::OPEN_READONLY, 5000);
    SQLite::Database copy(target.c_str(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup backup(copy, source);
    const int outcome = backup.executeStep(-1);
    if (outcome != SQLITE_DONE) throw SQLite::Exception("the copy was interrupted", outcome);
}

/// Gives the copy its name; one that is there already with the same content is as good.
Result<std::filesystem::path> name_backup(const std::filesystem::path& part,
                                          const std::filesystem::path& file, int version) {
    for (int i = 1; i < 1000; ++i) {
        std::filesystem::path name = file;
        name += i == 1 ? fmt::format(".v{}.bak", version) : fmt::format(".v{}-{}.bak", version, i);
        std::error_code failed;
        if (std::filesystem::exists(name, failed)) {
            if (!same_content(part, name)) continue;
            std::filesystem::remove(part, failed);
            return name;
        }
        std::filesystem::rename(part, name, failed);
        if (!failed) return name;
        return Error{ErrorKind::Io, fmt::format("{}, because its copy cannot be given its name ({}): {}",
                                                kMigrating, failed.message(), display_path(name))};
    }
    return Error{ErrorKind::Io,
                 fmt::format("{}, because there are a thousand copies of it already. Remove some: {}",
                             kMigrating, display_path(file))};
}

Result<std::filesystem::path> back_up(const std::filesystem::path& file, int version) {
    std::filesystem::path part = file;
    part += fmt::format(".v{}.bak.part", version);
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    copy_database(file, part);
    return name_backup(part, file, version);
}

Status take_steps(SQLite::Database& connection, const std::filesystem::path& file, int from,
                  std::span<const Migration> migrations) {
    for (const Migration& step : migrations)
        if (step.version > from) connection.exec(step.sql);
    SQLite::Statement orphans(connection, "PRAGMA foreign_key_check");
    if (orphans.executeStep())
        return Error{
            ErrorKind::InvalidInput,
            fmt::format("{}, because rows of its table {} refer to something that is gone. It was left as it "
                        "was: {}",
                        kMigrating, orphans.getColumn(0).getString(), display_path(file))};
    connection.exec(fmt::format("PRAGMA application_id = {}", kApplicationId));
    connection.exec(fmt::format("PRAGMA user_version = {}", latest_version(migrations)));
    return {};
}

}  // namespace

Result<std::vector<std::string>> migrate(SQLite::Database& connection, const std::filesystem::path& file,
                                         std::span<const Migration> migrations) {
    using Notices = std::vector<std::string>;
    const int latest = latest_version(migrations);
    return at_edge(kMigrating, file, [&]() -> Result<Notices> {
        if (version_of(connection) == latest) return Notices{};
        SQLite::Transaction change(connection, SQLite::TransactionBehavior::IMMEDIATE);
        const int version = version_of(connection);
        if (version == latest) return Notices{};
        if (version > latest)
            return Error{
                ErrorKind::Conflict,
                fmt::format("A newer version of the program has just changed the database. Start again: {}",
                            display_path(file))};
        Notices notices;
        if (version > 0) {
            const Result<std::filesystem::path> copy = back_up(file, version);
            if (!copy) return copy.error();
            notices.push_back(
                fmt::format("The database was brought from version {} to {}. A copy of how it was: {}",
                            version, latest, display_path(*copy)));
        }
        if (Status done = take_steps(connection, file, version, migrations); !done) return done.error();
        change.commit();
        return notices;
    });
}

}  // namespace proofsheet::store
