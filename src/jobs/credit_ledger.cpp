#include "jobs/credit_ledger.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace proofsheet::jobs {
namespace {

constexpr std::array<std::pair<LedgerKind, std::string_view>, 4> kNames{
    {{LedgerKind::Reserved, "reserved"},
     {LedgerKind::Confirmed, "confirmed"},
     {LedgerKind::Released, "released"},
     {LedgerKind::Indeterminate, "indeterminate"}}};

Status check_one(const std::optional<Credits>& limit, const CreditTotals& totals, Credits most,
                 std::string_view which) {
    if (!limit || totals.counted() + most <= *limit) return {};
    return Error{
        ErrorKind::Conflict,
        fmt::format("The next call may cost {} credits, and {} of the {} in the budget of the {} are "
                    "counted already ({} paid, {} reserved, {} of unknown outcome). Raise "
                    "budget.{} in the settings, or wait",
                    to_text(most), to_text(totals.counted()), to_text(*limit), which,
                    to_text(totals.confirmed), to_text(totals.held), to_text(totals.indeterminate), which)};
}

}  // namespace

void add(CreditTotals& totals, const LedgerEntry& entry) {
    switch (entry.kind) {
        case LedgerKind::Reserved:
            totals.held += entry.amount;
            return;
        case LedgerKind::Confirmed:
            totals.confirmed += entry.amount;
            return;
        case LedgerKind::Released:
            totals.held = totals.held - entry.amount;
            return;
        case LedgerKind::Indeterminate:
            totals.indeterminate += entry.amount;
            return;
    }
}

CreditTotals totals_of(const std::vector<LedgerEntry>& entries) {
    CreditTotals totals;
    for (const LedgerEntry& entry : entries) add(totals, entry);
    return totals;
}

Status check_budget(const Budget& budget, const Spending& spending, Credits most) {
    if (Status session = check_one(budget.session, spending.session, most, "session"); !session)
        return session;
    return check_one(budget.day, spending.day, most, "day");
}

std::string_view name_of(LedgerKind kind) {
    for (const auto& [each, name] : kNames)
        if (each == kind) return name;
    return {};
}

std::optional<LedgerKind> ledger_kind_from(std::string_view name) {
    for (const auto& [kind, each] : kNames)
        if (each == name) return kind;
    return std::nullopt;
}

}  // namespace proofsheet::jobs
