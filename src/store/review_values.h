#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "core/result.h"
#include "store/database.h"
#include "store/picture_table.h"
#include "store/review_types.h"

namespace proofsheet::store {

/// What is known of some files.
struct FileValues {
    std::vector<std::optional<PictureId>> pictures;  ///< one a file, in the order given
    std::vector<CurrentValue> values;                ///< of these pictures
};

/// A current value with how it was given.
struct DatedValue {
    CurrentValue current;
    std::chrono::system_clock::time_point when;
    bool blind = false;
    std::optional<std::chrono::milliseconds> since_shown;
};

/// The current scores, flags and notes, which follow from the log. Values come by picture, then by criterion.
/// Every function may fail with what the database says (Io; Unsupported when it is read-only).
class ReviewValues {
public:
    explicit ReviewValues(Database& database) : database_(database) {}

    Result<std::vector<CurrentValue>> of_pictures(std::span<const PictureId> pictures) const;
    /// Of files whose content is known already; the others have no picture.
    Result<FileValues> of_files(std::span<const FileVersion> versions) const;
    Result<std::vector<CurrentValue>> all() const;
    /// All of them with what their events say.
    Result<std::vector<DatedValue>> all_dated() const;

    /// Sizes in bytes of files whose content has values: a copy of one of them has such a size. Empty when
    /// nothing was said of any picture.
    Result<std::set<std::uint64_t>> sizes_of_reviewed() const;

    /// What the log says they are, from its first event on. Errors: InvalidInput (an event does not fit the
    /// one before it).
    Result<std::vector<CurrentValue>> replayed() const;
    /// Replaces them by what the log says. Errors: as `replayed`.
    Status rebuild();

private:
    Database& database_;
};

}  // namespace proofsheet::store
