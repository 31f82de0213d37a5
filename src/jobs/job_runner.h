#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "core/result.h"
#include "jobs/job_journal.h"
#include "jobs/job_news.h"
#include "jobs/output_files.h"
#include "jobs/provider.h"

namespace proofsheet::jobs {

/// What the runner finds around itself; tests turn clocks and waits by hand.
struct RunnerParts {
    JobJournal& journal;
    Provider& provider;
    OutputFiles& files;
    std::function<std::string()> new_id;    ///< a UUID
    std::function<std::string()> now_text;  ///< RFC 3339
    std::function<std::chrono::steady_clock::time_point()> clock;
    /// Sleeps until the time is over or a stop is requested.
    std::function<void(std::chrono::milliseconds, const std::stop_token&)> wait;
    TellNews tell;        ///< on the runner's thread; may be empty
    std::string version;  ///< of this program, for side-cars
};

/// Failures without a picture between them after which a job is paused.
constexpr int kFailuresThatPause = 10;
/// Attempts at one item that the service lost before it counts as failed.
constexpr int kAttemptsAtLost = 3;

/// Works on jobs, one item after the other, so that the end of the process at any point loses no picture and
/// makes none twice: an attempt is journalled before it is sent and its remote id before anything else; the
/// side-car gets its name, then the picture, then the item is completed. An item that was cut off is looked
/// for on the disk, then at the service. Blocks while a picture is made; for one thread, which holds the line
/// of the provider.
class JobRunner {
public:
    explicit JobRunner(RunnerParts parts) : parts_(std::move(parts)) {}

    enum class Turn {
        Goes,   ///< there is more to do
        Ended,  ///< completed, failed or paused
        Left,   ///< a stop was requested and no wish stands in the journal: the job stays Running
    };

    /// Takes a job that is Pending, or Running and cut off. Errors: NotFound, Conflict, what the journal
    /// says.
    Status start(const std::string& job_id);
    /// Works on the next item of the started job, or ends it. A stop request interrupts the picture; what it
    /// means stands in the journal's stop wish. Errors: what the journal says; the item stays as it is.
    Result<Turn> turn(const std::stop_token& stop);
    /// Starts a job and takes turns until one is not `Goes`; gives the job as it is then.
    Result<SampleJob> run(const std::string& job_id, const std::stop_token& stop);

private:
    struct Work;
    enum class Ask { Generate, Find };

    Result<Turn> pause(const std::string& why);
    Result<Turn> finish();
    Result<Turn> work_on(JobItem item, const std::stop_token& stop);
    Result<bool> is_made_already(const JobItem& item);
    Result<bool> copy_twin(const JobItem& item);
    Status begin(Work& work);
    Status ask(Work& work);
    void take_event(const GenerationEvent& event, Work& work);
    Status save(Work& work);
    Status save_at(const JobItem& item, const Finished& finished);
    Result<Turn> made(Work& work);
    Result<Turn> failed(const JobItem& item, const std::string& why);
    Result<Turn> stopped();
    Status put_back(const JobItem& item);
    Result<std::optional<Turn>> after_error(const Error& error, Work& work);
    Result<std::optional<Turn>> after_silence(const Error& error, Work& work);
    GenerationRequest request_for(const JobItem& item) const;
    void tell(const JobNews& news) const;
    void tell_item(const std::string& item_id) const;

    RunnerParts parts_;
    SampleJob job_;
    int failures_ = 0;  ///< in a row
};

}  // namespace proofsheet::jobs
