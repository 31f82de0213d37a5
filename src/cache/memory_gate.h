#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace proofsheet::cache {

/// Counts bytes against a limit. Any thread.
class MemoryGate {
public:
    explicit MemoryGate(std::size_t limit) : limit_(limit) {}

    std::size_t used() const { return used_.load(); }
    std::size_t limit() const { return limit_.load(); }
    void set_limit(std::size_t limit) { limit_.store(limit); }

    /// Takes `bytes`, or nothing when they do not fit.
    bool try_take(std::size_t bytes) {
        std::size_t before = used_.load();
        do {
            if (bytes > limit() || before > limit() - bytes) return false;
        } while (!used_.compare_exchange_weak(before, before + bytes));
        return true;
    }
    void take(std::size_t bytes) { used_.fetch_add(bytes); }
    void give_back(std::size_t bytes) { used_.fetch_sub(bytes); }

private:
    std::atomic<std::size_t> used_ = 0;
    std::atomic<std::size_t> limit_;
};

/// Bytes of a gate that go back when their owner goes away. Move-only; the gate may be shared by threads, a
/// lease may not.
class MemoryLease {
public:
    MemoryLease() = default;
    explicit MemoryLease(std::shared_ptr<MemoryGate> gate) : gate_(std::move(gate)) {}
    ~MemoryLease() { set_bytes(0); }
    MemoryLease(MemoryLease&& other) noexcept
        : gate_(std::move(other.gate_)), bytes_(std::exchange(other.bytes_, 0)) {}
    MemoryLease& operator=(MemoryLease&& other) noexcept {
        if (this == &other) return *this;
        set_bytes(0);
        gate_ = std::move(other.gate_);
        bytes_ = std::exchange(other.bytes_, 0);
        return *this;
    }

    std::size_t bytes() const { return bytes_; }

    /// Grows to `bytes`, or does nothing and says false when that would go over the limit.
    bool try_grow_to(std::size_t bytes) {
        if (bytes <= bytes_) return true;
        if (!gate_->try_take(bytes - bytes_)) return false;
        bytes_ = bytes;
        return true;
    }

    /// Holds exactly this much from now on, over the limit if need be: for memory that has been taken
    /// already.
    void set_bytes(std::size_t bytes) {
        if (!gate_) return;
        if (bytes > bytes_) gate_->take(bytes - bytes_);
        if (bytes < bytes_) gate_->give_back(bytes_ - bytes);
        bytes_ = bytes;
    }

private:
    std::shared_ptr<MemoryGate> gate_;
    std::size_t bytes_ = 0;
};

}  // namespace proofsheet::cache
