#include "jobs/job_progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace proofsheet::jobs {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kAveraged = 10;

void count(ItemStatus status, ItemCounts& counts) {
    switch (status) {
        case ItemStatus::Pending:
            ++counts.pending;
            break;
        case ItemStatus::Running:
            ++counts.running;
            break;
        case ItemStatus::Completed:
            ++counts.completed;
            break;
        case ItemStatus::Failed:
            ++counts.failed;
            break;
        case ItemStatus::Skipped:
            ++counts.skipped;
            break;
    }
}

/// The checkpoint of the item that is being made, else the first that is not done.
std::size_t current_of(const std::vector<CheckpointProgress>& checkpoints) {
    const auto running = std::find_if(checkpoints.begin(), checkpoints.end(),
                                      [](const CheckpointProgress& each) { return each.counts.running > 0; });
    if (running != checkpoints.end()) return static_cast<std::size_t>(running - checkpoints.begin());
    const auto open =
        std::find_if(checkpoints.begin(), checkpoints.end(),
                     [](const CheckpointProgress& each) { return each.counts.done() < each.counts.total(); });
    return static_cast<std::size_t>(open - checkpoints.begin());
}

}  // namespace

JobProgress progress_of(std::span<const JobItem> items) {
    JobProgress progress;
    std::unordered_map<std::string, std::size_t> places;
    std::vector<milliseconds> durations;
    for (const JobItem& item : items) {
        const auto [place, is_new] = places.emplace(item.folder, progress.checkpoints.size());
        if (is_new) progress.checkpoints.push_back({item.checkpoint, {}});
        count(item.status, progress.counts);
        count(item.status, progress.checkpoints[place->second].counts);
        if (item.status == ItemStatus::Completed && item.duration) durations.push_back(*item.duration);
    }
    progress.checkpoints_done = static_cast<std::size_t>(std::count_if(
        progress.checkpoints.begin(), progress.checkpoints.end(),
        [](const CheckpointProgress& each) { return each.counts.done() == each.counts.total(); }));
    progress.current_checkpoint = current_of(progress.checkpoints);
    progress.left = time_left(durations, progress.counts.pending + progress.counts.running);
    return progress;
}

std::optional<milliseconds> time_left(std::span<const milliseconds> durations, std::size_t items_left) {
    if (durations.empty()) return std::nullopt;
    const auto last = durations.subspan(durations.size() - std::min(kAveraged, durations.size()));
    const auto sum = std::accumulate(last.begin(), last.end(), milliseconds{0});
    return milliseconds(
        static_cast<std::int64_t>(static_cast<double>(sum.count()) / static_cast<double>(last.size()) *
                                  static_cast<double>(items_left)));
}

std::string duration_text(milliseconds duration) {
    const auto seconds = std::chrono::round<std::chrono::seconds>(duration).count();
    if (duration < std::chrono::seconds(1)) return "less than a second";
    if (seconds < 60) return fmt::format("{} s", seconds);
    const auto minutes = seconds / 60;
    if (minutes < 60)
        return seconds % 60 == 0 ? fmt::format("{} min", minutes)
                                 : fmt::format("{} min {} s", minutes, seconds % 60);
    const auto hours = minutes / 60;
    return minutes % 60 == 0 ? fmt::format("{} h", hours) : fmt::format("{} h {} min", hours, minutes % 60);
}

}  // namespace proofsheet::jobs
