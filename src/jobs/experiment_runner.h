#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include "jobs/experiment_journal.h"
#include "jobs/experiment_service.h"

namespace proofsheet::jobs {

/// How often and how patiently what did not arrive is tried again.
struct Patience {
    int call_tries = 6;  ///< of a call that was not accepted
    std::chrono::milliseconds first_wait{2'000};
    std::chrono::milliseconds longest_wait{60'000};
    std::chrono::milliseconds longest_retry_after{600'000};
    int fetch_tries = 4;  ///< of each picture
    std::chrono::milliseconds first_fetch_wait{1'000};
    int refusals = 3;  ///< so many in a row pause the queue: the token or the credits are at fault
};

// What a turn of the crank came to.
struct Worked {};  ///< something was done; there may be more
struct Idle {};    ///< nothing to do until the next wish
struct Wait {
    std::chrono::steady_clock::time_point until;
};
struct Stopped {
    Error why;  ///< Conflict: a budget; Network: the service cannot be reached; others: the journal, refusals
};
using Turn = std::variant<Worked, Idle, Wait, Stopped>;

/// What became of a call or a picture, told as it happens, after it is journalled.
struct CallStarted {
    std::string id;
};
struct CallEnded {
    std::string id;
    CallStatus status = CallStatus::Completed;
    std::string message;  ///< empty when completed
    std::optional<Credits> cost;
};
struct PictureKept {
    std::string image_id;
    std::filesystem::path file;
};
struct PictureGivenUp {
    std::string image_id;
    std::string message;
};
using RunnerNews = std::variant<CallStarted, CallEnded, PictureKept, PictureGivenUp>;

/// Works the queue of calls: one call at a time, its pictures at once. Everything that matters is journalled
/// before it happens. Turned by one thread, or by hand in tests; holds no thread and never sleeps.
class ExperimentRunner {
public:
    struct Parts {
        CallJournal& calls;
        PictureJournal& pictures;
        ImageService& service;
        PictureKeeper& keeper;
    };
    using Tell = std::function<void(const RunnerNews&)>;

    ExperimentRunner(const Parts& parts, const Budget& budget, Tell tell, const Patience& patience = {});

    void set_budget(const Budget& budget) { budget_ = budget; }

    /// What a run that broke off left behind: calls become indeterminate, pictures are asked for. Call it
    /// once nobody else works the same queue. Returns how many calls are of unknown outcome now.
    Result<int> recover();
    /// Sends one call, or all until the queue is empty. Ends a pause.
    Status run_next();
    Status run_all();
    /// No call starts any more; what was started is finished.
    Status pause();
    /// Asks for everything that is paid and missing.
    Status fetch_missing();
    bool is_working() const { return calls_left_ > 0 || !fetches_.empty(); }

    /// Does one thing: one picture, or one call. Blocks for as long as that takes.
    Turn turn(std::chrono::steady_clock::time_point now, std::stop_token stop);

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Fetch {
        PictureToFetch picture;
        int tries = 0;
        Time not_before = {};
    };

    Status begin(int calls);
    Turn stop_with(Error why);
    Turn turn_fetch(Fetch fetch, Time now, std::stop_token stop);
    Turn turn_call(Time now, std::stop_token stop);
    Turn send(const WaitingCall& call, Time now, std::stop_token stop);
    Turn take(const WaitingCall& call, const ServiceAnswer& answer, Time now);
    Turn take(const WaitingCall& call, const ServiceRefusal& refusal, Time now);
    Turn take(const WaitingCall& call, const NotAccepted& outcome, Time now);
    Turn take(const WaitingCall& call, const OutcomeUnknown& outcome, Time now);
    void add_fetches(const std::vector<PictureToFetch>& pictures);
    Turn rest(Time now) const;
    void call_is_over();

    Parts parts_;
    Budget budget_;
    Tell tell_;
    Patience patience_;
    int calls_left_ = 0;
    int call_tries_ = 0;
    int refusals_ = 0;
    Time call_not_before_ = {};
    std::deque<Fetch> fetches_;
};

}  // namespace proofsheet::jobs
