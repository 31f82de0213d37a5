#pragma once

#include <cstddef>
#include <span>

#include "image/metadata_texts.h"

namespace proofsheet::image {

/// Gathers the texts of an EXIF block by the names of their tags: "UserComment", "ImageDescription", "Make",
/// "Model", "DocumentName", "Software", "MakerNote" (when it is text).
/// Layout: TIFF header "II" or "MM" (byte order), uint16 42, uint32 offset of the first directory; a
/// directory is uint16 count and entries of uint16 tag, uint16 type, uint32 count, 4 bytes of value or its
/// offset. A "Exif\0\0" in front is skipped. Offsets that lead out of the block are noted. A UserComment
/// begins with 8 bytes that name its encoding; without a known name it is taken as UTF-8. Source:
/// EXIF 2.32, 4.6.2, 4.6.5; TIFF 6.0, section 2.
void read_exif_texts(std::span<const std::byte> block, MetadataTexts& texts);

}  // namespace proofsheet::image
