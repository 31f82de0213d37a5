#include "store/review_log.h"

#include <fmt/format.h>

#include "core/text.h"
#include "store/review_rows.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kSavingChange = "Cannot save the change";
constexpr std::string_view kReadingChanges = "Cannot read the changes";
constexpr std::size_t kLongestNote = 65536;  ///< bytes

using MaybeEvent = std::optional<ReviewEvent>;

/// The last edit that was not taken back.
constexpr const char* kLastStanding =
    "FROM review_events e WHERE e.kind = 'edit' AND 'undo' IS NOT "
    "(SELECT r.kind FROM review_events r WHERE r.reverses = e.id ORDER BY r.id DESC LIMIT 1) "
    "ORDER BY e.id DESC LIMIT 1";
constexpr const char* kLastStandingScore =
    "FROM review_events e WHERE e.kind = 'edit' AND 'undo' IS NOT "
    "(SELECT r.kind FROM review_events r WHERE r.reverses = e.id ORDER BY r.id DESC LIMIT 1) "
    "AND e.criterion_id IN (SELECT id FROM criteria WHERE scale = 'score') ORDER BY e.id DESC LIMIT 1";
/// The edit that was taken back last, if nothing was edited since.
constexpr const char* kLastUndone =
    "FROM review_events u JOIN review_events e ON e.id = u.reverses WHERE u.kind = 'undo' "
    "AND u.id > (SELECT max(id) FROM review_events WHERE kind = 'edit') "
    "AND NOT EXISTS (SELECT 1 FROM review_events r WHERE r.reverses = u.reverses AND r.id > u.id) "
    "ORDER BY u.id DESC LIMIT 1";

MaybeEvent event_of(SQLite::Database& connection, const char* from) {
    SQLite::Statement query(connection, fmt::format("SELECT {} {}", kEventColumns, from));
    if (!query.executeStep()) return std::nullopt;
    return event_at(query);
}

Result<Criterion> criterion_of(SQLite::Database& connection, CriterionId id) {
    SQLite::Statement query(connection, std::string(kCriterionQuery) + " WHERE id = ?");
    query.bind(1, id.value);
    if (query.executeStep()) return criterion_at(query);
    return Error{ErrorKind::NotFound, "There is no such criterion. Start the program again"};
}

Status check_picture(SQLite::Database& connection, PictureId id) {
    SQLite::Statement query(connection, "SELECT 1 FROM pictures WHERE id = ?");
    query.bind(1, id.value);
    if (query.executeStep()) return {};
    return Error{ErrorKind::NotFound, "The picture is not known yet. Show it again and repeat the change"};
}

Status check_value(const Criterion& criterion, const ReviewValue& value) {
    if (std::holds_alternative<std::monostate>(value)) return {};
    if (const std::string* note = std::get_if<std::string>(&value)) {
        if (criterion.scale == Scale::Note && note->size() <= kLongestNote && is_utf8(*note)) return {};
        return Error{ErrorKind::InvalidInput,
                     fmt::format("{} takes no text, or not this one. Notes hold at most {} bytes of UTF-8",
                                 criterion.name, kLongestNote)};
    }
    const int number = std::get<int>(value);
    if (criterion.scale != Scale::Note && number >= criterion.minimum && number <= criterion.maximum)
        return {};
    return Error{ErrorKind::InvalidInput,
                 fmt::format("{} goes from {} to {}, and {} is not on it", criterion.name, criterion.minimum,
                             criterion.maximum, number)};
}

const char* table_of(const Criterion& criterion) {
    return criterion.scale == Scale::Note ? "notes" : "scores";
}

ReviewValue current_value(SQLite::Database& connection, const Criterion& criterion, PictureId picture) {
    SQLite::Statement query(
        connection,
        fmt::format("SELECT value FROM {} WHERE picture_id = ? AND criterion_id = ?", table_of(criterion)));
    query.bind(1, picture.value);
    query.bind(2, criterion.id.value);
    return query.executeStep() ? value_at(query, 0) : ReviewValue{};
}

std::string in_words(const Criterion& criterion, const ReviewValue& value) {
    if (std::holds_alternative<std::monostate>(value)) return "not set";
    if (std::holds_alternative<std::string>(value)) return "another text";
    const int number = std::get<int>(value);
    const auto place = static_cast<std::size_t>(number - 1);
    return place < criterion.choices.size() ? criterion.choices[place] : std::to_string(number);
}

EventNumber add_event(SQLite::Database& connection, const ReviewEvent& event) {
    SQLite::Statement insert(
        connection,
        "INSERT INTO review_events (kind, reverses, picture_id, criterion_id, before, after, "
        "happened_at, screen, blind, ms_since_shown) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const ReviewEdit& edit = event.edit;
    insert.bind(1, event.kind == EventKind::Edit ? "edit" : event.kind == EventKind::Undo ? "undo" : "redo");
    if (event.kind != EventKind::Edit) insert.bind(2, event.reverses);
    insert.bind(3, edit.picture.value);
    insert.bind(4, edit.criterion.value);
    bind_value(insert, 5, edit.before);
    bind_value(insert, 6, edit.after);
    insert.bind(7, time_text(edit.when));
    insert.bind(8, edit.screen);
    insert.bind(9, edit.blind ? 1 : 0);
    if (edit.since_shown) insert.bind(10, std::int64_t{edit.since_shown->count()});
    insert.exec();
    return connection.getLastInsertRowid();
}

void put_value(SQLite::Database& connection, const Criterion& criterion, const ReviewEvent& event) {
    const bool clears = std::holds_alternative<std::monostate>(event.edit.after);
    SQLite::Statement change(
        connection,
        fmt::format(
            fmt::runtime(clears ? "DELETE FROM {} WHERE picture_id = ? AND criterion_id = ?"
                                : "INSERT OR REPLACE INTO {} (picture_id, criterion_id, value, event_id) "
                                  "VALUES (?, ?, ?, ?)"),
            table_of(criterion)));
    change.bind(1, event.edit.picture.value);
    change.bind(2, event.edit.criterion.value);
    if (!clears) {
        bind_value(change, 3, event.edit.after);
        change.bind(4, event.number);
    }
    change.exec();
}

/// Adds the event and changes the value, if the value is still the one before it.
Result<ReviewEvent> commit_event(SQLite::Database& connection, const Criterion& criterion,
                                 ReviewEvent event) {
    const ReviewValue current = current_value(connection, criterion, event.edit.picture);
    if (current != event.edit.before)
        return Error{ErrorKind::Conflict,
                     fmt::format("{} was changed meanwhile: it is {} now. Look at it and repeat the change",
                                 criterion.name, in_words(criterion, current))};
    event.number = add_event(connection, event);
    put_value(connection, criterion, event);
    return event;
}

ReviewEvent reversal_of(const ReviewEvent& edit, EventKind kind, std::chrono::system_clock::time_point when,
                        const std::string& screen) {
    ReviewEvent event{0, kind, edit.number, edit.edit};
    if (kind == EventKind::Undo) std::swap(event.edit.before, event.edit.after);
    event.edit.when = when;
    event.edit.screen = screen;
    event.edit.since_shown.reset();
    return event;
}

Result<MaybeEvent> reverse(Database& database, EventKind kind, std::chrono::system_clock::time_point when,
                           const std::string& screen) {
    return write_to(database, kSavingChange, [&](SQLite::Database& connection) -> Result<MaybeEvent> {
        const MaybeEvent edit = event_of(connection, kind == EventKind::Undo ? kLastStanding : kLastUndone);
        if (!edit) return MaybeEvent{};
        const Result<Criterion> criterion = criterion_of(connection, edit->edit.criterion);
        if (!criterion) return criterion.error();
        Result<ReviewEvent> done =
            commit_event(connection, *criterion, reversal_of(*edit, kind, when, screen));
        if (!done) return done.error();
        return MaybeEvent{std::move(*done)};
    });
}

void empty_note_is_none(ReviewValue& value) {
    const std::string* note = std::get_if<std::string>(&value);
    if (note != nullptr && note->empty()) value = std::monostate{};
}

}  // namespace

Result<ReviewEvent> ReviewLog::apply(const ReviewEdit& given) {
    ReviewEdit edit = given;
    empty_note_is_none(edit.before);
    empty_note_is_none(edit.after);
    return write_to(database_, kSavingChange, [&](SQLite::Database& connection) -> Result<ReviewEvent> {
        const Result<Criterion> criterion = criterion_of(connection, edit.criterion);
        if (!criterion) return criterion.error();
        if (Status known = check_picture(connection, edit.picture); !known) return known.error();
        if (Status value = check_value(*criterion, edit.after); !value) return value.error();
        if (edit.before == edit.after)
            return Error{ErrorKind::InvalidInput, fmt::format("{} has this value already", criterion->name)};
        return commit_event(connection, *criterion, ReviewEvent{0, EventKind::Edit, 0, edit});
    });
}

Result<MaybeEvent> ReviewLog::undo(std::chrono::system_clock::time_point when, const std::string& screen) {
    return reverse(database_, EventKind::Undo, when, screen);
}

Result<MaybeEvent> ReviewLog::redo(std::chrono::system_clock::time_point when, const std::string& screen) {
    return reverse(database_, EventKind::Redo, when, screen);
}

Result<MaybeEvent> ReviewLog::last_scored() const {
    return read_from(database_, kReadingChanges, [](SQLite::Database& connection) -> Result<MaybeEvent> {
        return event_of(connection, kLastStandingScore);
    });
}

Result<std::vector<ReviewEvent>> ReviewLog::history(PictureId picture) const {
    using Events = std::vector<ReviewEvent>;
    return read_from(database_, kReadingChanges, [&](SQLite::Database& connection) -> Result<Events> {
        Events events;
        SQLite::Statement query(
            connection, fmt::format("SELECT {} FROM review_events e WHERE e.picture_id = ? ORDER BY e.id",
                                    kEventColumns));
        query.bind(1, picture.value);
        while (query.executeStep()) events.push_back(event_at(query));
        return events;
    });
}

Result<std::vector<ReviewEvent>> ReviewLog::events(std::span<const EventNumber> numbers) const {
    using Events = std::vector<ReviewEvent>;
    return read_from(database_, kReadingChanges, [&](SQLite::Database& connection) -> Result<Events> {
        Events events;
        SQLite::Statement query(connection,
                                fmt::format("SELECT {} FROM (SELECT DISTINCT value FROM json_each(?)) wanted "
                                            "CROSS JOIN review_events e ON e.id = wanted.value ORDER BY e.id",
                                            kEventColumns));
        query.bind(1, fmt::format("[{}]", fmt::join(numbers, ",")));
        while (query.executeStep()) events.push_back(event_at(query));
        return events;
    });
}

}  // namespace proofsheet::store
