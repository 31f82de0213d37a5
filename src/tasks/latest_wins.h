#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace proofsheet::tasks {

/// Tells a result that is still wanted from one that was overtaken: each `next` outdates all tickets before
/// it.
class LatestWins {
public:
    class Ticket {
    public:
        /// Any thread.
        bool is_latest() const { return counter_ && counter_->load() == number_; }

    private:
        friend class LatestWins;
        std::shared_ptr<std::atomic<std::uint64_t>> counter_;
        std::uint64_t number_ = 0;
    };

    Ticket next() {
        Ticket ticket;
        ticket.counter_ = counter_;
        ticket.number_ = ++*counter_;
        return ticket;
    }

private:
    std::shared_ptr<std::atomic<std::uint64_t>> counter_ = std::make_shared<std::atomic<std::uint64_t>>(0);
};

}  // namespace proofsheet::tasks
