#include "store/call_log.h"

#include "store/call_rows.h"
#include "store/credit_rows.h"
#include "store/made_pictures.h"
#include "store/row_values.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

constexpr std::string_view kReadingCalls = "Cannot read the queue of calls";
constexpr std::string_view kWritingCalls = "Cannot write down what happened to a call";
constexpr std::string_view kFoundRunning =
    "The program ended while this call was under way. It may have been made and paid";

/// What is written when a call ends.
struct Ending {
    std::string message;
    std::string raw;
};

void note_ending(SQLite::Database& connection, const std::string& id, const Ending& ending,
                 const std::string& now) {
    SQLite::Statement update(connection,
                             "UPDATE jobs SET error_message = ?, raw_response_json = ?, finished_at = ? "
                             "WHERE id = ?");
    bind_text(update, 1, ending.message.empty() ? std::nullopt : std::optional(ending.message));
    bind_text(update, 2, ending.raw.empty() ? std::nullopt : std::optional(ending.raw));
    update.bind(3, now);
    update.bind(4, id);
    update.exec();
}

void note_answer(SQLite::Database& connection, const std::string& id, const jobs::ServiceAnswer& answer) {
    SQLite::Statement update(connection, "UPDATE jobs SET inf_id = ?, credit_cost_micro = ? WHERE id = ?");
    update.bind(1, answer.inf_id);
    if (answer.cost)
        update.bind(2, answer.cost->micro);
    else
        update.bind(2);
    update.bind(3, id);
    update.exec();
}

/// What the call cost; perhaps everything that was reserved, where the answer does not say it.
void settle(SQLite::Database& connection, const std::string& id, const jobs::CallConfig& config,
            const std::optional<jobs::Credits>& cost, const LedgerMoment& moment) {
    if (!cost) return mark_unknown(connection, id, moment);
    release(connection, id, moment);
    confirm(connection, id, *cost, moment);
    learn_price(connection, jobs::price_key_of(config), *cost, time_text(moment.now));
}

jobs::WaitingCall waiting_call_at(const SQLite::Statement& row) {
    jobs::WaitingCall call;
    call.id = row.getColumn(0).getString();
    if (!row.getColumn(1).isNull())
        call.init_image = jobs::InitImage{row.getColumn(1).getString(), row.getColumn(2).getString(),
                                          row.getColumn(3).getString()};
    return call;
}

}  // namespace

CallLog::CallLog(Database& database, std::string session, Clock clock)
    : database_(database), session_(std::move(session)), clock_(std::move(clock)) {}

Result<int> CallLog::recover() {
    const LedgerMoment moment{session_, clock_()};
    return write_to(database_, kWritingCalls, [&](SQLite::Database& connection) -> Result<int> {
        std::vector<std::string> running;
        SQLite::Statement query(connection, "SELECT id FROM jobs WHERE status = 'running'");
        while (query.executeStep()) running.push_back(query.getColumn(0).getString());
        const std::string now = time_text(moment.now);
        for (const std::string& id : running) {
            Status changed = change_status(connection, id, jobs::CallEvent::OutcomeUnknown, now);
            if (!changed) return changed.error();
            note_ending(connection, id, {std::string(kFoundRunning), {}}, now);
            mark_unknown(connection, id, moment);
        }
        return static_cast<int>(running.size());
    });
}

Result<std::optional<jobs::WaitingCall>> CallLog::next_call() {
    using Next = std::optional<jobs::WaitingCall>;
    return read_from(database_, kReadingCalls, [](SQLite::Database& connection) -> Result<Next> {
        SQLite::Statement query(connection,
                                "SELECT j.id, a.file_path, a.original_filename, a.mime_type FROM jobs j "
                                "LEFT JOIN assets a ON a.id = j.init_image_asset_id WHERE j.status = "
                                "'queued' ORDER BY j.position, j.created_at, j.id LIMIT 1");
        if (!query.executeStep()) return Next{};
        jobs::WaitingCall call = waiting_call_at(query);
        Result<CallRecord> record = call_record(connection, call.id);
        if (!record) return record.error();
        call.config = std::move(record->call.config);
        return Next{std::move(call)};
    });
}

Result<jobs::PriceBook> CallLog::prices() {
    return read_from(database_, kReadingCalls, [](SQLite::Database& connection) -> Result<jobs::PriceBook> {
        return learnt_prices(connection);
    });
}

Result<jobs::Spending> CallLog::spending() {
    return read_from(database_, kReadingCalls, [&](SQLite::Database& connection) -> Result<jobs::Spending> {
        return spending_at(connection, {session_, clock_()});
    });
}

Status CallLog::start(const std::string& id, jobs::Credits most, const jobs::Budget& budget,
                      const std::string& payload) {
    const LedgerMoment moment{session_, clock_()};
    return write_to(database_, kWritingCalls, [&](SQLite::Database& connection) -> Status {
        const std::string now = time_text(moment.now);
        Status changed = change_status(connection, id, jobs::CallEvent::Started, now);
        if (!changed) return changed;
        Status allowed = jobs::check_budget(budget, spending_at(connection, moment), most);
        if (!allowed) return allowed;
        SQLite::Statement update(
            connection,
            "UPDATE jobs SET raw_payload_json = ?, credit_estimate_micro = ?, started_at "
            "= ?, finished_at = NULL, error_message = NULL, raw_response_json = NULL "
            "WHERE id = ?");
        update.bind(1, payload);
        update.bind(2, most.micro);
        update.bind(3, now);
        update.bind(4, id);
        update.exec();
        reserve(connection, id, most, moment);
        return {};
    });
}

Result<std::vector<jobs::PictureToFetch>> CallLog::answered(const std::string& id,
                                                            const jobs::ServiceAnswer& answer) {
    using Pictures = std::vector<jobs::PictureToFetch>;
    const LedgerMoment moment{session_, clock_()};
    return write_to(database_, kWritingCalls, [&](SQLite::Database& connection) -> Result<Pictures> {
        const std::string now = time_text(moment.now);
        Status changed = change_status(connection, id, jobs::CallEvent::Answered, now);
        if (!changed) return changed.error();
        const Result<CallRecord> record = call_record(connection, id);
        if (!record) return record.error();
        note_ending(connection, id, {{}, answer.raw}, now);
        note_answer(connection, id, answer);
        settle(connection, id, record->call.config, answer.cost, moment);
        return add_made_pictures(connection, id, *record, answer, now);
    });
}

Status CallLog::refused(const std::string& id, const jobs::ServiceRefusal& refusal,
                        const std::optional<jobs::CallConfig>& instead) {
    const LedgerMoment moment{session_, clock_()};
    return write_to(database_, kWritingCalls, [&](SQLite::Database& connection) -> Status {
        const std::string now = time_text(moment.now);
        Status changed = change_status(connection, id, jobs::CallEvent::Refused, now);
        if (!changed) return changed;
        note_ending(connection, id, {refusal.message, refusal.raw}, now);
        release(connection, id, moment);
        if (!instead) return {};
        Result<CallRecord> record = call_record(connection, id);
        if (!record) return record.error();
        NewCall call = record->call;
        call.config = *instead;
        call.asset_id = std::nullopt;
        call.replaces = id;
        CallInsert(connection).add(call, now);
        return {};
    });
}

Status CallLog::not_accepted(const std::string& id, const std::string& message) {
    const LedgerMoment moment{session_, clock_()};
    return write_to(database_, kWritingCalls, [&](SQLite::Database& connection) -> Status {
        const std::string now = time_text(moment.now);
        Status changed = change_status(connection, id, jobs::CallEvent::NotAccepted, now);
        if (!changed) return changed;
        note_ending(connection, id, {message, {}}, now);
        release(connection, id, moment);
        return {};
    });
}

Status CallLog::unknown(const std::string& id, const jobs::OutcomeUnknown& outcome) {
    const LedgerMoment moment{session_, clock_()};
    return write_to(database_, kWritingCalls, [&](SQLite::Database& connection) -> Status {
        const std::string now = time_text(moment.now);
        Status changed = change_status(connection, id, jobs::CallEvent::OutcomeUnknown, now);
        if (!changed) return changed;
        note_ending(connection, id, {outcome.message, outcome.raw}, now);
        mark_unknown(connection, id, moment);
        return {};
    });
}

Result<bool> CallLog::is_paused() {
    return read_from(database_, kReadingCalls, [](SQLite::Database& connection) -> Result<bool> {
        return connection.execAndGet("SELECT COALESCE(MAX(is_paused), 0) FROM call_queue").getInt() == 1;
    });
}

Status CallLog::set_paused(const std::string& why) {
    return write_to(database_, kWritingCalls, [&](SQLite::Database& connection) -> Status {
        SQLite::Statement update(
            connection, "INSERT OR REPLACE INTO call_queue (id, is_paused, reason) VALUES (1, 1, ?)");
        update.bind(1, why);
        update.exec();
        return {};
    });
}

Status CallLog::clear_paused() {
    return write_to(database_, kWritingCalls, [](SQLite::Database& connection) -> Status {
        connection.exec("INSERT OR REPLACE INTO call_queue (id, is_paused, reason) VALUES (1, 0, '')");
        return {};
    });
}

}  // namespace proofsheet::store
