#include "shell/library_link.h"

#include <spdlog/spdlog.h>

#include "providers/demo_data.h"
#include "tasks/thread_priority.h"

namespace proofsheet::shell {
namespace {

std::vector<std::filesystem::path> roots_of(const scan::Folders& folders) {
    std::vector<std::filesystem::path> roots = folders.checkpoint_dirs;
    if (!folders.sample_dir.empty()) roots.push_back(folders.sample_dir);
    return roots;
}

/// Several paths are opened together where they fit: checkpoints, and the folder of their samples.
void add_folders(scan::Folders& all, const scan::Folders& more) {
    all.checkpoint_dirs.insert(all.checkpoint_dirs.end(), more.checkpoint_dirs.begin(),
                               more.checkpoint_dirs.end());
    if (all.sample_dir.empty()) all.sample_dir = more.sample_dir;
}

bool shows_pictures(const scan::OpenedPath& opened) {
    using Kind = scan::OpenedPath::Kind;
    return opened.kind == Kind::Pictures || opened.kind == Kind::Picture;
}

struct Opening {
    scan::OpenedPath first;
    scan::Folders folders;
    std::vector<std::string> left_out;  ///< paths that do not go with the first
};

Result<Opening> look_at_all(const std::vector<std::string>& paths) {
    const Result<scan::OpenedPath> first = scan::classify(paths.front());
    if (!first) return first.error();
    Opening opening{*first, first->folders, {}};
    for (std::size_t i = 1; i < paths.size(); ++i) {
        const Result<scan::OpenedPath> next = scan::classify(paths[i]);
        if (!next) return next.error();
        const bool same_folder = shows_pictures(*next) && next->root == first->root;
        if (shows_pictures(*first) || shows_pictures(*next)) {
            if (!same_folder) opening.left_out.push_back(display_path(paths[i]));
        } else if (!next->folders.sample_dir.empty() && next->folders.checkpoint_dirs.empty() &&
                   opening.folders.checkpoint_dirs == first->folders.checkpoint_dirs) {
            opening.folders.sample_dir = next->folders.sample_dir;
        } else {
            add_folders(opening.folders, next->folders);
        }
    }
    return opening;
}

}  // namespace

LibraryLink::LibraryLink(scan::Folders folders, std::filesystem::path demo_dir,
                         tasks::Inbox<app::Command>& inbox, std::function<void()> wake)
    : folders_(std::move(folders)),
      demo_dir_(std::move(demo_dir)),
      inbox_(inbox),
      wake_(std::move(wake)),
      watch_pool_(1, tasks::PoolPriority::Background),
      pool_(1) {}

LibraryLink::~LibraryLink() {
    current_.request_stop();
    pool_.finish();  // it may be about to watch other folders
    watching_.request_stop();
}

void LibraryLink::submit(std::function<void(std::stop_token)> work) {
    current_.request_stop();
    current_ = std::stop_source();
    pool_.submit([work = std::move(work), stop = current_.get_token()](std::stop_token) {
        if (!stop.stop_requested()) work(stop);
    });
}

void LibraryLink::watch(std::vector<std::filesystem::path> roots) {
    if (roots == watched_) return;
    watched_ = roots;
    growing_.set({});
    watching_.request_stop();
    watching_ = std::stop_source();
    watch_pool_.submit([this, roots = std::move(roots), stop = watching_.get_token()](std::stop_token) {
        watch_until_stopped(roots, stop);
    });
}

void LibraryLink::watch_until_stopped(const std::vector<std::filesystem::path>& roots,
                                      const std::stop_token& stop) {
    scan::Watcher watcher(roots);
    while (const auto change = watcher.wait(stop)) {
        growing_.set(change->growing);
        if (!change->notice.empty()) inbox_.post(app::Noticed{app::ToastKind::Info, change->notice});
        inbox_.post(app::FoldersChanged{change->what == scan::Changed::Runs});
    }
}

scan::Unfinished LibraryLink::unfinished() {
    return {growing_.get(), &last_report_};
}

void LibraryLink::discover(std::uint64_t ticket, const scan::Folders& folders, const std::stop_token& stop) {
    watch(roots_of(folders));
    scan::Discovery found = scan::discover(folders, stop, growing_.get());
    if (stop.stop_requested()) return;
    for (const Problem& problem : found.problems) spdlog::info("{}: {}", problem.path, problem.message);
    inbox_.post(app::RunsDiscovered{ticket, std::move(found.runs), std::move(found.problems)});
}

void LibraryLink::take_report(std::uint64_t ticket, const grid::ScanReport& report, bool finished) {
    inbox_.post(app::CatalogScanned{ticket, grid::make_catalog(report, Generation{++generation_}), finished});
}

void LibraryLink::finish_report(std::uint64_t ticket, grid::ScanReport report, const std::stop_token& stop) {
    if (stop.stop_requested()) return;
    take_report(ticket, report, true);
    last_report_ = std::move(report);
}

void LibraryLink::run(const app::DiscoverRuns& effect) {
    submit([this, ticket = effect.ticket](std::stop_token stop) { discover(ticket, folders_.get(), stop); });
}

void LibraryLink::run(const app::ScanRun& effect) {
    submit([this, effect](std::stop_token stop) {
        const auto partial = [&](const grid::ScanReport& report) {
            if (effect.news == app::ScanNews::WhatIsFoundSoFar) take_report(effect.ticket, report, false);
        };
        finish_report(effect.ticket,
                      scan::scan_run(effect.run, folders_.get().sample_dir, partial, stop, unfinished()),
                      stop);
    });
}

void LibraryLink::list_pictures(std::uint64_t ticket, const std::filesystem::path& folder, app::ScanNews news,
                                const std::stop_token& stop) {
    const auto partial = [&](const grid::ScanReport& report) {
        if (news == app::ScanNews::WhatIsFoundSoFar) take_report(ticket, report, false);
    };
    finish_report(ticket, scan::scan_folder(folder, partial, stop, unfinished()), stop);
}

void LibraryLink::run(const app::ScanFolder& effect) {
    submit([this, effect](std::stop_token stop) {
        list_pictures(effect.ticket, effect.folder, effect.news, stop);
    });
}

void LibraryLink::run(const app::LookAtPaths& effect) {
    submit([this, ticket = effect.ticket, paths = effect.paths](std::stop_token stop) {
        const Result<Opening> opening = look_at_all(paths);
        if (!opening) {
            inbox_.post(app::OpenFailed{opening.error().message});
            return;
        }
        if (!opening->left_out.empty())
            inbox_.post(app::Noticed{
                app::ToastKind::Warning,
                "One folder of pictures opens at a time. Not opened: " + opening->left_out.front()});
        if (!shows_pictures(opening->first)) {
            folders_.set(opening->folders);
            return discover(ticket, opening->folders, stop);
        }
        watch({opening->first.root});
        list_pictures(ticket, opening->first.root, app::ScanNews::WhatIsFoundSoFar, stop);
    });
}

void LibraryLink::run(const app::MakeDemo& effect) {
    submit([this, ticket = effect.ticket](std::stop_token stop) {
        tasks::WorkerPool painters(tasks::core_count());
        const auto progress = [this](std::size_t done, std::size_t total) {
            note_.set("Painting the demo: " + std::to_string(done) + " of " + std::to_string(total));
            wake_();
        };
        const Status made = providers::make_demo(demo_dir_, painters, progress, stop);
        note_.set({});
        if (!made) return inbox_.post(app::OpenFailed{made.error().message});
        const scan::Folders folders{{demo_dir_ / "checkpoints"}, demo_dir_ / "samples"};
        folders_.set(folders);
        discover(ticket, folders, stop);
    });
}

}  // namespace proofsheet::shell
