#include "shell/job_desk.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "jobs/job_line.h"
#include "store/data_version.h"
#include "store/sample_job_table.h"

namespace proofsheet::shell {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{1000};

}  // namespace

JobDesk::JobDesk(tasks::Inbox<app::Command>& inbox, std::filesystem::path trash, Listeners listeners)
    : inbox_(inbox), trash_(std::move(trash)), listeners_(std::move(listeners)), work_(1), watch_(1) {}

JobDesk::~JobDesk() {
    work_.finish();  // what the user asked for is done
    ending_.request_stop();
    signal_.wake();
}

void JobDesk::open(store::Database connection) {
    // A task can be copied, a connection cannot.
    auto opened = std::make_shared<store::Database>(std::move(connection));
    work_.submit([this, opened](std::stop_token) {
        database_.emplace(std::move(*opened));
        look();
    });
    watch_.submit([this](std::stop_token) { watch(ending_.get_token()); });
}

void JobDesk::watch(const std::stop_token& stop) {
    while (true) {
        signal_.wait(kBetweenLooks);
        if (stop.stop_requested()) return;
        if (work_.pending() == 0) work_.submit([this](std::stop_token) { look(); });
    }
}

void JobDesk::look() {
    if (!database_) return;
    listeners_.heed(store::SampleJobTable(*database_));
    const Result<std::int64_t> version = store::data_version(*database_);
    if (!version) return spdlog::warn("{}", version.error().message);
    if (std::exchange(seen_, *version) != *version) tell_jobs();
}

void JobDesk::tell_jobs() {
    Result<std::vector<jobs::SampleJob>> jobs = store::SampleJobTable(*database_).jobs();
    if (!jobs) return spdlog::warn("{}", jobs.error().message);
    for (jobs::SampleJob& job : *jobs) job.workflow_json.clear();  // large, and nobody looks at it
    if (*jobs == told_ && !told_.empty()) return;
    told_ = *jobs;
    inbox_.post(app::on_sampling(app::JobsRead{std::move(*jobs)}));
}

void JobDesk::read(std::function<void(const jobs::JobJournal&)> work) {
    work_.submit([this, work = std::move(work)](std::stop_token) {
        if (database_) work(store::SampleJobTable(*database_));
    });
}

void JobDesk::change(std::function<Status(jobs::JobJournal&)> work, std::function<void()> then) {
    work_.submit([this, work = std::move(work), then = std::move(then)](std::stop_token) {
        Status done = Error{ErrorKind::Io,
                            "Jobs cannot be changed, because the database could not be opened. See that its "
                            "folder may be written and start again"};
        if (database_) {
            store::SampleJobTable journal(*database_);
            done = work(journal);
            listeners_.heed(journal);
        }
        if (!done) inbox_.post(app::on_sampling(app::JobRefused{done.error().message}));
        if (database_) tell_jobs();
        if (done && then) then();
    });
}

void JobDesk::run(const app::ReadJobs&) {
    work_.submit([this](std::stop_token) {
        told_.clear();
        if (database_) tell_jobs();
    });
}

void JobDesk::run(const app::ReadJobItems& effect) {
    read([this, id = effect.job_id](const jobs::JobJournal& journal) {
        auto items = journal.items(id);
        if (items) inbox_.post(app::on_sampling(app::JobItemsRead{id, std::move(*items)}));
    });
}

void JobDesk::run(const app::RequestStop& effect) {
    change([this, id = effect.job_id](jobs::JobJournal& journal) -> Status {
        const auto stopped = jobs::stop_job(journal, database_->file(), id);
        return stopped ? Status() : Status(stopped.error());
    });
}

void JobDesk::run(const app::ResumeStoppedJob& effect, std::function<void()> then) {
    change(
        [id = effect.job_id](jobs::JobJournal& journal) -> Status {
            const auto resumed = journal.advance(id, jobs::JobEvent::Resumed, "");
            return resumed ? Status() : Status(resumed.error());
        },
        std::move(then));
}

void JobDesk::run(const app::RetryOneItem& effect, std::function<void()> then) {
    change([id = effect.item_id](jobs::JobJournal& journal) { return journal.retry_item(id); },
           std::move(then));
}

void JobDesk::run(const app::RemoveJob& effect) {
    change([this, effect](jobs::JobJournal& journal) -> Status {
        jobs::DiskOutputFiles files;
        const bool trashes = effect.pictures == app::PicturesOfJob::MoveToTrash;
        const auto removed =
            jobs::remove_job(journal, files, database_->file(), trash_, effect.job_id,
                             trashes ? jobs::PicturesOfJob::MoveToTrash : jobs::PicturesOfJob::Keep);
        if (!removed) return removed.error();
        listeners_.forget(effect.job_id);
        if (trashes)
            inbox_.post(app::Noticed{app::ToastKind::Good, std::to_string(*removed) +
                                                               " pictures were moved to " + trash_.string()});
        return {};
    });
}

}  // namespace proofsheet::shell
