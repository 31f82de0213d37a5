#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cache/picture_table.h"
#include "cache/texture_shelf.h"

namespace proofsheet::cache {

/// The slots that hold a texture, complete or half uploaded, and the room that is left for more. What is not
/// planned in the current frame may be evicted: first what was not wanted, oldest wish first, then the worst
/// wishes. A texture that was handed out in this frame may still be drawn, so it stays until the next
/// `begin_frame`. Render thread only.
class ResidentSet {
public:
    enum class Room : std::uint8_t { Now, NextFrame, None };

    explicit ResidentSet(TextureUploader& uploader) : shelf_(uploader) {}
    ~ResidentSet();
    ResidentSet(const ResidentSet&) = delete;
    ResidentSet& operator=(const ResidentSet&) = delete;

    /// Frees what was evicted while it could still be drawn.
    void begin_frame();
    /// Call before any of the following, when the plan of `frame` is made and nothing half uploaded is
    /// outside of it.
    void begin_round(std::uint64_t frame, std::size_t budget);

    /// Evicts down to the budget; more than it only stays when it is planned.
    void trim();
    /// Evicts until a texture of the slot's size fits: anything that is not planned for a slot that was
    /// wanted in this frame, only what was wanted before it for another.
    Room make_room(const Slot& slot);
    /// Gives the slot a texture of its size, over the budget if need be. False when the graphics card says
    /// no.
    bool add(Slot& slot);
    /// Takes the texture of a slot that was not handed out in this frame.
    void release(Slot& slot);

    std::size_t bytes() const { return shelf_.bytes(); }
    std::uint64_t evictions() const { return evictions_; }

private:
    bool fits(std::size_t bytes) const { return bytes <= budget_ && shelf_.bytes() <= budget_ - bytes; }
    bool fits_once_doomed_are_gone(std::size_t bytes) const;
    /// Evicts the next slot that was not wanted in `wish` or later; false when there is none.
    bool evict_next(std::uint64_t wish);
    void find_victims();

    TextureShelf shelf_;
    std::vector<Slot*> held_;
    std::vector<Slot*> doomed_;
    std::vector<Slot*> victims_;  ///< next one last
    bool victims_found_ = false;
    std::uint64_t frame_ = 0;
    std::size_t budget_ = 0;
    std::size_t doomed_bytes_ = 0;    ///< part of bytes() that is free in the next frame
    std::size_t promised_bytes_ = 0;  ///< part of that which already has a taker
    std::uint64_t evictions_ = 0;
};

}  // namespace proofsheet::cache
