#include "sheet/cell_picture.h"

#include <algorithm>
#include <new>

#include "core/file_bytes.h"
#include "image/decode.h"
#include "image/reduce.h"

namespace proofsheet::sheet {
namespace {

/// The first bytes of a picture; large enough for the EXIF block and colour profile before a JPEG's size.
constexpr std::size_t kHeadBytes = 1 << 20;
constexpr std::size_t kPicturesTried = 32;
constexpr int kMostAspect = 4;

bool fits(SizePx size, SizePx cell) {
    return size.width <= cell.width && size.height <= cell.height;
}

/// `longest_side` for a picture of this size.
int longest_side_inside(SizePx size, SizePx cell) {
    int longest = std::min(size.longest(), cell.longest());
    const std::int64_t by_width = std::int64_t{size.longest()} * cell.width / std::max(1, size.width);
    const std::int64_t by_height = std::int64_t{size.longest()} * cell.height / std::max(1, size.height);
    longest = static_cast<int>(std::min<std::int64_t>({longest, by_width + 1, by_height + 1}));
    while (longest > 1 && !fits(image::fit_longest_side(size, longest), cell)) --longest;
    return std::max(1, longest);
}

}  // namespace

SizePx fit_inside(SizePx size, SizePx cell) {
    return fits(size, cell) ? size : image::fit_longest_side(size, longest_side_inside(size, cell));
}

Result<image::Pixels> load_cell_picture(const std::filesystem::path& path, SizePx cell,
                                        const std::stop_token& stop) {
    try {
        const auto bytes = read_file(path, image::kLargestPictureFile);
        if (!bytes) return bytes.error();
        const auto info = image::read_info(*bytes);
        if (!info) return info.error();
        return image::decode_reduced(*bytes, fit_inside(info->size, cell).longest(), stop);
    } catch (const std::bad_alloc&) {
        return Error{ErrorKind::Unsupported, "There is not enough memory for " + display_path(path)};
    }
}

std::filesystem::path path_of(const grid::Catalog& catalog, grid::SampleId sample) {
    return std::filesystem::path(catalog.root) / catalog.sample(sample).path;
}

SizePx choose_cell_size(const SheetRequest& request) {
    const int side = request.layout.cell_side;
    const std::size_t tried = std::min(kPicturesTried, request.view.samples.size());
    for (std::size_t i = 0; i < tried; ++i) {
        const auto head = read_file_head(path_of(*request.catalog, request.view.samples[i]), kHeadBytes);
        if (!head) continue;
        const auto info = image::read_info(*head);
        if (!info) continue;
        const std::int64_t longest = info->size.longest();
        const auto scaled = [&](int length) {
            const auto exact = static_cast<int>((2 * std::int64_t{length} * side + longest) / (2 * longest));
            return std::max(exact, side / kMostAspect);
        };
        return {scaled(info->size.width), scaled(info->size.height)};
    }
    return {side, side};
}

}  // namespace proofsheet::sheet
