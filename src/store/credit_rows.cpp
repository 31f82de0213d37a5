#include "store/credit_rows.h"

#include <algorithm>
#include <ctime>

#include "store/row_values.h"

namespace proofsheet::store {
namespace {

using jobs::Credits;
using jobs::LedgerKind;

struct LedgerRow {
    LedgerKind kind = LedgerKind::Reserved;
    Credits amount;
    std::string session;
    std::string happened_at;
};

void add_row(SQLite::Database& connection, const std::string& job_id, const LedgerRow& row) {
    SQLite::Statement insert(connection,
                             "INSERT INTO credit_ledger (job_id, kind, amount_micro, session, happened_at) "
                             "VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, job_id);
    insert.bind(2, std::string(jobs::name_of(row.kind)));
    insert.bind(3, row.amount.micro);
    insert.bind(4, row.session);
    insert.bind(5, row.happened_at);
    insert.exec();
}

/// The reservation of a call that is under way; an amount of 0 when there is none.
LedgerRow open_reservation(SQLite::Database& connection, const std::string& job_id,
                           const LedgerMoment& moment) {
    SQLite::Statement held(connection,
                           "SELECT COALESCE(SUM(CASE kind WHEN 'reserved' THEN amount_micro WHEN 'released' "
                           "THEN -amount_micro ELSE 0 END), 0) FROM credit_ledger WHERE job_id = ?");
    held.bind(1, job_id);
    held.executeStep();
    LedgerRow row{LedgerKind::Released,
                  {std::max<std::int64_t>(held.getColumn(0).getInt64(), 0)},
                  moment.session,
                  time_text(moment.now)};
    SQLite::Statement newest(connection,
                             "SELECT session, happened_at FROM credit_ledger WHERE job_id = ? AND kind = "
                             "'reserved' ORDER BY id DESC LIMIT 1");
    newest.bind(1, job_id);
    if (!newest.executeStep()) return row;
    row.session = newest.getColumn(0).getString();
    row.happened_at = newest.getColumn(1).getString();
    return row;
}

/// `query` gives kind and sum.
jobs::CreditTotals totals_from(SQLite::Statement& query) {
    jobs::CreditTotals totals;
    while (query.executeStep())
        if (const auto kind = jobs::ledger_kind_from(query.getColumn(0).getString()))
            jobs::add(totals, {{}, *kind, {query.getColumn(1).getInt64()}});
    return totals;
}

}  // namespace

void reserve(SQLite::Database& connection, const std::string& job_id, Credits amount,
             const LedgerMoment& moment) {
    add_row(connection, job_id, {LedgerKind::Reserved, amount, moment.session, time_text(moment.now)});
}

Credits release(SQLite::Database& connection, const std::string& job_id, const LedgerMoment& moment) {
    LedgerRow row = open_reservation(connection, job_id, moment);
    row.happened_at = time_text(moment.now);
    add_row(connection, job_id, row);
    return row.amount;
}

void confirm(SQLite::Database& connection, const std::string& job_id, Credits amount,
             const LedgerMoment& moment) {
    add_row(connection, job_id, {LedgerKind::Confirmed, amount, moment.session, time_text(moment.now)});
}

void mark_unknown(SQLite::Database& connection, const std::string& job_id, const LedgerMoment& moment) {
    LedgerRow unknown = open_reservation(connection, job_id, moment);
    unknown.kind = LedgerKind::Indeterminate;
    release(connection, job_id, moment);
    add_row(connection, job_id, unknown);
}

jobs::Spending spending_at(SQLite::Database& connection, const LedgerMoment& moment) {
    jobs::Spending spending;
    SQLite::Statement session(
        connection, "SELECT kind, SUM(amount_micro) FROM credit_ledger WHERE session = ? GROUP BY kind");
    session.bind(1, moment.session);
    spending.session = totals_from(session);
    SQLite::Statement day(connection,
                          "SELECT kind, SUM(amount_micro) FROM credit_ledger WHERE happened_at >= ? AND kind "
                          "IN ('confirmed', 'indeterminate') GROUP BY kind UNION ALL SELECT kind, "
                          "SUM(amount_micro) FROM credit_ledger WHERE kind IN ('reserved', 'released') GROUP "
                          "BY kind");
    day.bind(1, time_text(start_of_day(moment.now)));
    spending.day = totals_from(day);
    return spending;
}

void learn_price(SQLite::Database& connection, const jobs::PriceKey& key, Credits cost,
                 const std::string& now) {
    SQLite::Statement learn(
        connection,
        "INSERT INTO credit_prices (kind, model_id, width, height, steps, images, last_micro, "
        "highest_micro, confirmed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8) ON CONFLICT DO UPDATE "
        "SET last_micro = ?7, highest_micro = MAX(highest_micro, ?7), confirmed_at = ?8");
    learn.bind(1, std::string(jobs::name_of(key.kind)));
    learn.bind(2, key.model_id);
    learn.bind(3, key.width);
    learn.bind(4, key.height);
    learn.bind(5, key.steps);
    learn.bind(6, key.images);
    learn.bind(7, cost.micro);
    learn.bind(8, now);
    learn.exec();
}

jobs::PriceBook learnt_prices(SQLite::Database& connection) {
    std::vector<jobs::LearntPrice> prices;
    SQLite::Statement query(
        connection,
        "SELECT kind, model_id, width, height, steps, images, last_micro, highest_micro FROM credit_prices");
    while (query.executeStep()) {
        const auto kind = jobs::call_kind_from(query.getColumn(0).getString());
        if (!kind) continue;
        prices.push_back(
            {{*kind, query.getColumn(1).getString(), query.getColumn(2).getInt(), query.getColumn(3).getInt(),
              query.getColumn(4).getInt(), query.getColumn(5).getInt()},
             {query.getColumn(6).getInt64()},
             {query.getColumn(7).getInt64()}});
    }
    return jobs::PriceBook(prices);
}

std::chrono::system_clock::time_point start_of_day(std::chrono::system_clock::time_point now) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    local.tm_hour = local.tm_min = local.tm_sec = 0;
    local.tm_isdst = -1;
    return std::chrono::system_clock::from_time_t(std::mktime(&local));
}

}  // namespace proofsheet::store
