#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "app/command.h"
#include "app/effect.h"
#include "scan/discover.h"
#include "scan/watcher.h"
#include "tasks/guarded.h"
#include "tasks/inbox.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// What is on the disk, as news: finds runs, lists pictures, watches their folders. One thread looks, a
/// second one waits for changes. What a newer wish overtook is stopped.
class LibraryLink {
public:
    LibraryLink(scan::Folders folders, std::filesystem::path demo_dir, tasks::Inbox<app::Command>& inbox,
                std::function<void()> wake);
    ~LibraryLink();

    void run(const app::DiscoverRuns& effect);
    void run(const app::ScanRun& effect);
    void run(const app::ScanFolder& effect);
    void run(const app::LookAtPaths& effect);
    void run(const app::MakeDemo& effect);
    /// Where runs and samples are looked for. Any thread.
    scan::Folders folders() const { return folders_.get(); }
    void run(const app::UseFolders& effect) { folders_.set({effect.checkpoint_dirs, effect.sample_dir}); }

    /// Ends the painting of the demo; what is there stays and is completed another time.
    void stop_painting() {
        if (!note_.get().empty()) current_.request_stop();
    }
    /// Tasks waiting or running, but for the watch. Any thread.
    int pending() const { return pool_.pending(); }
    /// What a long task is doing, for the status bar; empty mostly.
    std::string note() const { return note_.get(); }

private:
    void submit(std::function<void(std::stop_token)> work);
    void discover(std::uint64_t ticket, const scan::Folders& folders, const std::stop_token& stop);
    void list_pictures(std::uint64_t ticket, const std::filesystem::path& folder, app::ScanNews news,
                       const std::stop_token& stop);
    void take_report(std::uint64_t ticket, const grid::ScanReport& report, bool finished);
    /// The finished report is the next scan's `before`.
    void finish_report(std::uint64_t ticket, grid::ScanReport report, const std::stop_token& stop);
    scan::Unfinished unfinished();
    /// Watches these folders from now on instead of those before.
    void watch(std::vector<std::filesystem::path> roots);
    void watch_until_stopped(const std::vector<std::filesystem::path>& roots, const std::stop_token& stop);

    tasks::Guarded<scan::Folders> folders_;
    std::filesystem::path demo_dir_;
    tasks::Inbox<app::Command>& inbox_;
    std::function<void()> wake_;
    tasks::Guarded<std::string> note_;
    tasks::Guarded<scan::GrowingFiles> growing_;
    std::vector<std::filesystem::path> watched_;  ///< the looking thread's
    grid::ScanReport last_report_;                ///< the looking thread's
    std::atomic<std::uint64_t> generation_ = 0;
    std::stop_source current_;
    std::stop_source watching_;
    tasks::WorkerPool watch_pool_;
    tasks::WorkerPool pool_;  ///< last: its tasks use everything above
};

}  // namespace proofsheet::shell
