#include "image/decode_limits.h"

#include <fmt/format.h>

namespace proofsheet::image {

Status check_limits(SizePx size, const DecodeLimits& limits) {
    if (size.longest() > limits.longest_side) {
        return Error{ErrorKind::Unsupported,
                     fmt::format("The picture is {} x {} pixels; sides up to {} are read.", size.width,
                                 size.height, limits.longest_side)};
    }
    if (size.area() > limits.pixels) {
        return Error{ErrorKind::Unsupported,
                     fmt::format("The picture is {} x {} pixels, {} in all; up to {} are read.", size.width,
                                 size.height, size.area(), limits.pixels)};
    }
    return {};
}

Error damaged(std::string sentence) {
    return {ErrorKind::InvalidInput, std::move(sentence)};
}

Error cancelled() {
    return {ErrorKind::Cancelled, "The picture is not wanted any more."};
}

}  // namespace proofsheet::image
