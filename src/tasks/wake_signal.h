#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace proofsheet::tasks {

/// Lets one thread sleep until another one has news. A signal before the wait is not lost.
class WakeSignal {
public:
    /// Any thread.
    void wake() {
        {
            const std::lock_guard lock(mutex_);
            woken_ = true;
        }
        condition_.notify_one();
    }

    /// Sleeps until `wake` or until the time is over; without a time until `wake`.
    void wait(std::optional<std::chrono::milliseconds> at_most) {
        std::unique_lock lock(mutex_);
        if (at_most)
            condition_.wait_for(lock, *at_most, [&] { return woken_; });
        else
            condition_.wait(lock, [&] { return woken_; });
        woken_ = false;
    }

private:
    std::mutex mutex_;
    std::condition_variable condition_;
    bool woken_ = false;
};

}  // namespace proofsheet::tasks
