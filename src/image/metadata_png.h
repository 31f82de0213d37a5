#pragma once

#include <cstddef>
#include <span>

#include "image/metadata_texts.h"

namespace proofsheet::image {

/// Gathers the texts of a PNG by keyword, wherever they stand in the file.
/// tEXt: keyword, zero, Latin-1. zTXt: keyword, zero, method (0), zlib stream of Latin-1. iTXt: keyword,
/// zero, compressed (0 or 1), method (0), language, zero, translated keyword, zero, UTF-8 or a zlib stream of
/// it. eXIf: a TIFF block, see exif.h. A chunk whose CRC differs is read and noted. Source: PNG
/// Specification 1.2, 4.2.3; PNG extensions 1.5.0, eXIf.
void read_png_texts(std::span<const std::byte> file, MetadataTexts& texts);

}  // namespace proofsheet::image
