#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "cache/decode_job.h"
#include "cache/picture_table.h"
#include "tasks/ranked_work.h"

namespace proofsheet::cache {

/// The decodes of one cache: hands the pool the newest ranking each frame and keeps within the memory budget.
/// What is handed out fits the budget by estimate; a job that finds out it is larger puts itself off. Render
/// thread only.
class DecodeLine {
public:
    DecodeLine(std::shared_ptr<PictureSource> source, std::size_t memory_limit, int threads,
               std::function<void()> wake)
        : desk_(std::make_shared<DecodeDesk>(std::move(source), memory_limit, std::move(wake))),
          work_(threads, tasks::PoolPriority::Background) {}

    /// Starts a new ranking. Then `offer` in order of rank, then `hand_out`.
    void begin_ranking();
    /// False when the memory budget has no room for it now; nothing worse is taken until the next ranking
    /// either.
    bool offer(const Picture& picture, Slot& slot);
    /// What was offered replaces all that waits; what runs and was not offered is asked to stop.
    void hand_out();
    /// Memory was freed in the middle of a ranking: offers may be taken again.
    void reopen() { closed_ = false; }

    std::vector<DecodeNews> take_news() { return desk_->news.drain(); }
    bool run_one();

    std::uint64_t started() const { return desk_->started.load(); }
    std::size_t memory_used() const { return desk_->gate->used(); }
    std::size_t memory_limit() const { return desk_->gate->limit(); }
    void set_memory_limit(std::size_t bytes) { desk_->gate->set_limit(bytes); }

private:
    bool has_room(std::size_t bytes, const Slot& slot) const;

    std::shared_ptr<DecodeDesk> desk_;
    std::vector<std::shared_ptr<DecodeJob>> offered_;
    std::vector<tasks::WorkKey> handed_out_;
    std::size_t offered_bytes_ = 0;  ///< estimate of what was offered and has not started
    int offered_waiting_ = 0;
    bool closed_ = false;
    tasks::WorkKey last_id_ = 0;
    tasks::RankedWork work_;  ///< last member: its threads end before anything else goes
};

}  // namespace proofsheet::cache
