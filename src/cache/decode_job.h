#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stop_token>

#include "cache/memory_gate.h"
#include "cache/picture_source.h"
#include "core/error.h"
#include "tasks/inbox.h"
#include "tasks/ranked_work.h"

namespace proofsheet::cache {

/// What became of a decode. A value that crosses from a pool thread to the render thread.
struct DecodeNews {
    enum class Outcome : std::uint8_t {
        Loaded,
        Failed,
        Cancelled,  ///< nobody wants it any more
        Deferred,   ///< there is no room for it now; `size` and `peak_bytes` say how much it needs
        TooLarge,   ///< alone it is more than the whole memory budget
    };
    tasks::WorkKey job = 0;
    PictureKey key;
    Outcome outcome = Outcome::Cancelled;
    LoadedPicture picture;       ///< when Loaded
    Error error;                 ///< when Failed
    SizePx size;                 ///< of the file's picture, 0 x 0 when it was not found out
    std::size_t peak_bytes = 0;  ///< what loading takes, 0 when it was not found out
    MemoryLease lease;           ///< what `picture` takes
};

/// What all decodes of a cache share. The gate outlives the news that hold a part of it.
struct DecodeDesk {
    DecodeDesk(std::shared_ptr<PictureSource> pictures, std::size_t memory_limit, std::function<void()> wake)
        : source(std::move(pictures)),
          gate(std::make_shared<MemoryGate>(memory_limit)),
          news(std::move(wake)) {}

    std::shared_ptr<PictureSource> source;
    std::shared_ptr<MemoryGate> gate;
    tasks::Inbox<DecodeNews> news;
    std::atomic<std::uint64_t> started = 0;
};

/// One picture to load. Made on the render thread, run at most once on any thread, and answers with exactly
/// one news when it ran.
class DecodeJob {
public:
    enum class State : std::uint8_t { Waiting, Running, Posted };

    DecodeJob(tasks::WorkKey id, PictureKey key, std::size_t estimate, std::shared_ptr<DecodeDesk> desk)
        : id_(id), key_(std::move(key)), estimate_(estimate), desk_(std::move(desk)) {}

    tasks::WorkKey id() const { return id_; }
    /// Any thread.
    State state() const { return state_.load(); }
    void run(std::stop_token stop);

private:
    DecodeNews decode(std::stop_token stop);
    void load(DecodeNews& news, std::stop_token stop);

    tasks::WorkKey id_;
    PictureKey key_;
    std::size_t estimate_;
    std::shared_ptr<DecodeDesk> desk_;
    std::atomic<State> state_ = State::Waiting;
};

}  // namespace proofsheet::cache
