#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jobs/credits.h"

namespace proofsheet::jobs {

/// A call is `Reserved` before it is sent. When its outcome is known that amount is `Released`, and what it
/// cost `Confirmed`; when it never will be, the same amount is `Released` and stays as `Indeterminate`.
enum class LedgerKind : std::uint8_t { Reserved, Confirmed, Released, Indeterminate };

/// One row; rows are only added.
struct LedgerEntry {
    std::string job_id;
    LedgerKind kind = LedgerKind::Reserved;
    Credits amount;
    bool operator==(const LedgerEntry&) const = default;
};

/// Sums over ledger rows of a job, a run, a session or a day.
struct CreditTotals {
    Credits confirmed;      ///< paid, as the answers said
    Credits held;           ///< reserved by calls that are under way
    Credits indeterminate;  ///< perhaps paid: calls whose outcome is unknown
    bool operator==(const CreditTotals&) const = default;
    /// What a budget counts.
    Credits counted() const { return confirmed + held + indeterminate; }
};

void add(CreditTotals& totals, const LedgerEntry& entry);
CreditTotals totals_of(const std::vector<LedgerEntry>& entries);

/// Limits that the configuration sets; nullopt is no limit.
struct Budget {
    std::optional<Credits> session;
    std::optional<Credits> day;
    bool operator==(const Budget&) const = default;
};

/// What was spent since the program started, and since midnight.
struct Spending {
    CreditTotals session;
    CreditTotals day;
    bool operator==(const Spending&) const = default;
};

/// Whether a call that may cost up to `most` may be sent. Errors: Conflict, with a sentence that names the
/// budget, what is counted and what to do.
Status check_budget(const Budget& budget, const Spending& spending, Credits most);

std::string_view name_of(LedgerKind kind);
std::optional<LedgerKind> ledger_kind_from(std::string_view name);

}  // namespace proofsheet::jobs
