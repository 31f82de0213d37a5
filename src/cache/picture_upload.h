#pragma once

#include <cstddef>

#include "cache/memory_gate.h"
#include "cache/picture_source.h"
#include "cache/texture_uploader.h"

namespace proofsheet::cache {

/// A decoded picture on its way to a texture, in bands of rows over as many frames as it takes. Pixels are
/// freed level by level as they arrive there.
class PictureUpload {
public:
    PictureUpload(LoadedPicture picture, MemoryLease lease);

    SizePx size() const { return size_; }
    bool is_complete() const { return level_ == picture_.levels.size(); }

    /// Uploads whole rows worth at most `budget` bytes, the rest of the picture at the most; returns the
    /// bytes.
    std::size_t upload_rows(TextureUploader& uploader, TextureHandle texture, std::size_t budget);
    /// Bytes of the next row: the smallest budget that gets anything done.
    std::size_t next_row_bytes() const;

private:
    void finish_level();

    SizePx size_;
    LoadedPicture picture_;
    MemoryLease lease_;
    std::size_t level_ = 0;
    int row_ = 0;
};

}  // namespace proofsheet::cache
