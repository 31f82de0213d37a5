#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "app/command.h"
#include "app/effect.h"
#include "scan/discover.h"
#include "shell/platform.h"
#include "tasks/guarded.h"
#include "tasks/inbox.h"
#include "tasks/thread_priority.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Does what `update` described, on a thread of its own where it may take time, and posts the answers. What a
/// newer wish of the same kind overtook is stopped.
class EffectRunner {
public:
    EffectRunner(scan::Folders folders, std::filesystem::path demo_dir, Platform& platform,
                 tasks::Inbox<app::Command>& inbox);
    ~EffectRunner();

    void run(const app::Effect& effect);
    /// Tasks waiting or running. Any thread.
    int pending() const { return pool_.pending(); }
    /// What a long task is doing, for the status bar; empty mostly.
    std::string note() const;

private:
    struct Visitor;
    void post(app::Command command) { inbox_.post(std::move(command)); }
    /// Asks the scan before to stop and submits the next one.
    void submit(std::function<void(std::stop_token)> work);
    void scan(std::uint64_t ticket, const grid::TrainingRun& run);
    void look_at(std::uint64_t ticket, const std::vector<std::string>& paths);
    void make_demo(std::uint64_t ticket);
    void discover(std::uint64_t ticket, const scan::Folders& folders, std::stop_token stop);
    void scan_pictures(std::uint64_t ticket, const std::filesystem::path& folder, std::stop_token stop);
    void take_report(std::uint64_t ticket, const grid::ScanReport& report, bool finished);

    tasks::Guarded<scan::Folders> folders_;
    std::filesystem::path demo_dir_;
    Platform& platform_;
    tasks::Inbox<app::Command>& inbox_;
    tasks::Guarded<std::string> note_;
    std::atomic<std::uint64_t> generation_ = 0;
    std::stop_source current_;
    tasks::WorkerPool pool_;  ///< last: its tasks use everything above
};

}  // namespace proofsheet::shell
