#include "store/sql.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/file_bytes.h"
#include "core/text.h"

namespace proofsheet::store {
namespace {

struct Explanation {
    ErrorKind kind;
    std::string because;
    std::string remedy;
};

Explanation explain(const SQLite::Exception& thrown) {
    switch (thrown.getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::Io, "another program is writing to the database",
                    "Wait until it is done, or close it, and try again"};
        case SQLITE_FULL:
            return {ErrorKind::Io, "the disk is full", "Make room and try again"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {ErrorKind::Io, "the database may not be written", "Allow it for the file and its folder"};
        case SQLITE_CANTOPEN:
            return {ErrorKind::Io, "the file cannot be opened",
                    "See that its folder is there and may be written, or choose another folder"};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorKind::InvalidInput, "the database is damaged",
                    "Start the program again: it keeps the damaged file aside and makes a new one"};
        case SQLITE_CONSTRAINT:
            return {ErrorKind::Conflict,
                    fmt::format("it does not fit what is stored already ({})", to_display(thrown.what())),
                    "Look at it again and repeat the change"};
        case SQLITE_TOOBIG:
            return {ErrorKind::InvalidInput, "it is too large to be stored", "Make it shorter"};
        case SQLITE_NOMEM:
            return {ErrorKind::Io, "there is not enough memory", "Close other programs and try again"};
        case SQLITE_IOERR:
            return {ErrorKind::Io, "the disk reported an error", "See whether the disk is full or failing"};
        default:
            return {ErrorKind::Io, fmt::format("of an error in the database ({})", to_display(thrown.what())),
                    "Start the program again"};
    }
}

}  // namespace

Error sql_error(const SQLite::Exception& thrown, std::string_view doing, const std::filesystem::path& file) {
    const Explanation why = explain(thrown);
    return {why.kind,
            fmt::format("{}, because {}. {}: {}", doing, why.because, why.remedy, display_path(file))};
}

Error other_error(const std::exception& thrown, std::string_view doing, const std::filesystem::path& file) {
    return {ErrorKind::Io, fmt::format("{}, because of an error in the program ({}). Start it again: {}",
                                       doing, to_display(thrown.what()), display_path(file))};
}

Error newer_version_error(std::string_view doing, const std::filesystem::path& file) {
    return {ErrorKind::Unsupported,
            fmt::format(
                "{}, because a newer version of the program made the database. Use that version, or choose "
                "another folder for the data: {}",
                doing, display_path(file))};
}

std::optional<std::string> text_at(const SQLite::Statement& row, int column) {
    const SQLite::Column value = row.getColumn(column);
    if (value.isNull()) return std::nullopt;
    return value.getString();
}

std::optional<double> number_at(const SQLite::Statement& row, int column) {
    const SQLite::Column value = row.getColumn(column);
    if (value.isNull()) return std::nullopt;
    return value.getDouble();
}

std::optional<std::string> text_or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

void bind_text(SQLite::Statement& statement, int index, const std::optional<std::string>& text) {
    if (text)
        statement.bind(index, *text);
    else
        statement.bind(index);
}

}  // namespace proofsheet::store
