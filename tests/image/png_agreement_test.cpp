// Our PNG reader against two others, libspng and stb_image, on files that exercise every layout and filter.
#include <doctest/doctest.h>
#include <spng.h>
#include <stb_image.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "image/decode.h"
#include "image/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;
using test::Bytes;
using test::Filters;
using test::PngRecipe;

namespace {

using Rgba8 = std::vector<std::uint8_t>;

std::optional<Rgba8> decode_with_stb(const Bytes& file) {
    int width = 0;
    int height = 0;
    int samples = 0;
    const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
        stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(file.data()), static_cast<int>(file.size()),
                              &width, &height, &samples, 4),
        &stbi_image_free);
    if (!pixels) return std::nullopt;
    return Rgba8(pixels.get(), pixels.get() + std::size_t{4} * width * height);
}

std::optional<Rgba8> decode_with_spng(const Bytes& file) {
    const std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> context(spng_ctx_new(0), &spng_ctx_free);
    std::size_t bytes = 0;
    spng_set_png_buffer(context.get(), file.data(), file.size());
    if (spng_decoded_image_size(context.get(), SPNG_FMT_RGBA8, &bytes) != SPNG_OK) return std::nullopt;
    Rgba8 pixels(bytes);
    if (spng_decode_image(context.get(), pixels.data(), bytes, SPNG_FMT_RGBA8, SPNG_DECODE_TRNS) != SPNG_OK)
        return std::nullopt;
    return pixels;
}

int largest_difference(std::span<const std::uint8_t> ours, const std::optional<Rgba8>& theirs) {
    if (!theirs || ours.size() != theirs->size()) return 1000;
    int largest = 0;
    for (std::size_t i = 0; i < ours.size(); ++i)
        largest = std::max(largest, std::abs(ours[i] - (*theirs)[i]));
    return largest;
}

/// We round 16-bit samples to the nearest of 256 levels, the others cut off the low byte.
int allowed_difference(const PngRecipe& recipe) {
    return recipe.depth == 16 ? 1 : 0;
}

void check_agreement(const PngRecipe& recipe) {
    CAPTURE(recipe.colour);
    CAPTURE(recipe.depth);
    CAPTURE(recipe.size.width);
    CAPTURE(recipe.size.height);
    CAPTURE(recipe.interlaced);
    CAPTURE(recipe.transparent);
    CAPTURE(static_cast<int>(recipe.filters));
    const Bytes file = test::make_png(recipe);
    const auto ours = decode(file);
    REQUIRE(ours);
    CHECK(ours->size() == recipe.size);
    CHECK(largest_difference(ours->bytes(), decode_with_spng(file)) <= allowed_difference(recipe));
    CHECK(largest_difference(ours->bytes(), decode_with_stb(file)) <= allowed_difference(recipe));
}

struct Kind {
    int colour;
    int depth;
};

constexpr Kind kKinds[] = {{0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1},
                           {3, 2}, {3, 4}, {3, 8}, {4, 8}, {4, 16}, {6, 8}, {6, 16}};

bool can_be_transparent(Kind kind) {
    return kind.colour == 0 || kind.colour == 2 || kind.colour == 3;
}

}  // namespace

TEST_CASE("every colour type, depth, layout and size decodes as two other readers decode it") {
    constexpr SizePx sizes[] = {{1, 1}, {1, 19}, {19, 1}, {3, 5}, {17, 33}, {8, 8}, {64, 21}};
    for (const Kind kind : kKinds) {
        for (const SizePx size : sizes) {
            for (const bool interlaced : {false, true}) {
                check_agreement(
                    {.size = size, .colour = kind.colour, .depth = kind.depth, .interlaced = interlaced});
                if (!can_be_transparent(kind)) continue;
                check_agreement({.size = size,
                                 .colour = kind.colour,
                                 .depth = kind.depth,
                                 .interlaced = interlaced,
                                 .transparent = true});
            }
        }
    }
}

TEST_CASE("every filter of every colour type decodes as two other readers decode it") {
    for (const Kind kind : kKinds) {
        for (const Filters filters :
             {Filters::None, Filters::Sub, Filters::Up, Filters::Average, Filters::Paeth}) {
            check_agreement({.size = {37, 29},
                             .colour = kind.colour,
                             .depth = kind.depth,
                             .filters = filters,
                             .seed = 5});
        }
    }
}

TEST_CASE("a 16-bit sample becomes the nearest of 256 levels") {
    const PngRecipe recipe{.size = {256, 257}, .colour = 0, .depth = 16};
    std::vector<std::uint8_t> filtered;
    for (int y = 0; y < 257; ++y) {
        filtered.push_back(0);
        for (int x = 0; x < 256; ++x) {
            const int sample = std::min(65535, y * 256 + x);
            filtered.push_back(static_cast<std::uint8_t>(sample >> 8));
            filtered.push_back(static_cast<std::uint8_t>(sample & 0xFF));
        }
    }
    const auto picture = decode(test::png_around(recipe, filtered));
    REQUIRE(picture);
    bool all_nearest = true;
    for (int sample = 0; sample < 65536; ++sample) {
        const int level = picture->row(sample / 256)[4 * (sample % 256)];
        all_nearest = all_nearest && std::abs(sample - level * 257) <= 128;
    }
    CHECK(all_nearest);
}

TEST_CASE("picture data may come in any number of chunks") {
    for (const std::size_t piece : {1u, 7u, 1000u}) {
        check_agreement({.size = {40, 30}, .colour = 6, .depth = 8, .data_chunk = piece});
    }
}
