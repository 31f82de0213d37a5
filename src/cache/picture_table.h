#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "cache/decode_job.h"
#include "cache/picture_source.h"
#include "cache/picture_upload.h"
#include "cache/texture_cache.h"

namespace proofsheet::cache {

/// What is remembered of one level of a picture.
struct Slot {
    Level level = Level::Proxy;
    bool failed = false;
    bool failed_for_memory = false;  ///< fails only because of the budget, so a new budget clears it
    bool doomed = false;  ///< evicted at the next begin_frame: its texture was handed out in this one
    std::int32_t held_index = -1;  ///< place in the list of slots with a texture
    Priority priority;             ///< best wish of `wanted_frame`
    std::uint32_t order = 0;       ///< wishes of one frame in the order in which they came
    SizePx size;                   ///< of this level, known once it was decoded
    TextureHandle texture = 0;
    std::size_t peak_bytes = 0;  ///< what loading takes, 0 when not known
    std::uint64_t wanted_frame = 0;
    std::uint64_t planned_frame = 0;  ///< the last frame in which it was to be, or to become, resident
    mutable std::uint64_t answered_frame = 0;  ///< the last frame in which the texture was handed out
    std::shared_ptr<DecodeJob> job;            ///< until its news are taken
    std::unique_ptr<PictureUpload> upload;     ///< decoded and not completely uploaded
    std::unique_ptr<Error> error;

    bool is_resident() const { return texture != 0 && !upload; }
    bool is_loading_now() const { return job && job->state() != DecodeJob::State::Waiting; }
    bool is_forgettable() const { return texture == 0 && !upload && !is_loading_now(); }
};

/// Order in which wishes are served: lower is sooner. Visible proxies are a band of their own before all
/// others, so that everything in view shows something.
struct Rank {
    std::int32_t band = 0;
    std::int32_t distance = 0;
    std::uint32_t order = 0;
    auto operator<=>(const Rank&) const = default;
};
Rank rank_of(const Slot& slot);
constexpr std::int32_t kVisibleProxyBand = 0;
constexpr std::int32_t kVisibleFullBand = 1;

/// One version of one file.
struct FileVersion {
    std::string path;
    FileStamp stamp;
};

/// What is remembered of one version of a file.
struct Picture {
    const FileVersion* file = nullptr;
    SizePx full_size;  ///< 0 x 0 when not known
    std::array<Slot, 2> slots;

    Slot& at(Level level) { return slots[static_cast<std::size_t>(level)]; }
    const Slot& at(Level level) const { return slots[static_cast<std::size_t>(level)]; }
};

/// All pictures by path and stamp. References stay valid until `forget_idle`.
class PictureTable {
public:
    Picture& at(const PictureKey& key);
    Picture* find(const PictureKey& key);
    const Picture* find(const PictureKey& key) const;
    std::size_t size() const { return pictures_.size(); }

    /// Once there are very many: forgets pictures that have no texture, no work, and no wish in `frame` or
    /// later.
    void forget_idle(std::uint64_t frame);

    template <typename Visit>
    void for_each_slot(Visit visit) {
        for (auto& [file, picture] : pictures_)
            for (Slot& slot : picture.slots) visit(slot);
    }

private:
    // Not noexcept: so the standard library keeps the hash of each node instead of computing it again.
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(const FileVersion& file) const { return of(file.path, file.stamp); }
        std::size_t operator()(const PictureKey& key) const { return of(key.path, key.stamp); }
        static std::size_t of(const std::string& path, const FileStamp& stamp);
    };
    struct Equal {
        using is_transparent = void;
        template <typename Left, typename Right>
        bool operator()(const Left& left, const Right& right) const {
            return left.stamp == right.stamp && left.path == right.path;
        }
    };
    static constexpr std::size_t kManyPictures = 32768;

    std::unordered_map<FileVersion, Picture, Hash, Equal> pictures_;
    std::size_t forget_above_ = kManyPictures;
};

/// Bytes that a level takes on the graphics card; a guess as long as the picture's size is not known.
std::size_t texture_bytes(const Picture& picture, const Slot& slot);

/// Bytes that loading a level takes at its peak; a guess as long as nothing is known.
std::size_t loading_bytes(const Picture& picture, const Slot& slot);

}  // namespace proofsheet::cache
