#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "jobs/experiment_journal.h"
#include "store/database.h"

namespace proofsheet::store {

using Clock = std::function<std::chrono::system_clock::time_point()>;

/// The journal of calls in the tables `jobs`, `images`, `configs`, `credit_ledger` and `credit_prices`.
class CallLog : public jobs::CallJournal {
public:
    /// `session` names this start of the program.
    CallLog(Database& database, std::string session, Clock clock = std::chrono::system_clock::now);

    Result<int> recover() override;
    Result<std::optional<jobs::WaitingCall>> next_call() override;
    Result<jobs::PriceBook> prices() override;
    Result<jobs::Spending> spending() override;
    Status start(const std::string& id, jobs::Credits most, const jobs::Budget& budget,
                 const std::string& payload) override;
    Result<std::vector<jobs::PictureToFetch>> answered(const std::string& id,
                                                       const jobs::ServiceAnswer& answer) override;
    Status refused(const std::string& id, const jobs::ServiceRefusal& refusal,
                   const std::optional<jobs::CallConfig>& instead) override;
    Status not_accepted(const std::string& id, const std::string& message) override;
    Status unknown(const std::string& id, const jobs::OutcomeUnknown& outcome) override;
    Result<bool> is_paused() override;
    Status set_paused(const std::string& why) override;
    Status clear_paused() override;

private:
    Database& database_;
    std::string session_;
    Clock clock_;
};

}  // namespace proofsheet::store
