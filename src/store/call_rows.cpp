#include "store/call_rows.h"

#include <fmt/format.h>

#include "jobs/experiment_json.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr const char* kInsert =
    "INSERT INTO jobs (id, status, config_json, init_image_asset_id, kind, run_id, position, "
    "source_image_id, replaces, created_at, updated_at) VALUES (?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?)";

Error call_gone() {
    return {ErrorKind::NotFound, "The call is not there any more. Look at the queue again"};
}

}  // namespace

CallInsert::CallInsert(SQLite::Database& connection) : insert_(connection, kInsert) {}

std::string CallInsert::add(const NewCall& call, const std::string& now) {
    std::string id = new_uuid();
    insert_.reset();
    insert_.bind(1, id);
    insert_.bind(2, jobs::call_to_json(call.config));
    bind_text(insert_, 3, call.asset_id);
    insert_.bind(4, std::string(jobs::name_of(call.config.kind)));
    bind_text(insert_, 5, call.run_id);
    insert_.bind(6, call.position);
    bind_text(insert_, 7, call.source_image_id);
    bind_text(insert_, 8, call.replaces);
    insert_.bind(9, now);
    insert_.bind(10, now);
    insert_.exec();
    return id;
}

std::int64_t last_position(SQLite::Database& connection) {
    return connection.execAndGet("SELECT COALESCE(MAX(position), 0) FROM jobs").getInt64();
}

Result<CallRecord> call_record(SQLite::Database& connection, const std::string& id) {
    SQLite::Statement query(
        connection,
        "SELECT j.status, j.position, j.config_json, j.run_id, j.init_image_asset_id, "
        "j.source_image_id, j.replaces, COALESCE(r.batch_number, 0), COALESCE(r.name, '') "
        "FROM jobs j LEFT JOIN runs r ON r.id = j.run_id WHERE j.id = ?");
    query.bind(1, id);
    if (!query.executeStep()) return call_gone();
    CallRecord record;
    const auto status = jobs::call_status_from(query.getColumn(0).getString());
    auto config = jobs::call_from_json(query.getColumn(2).getString());
    if (!status || !config)
        return Error{ErrorKind::InvalidInput, "What is stored of a call cannot be read. Cancel it"};
    record.status = *status;
    record.position = query.getColumn(1).getInt64();
    record.call.position = record.position;
    record.call.config = std::move(*config);
    record.call.run_id = text_at(query, 3);
    record.call.asset_id = text_at(query, 4);
    record.call.source_image_id = text_at(query, 5);
    record.call.replaces = text_at(query, 6);
    record.batch_number = query.getColumn(7).getInt();
    record.run_name = query.getColumn(8).getString();
    return record;
}

Status change_status(SQLite::Database& connection, const std::string& id, jobs::CallEvent event,
                     const std::string& now) {
    SQLite::Statement query(connection, "SELECT status FROM jobs WHERE id = ?");
    query.bind(1, id);
    if (!query.executeStep()) return call_gone();
    const std::string before = query.getColumn(0).getString();
    const auto status = jobs::call_status_from(before);
    const auto after = status ? jobs::next_status(*status, event) : std::nullopt;
    if (!after)
        return Error{ErrorKind::NotFound,
                     fmt::format("The call is {}, so this cannot be done. Look at the queue again", before)};
    SQLite::Statement update(connection, "UPDATE jobs SET status = ?, updated_at = ? WHERE id = ?");
    update.bind(1, std::string(jobs::name_of(*after)));
    update.bind(2, now);
    update.bind(3, id);
    update.exec();
    return {};
}

}  // namespace proofsheet::store
