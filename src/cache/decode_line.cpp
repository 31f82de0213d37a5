#include "cache/decode_line.h"

#include <algorithm>
#include <utility>

namespace proofsheet::cache {
namespace {

// As many as the pool can start between two frames and more; the rest is ranked again in the next frame
// anyway.
constexpr int kMostWaiting = 256;

}  // namespace

void DecodeLine::begin_ranking() {
    offered_.clear();
    offered_waiting_ = 0;
    offered_bytes_ = 0;
    closed_ = false;
}

bool DecodeLine::offer(const Picture& picture, Slot& slot) {
    if (slot.is_loading_now()) {
        if (slot.job->state() == DecodeJob::State::Running) offered_.push_back(slot.job);
        return true;
    }
    if (closed_ || offered_waiting_ == kMostWaiting) return true;
    const std::size_t bytes = std::min(loading_bytes(picture, slot), memory_limit());
    if (!has_room(bytes, slot)) {
        closed_ = true;
        return false;
    }
    if (!slot.job) {
        PictureKey key{picture.file->path, picture.file->stamp, slot.level};
        slot.job = std::make_shared<DecodeJob>(++last_id_, std::move(key), bytes, desk_);
    }
    offered_.push_back(slot.job);
    offered_bytes_ += bytes;
    ++offered_waiting_;
    return true;
}

bool DecodeLine::has_room(std::size_t bytes, const Slot& slot) const {
    const std::size_t expected = memory_used() + offered_bytes_;
    if (expected == 0) return true;
    // A quarter stays free for what comes into view while the rest of the collection is being loaded.
    const bool visible = slot.priority.band <= Priority::Visible;
    const std::size_t share = visible ? memory_limit() : memory_limit() - memory_limit() / 4;
    return expected + bytes <= share;
}

void DecodeLine::hand_out() {
    if (std::ranges::equal(offered_, handed_out_, {}, [](const auto& job) { return job->id(); })) return;
    handed_out_.clear();
    std::vector<tasks::RankedItem> items;
    items.reserve(offered_.size());
    for (const auto& job : offered_) {
        handed_out_.push_back(job->id());
        items.push_back({job->id(), [job](std::stop_token stop) { job->run(std::move(stop)); }});
    }
    work_.rank(std::move(items));
}

bool DecodeLine::run_one() {
    const std::uint64_t before = started();
    while (work_.run_one())
        if (started() != before) return true;
    return false;
}

}  // namespace proofsheet::cache
