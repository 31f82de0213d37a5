#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/result.h"
#include "store/database.h"

namespace proofsheet::store {

/// What SQLite said as a sentence: "<doing>, because <what is wrong>. <What to do>: <file>". `doing` is the
/// start of a sentence ("Cannot save the preset").
Error sql_error(const SQLite::Exception& thrown, std::string_view doing, const std::filesystem::path& file);
/// The same for anything else that a library throws.
Error other_error(const std::exception& thrown, std::string_view doing, const std::filesystem::path& file);
/// Unsupported: the file is read-only because a newer version made it.
Error newer_version_error(std::string_view doing, const std::filesystem::path& file);

/// Runs `work`, which returns a Result, and turns what is thrown in it into an error.
template <typename Work>
std::invoke_result_t<Work> at_edge(std::string_view doing, const std::filesystem::path& file, Work work) {
    try {
        return work();
    } catch (const SQLite::Exception& thrown) {
        return sql_error(thrown, doing, file);
    } catch (const std::exception& thrown) {
        return other_error(thrown, doing, file);
    }
}

/// Reads with `work(connection)` from one state of the file, whatever others write meanwhile.
template <typename Work>
std::invoke_result_t<Work, SQLite::Database&> read_from(const Database& database, std::string_view doing,
                                                        Work work) {
    using Answer = std::invoke_result_t<Work, SQLite::Database&>;
    return at_edge(doing, database.file(), [&]() -> Answer {
        SQLite::Transaction snapshot(database.connection());
        return work(database.connection());
    });
}

/// Writes with `work(connection)` in one transaction, which is committed when `work` succeeds and leaves no
/// trace when it does not. Takes the write lock first, so it never fails half way because of another writer.
template <typename Work>
std::invoke_result_t<Work, SQLite::Database&> write_to(Database& database, std::string_view doing,
                                                       Work work) {
    using Answer = std::invoke_result_t<Work, SQLite::Database&>;
    if (database.access() == Database::Access::ReadOnly) return newer_version_error(doing, database.file());
    return at_edge(doing, database.file(), [&]() -> Answer {
        SQLite::Transaction change(database.connection(), SQLite::TransactionBehavior::IMMEDIATE);
        Answer answer = work(database.connection());
        if (answer) change.commit();
        return answer;
    });
}

/// The bytes of a text column; nothing for NULL.
std::optional<std::string> text_at(const SQLite::Statement& row, int column);
/// A number; nothing for NULL.
std::optional<double> number_at(const SQLite::Statement& row, int column);
/// The text; nothing where it is empty.
std::optional<std::string> text_or_null(const std::string& text);
/// Binds the text or NULL.
void bind_text(SQLite::Statement& statement, int index, const std::optional<std::string>& text);

}  // namespace proofsheet::store
