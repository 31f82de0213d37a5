#include "store/review_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "store/review_rows.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kReadingScores = "Cannot read the scores";
constexpr std::string_view kRebuildingScores = "Cannot make the table of scores anew";

using Values = std::vector<CurrentValue>;

CurrentValue current_value_at(const SQLite::Statement& row) {
    return {id_of<PictureTag>(row.getColumn(0).getInt64()), id_of<CriterionTag>(row.getColumn(1).getInt64()),
            value_at(row, 2), row.getColumn(3).getInt64()};
}

void put_in_order(Values& values) {
    std::sort(values.begin(), values.end(), [](const CurrentValue& left, const CurrentValue& right) {
        return std::pair(left.picture, left.criterion) < std::pair(right.picture, right.criterion);
    });
}

Values all_values(SQLite::Database& connection) {
    Values values;
    for (const char* table : {"scores", "notes"}) {
        SQLite::Statement query(
            connection, fmt::format("SELECT picture_id, criterion_id, value, event_id FROM {}", table));
        while (query.executeStep()) values.push_back(current_value_at(query));
    }
    put_in_order(values);
    return values;
}

Values values_of(SQLite::Database& connection, std::span<const PictureId> pictures) {
    Values values;
    const std::string list = json_of(pictures);
    for (const char* table : {"scores", "notes"}) {
        SQLite::Statement query(
            connection, fmt::format("SELECT v.picture_id, v.criterion_id, v.value, v.event_id "
                                    "FROM json_each(?) wanted CROSS JOIN {} v ON v.picture_id = wanted.value",
                                    table));
        query.bind(1, list);
        while (query.executeStep()) values.push_back(current_value_at(query));
    }
    put_in_order(values);
    return values;
}

/// The state that the events up to now lead to.
class Replay {
public:
    /// False when the event was made on another value than the one that is there.
    bool take(const ReviewEvent& event) {
        const std::pair key(event.edit.picture, event.edit.criterion);
        const auto found = values_.find(key);
        const ReviewValue current = found == values_.end() ? ReviewValue{} : found->second.value;
        if (current != event.edit.before) return false;
        if (std::holds_alternative<std::monostate>(event.edit.after))
            values_.erase(key);
        else
            values_[key] = {key.first, key.second, event.edit.after, event.number};
        return true;
    }
    Values values() const {
        Values list;
        list.reserve(values_.size());
        for (const auto& [key, value] : values_) list.push_back(value);
        return list;
    }

private:
    std::map<std::pair<PictureId, CriterionId>, CurrentValue> values_;
};

Result<Values> replay(SQLite::Database& connection) {
    Replay state;
    SQLite::Statement query(connection,
                            fmt::format("SELECT {} FROM review_events e ORDER BY e.id", kEventColumns));
    while (query.executeStep()) {
        const ReviewEvent event = event_at(query);
        if (!state.take(event))
            return Error{
                ErrorKind::InvalidInput,
                fmt::format(
                    "The log of scores contradicts itself at event {}. Restore a copy of the database",
                    event.number)};
    }
    return state.values();
}

void write_values(SQLite::Database& connection, const Values& values) {
    connection.exec("DELETE FROM scores; DELETE FROM notes");
    SQLite::Statement score(connection, "INSERT INTO scores VALUES (?, ?, ?, ?)");
    SQLite::Statement note(connection, "INSERT INTO notes VALUES (?, ?, ?, ?)");
    for (const CurrentValue& value : values) {
        SQLite::Statement& insert = std::holds_alternative<std::string>(value.value) ? note : score;
        insert.reset();
        insert.bind(1, value.picture.value);
        insert.bind(2, value.criterion.value);
        bind_value(insert, 3, value.value);
        insert.bind(4, value.event);
        insert.exec();
    }
}

}  // namespace

Result<Values> ReviewValues::of_pictures(std::span<const PictureId> pictures) const {
    return read_from(database_, kReadingScores, [&](SQLite::Database& connection) -> Result<Values> {
        return values_of(connection, pictures);
    });
}

Result<FileValues> ReviewValues::of_files(std::span<const FileVersion> versions) const {
    Result<std::vector<std::optional<PictureId>>> found = PictureTable(database_).find(versions);
    if (!found) return found.error();
    std::vector<PictureId> known;
    for (const std::optional<PictureId>& picture : *found)
        if (picture) known.push_back(*picture);
    Result<Values> values = of_pictures(known);
    if (!values) return values.error();
    return FileValues{std::move(*found), std::move(*values)};
}

Result<Values> ReviewValues::all() const {
    return read_from(database_, kReadingScores,
                     [](SQLite::Database& connection) -> Result<Values> { return all_values(connection); });
}

Result<Values> ReviewValues::replayed() const {
    return read_from(database_, kReadingScores,
                     [](SQLite::Database& connection) -> Result<Values> { return replay(connection); });
}

Result<std::vector<DatedValue>> ReviewValues::all_dated() const {
    using Dated = std::vector<DatedValue>;
    return read_from(database_, kReadingScores, [](SQLite::Database& connection) -> Result<Dated> {
        Dated values;
        SQLite::Statement query(
            connection,
            "SELECT v.picture_id, v.criterion_id, v.value, v.event_id, e.happened_at, e.blind, "
            "e.ms_since_shown FROM (SELECT * FROM scores UNION ALL SELECT * FROM notes) v "
            "JOIN review_events e ON e.id = v.event_id ORDER BY v.picture_id, v.criterion_id");
        while (query.executeStep()) {
            DatedValue value{current_value_at(query), time_from_text(query.getColumn(4).getString()),
                             query.getColumn(5).getInt() != 0, std::nullopt};
            if (!query.getColumn(6).isNull())
                value.since_shown = std::chrono::milliseconds(query.getColumn(6).getInt64());
            values.push_back(std::move(value));
        }
        return values;
    });
}

Status ReviewValues::rebuild() {
    return write_to(database_, kRebuildingScores, [](SQLite::Database& connection) -> Status {
        const Result<Values> values = replay(connection);
        if (!values) return values.error();
        write_values(connection, *values);
        return {};
    });
}

Result<std::set<std::uint64_t>> ReviewValues::sizes_of_reviewed() const {
    using Sizes = std::set<std::uint64_t>;
    return read_from(database_, kReadingScores, [&](SQLite::Database& connection) -> Result<Sizes> {
        SQLite::Statement query(connection,
                                "SELECT DISTINCT f.bytes FROM file_stamps f WHERE f.picture_id IN "
                                "(SELECT picture_id FROM scores UNION SELECT picture_id FROM notes)");
        Sizes sizes;
        while (query.executeStep()) sizes.insert(static_cast<std::uint64_t>(query.getColumn(0).getInt64()));
        return sizes;
    });
}

}  // namespace proofsheet::store
