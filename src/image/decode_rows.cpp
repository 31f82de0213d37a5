#include "image/decode_rows.h"

#include <algorithm>

namespace proofsheet::image {

DecodedRows::DecodedRows(SizePx source, SizePx target) : source_(source), above_(stride()) {
    if (source == target) {
        whole_ = Pixels(source);
    } else {
        reducer_.emplace(source, target);
        band_.resize(stride() * static_cast<std::size_t>(std::min(kBand, source.height)));
    }
}

std::uint8_t* DecodedRows::band(int y) {
    return reducer_ ? band_.data() : whole_.row(y);
}

const std::uint8_t* DecodedRows::above(int y) const {
    return reducer_ || y == 0 ? above_.data() : whole_.row(y - 1);
}

void DecodedRows::done(int, int count) {
    if (!reducer_ || count < 1) return;
    for (int i = 0; i < count; ++i) reducer_->add_row(band_.data() + stride() * static_cast<std::size_t>(i));
    const auto last = band_.begin() + static_cast<std::ptrdiff_t>(stride()) * (count - 1);
    std::copy_n(last, stride(), above_.begin());
}

Pixels DecodedRows::take() {
    return reducer_ ? reducer_->take() : std::move(whole_);
}

}  // namespace proofsheet::image
