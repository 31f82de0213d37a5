#pragma once

#include <cstddef>
#include <span>

#include "image/metadata_texts.h"

namespace proofsheet::image {

/// Gathers the texts of the EXIF segments (APP1) of a JPEG; segments are walked up to the picture data.
/// Layout: 0xFF, marker, uint16 big-endian length with itself, data. Source: ITU-T T.81, annex B;
/// EXIF 2.32, 4.7.
void read_jpeg_texts(std::span<const std::byte> file, MetadataTexts& texts);

/// Gathers the texts of the EXIF chunk of a WebP.
/// Layout: "RIFF", uint32 size, "WEBP", then chunks of 4 bytes name, uint32 little-endian size, data, padded
/// to an even size. Source: WebP container specification.
void read_webp_texts(std::span<const std::byte> file, MetadataTexts& texts);

}  // namespace proofsheet::image
