#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace proofsheet::grid {

/// Numbers distinct texts as they first appear. Made for columns of some hundred thousand values, where a
/// node for each text costs more than everything else. The texts belong to the caller.
class TextTable {
public:
    /// The number of `text`, a new one when it was not there.
    std::int32_t add(std::string_view text) {
        if ((texts_.size() + 1) * 2 > slots_.size()) grow();
        const std::size_t hash = std::hash<std::string_view>{}(text);
        Slot& slot = slots_[find_slot(text, static_cast<std::uint32_t>(hash))];
        if (slot.number == kFree) {
            slot = {static_cast<std::uint32_t>(hash), static_cast<std::int32_t>(texts_.size())};
            texts_.push_back(text);
        }
        return slot.number;
    }

    const std::vector<std::string_view>& texts() const { return texts_; }

private:
    static constexpr std::int32_t kFree = -1;
    struct Slot {
        std::uint32_t hash = 0;
        std::int32_t number = kFree;
    };

    /// The slot that holds `text`, or the free one where it belongs. At least half of the slots are free.
    std::size_t find_slot(std::string_view text, std::uint32_t hash) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = hash & mask;
        while (slots_[i].number != kFree && (slots_[i].hash != hash || texts_[slots_[i].number] != text))
            i = (i + 1) & mask;
        return i;
    }

    void grow() {
        std::vector<Slot> old = std::move(slots_);
        slots_.assign(old.empty() ? 16 : old.size() * 2, Slot{});
        const std::size_t mask = slots_.size() - 1;
        for (const Slot& slot : old) {
            if (slot.number == kFree) continue;
            std::size_t i = slot.hash & mask;
            while (slots_[i].number != kFree) i = (i + 1) & mask;
            slots_[i] = slot;
        }
    }

    std::vector<std::string_view> texts_;
    std::vector<Slot> slots_;  ///< a power of two of them
};

}  // namespace proofsheet::grid
