// Pictures as they may come from anywhere: bytes as they are, the same with checksums that fit, and rows with
// any filters and samples inside a sound PNG.
#include <libdeflate.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <vector>

#include "image/decode.h"
#include "image/picture_files.h"
#include "image/png_chunks.h"

using namespace proofsheet;
using namespace proofsheet::image;

namespace {

constexpr DecodeLimits kLimits{.longest_side = 512, .pixels = 1 << 16};

void require(bool holds) {
    if (!holds) std::abort();
}

/// Decodes whole and reduced; both have to agree with the header about the size and with each other about the
/// outcome.
void decode_both(std::span<const std::byte> file) {
    const auto info = read_info(file);
    const auto whole = decode(file, {}, kLimits);
    const auto reduced = decode_reduced(file, 16, {}, kLimits);
    require(whole.has_value() == reduced.has_value() || (info && info->format != PictureFormat::Png));
    if (whole) require(info && whole->size() == info->size);
    if (!whole) require(!whole.error().message.empty());
    if (reduced) require(reduced->size().longest() <= 16 && !reduced->empty());
}

std::vector<std::byte> with_fitting_checksums(std::span<const std::byte> file) {
    std::vector<std::byte> repaired(file.begin(), file.end());
    const auto split = split_png_chunks(file);
    if (!split) return repaired;
    for (const PngChunk& chunk : split->chunks) {
        const std::size_t checked = chunk.data.size() + 4;
        const std::uint32_t crc = libdeflate_crc32(0, file.data() + chunk.offset + 4, checked);
        for (std::size_t i = 0; i < 4; ++i) {
            repaired[chunk.offset + 4 + checked + i] = static_cast<std::byte>(crc >> (24 - 8 * i) & 0xFF);
        }
    }
    return repaired;
}

test::PngRecipe recipe_from(std::span<const std::uint8_t, 4> head) {
    constexpr int kinds[][2] = {{0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1},
                                {3, 2}, {3, 4}, {3, 8}, {4, 8}, {4, 16}, {6, 8}, {6, 16}};
    const auto& [colour, depth] = kinds[head[0] % 15];
    test::PngRecipe recipe;
    recipe.size = {1 + head[1] % 40, 1 + head[2] % 40};
    recipe.colour = colour;
    recipe.depth = depth;
    recipe.interlaced = (head[3] & 1) != 0;
    recipe.transparent = (head[3] & 2) != 0 && colour != 4 && colour != 6;
    recipe.palette_size = (head[3] & 4) != 0 && colour == 3 ? 1 : 0;
    return recipe;
}

/// The rest of the input is the rows, filled up with zeros to the size that the picture needs.
void decode_wrapped(std::span<const std::uint8_t> input) {
    if (input.size() < 4) return;
    const test::PngRecipe recipe = recipe_from(input.first<4>());
    std::vector<std::uint8_t> rows(test::filtered_bytes(recipe));
    const auto given = input.subspan(4).first(std::min(rows.size(), input.size() - 4));
    std::copy(given.begin(), given.end(), rows.begin());
    decode_both(test::png_around(recipe, rows));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
    decode_both(bytes);
    decode_both(with_fitting_checksums(bytes));
    decode_wrapped({data, size});
    return 0;
}
