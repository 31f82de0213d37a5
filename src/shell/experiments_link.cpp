#include "shell/experiments_link.h"

#include <algorithm>
#include <random>
#include <utility>

#include "core/file_bytes.h"
#include "net/curl_http_client.h"
#include "shell/experiments_files.h"
#include "store/known_pictures.h"

namespace proofsheet::shell {
namespace {

using Clock = std::chrono::steady_clock;

bool is_for_queue(const jobs::ExperimentWish& wish) {
    return std::holds_alternative<jobs::RunNext>(wish) || std::holds_alternative<jobs::RunAll>(wish) ||
           std::holds_alternative<jobs::FetchMissing>(wish);
}

/// What a user sees happen needs no words; these do.
bool is_worth_saying(const jobs::ExperimentWish& wish) {
    return std::holds_alternative<jobs::CancelAllCalls>(wish) ||
           std::holds_alternative<jobs::RetryAllFailed>(wish) ||
           std::holds_alternative<jobs::DuplicateCall>(wish) ||
           std::holds_alternative<jobs::ResendCall>(wish) || std::holds_alternative<jobs::PauseQueue>(wish);
}

/// Random to start from, so that no two runs have the same seeds; never 0.
std::uint64_t random_seed() {
    std::random_device device;
    const std::uint64_t seed = (std::uint64_t{device()} << 32) | device();
    return std::max<std::uint64_t>(seed, 1);
}

}  // namespace

struct ExperimentsLink::Visitor {
    ExperimentsLink& link;
    void operator()(const app::ReadOverview&) const {
        link.on_desk([this_link = &link](ExperimentDesk& desk) {
            this_link->post_overview(desk);
            if (auto models = desk.overviews().models())
                this_link->inbox_.post(app::on_experiments(
                    app::ModelsRead{std::make_shared<const jobs::ModelList>(std::move(*models))}));
        });
    }
    void operator()(const app::DoWish& effect) const {
        if (std::holds_alternative<jobs::RefreshModels>(effect.wish)) return refresh();
        if (is_for_queue(effect.wish))
            return link.with_desks(
                [this_link = &link, wish = effect.wish] { this_link->give_to_queue(wish); });
        link.on_desk([this_link = &link, wish = effect.wish](ExperimentDesk& desk) {
            this_link->do_wish(desk, wish);
        });
    }
    void operator()(const app::DrawSeed&) const {
        link.inbox_.post(app::on_experiments(app::SeedDrawn{random_seed()}));
    }
    void operator()(const app::LookAtInitImage& effect) const {
        link.beside([this_link = &link, path = effect.path](ExperimentDesk&, std::stop_token) {
            this_link->inbox_.post(app::on_experiments(app::InitImageSeen{look_at_init_image(path)}));
        });
    }
    void operator()(const app::LookUpPicture& effect) const {
        link.on_desk([this_link = &link, path = effect.path](ExperimentDesk& desk) {
            this_link->look_up(desk, path);
        });
    }
    void operator()(const app::FindSettings& effect) const {
        link.on_desk(
            [this_link = &link, effect](ExperimentDesk& desk) { this_link->find_settings(desk, effect); });
    }
    void operator()(const app::WriteExperimentsTable&) const {
        link.beside([this_link = &link](ExperimentDesk& desk, std::stop_token) {
            const auto written = write_experiments_table(desk, this_link->export_folder_);
            if (written)
                this_link->notice(app::ToastKind::Good,
                                  "All pictures with their scores are in " + display_path(*written));
            else
                this_link->notice(app::ToastKind::Error, written.error().message);
        });
    }
    void operator()(const app::UseService& effect) const {
        app::Config config;
        config.sinkin = effect.sinkin;
        config.budget = effect.budget;
        ExperimentSetup now = experiment_setup(config);
        link.setup_.access = std::move(now.access);
        link.setup_.budget = now.budget;
        ++link.version_;
        (*this)(app::ReadOverview{});
    }

private:
    void refresh() const {
        link.beside([this_link = &link](ExperimentDesk& desk, std::stop_token stop) {
            const auto said = desk.handle(jobs::RefreshModels{}, stop);
            auto models = said ? desk.overviews().models() : Result<jobs::ModelList>(said.error());
            if (models)
                this_link->inbox_.post(app::on_experiments(
                    app::ModelsRead{std::make_shared<const jobs::ModelList>(std::move(*models))}));
            else
                this_link->inbox_.post(app::on_experiments(app::ModelsRefused{models.error().message}));
        });
    }
};

ExperimentsLink::ExperimentsLink(const app::LoadedConfig& configuration, StoreLink& store,
                                 tasks::Inbox<app::Command>& inbox)
    : store_(store),
      inbox_(inbox),
      export_folder_(configuration.config.data_dir / "exports"),
      http_(net::make_http_client()),
      setup_(experiment_setup(configuration.config)),
      wanting_(1),
      asking_(1, tasks::PoolPriority::Background),
      queue_(1) {
    queue_.submit([this](std::stop_token stop) { work_queue(stop); });
}

ExperimentsLink::~ExperimentsLink() {
    store_.finish();
    wanting_.finish();
}

void ExperimentsLink::run(const app::ExperimentsEffect& effect) {
    std::visit(Visitor{*this}, effect.content);
}

void ExperimentsLink::notice(app::ToastKind kind, const std::string& text) {
    inbox_.post(app::Noticed{kind, text});
}

void ExperimentsLink::with_desks(std::function<void()> work) {
    store_.submit(
        [this, work = std::move(work), setup = setup_, version = version_](store::Database& database) {
            if (opened_version_ != version) {
                const Status opened = open_desks(database, setup);
                if (!opened) return notice(app::ToastKind::Error, opened.error().message);
                opened_version_ = version;
            }
            work();
        },
        [this](const Error& error) { notice(app::ToastKind::Error, error.message); });
}

Result<ExperimentsLink::Desk> ExperimentsLink::open_desk(store::Database& database,
                                                         const ExperimentSetup& setup) {
    auto again = store::connect_again(database);
    if (!again) return again.error();
    return std::make_shared<ExperimentDesk>(std::move(*again), *http_, setup,
                                            [this](const jobs::RunnerNews& news) { tell(news); });
}

Status ExperimentsLink::open_desks(store::Database& database, const ExperimentSetup& setup) {
    auto wanting = open_desk(database, setup);
    auto asking = wanting ? open_desk(database, setup) : wanting;
    auto queue = asking ? open_desk(database, setup) : asking;
    if (!queue) return queue.error();
    wanting_.submit([this, desk = *wanting](std::stop_token) { wanting_desk_ = desk; });
    asking_.submit([this, desk = *asking](std::stop_token) { asking_desk_ = desk; });
    give_to_queue(*queue);
    return {};
}

void ExperimentsLink::on_desk(std::function<void(ExperimentDesk&)> work) {
    with_desks([this, work = std::move(work)] {
        wanting_.submit([this, work](std::stop_token) {
            if (wanting_desk_) work(*wanting_desk_);
        });
    });
}

void ExperimentsLink::beside(std::function<void(ExperimentDesk&, std::stop_token)> work) {
    with_desks([this, work = std::move(work)] {
        asking_.submit([this, work](std::stop_token stop) {
            if (asking_desk_) work(*asking_desk_, stop);
        });
    });
}

void ExperimentsLink::give_to_queue(QueueTask task) {
    ++queue_work_;
    queue_tasks_.post(std::move(task));
    wake_.wake();
}

void ExperimentsLink::post_overview(ExperimentDesk& desk) {
    auto overview = desk.overview();
    if (!overview) return notice(app::ToastKind::Error, overview.error().message);
    inbox_.post(app::on_experiments(
        app::OverviewRead{std::make_shared<const jobs::ExperimentOverview>(std::move(*overview))}));
}

void ExperimentsLink::do_wish(ExperimentDesk& desk, const jobs::ExperimentWish& wish) {
    if (const auto* run = std::get_if<jobs::AddRun>(&wish)) return add_run(desk, *run);
    if (const auto* more = std::get_if<jobs::AddUpscale>(&wish)) return upscale(desk, *more);
    const auto said = desk.handle(wish);
    if (!said)
        notice(app::ToastKind::Error, said.error().message);
    else if (is_worth_saying(wish))
        notice(app::ToastKind::Info, *said);
    post_overview(desk);
}

void ExperimentsLink::add_run(ExperimentDesk& desk, const jobs::AddRun& wish) {
    const auto said = desk.handle(wish);
    post_overview(desk);
    if (!said || !desk.last_run())
        return inbox_.post(app::on_experiments(
            app::RunRefused{said ? std::string("The run was not made") : said.error().message}));
    const store::AddedRun& run = *desk.last_run();
    inbox_.post(app::on_experiments(app::RunAdded{run.id, run.batch_number, run.calls}));
}

/// What was asked for by a click on one picture does not wait behind a long queue.
void ExperimentsLink::upscale(ExperimentDesk& desk, const jobs::AddUpscale& wish) {
    const auto call = desk.queue_upscale(wish.wish);
    if (!call) return notice(app::ToastKind::Error, call.error().message);
    const auto moved = desk.handle(jobs::MoveCall{*call, jobs::MoveTo::Front});
    if (!moved) return notice(app::ToastKind::Error, moved.error().message);
    post_overview(desk);
    give_to_queue(jobs::RunNext{});
}

void ExperimentsLink::look_up(ExperimentDesk& desk, const std::string& path) {
    app::ExperimentPicture picture;
    picture.path = path;
    const auto known = store::find_picture_by_file(desk.database(), path);
    if (!known) {
        picture.problem = known.error().message;
    } else if (!*known || !(*known)->can_be_upscaled) {
        picture.problem = "SinkIn enlarges only pictures that it made. Choose a picture of an experiment.";
    } else {
        picture.image_id = (*known)->image_id;
        picture.call = (*known)->call;
        picture.upscales = (*known)->upscales;
    }
    inbox_.post(app::on_experiments(app::PictureLookedUp{std::move(picture)}));
}

void ExperimentsLink::find_settings(ExperimentDesk& desk, const app::FindSettings& effect) {
    inbox_.post(app::on_experiments(effect.run_id.empty() ? settings_of_picture(desk, effect.path)
                                                          : settings_of_run(desk, effect.run_id)));
}

void ExperimentsLink::work_queue(std::stop_token stop) {
    const std::stop_callback wake(stop, [this] { wake_.wake(); });
    while (!stop.stop_requested()) {
        for (const QueueTask& task : queue_tasks_.drain()) {
            std::visit([this](const auto& each) { take(each); }, task);
            --queue_work_;
        }
        if (queue_desk_)
            turn(stop);
        else
            wake_.wait(std::nullopt);
    }
}

/// With another token or budget a queue that was being worked goes on.
void ExperimentsLink::take(const Desk& desk) {
    const bool first = queue_desk_ == nullptr;
    const bool worked =
        said_.activity == app::QueueActivity::Working || said_.activity == app::QueueActivity::Waiting;
    queue_desk_ = desk;
    if (first) {
        const auto lost = queue_desk_->begin();
        if (!lost) notice(app::ToastKind::Error, lost.error().message);
        if (lost && *lost > 0)
            notice(app::ToastKind::Warning,
                   std::to_string(*lost) +
                       " calls to SinkIn were under way when the program stopped. Experiments shows them: "
                       "they may be paid, and only you send them again");
    } else if (worked) {
        take(jobs::RunAll{});
    }
    post_overview(*queue_desk_);
}

void ExperimentsLink::take(const jobs::ExperimentWish& wish) {
    if (!queue_desk_) return;
    const auto said = queue_desk_->handle(wish);
    if (!said) return notice(app::ToastKind::Error, said.error().message);
    if (!std::exchange(works_, true)) ++queue_work_;
    post_overview(*queue_desk_);
    say(app::QueueActivity::Working);
}

void ExperimentsLink::turn(std::stop_token stop) {
    const jobs::Turn turn = queue_desk_->turn(Clock::now(), stop);
    if (std::holds_alternative<jobs::Worked>(turn)) {
        if (!std::exchange(works_, true)) ++queue_work_;
        return post_overview(*queue_desk_);
    }
    if (const auto* wait = std::get_if<jobs::Wait>(&turn)) {
        say(app::QueueActivity::Waiting, waits_for_);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(wait->until - Clock::now());
        if (left.count() > 0) wake_.wait(left);
        return;
    }
    if (works_) post_overview(*queue_desk_);
    if (const auto* stopped = std::get_if<jobs::Stopped>(&turn))
        say(app::QueueActivity::Stopped, stopped->why.message);
    else if (said_.activity != app::QueueActivity::Stopped)
        say(app::QueueActivity::Idle);
    if (std::holds_alternative<jobs::Stopped>(turn)) return;  // pictures may still be on their way
    if (std::exchange(works_, false)) --queue_work_;
    if (!stop.stop_requested() && queue_tasks_.empty()) wake_.wait(std::nullopt);
}

void ExperimentsLink::say(app::QueueActivity activity, const std::string& note, const std::string& call) {
    const app::QueueStatus now{activity, note, call};
    if (now == said_) return;
    said_ = now;
    inbox_.post(app::on_experiments(app::QueueTold{now}));
}

void ExperimentsLink::tell(const jobs::RunnerNews& news) {
    if (const auto* started = std::get_if<jobs::CallStarted>(&news)) {
        post_overview(*queue_desk_);
        say(app::QueueActivity::Working, {}, started->id);
    } else if (const auto* ended = std::get_if<jobs::CallEnded>(&news)) {
        tell_ended(*ended);
    } else if (const auto* kept = std::get_if<jobs::PictureKept>(&news)) {
        tell_kept(*kept);
    } else if (const auto* lost = std::get_if<jobs::PictureGivenUp>(&news)) {
        notice(app::ToastKind::Error,
               "A paid picture was not downloaded; Experiments can try again. " + lost->message);
    }
}

void ExperimentsLink::tell_ended(const jobs::CallEnded& news) {
    waits_for_.clear();
    say(app::QueueActivity::Working);
    if (news.status == jobs::CallStatus::Queued) waits_for_ = news.message;
    if (news.status == jobs::CallStatus::Failed)
        notice(app::ToastKind::Error, "A call to SinkIn failed: " + news.message);
    if (news.status == jobs::CallStatus::Indeterminate)
        notice(app::ToastKind::Warning, "It is not known what became of a call to SinkIn. " + news.message);
}

void ExperimentsLink::tell_kept(const jobs::PictureKept& news) {
    const auto known = store::find_picture_by_id(queue_desk_->database(), news.image_id);
    if (!known || !*known || (*known)->original.empty()) return;
    post_overview(*queue_desk_);
    inbox_.post(
        app::on_experiments(app::UpscaleKept{(*known)->original, news.file.native(), (*known)->cost}));
}

}  // namespace proofsheet::shell
