#pragma once

#include <chrono>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "scan/watch_change.h"
#include "scan/watch_gatherer.h"

namespace proofsheet::scan {

class InotifyTrees;
class PolledTrees;

enum class WatchMethod {
    Automatic,  ///< inotify, polling for the folders where it is not available
    Polling,
};

struct WatchOptions {
    WatchMethod method = WatchMethod::Automatic;
    std::chrono::milliseconds poll_pause{2000};
    std::chrono::milliseconds probe_pause{1000};  ///< between looks at whether the roots are still there
    GatherTimes times;
    std::size_t most_watches = std::numeric_limits<std::size_t>::max();  ///< acts as the system's limit does
};

/// Watches folders with all that is in them, as far as a scan reads them. A root may be missing: it is
/// watched once it is there. No threads of its own; use one object from one thread at a time.
class Watcher {
public:
    /// Opens nothing yet. Folders that lie in each other are watched once.
    explicit Watcher(const std::vector<std::filesystem::path>& roots, WatchOptions options = {});
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    /// Waits for news; nullopt when stopped, which wakes it at once. The first call sets up the watches and
    /// returns with `Changed::Runs`, so that a scan after it misses nothing. A burst of events becomes few
    /// changes: one after 100 ms of quiet, in a long burst one every 500 ms. That a file began to grow is
    /// news, that it goes on is none; what was written is told when it is closed.
    std::optional<Change> wait(const std::stop_token& stop);

private:
    using Time = ChangeGatherer::Time;

    /// What a root's path led to when it was last looked at.
    struct RootState {
        std::optional<FileIdentity> folder;
        bool is_readable = false;
        bool operator==(const RootState&) const = default;
    };

    void set_up(const std::stop_token& stop);
    void keep_growing_files();
    void poll(const std::stop_token& stop);
    void note(bool& was_told, const std::string& sentence);
    void do_what_is_due(const std::stop_token& stop);
    void check_overdue();
    std::vector<RootState> look_at_roots() const;
    Time next_deadline() const;
    std::optional<Change> take_news();

    std::vector<std::string> roots_;
    WatchOptions options_;
    ChangeGatherer gatherer_;
    std::unique_ptr<InotifyTrees> watched_;  ///< uses the gatherer
    std::unique_ptr<PolledTrees> polled_;
    std::vector<RootState> states_;
    std::string notice_;  ///< to be told with the next change
    bool was_fall_back_told_ = false;
    bool was_cut_told_ = false;
    bool is_set_up_ = false;
    Time next_probe_;
};

}  // namespace proofsheet::scan
