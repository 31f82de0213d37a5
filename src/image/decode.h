#pragma once

#include <cstddef>
#include <span>
#include <stop_token>

#include "core/result.h"
#include "core/size.h"
#include "image/pixels.h"

namespace proofsheet::image {

/// File formats, told by their first bytes and never by the file's name.
enum class PictureFormat { Png, Jpeg, Webp };

std::string_view name_of(PictureFormat format);

struct PictureInfo {
    PictureFormat format = PictureFormat::Png;
    SizePx size;  ///< as shown: after the EXIF orientation of a JPEG
    bool operator==(const PictureInfo&) const = default;
};

/// What a picture may cost before it is refused. A 30000 x 30000 header must not reserve 3.6 GB.
struct DecodeLimits {
    int longest_side = 32768;
    std::int64_t pixels = 200'000'000;
};

/// Largest file that is read as a picture.
constexpr std::uint64_t kLargestPictureFile = 1ull << 30;

/// Format and size from the first bytes. Decodes nothing.
/// Errors: Unsupported (no known picture format), InvalidInput (a header that is cut short or says 0 x 0).
Result<PictureInfo> read_info(std::span<const std::byte> file);

/// Decodes the whole picture to RGBA8 (16-bit samples are rounded, grey and palette are expanded, tRNS becomes alpha).
/// Stops early with Cancelled when asked to. Any thread, no shared state.
/// Errors: Unsupported, InvalidInput (damaged: says where), Cancelled.
Result<Pixels> decode(std::span<const std::byte> file, std::stop_token stop = {}, const DecodeLimits& limits = {});

/// Decodes and reduces so that the longest side is `longest_side` (see reduce.h), or not at all when the picture is
/// smaller. A JPEG may be decoded at 1/2, 1/4 or 1/8 first when that is still at least `longest_side`.
Result<Pixels> decode_reduced(std::span<const std::byte> file, int longest_side, std::stop_token stop = {},
                              const DecodeLimits& limits = {});

}  // namespace proofsheet::image
