#pragma once

#include <filesystem>
#include <stop_token>

#include "core/result.h"
#include "core/size.h"
#include "image/pixels.h"
#include "sheet/sheet.h"

namespace proofsheet::sheet {

/// The largest size with this aspect that fits into `cell`; `size` itself when it is smaller.
SizePx fit_inside(SizePx size, SizePx cell);

/// Reads and decodes a picture, reduced in linear light to fit into `cell`. Any thread. Errors: as reading
/// and decoding.
Result<image::Pixels> load_cell_picture(const std::filesystem::path& path, SizePx cell,
                                        const std::stop_token& stop);

/// Where a sample lies on the disk.
std::filesystem::path path_of(const grid::Catalog& catalog, grid::SampleId sample);

/// The shape of the first picture of the view that can be read, its longest side `layout.cell_side`; a square
/// when none can. Never longer than four times its width, or wider than four times its height.
SizePx choose_cell_size(const SheetRequest& request);

}  // namespace proofsheet::sheet
