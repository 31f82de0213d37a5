#include "image/webp_decode.h"

#include <fmt/format.h>
#include <webp/decode.h>

#include <memory>

#include "image/decode_limits.h"
#include "image/reduce.h"

namespace proofsheet::image {
namespace {

using Decoder = std::unique_ptr<WebPIDecoder, decltype(&WebPIDelete)>;

/// How much is handed over between two looks at the stop token.
constexpr std::size_t kStepBytes = 64 * 1024;

Result<WebPBitstreamFeatures> read_features(std::span<const std::byte> file) {
    WebPBitstreamFeatures features;
    const VP8StatusCode code =
        WebPGetFeatures(reinterpret_cast<const std::uint8_t*>(file.data()), file.size(), &features);
    if (code == VP8_STATUS_NOT_ENOUGH_DATA) {
        return damaged(fmt::format("The WebP is cut short in its header, after {} bytes.", file.size()));
    }
    if (code != VP8_STATUS_OK) return damaged("The header of the WebP is damaged.");
    if (features.width < 1 || features.height < 1) {
        return damaged(
            fmt::format("The header of the WebP says {} x {} pixels.", features.width, features.height));
    }
    return features;
}

Result<Pixels> decode_whole(std::span<const std::byte> file, SizePx size, const std::stop_token& stop) {
    Pixels picture(size);
    const Decoder decoder(
        WebPINewRGB(MODE_RGBA, picture.bytes().data(), picture.bytes().size(), size.width * 4), &WebPIDelete);
    if (!decoder) return Error{ErrorKind::Io, "There is not enough memory to decode the WebP."};
    VP8StatusCode code = VP8_STATUS_SUSPENDED;
    for (std::size_t fed = 0; code == VP8_STATUS_SUSPENDED && fed < file.size();) {
        if (stop.stop_requested()) return cancelled();
        fed = std::min(file.size(), fed + kStepBytes);
        code = WebPIUpdate(decoder.get(), reinterpret_cast<const std::uint8_t*>(file.data()), fed);
    }
    if (code == VP8_STATUS_OK) return picture;
    if (code == VP8_STATUS_SUSPENDED || code == VP8_STATUS_NOT_ENOUGH_DATA) {
        return damaged(
            fmt::format("The WebP is cut short: its {} bytes end before the picture does.", file.size()));
    }
    return damaged(
        fmt::format("The picture data of the WebP is damaged (libwebp status {}).", static_cast<int>(code)));
}

}  // namespace

Result<SizePx> webp_size(std::span<const std::byte> file) {
    const Result<WebPBitstreamFeatures> features = read_features(file);
    if (!features) return features.error();
    return SizePx{features->width, features->height};
}

Result<Pixels> decode_webp(std::span<const std::byte> file, int longest_side, std::stop_token stop,
                           const DecodeLimits& limits) {
    const Result<WebPBitstreamFeatures> features = read_features(file);
    if (!features) return features.error();
    if (features->has_animation != 0) {
        return Error{ErrorKind::Unsupported, "The WebP is an animation; single pictures are read."};
    }
    const SizePx size{features->width, features->height};
    if (const Status status = check_limits(size, limits); !status) return status.error();
    Result<Pixels> picture = decode_whole(file, size, stop);
    const SizePx target = fit_longest_side(size, longest_side);
    if (!picture || target == size) return picture;
    return reduce(*picture, target);
}

}  // namespace proofsheet::image
