#include "store/sample_preset_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/file_bytes.h"
#include "core/text.h"
#include "store/names.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

using jobs::SamplePreset;
using nlohmann::json;

constexpr const char* kSamplePresetColumns =
    "id, name, created_at, updated_at, negative_prompt, width, height, base_model_row, prompts, steps, cfgs, "
    "samplers, schedulers, seeds, sampler_scheduler_pairs, lora_strengths";

/// Columns of JSON, which are called like the fields of the JSON document; the last two may be NULL.
constexpr std::array kLists{
    "prompts",       "steps", "cfgs", "samplers", "schedulers", "seeds", "sampler_scheduler_pairs",
    "lora_strengths"};
constexpr int kFirstList = 8;

/// Nothing when what the row holds cannot be read.
std::optional<SamplePreset> sample_preset_at(const SQLite::Statement& row) {
    json document{{"name", row.getColumn(1).getString()},
                  {"negative_prompt", row.getColumn(4).getString()},
                  {"width", row.getColumn(5).getInt64()},
                  {"height", row.getColumn(6).getInt64()},
                  {"base_model_row", row.getColumn(7).getInt() != 0}};
    for (std::size_t i = 0; i < kLists.size(); ++i)
        if (const auto text = text_at(row, kFirstList + static_cast<int>(i)))
            document[kLists[i]] = json::parse(*text, nullptr, false);
    Result<SamplePreset> read =
        jobs::preset_from_json(document.dump(-1, ' ', false, json::error_handler_t::replace));
    if (!read) return std::nullopt;
    read->id = row.getColumn(0).getString();
    read->created_at = row.getColumn(2).getString();
    read->updated_at = row.getColumn(3).getString();
    return std::move(*read);
}

/// Binds the columns in the order of `kSamplePresetColumns`, from the second on.
void bind_preset(SQLite::Statement& statement, const SamplePreset& preset) {
    const json document = json::parse(jobs::preset_to_json(preset));
    statement.bind(1, preset.id);
    statement.bind(2, preset.name);
    statement.bind(3, preset.created_at);
    statement.bind(4, preset.updated_at);
    statement.bind(5, preset.negative_prompt);
    statement.bind(6, preset.width);
    statement.bind(7, preset.height);
    statement.bind(8, preset.base_model_row ? 1 : 0);
    for (std::size_t i = 0; i < kLists.size(); ++i)
        statement.bind(kFirstList + 1 + static_cast<int>(i), document[kLists[i]].dump());
}

Error sample_preset_gone() {
    return {ErrorKind::NotFound, "The sample preset is not there any more. Save it under a new name"};
}

Error unreadable() {
    return {ErrorKind::InvalidInput, "What the sample preset holds cannot be read. Overwrite or remove it"};
}

/// The preset as it is saved: with a trimmed name.
Result<SamplePreset> checked(SamplePreset preset) {
    const Result<std::string> name = checked_preset_name(preset.name);
    if (!name) return name.error();
    preset.name = *name;
    const auto problems = jobs::check_preset(preset);
    if (!problems.empty()) return Error{ErrorKind::InvalidInput, problems.front().message};
    return preset;
}

/// Whether another preset than `id` has the name.
bool is_taken(SQLite::Database& connection, const std::string& name, const std::string& id) {
    SQLite::Statement query(connection,
                            "SELECT 1 FROM sample_presets WHERE name = ? COLLATE NOCASE AND id <> ?");
    query.bind(1, name);
    query.bind(2, id);
    return query.executeStep();
}

Status check_free(SQLite::Database& connection, const SamplePreset& preset) {
    if (!is_taken(connection, preset.name, preset.id)) return {};
    return Error{ErrorKind::Conflict, fmt::format("There is a sample preset \"{}\" already. Choose another "
                                                  "name, or overwrite that one",
                                                  to_display(preset.name))};
}

void insert(SQLite::Database& connection, SamplePreset& preset) {
    preset.id = new_uuid();
    preset.created_at = preset.updated_at = now_text();
    SQLite::Statement statement(
        connection,
        fmt::format("INSERT INTO sample_presets ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    kSamplePresetColumns));
    bind_preset(statement, preset);
    statement.exec();
}

Result<SamplePreset> sample_preset_of(SQLite::Database& connection, const std::string& id) {
    SQLite::Statement query(connection,
                            fmt::format("SELECT {} FROM sample_presets WHERE id = ?", kSamplePresetColumns));
    query.bind(1, id);
    if (!query.executeStep()) return sample_preset_gone();
    std::optional<SamplePreset> preset = sample_preset_at(query);
    if (!preset) return unreadable();
    return std::move(*preset);
}

}  // namespace

Result<SamplePresetList> SamplePresetTable::list() const {
    return read_from(
        database_, "Cannot read the sample presets",
        [&](SQLite::Database& connection) -> Result<SamplePresetList> {
            SamplePresetList list;
            SQLite::Statement query(connection,
                                    fmt::format("SELECT {} FROM sample_presets", kSamplePresetColumns));
            while (query.executeStep()) {
                if (std::optional<SamplePreset> preset = sample_preset_at(query))
                    list.presets.push_back(std::move(*preset));
                else
                    list.notices.push_back(fmt::format(
                        "The sample preset \"{}\" cannot be read and is not "
                        "shown. Remove or save it again: {}",
                        to_display(query.getColumn(1).getString()), display_path(database_.file())));
            }
            std::sort(list.presets.begin(), list.presets.end(), [](const auto& left, const auto& right) {
                return natural_compare(left.name, right.name) < 0;
            });
            return list;
        });
}

Result<SamplePreset> SamplePresetTable::find(const std::string& id) const {
    return read_from(database_, "Cannot read the sample preset",
                     [&](SQLite::Database& connection) { return sample_preset_of(connection, id); });
}

Result<SamplePreset> SamplePresetTable::find_named(std::string_view name) const {
    return read_from(database_, "Cannot read the sample preset",
                     [&](SQLite::Database& connection) -> Result<SamplePreset> {
                         SQLite::Statement query(
                             connection,
                             fmt::format("SELECT {} FROM sample_presets WHERE name = ? COLLATE NOCASE",
                                         kSamplePresetColumns));
                         query.bind(1, std::string(name));
                         if (!query.executeStep()) return sample_preset_of(connection, std::string(name));
                         std::optional<SamplePreset> preset = sample_preset_at(query);
                         if (!preset) return unreadable();
                         return std::move(*preset);
                     });
}

Result<SamplePreset> SamplePresetTable::save_new(const SamplePreset& given) {
    Result<SamplePreset> preset = checked(given);
    if (!preset) return preset.error();
    preset->id.clear();
    return write_to(database_, "Cannot save the sample preset",
                    [&](SQLite::Database& connection) -> Result<SamplePreset> {
                        if (Status free = check_free(connection, *preset); !free) return free.error();
                        insert(connection, *preset);
                        return *preset;
                    });
}

Result<SamplePreset> SamplePresetTable::overwrite(const SamplePreset& given) {
    Result<SamplePreset> preset = checked(given);
    if (!preset) return preset.error();
    return write_to(
        database_, "Cannot save the sample preset",
        [&](SQLite::Database& connection) -> Result<SamplePreset> {
            SQLite::Statement before(connection, "SELECT created_at FROM sample_presets WHERE id = ?");
            before.bind(1, preset->id);
            if (!before.executeStep()) return sample_preset_gone();
            if (Status free = check_free(connection, *preset); !free) return free.error();
            preset->created_at = before.getColumn(0).getString();
            preset->updated_at = now_text();
            SQLite::Statement update(
                connection, fmt::format("UPDATE sample_presets SET ({}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                        "?, ?, ?, ?, ?) WHERE id = ?1",
                                        kSamplePresetColumns));
            bind_preset(update, *preset);
            update.exec();
            return *preset;
        });
}

Result<SamplePreset> SamplePresetTable::duplicate(const std::string& id) {
    return write_to(database_, "Cannot copy the sample preset",
                    [&](SQLite::Database& connection) -> Result<SamplePreset> {
                        Result<SamplePreset> preset = sample_preset_of(connection, id);
                        if (!preset) return preset.error();
                        const std::string name = preset->name;
                        int number = 2;
                        do preset->name = fmt::format("{} ({})", name, number++);
                        while (is_taken(connection, preset->name, ""));
                        if (Result<std::string> fits = checked_preset_name(preset->name); !fits)
                            return fits.error();
                        insert(connection, *preset);
                        return preset;
                    });
}

Status SamplePresetTable::remove(const std::string& id) {
    return write_to(database_, "Cannot remove the sample preset",
                    [&](SQLite::Database& connection) -> Status {
                        SQLite::Statement removal(connection, "DELETE FROM sample_presets WHERE id = ?");
                        removal.bind(1, id);
                        if (removal.exec() == 0) return sample_preset_gone();
                        return {};
                    });
}

}  // namespace proofsheet::store
