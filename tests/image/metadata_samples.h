#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "image/metadata.h"
#include "support/picture_files.h"

namespace proofsheet::test {

/// What is read from a PNG of these parts.
inline image::PictureMetadata read_png(const std::vector<PngPart>& parts, std::string_view side_car = {}) {
    const auto metadata = image::read_metadata(png_with(parts), side_car);
    REQUIRE(metadata);
    return *metadata;
}

/// JSON arrays in each other.
inline std::string nested(std::size_t levels) {
    return std::string(levels, '[') + std::string(levels, ']');
}

}  // namespace proofsheet::test
