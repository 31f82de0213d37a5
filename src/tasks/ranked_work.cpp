#include "tasks/ranked_work.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "tasks/thread_priority.h"

namespace proofsheet::tasks {

RankedWork::RankedWork(int threads, PoolPriority priority) {
    for (int i = 0; i < threads; ++i)
        threads_.emplace_back([this, priority] {
            if (priority == PoolPriority::Background) lower_priority_of_this_thread();
            work(stop_.get_token());
        });
}

RankedWork::~RankedWork() {
    stop_.request_stop();
    {
        const std::lock_guard lock(mutex_);
        waiting_.clear();
        for (auto& [key, source] : running_) source.request_stop();
    }
    ready_.notify_all();
    threads_.clear();
}

void RankedWork::rank(std::vector<RankedItem> items) {
    std::unordered_set<WorkKey> wanted;
    for (const RankedItem& item : items) wanted.insert(item.key);
    std::reverse(items.begin(), items.end());
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(items, [&](const RankedItem& item) { return running_.contains(item.key); });
        waiting_.swap(items);
        for (auto& [key, source] : running_)
            if (!wanted.contains(key)) source.request_stop();
    }
    ready_.notify_all();
}

bool RankedWork::take(RankedItem& item, std::stop_token& token) {
    if (waiting_.empty()) return false;
    item = std::move(waiting_.back());
    waiting_.pop_back();
    token = running_[item.key].get_token();
    ++started_;
    return true;
}

void RankedWork::finish(WorkKey key) {
    const std::lock_guard lock(mutex_);
    running_.erase(key);
}

bool RankedWork::run_one() {
    RankedItem item;
    std::stop_token token;
    {
        const std::lock_guard lock(mutex_);
        if (!take(item, token)) return false;
    }
    item.task(token);
    finish(item.key);
    return true;
}

bool RankedWork::is_running(WorkKey key) const {
    const std::lock_guard lock(mutex_);
    return running_.contains(key);
}

int RankedWork::pending() const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(waiting_.size() + running_.size());
}

std::uint64_t RankedWork::started() const {
    const std::lock_guard lock(mutex_);
    return started_;
}

void RankedWork::work(std::stop_token stop) {
    while (true) {
        RankedItem item;
        std::stop_token token;
        {
            std::unique_lock lock(mutex_);
            if (!ready_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
            if (stop.stop_requested()) return;
            take(item, token);
        }
        item.task(token);
        item.task = nullptr;
        finish(item.key);
    }
}

}  // namespace proofsheet::tasks
