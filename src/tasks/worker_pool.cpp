#include "tasks/worker_pool.h"

#include <utility>

#include "tasks/thread_priority.h"

namespace proofsheet::tasks {

WorkerPool::WorkerPool(int threads, PoolPriority priority) {
    for (int i = 0; i < threads; ++i)
        threads_.emplace_back([this, priority] {
            if (priority == PoolPriority::Background) lower_priority_of_this_thread();
            work(stop_.get_token());
        });
}

WorkerPool::~WorkerPool() {
    stop_.request_stop();
    {
        const std::lock_guard lock(mutex_);
        waiting_.clear();
    }
    ready_.notify_all();
    threads_.clear();
}

void WorkerPool::submit(Task task) {
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(task));
    }
    ready_.notify_one();
}

bool WorkerPool::take(Task& task) {
    if (waiting_.empty()) return false;
    task = std::move(waiting_.front());
    waiting_.pop_front();
    ++running_;
    return true;
}

bool WorkerPool::run_one() {
    Task task;
    {
        const std::lock_guard lock(mutex_);
        if (!take(task)) return false;
    }
    task(stop_.get_token());
    const std::lock_guard lock(mutex_);
    --running_;
    return true;
}

void WorkerPool::finish() {
    if (threads_.empty())
        while (run_one()) continue;
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [&] { return waiting_.empty() && running_ == 0; });
}

int WorkerPool::pending() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(waiting_.size()) + running_;
}

void WorkerPool::work(std::stop_token stop) {
    while (true) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            if (!ready_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
            if (stop.stop_requested()) return;
            take(task);
        }
        task(stop);
        task = nullptr;
        const std::lock_guard lock(mutex_);
        --running_;
        if (waiting_.empty() && running_ == 0) idle_.notify_all();
    }
}

}  // namespace proofsheet::tasks
