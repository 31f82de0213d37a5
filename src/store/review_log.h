#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/database.h"
#include "store/review_types.h"

namespace proofsheet::store {

/// The log of all changes to scores, flags and notes, and the only way to change them. When a function
/// returns an event, it is on the disk. Every function may fail with what the database says (Io; Unsupported
/// when it is read-only); nothing has changed then.
class ReviewLog {
public:
    explicit ReviewLog(Database& database) : database_(database) {}

    /// Makes one change. An empty note is the same as none. Errors: Conflict (the value is no longer
    /// `before`), InvalidInput (`after` is not on the scale, or is `before`), NotFound (no such picture or
    /// criterion).
    Result<ReviewEvent> apply(const ReviewEdit& edit);

    /// Takes back the last change that stands, also one of an earlier start or another process; nothing when
    /// there is none. The event says which picture it changed.
    Result<std::optional<ReviewEvent>> undo(std::chrono::system_clock::time_point when,
                                            const std::string& screen);
    /// Makes the change again that was taken back last; nothing when something else was changed since.
    Result<std::optional<ReviewEvent>> redo(std::chrono::system_clock::time_point when,
                                            const std::string& screen);

    /// The last edit of a number on a scale that stands, for going back to its picture.
    Result<std::optional<ReviewEvent>> last_scored() const;
    /// What happened to a picture, oldest first.
    Result<std::vector<ReviewEvent>> history(PictureId picture) const;
    /// Those of these events that there are, by number.
    Result<std::vector<ReviewEvent>> events(std::span<const EventNumber> numbers) const;

private:
    Database& database_;
};

}  // namespace proofsheet::store
