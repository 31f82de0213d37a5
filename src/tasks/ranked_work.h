#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <unordered_map>
#include <vector>

#include "tasks/worker_pool.h"

namespace proofsheet::tasks {

/// Names one piece of work; equal keys are the same work.
using WorkKey = std::uint64_t;

struct RankedItem {
    WorkKey key = 0;
    Task task;
};

/// Work whose order its owner decides anew each frame. What is not in the newest ranking and has not started
/// never starts; what runs and is no longer wanted gets its stop token requested. Runs on its own threads, or
/// by hand with `run_one` when made with none.
class RankedWork {
public:
    explicit RankedWork(int threads, PoolPriority priority = PoolPriority::Background);
    ~RankedWork();
    RankedWork(const RankedWork&) = delete;
    RankedWork& operator=(const RankedWork&) = delete;

    /// Replaces all waiting work; the first item runs first. Items whose key is running are ignored, and
    /// running work whose key is not listed is asked to stop. Owner's thread.
    void rank(std::vector<RankedItem> items);

    /// Runs the best waiting item on the calling thread; false when none waits.
    bool run_one();

    bool is_running(WorkKey key) const;
    /// Items waiting and running. Any thread.
    int pending() const;
    /// How many items were started since the beginning. Any thread.
    std::uint64_t started() const;

private:
    bool take(RankedItem& item, std::stop_token& token);
    void finish(WorkKey key);
    void work(std::stop_token stop);

    mutable std::mutex mutex_;
    std::condition_variable_any ready_;
    std::vector<RankedItem> waiting_;  ///< best item last, so that taking it is cheap
    std::unordered_map<WorkKey, std::stop_source> running_;
    std::uint64_t started_ = 0;
    std::stop_source stop_;
    std::vector<std::jthread> threads_;
};

}  // namespace proofsheet::tasks
