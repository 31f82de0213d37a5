#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <string>
#include <vector>

#include "jobs/credit_ledger.h"
#include "jobs/credit_price.h"

/// Rows of `credit_ledger` and `credit_prices`, inside a transaction.
namespace proofsheet::store {

/// Whose money and when.
struct LedgerMoment {
    std::string session;
    std::chrono::system_clock::time_point now;
};

/// Sets `amount` aside for a call.
void reserve(SQLite::Database& connection, const std::string& job_id, jobs::Credits amount,
             const LedgerMoment& moment);
/// Gives back what is reserved for a call, under the session that reserved it. Returns how much that was.
jobs::Credits release(SQLite::Database& connection, const std::string& job_id, const LedgerMoment& moment);
void confirm(SQLite::Database& connection, const std::string& job_id, jobs::Credits amount,
             const LedgerMoment& moment);
/// What is reserved for a call is released and stays as perhaps paid, in the session and on the day of the
/// reservation.
void mark_unknown(SQLite::Database& connection, const std::string& job_id, const LedgerMoment& moment);

/// Of a session, and since `moment`'s local midnight. What is reserved counts on the day whenever it was
/// reserved, and whoever did it.
jobs::Spending spending_at(SQLite::Database& connection, const LedgerMoment& moment);

void learn_price(SQLite::Database& connection, const jobs::PriceKey& key, jobs::Credits cost,
                 const std::string& now);
jobs::PriceBook learnt_prices(SQLite::Database& connection);

/// The local midnight before `now`.
std::chrono::system_clock::time_point start_of_day(std::chrono::system_clock::time_point now);

}  // namespace proofsheet::store
