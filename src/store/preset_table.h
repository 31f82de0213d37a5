#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "grid/preset.h"
#include "store/database.h"

namespace proofsheet::store {

struct PresetList {
    std::vector<grid::Preset> presets;  ///< by name, as people sort
    std::vector<std::string> notices;   ///< a sentence for each row that could not be read
};

/// The presets of the grid. Names are trimmed, have 1 to 200 characters, and are unique whatever the case of
/// ASCII letters. Every function may also fail with what the database says (Io; Unsupported when it is
/// read-only).
class PresetTable {
public:
    explicit PresetTable(Database& database) : database_(database) {}

    Result<PresetList> list() const;
    /// Saves under a new name and returns the preset with its id and times. Errors: InvalidInput (the name),
    /// Conflict (the name is taken).
    Result<grid::Preset> save_new(std::string_view name, const grid::GridQuery& query);
    /// Gives the preset another mapping and filters. Errors: NotFound.
    Result<grid::Preset> overwrite(const std::string& id, const grid::GridQuery& query);
    /// Errors: InvalidInput, Conflict (another preset has the name), NotFound.
    Result<grid::Preset> rename(const std::string& id, std::string_view name);
    /// Errors: NotFound.
    Status remove(const std::string& id);

private:
    Database& database_;
};

}  // namespace proofsheet::store
