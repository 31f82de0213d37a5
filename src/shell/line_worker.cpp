#include "shell/line_worker.h"

#include <spdlog/spdlog.h>

#include <utility>
#include <variant>

#include "jobs/job_line.h"
#include "jobs/job_runner.h"
#include "store/row_values.h"
#include "store/sample_job_table.h"

namespace proofsheet::shell {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenJobs{100};
constexpr std::chrono::milliseconds kWhileBusy{2000};
constexpr std::chrono::milliseconds kWhileEmpty{5000};
/// Steps of the sampler are told at most this often.
constexpr std::chrono::milliseconds kBetweenSteps{50};

}  // namespace

/// Makes commands of what the runner tells.
class LineWorker::Teller {
public:
    Teller(cache::PreviewSource& previews, tasks::Inbox<app::Command>& inbox)
        : previews_(previews), inbox_(inbox) {}

    void operator()(const jobs::JobChanged& news) {
        jobs::SampleJob job = news.job;
        job.workflow_json.clear();
        post(app::JobChanged{std::move(job)});
    }
    void operator()(const jobs::ItemChanged& news) {
        last_step_ = {};
        post(app::JobItemChanged{news.job_id, news.item});
    }
    void operator()(const jobs::StepProgress& news) {
        const Clock::time_point now = Clock::now();
        if (now - last_step_ < kBetweenSteps && news.step < news.steps) return;
        last_step_ = now;
        post(app::JobStepped{news});
    }
    void operator()(const jobs::JobWaits& news) { post(app::JobWaits{news.job_id, news.reason}); }
    void operator()(const jobs::PreviewArrived& news) {
        previews_.put(news.job_id, ++previews_told_, news.picture);
        post(app::PreviewReady{news.job_id, news.item_id, previews_told_});
    }

private:
    template <typename Content>
    void post(Content content) {
        inbox_.post(app::on_sampling(std::move(content)));
    }

    cache::PreviewSource& previews_;
    tasks::Inbox<app::Command>& inbox_;
    std::uint64_t previews_told_ = 0;
    Clock::time_point last_step_{};
};

LineWorker::LineWorker(std::string provider_name, std::unique_ptr<jobs::Provider> provider,
                       std::shared_ptr<cache::PreviewSource> previews, tasks::Inbox<app::Command>& inbox)
    : name_(std::move(provider_name)),
      provider_(std::move(provider)),
      previews_(std::move(previews)),
      inbox_(inbox),
      pool_(1, tasks::PoolPriority::Background) {}

LineWorker::~LineWorker() {
    ending_.request_stop();
    signal_.wake();
}

void LineWorker::open(store::Database connection) {
    auto opened = std::make_shared<store::Database>(std::move(connection));
    pool_.submit([this, opened](std::stop_token) { work(*opened); });
}

void LineWorker::work(store::Database& database) {
    const std::stop_token stop = ending_.get_token();
    store::SampleJobTable journal(database);
    jobs::DiskOutputFiles files;
    Teller teller(*previews_, inbox_);
    const auto wait = [this](std::chrono::milliseconds time, const std::stop_token& until) {
        const std::stop_callback wake(until, [this] { signal_.wake(); });
        const Clock::time_point end = Clock::now() + time;
        while (!until.stop_requested() && Clock::now() < end)
            signal_.wait(std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()));
    };
    jobs::JobRunner runner({journal, *provider_, files, &store::new_uuid, &store::now_text, &Clock::now, wait,
                            [&](const jobs::JobNews& news) { std::visit(teller, news); },
                            PROOFSHEET_VERSION});
    const std::filesystem::path lock = jobs::line_lock(database.file(), name_);
    while (!stop.stop_requested()) {
        const auto turn = jobs::work_on_line(runner, journal, name_, lock, stop);
        if (stop.stop_requested()) return;
        if (!turn) spdlog::warn("Jobs of {}: {}", name_, turn.error().message);
        if (turn && *turn == jobs::LineTurn::Worked)
            signal_.wait(kBetweenJobs);
        else
            signal_.wait(turn && *turn == jobs::LineTurn::Busy ? kWhileBusy : kWhileEmpty);
    }
}

}  // namespace proofsheet::shell
