#include "scan/watcher.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "scan/folder_walk.h"
#include "scan/stop_wake.h"
#include "scan/watch_polling.h"
#include "scan/watch_trees.h"

namespace proofsheet::scan {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::vector<std::string> absolute_roots(const std::vector<std::filesystem::path>& roots) {
    std::vector<std::string> absolute;
    for (const std::filesystem::path& root : roots) {
        std::string path = absolute_folder(root);
        const bool is_new = std::find(absolute.begin(), absolute.end(), path) == absolute.end();
        if (!path.empty() && is_new) absolute.push_back(std::move(path));
    }
    return absolute;
}

milliseconds until(Clock::time_point time) {
    const auto left = std::chrono::ceil<milliseconds>(time - Clock::now());
    return std::clamp(left, milliseconds(0), milliseconds(60'000));
}

void insert_all(GrowingFiles& growing, const GrowingFiles& more) {
    growing.fresh.insert(more.fresh.begin(), more.fresh.end());
    growing.rewritten.insert(more.rewritten.begin(), more.rewritten.end());
}

}  // namespace

Watcher::Watcher(const std::vector<std::filesystem::path>& roots, WatchOptions options)
    : roots_(absolute_roots(roots)), options_(options), gatherer_(options.times) {}

Watcher::~Watcher() = default;

std::optional<Change> Watcher::wait(const std::stop_token& stop) {
    const StopWake wake(stop);
    if (!is_set_up_) {
        set_up(stop);
        is_set_up_ = !stop.stop_requested();
    }
    while (!stop.stop_requested()) {
        if (auto change = take_news()) return change;
        wake.sleep(watched_ ? watched_->descriptor() : -1, until(next_deadline()));
        do_what_is_due(stop);
    }
    return std::nullopt;
}

std::optional<Change> Watcher::take_news() {
    auto change = gatherer_.take(Clock::now());
    if (!change) return change;
    insert_all(change->growing, polled_->growing());
    change->notice = std::exchange(notice_, {});
    return change;
}

Watcher::Time Watcher::next_deadline() const {
    Time next = next_probe_;
    if (!polled_->empty()) next = std::min(next, polled_->next_poll());
    return std::min(next, gatherer_.deadline().value_or(next));
}

void Watcher::do_what_is_due(const std::stop_token& stop) {
    if (watched_) watched_->read_events(stop);
    check_overdue();
    bool is_outdated = watched_ && watched_->is_outdated();
    if (Clock::now() >= next_probe_) {
        next_probe_ = Clock::now() + options_.probe_pause;
        is_outdated = is_outdated || look_at_roots() != states_;
    }
    if (is_outdated) return set_up(stop);
    if (!polled_->empty() && Clock::now() >= polled_->next_poll()) poll(stop);
}

void Watcher::set_up(const std::stop_token& stop) {
    states_ = look_at_roots();
    next_probe_ = Clock::now() + options_.probe_pause;
    const FileAge age = is_set_up_ ? FileAge::Known : FileAge::Fresh;
    std::vector<std::string> polled = roots_;
    watched_.reset();
    if (options_.method == WatchMethod::Automatic && !roots_.empty()) {
        watched_ = std::make_unique<InotifyTrees>(roots_, options_.most_watches, gatherer_);
        watched_->watch_all(age, stop);
        polled.clear();
        for (const RefusedRoot& refused : watched_->refused()) polled.push_back(refused.path);
        if (!polled.empty()) note(was_fall_back_told_, watched_->refused().front().notice);
    }
    keep_growing_files();
    if (!polled_ || polled_->roots() != polled)
        polled_ = std::make_unique<PolledTrees>(std::move(polled), age, options_.poll_pause);
    if (!polled_->empty()) poll(stop);
    if (is_set_up_)
        gatherer_.changed(Changed::Runs, Clock::now());
    else
        gatherer_.changed_at_once(Changed::Runs, Clock::now());
}

void Watcher::poll(const std::stop_token& stop) {
    polled_->poll(gatherer_, stop);
    if (polled_->is_cut())
        note(was_cut_told_,
             fmt::format("Only the first {} files are watched for changes; open a smaller folder to see all",
                         kMostListedFiles));
}

void Watcher::note(bool& was_told, const std::string& sentence) {
    if (std::exchange(was_told, true)) return;
    notice_ = notice_.empty() ? sentence : notice_ + ". " + sentence;
    gatherer_.changed(Changed::Pictures, Clock::now());
}

/// The event that said their end may be lost.
void Watcher::keep_growing_files() {
    for (const std::string& path : gatherer_.growing_paths())
        gatherer_.unsettle(path, facts_of(AT_FDCWD, path.c_str()), Clock::now());
}

void Watcher::check_overdue() {
    for (const std::string& path : gatherer_.overdue(Clock::now()))
        gatherer_.checked(path, facts_of(AT_FDCWD, path.c_str()), Clock::now());
}

std::vector<Watcher::RootState> Watcher::look_at_roots() const {
    std::vector<RootState> states;
    for (const std::string& root : roots_) {
        struct stat status {};
        RootState state;
        if (::stat(root.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
            state.folder = identity_of(status);
            state.is_readable = ::access(root.c_str(), R_OK | X_OK) == 0;
        }
        states.push_back(state);
    }
    return states;
}

}  // namespace proofsheet::scan
