#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <span>
#include <string>

#include "store/review_types.h"

namespace proofsheet::store {

/// Columns of `criterion_at`.
inline constexpr const char* kCriterionQuery =
    "SELECT id, key, name, description, scale, minimum, maximum, choices, set_name, position, active FROM "
    "criteria";
Criterion criterion_at(const SQLite::Statement& row);

/// Columns of `event_at`, of a table or alias `e`.
inline constexpr const char* kEventColumns =
    "e.id, e.kind, e.reverses, e.picture_id, e.criterion_id, e.before, e.after, e.happened_at, e.screen, "
    "e.blind, "
    "e.ms_since_shown";
ReviewEvent event_at(const SQLite::Statement& row);

ReviewValue value_at(const SQLite::Statement& row, int column);
void bind_value(SQLite::Statement& statement, int index, const ReviewValue& value);

/// Ascending, each once, as a JSON array for json_each.
std::string json_of(std::span<const PictureId> pictures);

/// Row numbers above what an id holds become "none".
template <typename Tag>
Id<Tag> id_of(std::int64_t row_number) {
    return {row_number >= 0 && row_number < Id<Tag>::kNone ? static_cast<std::uint32_t>(row_number)
                                                           : Id<Tag>::kNone};
}

}  // namespace proofsheet::store
