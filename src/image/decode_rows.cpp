#include "image/decode_rows.h"

namespace proofsheet::image {

DecodedRows::DecodedRows(SizePx source, SizePx target) : source_(source) {
    if (source == target) {
        whole_ = Pixels(source);
    } else {
        reducer_.emplace(source, target);
        row_.resize(static_cast<std::size_t>(source.width) * 4);
    }
}

std::uint8_t* DecodedRows::row(int y) {
    return reducer_ ? row_.data() : whole_.row(y);
}

void DecodedRows::done(int) {
    if (reducer_) reducer_->add_row(row_.data());
}

Pixels DecodedRows::take() {
    return reducer_ ? reducer_->take() : std::move(whole_);
}

}  // namespace proofsheet::image
