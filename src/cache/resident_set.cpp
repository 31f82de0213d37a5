#include "cache/resident_set.h"

#include <algorithm>

#include "cache/mip_size.h"

namespace proofsheet::cache {

ResidentSet::~ResidentSet() {
    while (!held_.empty()) release(*held_.back());
}

void ResidentSet::begin_frame() {
    for (Slot* slot : doomed_) {
        slot->doomed = false;
        release(*slot);
    }
    doomed_.clear();
    doomed_bytes_ = 0;
}

void ResidentSet::begin_round(std::uint64_t frame, std::size_t budget) {
    frame_ = frame;
    budget_ = budget;
    promised_bytes_ = 0;
    victims_found_ = false;
}

void ResidentSet::trim() {
    while (shelf_.bytes() - doomed_bytes_ > budget_)
        if (!shelf_.destroy_oldest_spare() && !evict_next(frame_ + 1)) return;
}

ResidentSet::Room ResidentSet::make_room(const Slot& slot) {
    const std::size_t bytes = mip_chain_bytes(slot.size);
    const std::uint64_t wish = slot.wanted_frame == frame_ ? frame_ + 1 : slot.wanted_frame;
    while (!shelf_.has_spare(slot.size)) {
        if (fits_once_doomed_are_gone(bytes)) {
            if (fits(bytes)) return Room::Now;
            promised_bytes_ += bytes;
            return Room::NextFrame;
        }
        if (!shelf_.destroy_oldest_spare() && !evict_next(wish)) return Room::None;
    }
    return Room::Now;
}

bool ResidentSet::add(Slot& slot) {
    slot.texture = shelf_.take(slot.size);
    if (slot.texture == 0) return false;
    slot.held_index = static_cast<std::int32_t>(held_.size());
    held_.push_back(&slot);
    return true;
}

void ResidentSet::release(Slot& slot) {
    shelf_.give_back(slot.texture, slot.size);
    held_.back()->held_index = slot.held_index;
    held_[static_cast<std::size_t>(slot.held_index)] = held_.back();
    held_.pop_back();
    slot.held_index = -1;
    slot.texture = 0;
}

bool ResidentSet::fits_once_doomed_are_gone(std::size_t bytes) const {
    return shelf_.bytes() + promised_bytes_ + bytes <= budget_ + doomed_bytes_;
}

bool ResidentSet::evict_next(std::uint64_t wish) {
    if (!victims_found_) find_victims();
    if (victims_.empty() || victims_.back()->wanted_frame >= wish) return false;
    Slot& slot = *victims_.back();
    victims_.pop_back();
    ++evictions_;
    if (slot.answered_frame == frame_) {
        slot.doomed = true;
        doomed_.push_back(&slot);
        doomed_bytes_ += mip_chain_bytes(slot.size);
    } else {
        release(slot);
    }
    return true;
}

void ResidentSet::find_victims() {
    victims_.clear();
    for (Slot* slot : held_)
        if (slot->planned_frame != frame_ && !slot->doomed) victims_.push_back(slot);
    const auto stays_longer = [](const Slot* left, const Slot* right) {
        if (left->wanted_frame != right->wanted_frame) return left->wanted_frame > right->wanted_frame;
        return rank_of(*left) < rank_of(*right);
    };
    std::ranges::sort(victims_, stays_longer);
    victims_found_ = true;
}

}  // namespace proofsheet::cache
