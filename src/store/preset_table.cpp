#include "store/preset_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/file_bytes.h"
#include "core/text.h"
#include "store/grid_json.h"
#include "store/names.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr const char* kPresetColumns = "id, name, mapping, filters, created_at, updated_at";

/// Nothing when the mapping or the filters cannot be read.
std::optional<grid::Preset> preset_at(const SQLite::Statement& row) {
    std::optional<grid::Mapping> mapping = mapping_from_json(row.getColumn(2).getString());
    std::optional<grid::Filters> filters = filters_from_json(row.getColumn(3).getString());
    if (!mapping || !filters) return std::nullopt;
    return grid::Preset{row.getColumn(0).getString(), row.getColumn(1).getString(),
                        std::move(*mapping),          std::move(*filters),
                        row.getColumn(4).getString(), row.getColumn(5).getString()};
}

Error preset_gone() {
    return {ErrorKind::NotFound, "The preset is not there any more. Save it under a new name"};
}

/// Conflict when another preset than `id` has the name.
Status check_free(SQLite::Database& connection, const std::string& name, const std::string& id) {
    SQLite::Statement query(connection, "SELECT name FROM presets WHERE name = ? COLLATE NOCASE AND id <> ?");
    query.bind(1, name);
    query.bind(2, id);
    if (!query.executeStep()) return {};
    return Error{ErrorKind::Conflict,
                 fmt::format("There is a preset \"{}\" already. Choose another name, or overwrite that one",
                             to_display(query.getColumn(0).getString()))};
}

Result<grid::Preset> preset_of(SQLite::Database& connection, const std::string& id) {
    SQLite::Statement query(connection, fmt::format("SELECT {} FROM presets WHERE id = ?", kPresetColumns));
    query.bind(1, id);
    if (!query.executeStep()) return preset_gone();
    std::optional<grid::Preset> preset = preset_at(query);
    if (preset) return std::move(*preset);
    return Error{ErrorKind::InvalidInput, "What the preset holds cannot be read. Overwrite or remove it"};
}

}  // namespace

Result<PresetList> PresetTable::list() const {
    return read_from(
        database_, "Cannot read the presets", [&](SQLite::Database& connection) -> Result<PresetList> {
            PresetList list;
            SQLite::Statement query(connection, fmt::format("SELECT {} FROM presets", kPresetColumns));
            while (query.executeStep()) {
                if (std::optional<grid::Preset> preset = preset_at(query))
                    list.presets.push_back(std::move(*preset));
                else
                    list.notices.push_back(fmt::format(
                        "The preset \"{}\" cannot be read and is not shown. Remove or save it again: {}",
                        to_display(query.getColumn(1).getString()), display_path(database_.file())));
            }
            std::sort(list.presets.begin(), list.presets.end(), [](const auto& left, const auto& right) {
                return natural_compare(left.name, right.name) < 0;
            });
            return list;
        });
}

Result<grid::Preset> PresetTable::save_new(std::string_view given, const grid::GridQuery& query) {
    const Result<std::string> name = checked_preset_name(given);
    if (!name) return name.error();
    return write_to(
        database_, "Cannot save the preset", [&](SQLite::Database& connection) -> Result<grid::Preset> {
            if (Status free = check_free(connection, *name, ""); !free) return free.error();
            const std::string now = now_text();
            grid::Preset preset{new_uuid(), *name, query.mapping, query.filters, now, now};
            SQLite::Statement insert(
                connection,
                fmt::format("INSERT INTO presets ({}) VALUES (?, ?, ?, ?, ?, ?)", kPresetColumns));
            insert.bind(1, preset.id);
            insert.bind(2, preset.name);
            insert.bind(3, mapping_to_json(preset.mapping));
            insert.bind(4, filters_to_json(preset.filters));
            insert.bind(5, preset.created_at);
            insert.bind(6, preset.updated_at);
            insert.exec();
            return preset;
        });
}

Result<grid::Preset> PresetTable::overwrite(const std::string& id, const grid::GridQuery& query) {
    return write_to(
        database_, "Cannot overwrite the preset", [&](SQLite::Database& connection) -> Result<grid::Preset> {
            SQLite::Statement update(
                connection, "UPDATE presets SET mapping = ?, filters = ?, updated_at = ? WHERE id = ?");
            update.bind(1, mapping_to_json(query.mapping));
            update.bind(2, filters_to_json(query.filters));
            update.bind(3, now_text());
            update.bind(4, id);
            if (update.exec() == 0) return preset_gone();
            return preset_of(connection, id);
        });
}

Result<grid::Preset> PresetTable::rename(const std::string& id, std::string_view given) {
    const Result<std::string> name = checked_preset_name(given);
    if (!name) return name.error();
    return write_to(
        database_, "Cannot rename the preset", [&](SQLite::Database& connection) -> Result<grid::Preset> {
            if (Status free = check_free(connection, *name, id); !free) return free.error();
            SQLite::Statement update(connection, "UPDATE presets SET name = ?, updated_at = ? WHERE id = ?");
            update.bind(1, *name);
            update.bind(2, now_text());
            update.bind(3, id);
            if (update.exec() == 0) return preset_gone();
            return preset_of(connection, id);
        });
}

Status PresetTable::remove(const std::string& id) {
    return write_to(database_, "Cannot remove the preset", [&](SQLite::Database& connection) -> Status {
        SQLite::Statement removal(connection, "DELETE FROM presets WHERE id = ?");
        removal.bind(1, id);
        if (removal.exec() == 0) return preset_gone();
        return {};
    });
}

}  // namespace proofsheet::store
