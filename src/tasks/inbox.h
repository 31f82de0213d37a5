#pragma once

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace proofsheet::tasks {

/// News from any thread to the one that owns the state. Every post wakes the owner's wait.
template <typename T>
class Inbox {
public:
    /// `wake` is called after each post, on the posting thread, without a lock held. May be empty.
    explicit Inbox(std::function<void()> wake = {}) : wake_(std::move(wake)) {}

    /// Any thread.
    void post(T item) {
        {
            const std::lock_guard lock(mutex_);
            items_.push_back(std::move(item));
        }
        if (wake_) wake_();
    }

    /// All that arrived since the last call, in order of arrival. Owner's thread.
    std::vector<T> drain() {
        const std::lock_guard lock(mutex_);
        return std::exchange(items_, {});
    }

    /// Owner's thread; another post may follow at once.
    bool empty() const {
        const std::lock_guard lock(mutex_);
        return items_.empty();
    }

private:
    mutable std::mutex mutex_;
    std::vector<T> items_;
    std::function<void()> wake_;
};

}  // namespace proofsheet::tasks
