#include "shell/line_worker.h"

#include <spdlog/spdlog.h>

#include <utility>
#include <variant>

#include "shell/sampling_work.h"

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
    Teller(std::shared_ptr<cache::PreviewSource> previews, tasks::Inbox<app::Command>& inbox)
        : previews_(std::move(previews)), inbox_(inbox) {}

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
        previews_->put(news.job_id, ++previews_told_, news.picture);
        post(app::PreviewReady{news.job_id, news.item_id, previews_told_});
    }

private:
    template <typename Content>
    void post(Content content) {
        inbox_.post(app::on_sampling(std::move(content)));
    }

    std::shared_ptr<cache::PreviewSource> previews_;
    tasks::Inbox<app::Command>& inbox_;
    std::uint64_t previews_told_ = 0;
    Clock::time_point last_step_{};
};

LineWorker::LineWorker(std::string provider_name, std::shared_ptr<cache::PreviewSource> previews,
                       tasks::Inbox<app::Command>& inbox)
    : name_(std::move(provider_name)),
      teller_(std::make_unique<Teller>(std::move(previews), inbox)),
      pool_(1, tasks::PoolPriority::Background) {}

LineWorker::~LineWorker() {
    ending_.request_stop();
    shared_.edit([](Shared& shared) { shared.turn.stop.request_stop(); });
    signal_.wake();
}

void LineWorker::open(store::Database connection) {
    // A task can be copied, a connection cannot.
    auto opened = std::make_shared<store::Database>(std::move(connection));
    pool_.submit([this, opened](std::stop_token) { work(*opened); });
}

void LineWorker::use(std::unique_ptr<SamplingService> service) {
    shared_.edit([&](Shared& shared) {
        shared.next_service = std::move(service);
        shared.turn.stop.request_stop();
    });
    signal_.wake();
}

void LineWorker::heed(const jobs::JobJournal& journal) {
    shared_.edit([&](Shared& shared) {
        Turn& turn = shared.turn;
        if (!turn.job_id.empty() && is_to_be_interrupted(journal, turn.job_id, turn.waits))
            turn.stop.request_stop();
    });
}

void LineWorker::take_service() {
    shared_.edit([&](Shared& shared) {
        if (shared.next_service) service_ = *std::exchange(shared.next_service, std::nullopt);
    });
}

std::stop_token LineWorker::begin_turn() {
    std::stop_token stop;
    shared_.edit([&](Shared& shared) {
        shared.turn = Turn();
        stop = shared.turn.stop.get_token();
        // What came since the turn before is not missed.
        if (ending_.stop_requested() || shared.next_service) shared.turn.stop.request_stop();
    });
    return stop;
}

void LineWorker::end_turn() {
    shared_.edit([](Shared& shared) { shared.turn = Turn(); });
}

void LineWorker::note(const jobs::JobNews& news) {
    shared_.edit([&](Shared& shared) {
        if (const auto* changed = std::get_if<jobs::JobChanged>(&news)) shared.turn.job_id = changed->job.id;
        if (const auto* waits = std::get_if<jobs::JobWaits>(&news))
            shared.turn.waits = !waits->reason.empty();
    });
}

void LineWorker::work(store::Database& database) {
    while (!ending_.stop_requested()) {
        take_service();
        const std::chrono::milliseconds pause = service_ ? work_once(database) : kWhileEmpty;
        if (!ending_.stop_requested()) signal_.wait(pause);
    }
}

std::chrono::milliseconds LineWorker::work_once(store::Database& database) {
    const auto tell = [&](const jobs::JobNews& news) {
        note(news);
        std::visit(*teller_, news);
    };
    const SamplingWork work{database, *service_, name_, std::nullopt, PROOFSHEET_VERSION, tell};
    const auto turn = work_on_samples(work, begin_turn());
    end_turn();
    if (!turn && !ending_.stop_requested()) spdlog::warn("Jobs of {}: {}", name_, turn.error().message);
    if (!turn || *turn == jobs::LineTurn::Empty) return kWhileEmpty;
    return *turn == jobs::LineTurn::Busy ? kWhileBusy : kBetweenJobs;
}

}  // namespace proofsheet::shell
