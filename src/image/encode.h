#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "image/pixels.h"

namespace proofsheet::image {

/// A text that travels inside a PNG: keyword (1-79 Latin-1 characters) and UTF-8 text.
struct TextChunk {
    std::string keyword;
    std::string text;
    bool operator==(const TextChunk&) const = default;
};

enum class PngAlpha { Keep, Drop };

/// A PNG file with the texts before the picture data: tEXt when Latin-1 is enough, else iTXt, uncompressed.
/// `compression` as zlib: 0 none ... 9 smallest. Errors: InvalidInput for an empty picture or a bad keyword.
Result<std::vector<std::byte>> encode_png(const Pixels& picture, const std::vector<TextChunk>& texts = {},
                                          int compression = 4, PngAlpha alpha = PngAlpha::Keep);

}  // namespace proofsheet::image
