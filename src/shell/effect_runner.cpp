#include "shell/effect_runner.h"

#include <spdlog/spdlog.h>

#include "providers/demo_data.h"

namespace proofsheet::shell {

struct EffectRunner::Visitor {
    EffectRunner& runner;
    void operator()(const app::DiscoverRuns& effect) const {
        runner.submit([this_ = &runner, ticket = effect.ticket](std::stop_token stop) {
            this_->discover(ticket, this_->folders_.get(), stop);
        });
    }
    void operator()(const app::ScanRun& effect) const { runner.scan(effect.ticket, effect.run); }
    void operator()(const app::LookAtPaths& effect) const { runner.look_at(effect.ticket, effect.paths); }
    void operator()(const app::MakeDemo& effect) const { runner.make_demo(effect.ticket); }
    void operator()(const app::PutOnClipboard& effect) const { runner.platform_.set_clipboard(effect.text); }
    void operator()(const app::ApplyFullscreen& effect) const { runner.platform_.set_fullscreen(effect.on); }
};

EffectRunner::EffectRunner(scan::Folders folders, std::filesystem::path demo_dir, Platform& platform,
                           tasks::Inbox<app::Command>& inbox)
    : folders_(std::move(folders)),
      demo_dir_(std::move(demo_dir)),
      platform_(platform),
      inbox_(inbox),
      pool_(1) {}

EffectRunner::~EffectRunner() {
    current_.request_stop();
}

void EffectRunner::run(const app::Effect& effect) {
    std::visit(Visitor{*this}, effect);
}

std::string EffectRunner::note() const {
    return note_.get();
}

void EffectRunner::submit(std::function<void(std::stop_token)> work) {
    current_.request_stop();
    current_ = std::stop_source();
    pool_.submit([work = std::move(work), stop = current_.get_token()](std::stop_token) { work(stop); });
}

void EffectRunner::discover(std::uint64_t ticket, const scan::Folders& folders, std::stop_token stop) {
    scan::Discovery found = scan::discover(folders, stop);
    for (const Problem& problem : found.problems) spdlog::warn("{}: {}", problem.path, problem.message);
    post(app::RunsDiscovered{ticket, std::move(found.runs), std::move(found.problems)});
}

void EffectRunner::take_report(std::uint64_t ticket, const grid::ScanReport& report, bool finished) {
    post(app::CatalogScanned{ticket, grid::make_catalog(report, Generation{++generation_}), finished});
}

void EffectRunner::scan(std::uint64_t ticket, const grid::TrainingRun& run) {
    submit([this, ticket, run](std::stop_token stop) {
        const auto partial = [&](const grid::ScanReport& report) { take_report(ticket, report, false); };
        const grid::ScanReport report = scan::scan_run(run, folders_.get().sample_dir, partial, stop);
        if (!stop.stop_requested()) take_report(ticket, report, true);
    });
}

void EffectRunner::scan_pictures(std::uint64_t ticket, const std::filesystem::path& folder,
                                 std::stop_token stop) {
    const auto partial = [&](const grid::ScanReport& report) { take_report(ticket, report, false); };
    const grid::ScanReport report = scan::scan_folder(folder, partial, stop);
    if (!stop.stop_requested()) take_report(ticket, report, true);
}

void EffectRunner::look_at(std::uint64_t ticket, const std::vector<std::string>& paths) {
    submit([this, ticket, paths](std::stop_token stop) {
        const Result<scan::OpenedPath> opened = scan::classify(paths.front());
        if (!opened) return post(app::OpenFailed{opened.error().message});
        using Kind = scan::OpenedPath::Kind;
        if (opened->kind == Kind::Pictures || opened->kind == Kind::Picture)
            return scan_pictures(ticket, opened->root, stop);
        folders_.set(opened->folders);
        discover(ticket, opened->folders, stop);
    });
}

void EffectRunner::make_demo(std::uint64_t ticket) {
    submit([this, ticket](std::stop_token stop) {
        tasks::WorkerPool painters(tasks::core_count());
        const auto progress = [this](std::size_t done, std::size_t total) {
            note_.set("Painting the demo: " + std::to_string(done) + " of " + std::to_string(total));
            platform_.wake();
        };
        const Status made = providers::make_demo(demo_dir_, painters, progress, stop);
        note_.set({});
        if (!made) return post(app::OpenFailed{made.error().message});
        const scan::Folders folders{{demo_dir_ / "checkpoints"}, demo_dir_ / "samples"};
        folders_.set(folders);
        discover(ticket, folders, stop);
    });
}

}  // namespace proofsheet::shell
