#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace proofsheet::tasks {

/// A task gets a token that asks it to stop early; it may ignore it, and its result may still arrive.
using Task = std::function<void(std::stop_token)>;

/// How the operating system weighs the pool's threads against the render thread.
enum class PoolPriority { Normal, Background };

/// Runs tasks in the order of their submission on a fixed number of threads. With no threads nothing runs
/// until `run_one` is called: tests turn the crank by hand. The destructor asks running tasks to stop, drops
/// the waiting ones and joins.
class WorkerPool {
public:
    explicit WorkerPool(int threads, PoolPriority priority = PoolPriority::Normal);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Any thread.
    void submit(Task task);

    /// Runs the oldest waiting task on the calling thread; false when none waits.
    bool run_one();

    /// Blocks until every submitted task has run; with no threads it runs them itself.
    void finish();

    /// Tasks waiting or running. Any thread.
    int pending() const;
    int thread_count() const { return static_cast<int>(threads_.size()); }

private:
    bool take(Task& task);
    void work(std::stop_token stop);

    mutable std::mutex mutex_;
    std::condition_variable_any ready_;
    std::condition_variable_any idle_;
    std::deque<Task> waiting_;
    int running_ = 0;
    std::stop_source stop_;
    std::vector<std::jthread> threads_;
};

}  // namespace proofsheet::tasks
