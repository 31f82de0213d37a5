#include "cache/picture_table.h"

#include <algorithm>
#include <functional>

#include "cache/mip_size.h"
#include "image/reduce.h"

namespace proofsheet::cache {
namespace {

constexpr std::size_t kUnknownLoading = std::size_t{8} << 20;
constexpr SizePx kUnknownProxy{kProxySide, kProxySide};
constexpr SizePx kUnknownFull{1024, 1024};

SizePx expected_size(const Picture& picture, const Slot& slot) {
    if (slot.size.area() > 0) return slot.size;
    const bool known = picture.full_size.area() > 0;
    if (slot.level == Level::Full) return known ? picture.full_size : kUnknownFull;
    return known ? image::fit_longest_side(picture.full_size, kProxySide) : kUnknownProxy;
}

}  // namespace

Rank rank_of(const Slot& slot) {
    const auto [band, distance] = slot.priority;
    if (band > Priority::Visible) return {band + kVisibleFullBand, distance, slot.order};
    return {slot.level == Level::Proxy ? kVisibleProxyBand : kVisibleFullBand, distance, slot.order};
}

std::size_t texture_bytes(const Picture& picture, const Slot& slot) {
    return mip_chain_bytes(expected_size(picture, slot));
}

std::size_t loading_bytes(const Picture& picture, const Slot& slot) {
    if (slot.peak_bytes > 0) return slot.peak_bytes;
    return picture.full_size.area() > 0 ? mip_chain_bytes(picture.full_size) : kUnknownLoading;
}

std::size_t PictureTable::Hash::of(const std::string& path, const FileStamp& stamp) {
    constexpr std::size_t kOdd = 0x9E3779B97F4A7C15u;
    const auto time = static_cast<std::size_t>(stamp.mtime_ns);
    return std::hash<std::string>{}(path) ^ ((time ^ (stamp.bytes << 20)) * kOdd);
}

Picture& PictureTable::at(const PictureKey& key) {
    if (Picture* known = find(key)) return *known;
    const auto added = pictures_.try_emplace(FileVersion{key.path, key.stamp}).first;
    added->second.file = &added->first;
    added->second.at(Level::Full).level = Level::Full;
    return added->second;
}

Picture* PictureTable::find(const PictureKey& key) {
    const auto found = pictures_.find(key);
    return found == pictures_.end() ? nullptr : &found->second;
}

const Picture* PictureTable::find(const PictureKey& key) const {
    const auto found = pictures_.find(key);
    return found == pictures_.end() ? nullptr : &found->second;
}

void PictureTable::forget_idle(std::uint64_t frame) {
    if (pictures_.size() <= forget_above_) return;
    std::erase_if(pictures_, [frame](const auto& entry) {
        return std::ranges::all_of(entry.second.slots, [frame](const Slot& slot) {
            return slot.is_forgettable() && slot.wanted_frame < frame;
        });
    });
    forget_above_ = std::max(kManyPictures, pictures_.size() * 2);
}

}  // namespace proofsheet::cache
