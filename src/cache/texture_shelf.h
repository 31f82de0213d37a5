#pragma once

#include <cstddef>
#include <vector>

#include "cache/texture_uploader.h"
#include "core/size.h"

namespace proofsheet::cache {

/// Hands out textures and counts their bytes. Keeps a few that were given back, because one of the same size
/// is likely to be asked for next and a new one costs the driver far more than new contents. Render thread
/// only.
class TextureShelf {
public:
    explicit TextureShelf(TextureUploader& uploader) : uploader_(uploader) {}
    ~TextureShelf() { destroy_spares(); }
    TextureShelf(const TextureShelf&) = delete;
    TextureShelf& operator=(const TextureShelf&) = delete;

    /// All textures with their mip levels: handed out and spare.
    std::size_t bytes() const { return bytes_; }
    std::size_t spare_bytes() const { return spare_bytes_; }
    bool has_spare(SizePx size) const;

    /// A spare one of this size or a new one; 0 when the graphics card says no.
    TextureHandle take(SizePx size);
    void give_back(TextureHandle texture, SizePx size);
    /// Destroys the oldest spare texture; false when there is none.
    bool destroy_oldest_spare();
    void destroy_spares();

private:
    struct Spare {
        TextureHandle texture = 0;
        SizePx size;
    };
    static constexpr std::size_t kMostSpares = 8;

    TextureUploader& uploader_;
    std::vector<Spare> spares_;  ///< oldest first
    std::size_t bytes_ = 0;
    std::size_t spare_bytes_ = 0;
};

}  // namespace proofsheet::cache
