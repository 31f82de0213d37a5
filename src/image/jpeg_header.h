#pragma once

#include <cstddef>
#include <span>

#include "core/result.h"
#include "core/size.h"

namespace proofsheet::image {

/// What is read of a JPEG before it is decoded.
struct JpegHeader {
    SizePx stored;        ///< as in the file
    int orientation = 1;  ///< EXIF 1-8: which corner the first row and column show
    SizePx shown() const { return orientation >= 5 ? SizePx{stored.height, stored.width} : stored; }
};

/// Walks the segments up to the frame header (SOF). Layout: 0xFF, marker, uint16 big-endian length with
/// itself, data. A damaged EXIF segment counts as orientation 1. Errors: InvalidInput when no frame header
/// comes or it says 0 x 0. Source: ITU-T T.81, annex B.
Result<JpegHeader> read_jpeg_header(std::span<const std::byte> file);

/// Orientation of an APP1 segment ("Exif\0\0", then TIFF), 1 when there is none. Source: EXIF 2.32, 4.6.4,
/// tag 0x0112.
int exif_orientation(std::span<const std::byte> segment);

}  // namespace proofsheet::image
