#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "scan/discover.h"
#include "scan/watcher.h"
#include "support/sample_tree.h"
#include "tasks/wake_signal.h"
#include "tasks/worker_pool.h"

namespace proofsheet::test {

using namespace std::chrono_literals;
using scan::Changed;

/// Long enough for a busy machine; only a failure waits for it.
constexpr std::chrono::milliseconds kLong = 20s;
/// Long enough for news that should not come.
constexpr std::chrono::milliseconds kQuiet = 150ms;

struct Inotify {
    static constexpr auto kMethod = scan::WatchMethod::Automatic;
};
struct Polling {
    static constexpr auto kMethod = scan::WatchMethod::Polling;
};

inline scan::WatchOptions quick(scan::WatchMethod method) {
    scan::WatchOptions options;
    options.method = method;
    options.poll_pause = 20ms;
    options.probe_pause = 20ms;
    options.times.quiet = 20ms;
    options.times.settle = 40ms;
    return options;
}

inline std::vector<grid::FoundSample> sorted(std::vector<grid::FoundSample> found) {
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.sample.path < b.sample.path; });
    return found;
}

/// A project that is shown as the watcher says.
class Show {
public:
    explicit Show(scan::WatchOptions options) {
        folders.checkpoint_dirs = {tree.folder("checkpoints")};
        folders.sample_dir = tree.folder("samples");
        tree.checkpoint("checkpoints/l-step00000500.safetensors");
        tree.picture(kFolder + "seed=1.png");
        const std::vector<std::filesystem::path> roots{folders.checkpoint_dirs[0], folders.sample_dir};
        watcher.emplace(roots, options);
        REQUIRE(news(kLong));
        // Both were made just now, so that they may still be open.
        until([&] { return shown() == 1 && discovery.runs.size() == 1; });
    }

    /// Waits for one change and scans as it says; false when none came.
    bool news(std::chrono::milliseconds at_most) {
        std::stop_source source;
        tasks::WakeSignal enough;
        timer.submit([&](std::stop_token) {
            enough.wait(at_most);
            source.request_stop();
        });
        const auto change = watcher->wait(source.get_token());
        enough.wake();
        while (timer.pending() > 0) ::usleep(100);
        if (!change) return false;
        ++changes;
        last = *change;
        if (!change->notice.empty()) notices.push_back(change->notice);
        show(*change);
        return true;
    }

    void show(const scan::Change& change) {
        if (change.what == Changed::Runs) discovery = scan::discover(folders, {}, change.growing);
        if (discovery.runs.empty()) {
            report = {};
            return;
        }
        const grid::ScanReport before = std::move(report);
        report = scan::scan_run(discovery.runs[0], folders.sample_dir, {}, {}, {change.growing, &before});
    }

    void until(const std::function<bool()>& is_reached) {
        const auto end = std::chrono::steady_clock::now() + kLong;
        while (!is_reached()) {
            REQUIRE(std::chrono::steady_clock::now() < end);
            news(kLong);
        }
    }
    void until_quiet() {
        while (news(kQuiet)) {
        }
    }

    /// Whether a scan that knows nothing of before finds the same.
    bool is_up_to_date() const {
        const auto fresh = scan::discover(folders);
        if (fresh.runs != discovery.runs || fresh.problems != discovery.problems) return false;
        if (fresh.runs.empty()) return true;
        const auto again = scan::scan_run(fresh.runs[0], folders.sample_dir);
        return sorted(again.found) == sorted(report.found) && again.superseded == report.superseded &&
               again.problems == report.problems && again.checkpoint_order == report.checkpoint_order;
    }

    const grid::TrainingRun& run() const {
        REQUIRE_FALSE(discovery.runs.empty());
        return discovery.runs[0];
    }
    std::size_t shown() const { return report.found.size(); }
    bool shows(const std::string& name) const {
        return std::any_of(report.found.begin(), report.found.end(),
                           [&](const auto& found) { return found.sample.path.ends_with(name); });
    }

    static inline const std::string kFolder = "samples/l-step00000500.safetensors/";
    SampleTree tree;
    scan::Folders folders;
    std::optional<scan::Watcher> watcher;
    scan::Discovery discovery;
    grid::ScanReport report;
    scan::Change last;
    std::vector<std::string> notices;
    int changes = 0;

private:
    tasks::WorkerPool timer{1};
};

}  // namespace proofsheet::test
