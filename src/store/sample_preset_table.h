#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "jobs/sample_preset.h"
#include "store/database.h"

namespace proofsheet::store {

struct SamplePresetList {
    std::vector<jobs::SamplePreset> presets;  ///< by name, as people sort
    std::vector<std::string> notices;         ///< a sentence for each row that could not be read
};

/// Presets of sample jobs. Names are trimmed and unique whatever the case of ASCII letters; only presets that
/// `jobs::check_preset` has nothing against are saved. Every function may also fail with what the database
/// says (Io; Unsupported when it is read-only).
class SamplePresetTable {
public:
    explicit SamplePresetTable(Database& database) : database_(database) {}

    Result<SamplePresetList> list() const;
    /// Errors: NotFound, InvalidInput (it cannot be read).
    Result<jobs::SamplePreset> find(const std::string& id) const;
    /// By name, whatever the case of ASCII letters, or else by id. Errors: as `find`.
    Result<jobs::SamplePreset> find_named(std::string_view name) const;
    /// Saves under a new id and returns it with its times. Errors: InvalidInput (the first problem), Conflict
    /// (the name is taken).
    Result<jobs::SamplePreset> save_new(const jobs::SamplePreset& preset);
    /// Replaces the preset of the same id, name included. Errors: as `save_new`, NotFound.
    Result<jobs::SamplePreset> overwrite(const jobs::SamplePreset& preset);
    /// Saves a copy as "NAME (2)" or the next number that is free. Errors: NotFound, InvalidInput.
    Result<jobs::SamplePreset> duplicate(const std::string& id);
    /// Jobs that were started with it keep what it said. Errors: NotFound.
    Status remove(const std::string& id);

private:
    Database& database_;
};

}  // namespace proofsheet::store
