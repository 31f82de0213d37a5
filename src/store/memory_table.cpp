#include "store/memory_table.h"

#include "store/grid_json.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kReadingMemory = "Cannot read what was remembered";
constexpr std::string_view kWritingMemory = "Cannot remember this for the next start";

/// A row of mapping, filters, slider_value; nothing when it cannot be read.
std::optional<RunMemory> memory_at(SQLite::Statement& row) {
    std::optional<grid::Mapping> mapping = mapping_from_json(row.getColumn(0).getString());
    std::optional<grid::Filters> filters = filters_from_json(row.getColumn(1).getString());
    if (!mapping || !filters) return std::nullopt;
    return RunMemory{{std::move(*mapping), std::move(*filters)}, text_at(row, 2)};
}

}  // namespace

Result<std::map<std::string, std::string>> MemoryTable::settings() const {
    using Settings = std::map<std::string, std::string>;
    return read_from(database_, kReadingMemory, [](SQLite::Database& connection) -> Result<Settings> {
        Settings settings;
        SQLite::Statement query(connection, "SELECT key, value FROM settings");
        while (query.executeStep()) settings[query.getColumn(0).getString()] = query.getColumn(1).getString();
        return settings;
    });
}

Result<std::optional<std::string>> MemoryTable::setting(const std::string& key) const {
    using Value = std::optional<std::string>;
    return read_from(database_, kReadingMemory, [&](SQLite::Database& connection) -> Result<Value> {
        SQLite::Statement query(connection, "SELECT value FROM settings WHERE key = ?");
        query.bind(1, key);
        if (!query.executeStep()) return Value{};
        return text_at(query, 0);
    });
}

Status MemoryTable::keep_setting(const std::string& key, const std::string& value) {
    return write_to(database_, kWritingMemory, [&](SQLite::Database& connection) -> Status {
        SQLite::Statement keep(connection,
                               "INSERT OR REPLACE INTO settings (key, value, updated_at) VALUES (?, ?, ?)");
        keep.bind(1, key);
        keep.bind(2, value);
        keep.bind(3, now_text());
        keep.exec();
        return {};
    });
}

Status MemoryTable::forget_setting(const std::string& key) {
    return write_to(database_, kWritingMemory, [&](SQLite::Database& connection) -> Status {
        SQLite::Statement removal(connection, "DELETE FROM settings WHERE key = ?");
        removal.bind(1, key);
        removal.exec();
        return {};
    });
}

Status MemoryTable::keep_settings(const std::map<std::string, std::string>& settings) {
    return write_to(database_, kWritingMemory, [&](SQLite::Database& connection) -> Status {
        connection.exec("DELETE FROM settings");
        SQLite::Statement keep(connection, "INSERT INTO settings (key, value, updated_at) VALUES (?, ?, ?)");
        for (const auto& [key, value] : settings) {
            keep.reset();
            keep.bind(1, key);
            keep.bind(2, value);
            keep.bind(3, now_text());
            keep.exec();
        }
        return {};
    });
}

Result<std::optional<RunMemory>> MemoryTable::run(const std::string& run_key) const {
    using Memory = std::optional<RunMemory>;
    return read_from(database_, kReadingMemory, [&](SQLite::Database& connection) -> Result<Memory> {
        SQLite::Statement query(connection,
                                "SELECT mapping, filters, slider_value FROM run_memory WHERE run_key = ?");
        query.bind(1, run_key);
        if (!query.executeStep()) return Memory{};
        return memory_at(query);
    });
}

Result<std::map<std::string, RunMemory>> MemoryTable::runs() const {
    using Runs = std::map<std::string, RunMemory>;
    return read_from(database_, kReadingMemory, [&](SQLite::Database& connection) -> Result<Runs> {
        SQLite::Statement query(connection, "SELECT mapping, filters, slider_value, run_key FROM run_memory");
        Runs runs;
        while (query.executeStep())
            if (auto memory = memory_at(query)) runs[query.getColumn(3).getString()] = std::move(*memory);
        return runs;
    });
}

Status MemoryTable::keep_run(const std::string& run_key, const RunMemory& memory) {
    return write_to(database_, kWritingMemory, [&](SQLite::Database& connection) -> Status {
        SQLite::Statement keep(connection,
                               "INSERT OR REPLACE INTO run_memory (run_key, mapping, filters, slider_value, "
                               "updated_at) VALUES (?, ?, ?, ?, ?)");
        keep.bind(1, run_key);
        keep.bind(2, mapping_to_json(memory.query.mapping));
        keep.bind(3, filters_to_json(memory.query.filters));
        bind_text(keep, 4, memory.slider_value);
        keep.bind(5, now_text());
        keep.exec();
        return {};
    });
}

}  // namespace proofsheet::store
