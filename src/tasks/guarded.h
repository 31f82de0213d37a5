#pragma once

#include <mutex>
#include <utility>

namespace proofsheet::tasks {

/// A value that several threads read and change.
template <typename T>
class Guarded {
public:
    Guarded() = default;
    explicit Guarded(T value) : value_(std::move(value)) {}

    T get() const {
        const std::lock_guard lock(mutex_);
        return value_;
    }
    void set(T value) {
        const std::lock_guard lock(mutex_);
        value_ = std::move(value);
    }
    /// Calls `change` with the value while nobody else has it; keep it short.
    template <typename Change>
    void edit(Change&& change) {
        const std::lock_guard lock(mutex_);
        change(value_);
    }

private:
    mutable std::mutex mutex_;
    T value_{};
};

}  // namespace proofsheet::tasks
