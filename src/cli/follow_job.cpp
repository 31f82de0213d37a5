#include "cli/follow_job.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <optional>
#include <stop_token>
#include <variant>
#include <vector>

#include "cli/interrupts.h"
#include "cli/sample_database.h"
#include "core/text.h"
#include "jobs/job_line.h"
#include "jobs/number_lists.h"
#include "shell/sampling_work.h"
#include "store/sample_job_table.h"
#include "tasks/inbox.h"
#include "tasks/wake_signal.h"
#include "tasks/worker_pool.h"

namespace proofsheet::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kBetweenLooks{200};
/// Looks at a line in which another process stands.
constexpr int kLooksBetweenTries = 5;
/// Who presses Ctrl+C more often does not want to wait; what is cut off goes on at the next start.
constexpr int kPressesThatLeave = 3;

using Worked = Result<jobs::LineTurn>;
using News = std::variant<jobs::JobNews, Worked>;

std::string item_text(const jobs::JobItem& item) {
    const jobs::SampleParameters& made = item.parameters;
    std::string text = fmt::format("{}: {}, {} steps, CFG {}, {} {}, seed {}", to_display(item.checkpoint),
                                   to_display(made.prompt_name), made.steps, jobs::number_text(made.cfg),
                                   to_display(made.sampler), to_display(made.scheduler), made.seed);
    if (made.lora_strength) text += fmt::format(", LoRA {}", jobs::number_text(*made.lora_strength));
    return text;
}

/// Prints what happens to a job, one line for each picture.
class JobPrinter {
public:
    explicit JobPrinter(const Console& console) : console_(console) {}

    void take(const jobs::JobNews& news) {
        if (const auto* item = std::get_if<jobs::ItemChanged>(&news)) {
            if (item->item.status == jobs::ItemStatus::Completed ||
                item->item.status == jobs::ItemStatus::Failed)
                last_ = item->item;
        } else if (const auto* job = std::get_if<jobs::JobChanged>(&news)) {
            if (last_) print_item(*last_, job->job.counts);
            last_.reset();
        } else if (const auto* waits = std::get_if<jobs::JobWaits>(&news)) {
            if (!waits->reason.empty() && waits->reason != reason_)
                console_.log.warn("Waiting: {}", waits->reason);
            reason_ = waits->reason;
        }
    }
    bool is_waiting() const { return !reason_.empty(); }

    /// For a job that another process works on.
    void watch(const jobs::ItemCounts& counts) {
        if (watched_ == counts.done()) return;
        watched_ = counts.done();
        console_.out << fmt::format("{} made by another process\n", place(counts)) << std::flush;
    }

private:
    static std::string place(const jobs::ItemCounts& counts) {
        return fmt::format("[{}/{}]", counts.done(), counts.total());
    }

    void print_item(const jobs::JobItem& item, const jobs::ItemCounts& counts) {
        if (item.status == jobs::ItemStatus::Failed) {
            console_.out << fmt::format("{} {} failed: {}\n", place(counts), item_text(item), item.message)
                         << std::flush;
            return;
        }
        std::string line = fmt::format("{} {}", place(counts), item_text(item));
        if (item.duration) {
            durations_.push_back(*item.duration);
            line += fmt::format(": {:.1f} s", static_cast<double>(item.duration->count()) / 1000);
        }
        const std::size_t open = counts.pending + counts.running;
        if (const auto left = jobs::time_left(durations_, open); left && open > 0)
            line += fmt::format(", {} left", jobs::duration_text(*left));
        console_.out << line << '\n' << std::flush;
    }

    const Console& console_;
    std::optional<jobs::JobItem> last_;
    std::vector<milliseconds> durations_;
    std::string reason_;
    std::optional<std::size_t> watched_;
};

/// The main thread of a command that waits for a job; another thread works on it.
class JobFollower {
public:
    JobFollower(store::Database& database, store::Database& workers, shell::SamplingService& service,
                const jobs::SampleJob& job, const Console& console)
        : database_(database),
          journal_(database),
          console_(console),
          printer_(console),
          work_{
              workers, service, job.provider, job.id, PROOFSHEET_VERSION, [this](const jobs::JobNews& news) {
                  inbox_.post(News(news));
              }} {}

    ExitStatus run() {
        while (true) {
            const Result<jobs::SampleJob> job = journal_.job(*work_.job_id);
            if (!job && !working_) return fail(job.error(), console_);
            if (job && !working_ && !is_open(*job)) return end(*job);
            if (!working_ && looks_ % kLooksBetweenTries == 0) begin();
            ++looks_;
            signal_.wait(kBetweenLooks);
            if (const Status taken = take_news(); !taken) return fail(taken.error(), console_);
            take_presses();
            if (shell::is_to_be_interrupted(journal_, *work_.job_id, printer_.is_waiting()))
                interrupt_.request_stop();
            if (is_elsewhere_ && job) printer_.watch(job->counts);
        }
    }

private:
    static bool is_open(const jobs::SampleJob& job) {
        return job.status == jobs::JobStatus::Pending || job.status == jobs::JobStatus::Running;
    }

    void begin() {
        working_ = true;
        interrupt_ = std::stop_source();
        pool_.submit([this, stop = interrupt_.get_token()](const std::stop_token&) {
            inbox_.post(News(shell::work_on_samples(work_, stop)));
        });
    }

    Status take_news() {
        for (const News& each : inbox_.drain()) {
            if (const auto* news = std::get_if<jobs::JobNews>(&each)) {
                printer_.take(*news);
                continue;
            }
            working_ = false;
            const Worked& worked = std::get<Worked>(each);
            // Another process was faster; what became of the job is read next.
            if (!worked && worked.error().kind != ErrorKind::Conflict) return worked.error();
            const bool busy = worked && *worked == jobs::LineTurn::Busy;
            if (busy && !is_elsewhere_)
                console_.log.info("Another process makes pictures; this job waits for it");
            is_elsewhere_ = busy;
        }
        return {};
    }

    void take_presses() {
        for (int presses = interrupts_.take(); presses > 0; --presses) {
            if (++presses_ > kPressesThatLeave) ::_exit(static_cast<int>(ExitStatus::Failed));
            const Result<jobs::SampleJob> asked = jobs::stop_job(journal_, database_.file(), *work_.job_id);
            if (!asked) continue;  // it has just ended
            if (asked->stop == jobs::StopWish::AfterPicture)
                console_.log.info("Stopping after this picture. Press Ctrl+C again to interrupt it");
            if (asked->stop == jobs::StopWish::Now) console_.log.info("Interrupting the picture");
        }
    }

    ExitStatus end(const jobs::SampleJob& job) const {
        const std::string made =
            fmt::format("{} of {} pictures are there", job.counts.completed, job.counts.total());
        if (job.status == jobs::JobStatus::Completed) {
            console_.out << fmt::format("Completed: {} pictures in {}\n", job.counts.completed,
                                        to_display(job.sample_dir));
            return ExitStatus::Done;
        }
        if (job.status == jobs::JobStatus::Paused) {
            console_.out << fmt::format("Paused: {}. Go on with 'proofsheet job resume {}'\n", made, job.id);
            if (!job.message.empty()) console_.log.error("{}", job.message);
            return ExitStatus::Failed;
        }
        console_.out << fmt::format("Ended with errors: {}. Try again with 'proofsheet job retry {}'\n", made,
                                    job.id);
        console_.log.error("{}", job.message);
        return ExitStatus::Failed;
    }

    store::Database& database_;
    store::SampleJobTable journal_;
    const Console& console_;
    JobPrinter printer_;
    Interrupts interrupts_;
    tasks::WakeSignal signal_;
    tasks::Inbox<News> inbox_{[this] { signal_.wake(); }};
    shell::SamplingWork work_;
    std::stop_source interrupt_;
    bool working_ = false;
    bool is_elsewhere_ = false;
    int looks_ = 0;
    int presses_ = 0;
    tasks::WorkerPool pool_{1};  ///< last: its thread uses all of the above
};

}  // namespace

ExitStatus follow_job(store::Database& database, std::unique_ptr<shell::SamplingService> service,
                      const std::string& job_id, const Console& console) {
    const Result<jobs::SampleJob> job = store::SampleJobTable(database).job(job_id);
    if (!job) return fail(job.error(), console);
    Result<store::Database> workers = store::connect_again(database);
    if (!workers) return fail(workers.error(), console);
    return JobFollower(database, *workers, *service, *job, console).run();
}

}  // namespace proofsheet::cli
