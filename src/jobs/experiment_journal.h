#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "jobs/credit_ledger.h"
#include "jobs/credit_price.h"
#include "jobs/experiment_service.h"

namespace proofsheet::jobs {

/// The first call of the queue.
struct WaitingCall {
    std::string id;
    CallConfig config;
    std::optional<InitImage> init_image;
};

/// What happens to calls and the money that goes with it. Every function is one transaction that is on the
/// disk when it returns; an error leaves no trace. Implementations: the database, fakes in tests. One thread.
/// Every function may fail with what the database says.
class CallJournal {
public:
    virtual ~CallJournal() = default;

    /// Calls found running become indeterminate: whoever ran them is gone. Returns how many.
    virtual Result<int> recover() = 0;
    /// Nothing when the queue is empty.
    virtual Result<std::optional<WaitingCall>> next_call() = 0;
    virtual Result<PriceBook> prices() = 0;
    virtual Result<Spending> spending() = 0;

    /// Running, and `most` reserved: before the call is sent. Errors: Conflict when it is not queued any
    /// more, or a budget does not allow it, which is looked at in the same transaction.
    virtual Status start(const std::string& id, Credits most, const Budget& budget,
                         const std::string& payload) = 0;
    /// Completed and paid; its pictures have rows with their addresses. Returns them.
    virtual Result<std::vector<PictureToFetch>> answered(const std::string& id,
                                                         const ServiceAnswer& answer) = 0;
    /// Failed, nothing paid. With `instead` that call takes its place in the queue.
    virtual Status refused(const std::string& id, const ServiceRefusal& refusal,
                           const std::optional<CallConfig>& instead) = 0;
    /// Queued again in its place, nothing paid.
    virtual Status not_accepted(const std::string& id, const std::string& message) = 0;
    /// Indeterminate: what was reserved may be paid.
    virtual Status unknown(const std::string& id, const OutcomeUnknown& outcome) = 0;

    /// Whether somebody, maybe another process, wants the queue to stand still.
    virtual Result<bool> is_paused() = 0;
    /// `why` is empty when a user wants it.
    virtual Status set_paused(const std::string& why) = 0;
    virtual Status clear_paused() = 0;
};

/// Which pictures to ask for again.
enum class Missing : std::uint8_t {
    Untried,  ///< paid for, and no download has been given up
    All,      ///< those that were given up too
};

/// What happens to pictures that are paid. As `CallJournal`.
class PictureJournal {
public:
    virtual ~PictureJournal() = default;
    virtual Result<std::vector<PictureToFetch>> missing(Missing which) = 0;
    virtual Status fetched(const std::string& image_id, const KeptPicture& picture) = 0;
    /// Given up for now; its address stays.
    virtual Status fetch_failed(const std::string& image_id, const std::string& message) = 0;
};

}  // namespace proofsheet::jobs
