#include "cache/picture_upload.h"

#include <algorithm>
#include <utility>

namespace proofsheet::cache {

PictureUpload::PictureUpload(LoadedPicture picture, MemoryLease lease)
    : size_(picture.levels.front().size()), picture_(std::move(picture)), lease_(std::move(lease)) {}

std::size_t PictureUpload::next_row_bytes() const {
    return is_complete() ? 0 : static_cast<std::size_t>(picture_.levels[level_].size().width) * 4;
}

std::size_t PictureUpload::upload_rows(TextureUploader& uploader, TextureHandle texture, std::size_t budget) {
    std::size_t done = 0;
    while (!is_complete()) {
        const image::Pixels& pixels = picture_.levels[level_];
        const std::size_t row_bytes = next_row_bytes();
        const auto left = static_cast<std::size_t>(pixels.size().height - row_);
        const std::size_t rows = std::min(left, (budget - done) / row_bytes);
        if (rows == 0) break;
        const std::span band(pixels.row(row_), rows * row_bytes);
        uploader.upload(texture, static_cast<int>(level_), row_, static_cast<int>(rows), band);
        done += band.size();
        row_ += static_cast<int>(rows);
        if (rows == left) finish_level();
    }
    return done;
}

void PictureUpload::finish_level() {
    lease_.set_bytes(lease_.bytes() - picture_.levels[level_].bytes().size());
    picture_.levels[level_] = {};
    ++level_;
    row_ = 0;
}

}  // namespace proofsheet::cache
