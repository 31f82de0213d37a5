#include "image/png_expand.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "image/decode_limits.h"

namespace proofsheet::image {
namespace {

/// Reads samples of one depth from a row, most significant bits first.
template <int kDepth>
struct Samples {
    static constexpr int kMax = (1 << kDepth) - 1;
    const std::uint8_t* row;

    int at(std::size_t i) const {
        if constexpr (kDepth == 16) {
            return row[2 * i] << 8 | row[2 * i + 1];
        } else {
            constexpr std::size_t kPerByte = 8 / kDepth;
            return row[i / kPerByte] >> (8 - kDepth - kDepth * static_cast<int>(i % kPerByte)) & kMax;
        }
    }
    /// To 8 bits, rounded to the nearest level.
    static std::uint8_t level(int sample) {
        return static_cast<std::uint8_t>((sample * 255 + kMax / 2) / kMax);
    }
};

/// The colour that tRNS names, out of range where there is none.
std::array<int, 3> key_of(const PngPicture& png) {
    if (!png.transparent) return {-1, -1, -1};
    return {(*png.transparent)[0], (*png.transparent)[1], (*png.transparent)[2]};
}

template <int kDepth>
void expand_grey(const PngPicture& png, Samples<kDepth> samples, std::size_t width, std::uint8_t* rgba) {
    const int key = key_of(png)[0];
    for (std::size_t x = 0; x < width; ++x, rgba += 4) {
        const int grey = samples.at(x);
        rgba[0] = rgba[1] = rgba[2] = samples.level(grey);
        rgba[3] = grey == key ? 0 : 255;
    }
}

template <int kDepth>
void expand_grey_alpha(Samples<kDepth> samples, std::size_t width, std::uint8_t* rgba) {
    for (std::size_t x = 0; x < width; ++x, rgba += 4) {
        rgba[0] = rgba[1] = rgba[2] = samples.level(samples.at(2 * x));
        rgba[3] = samples.level(samples.at(2 * x + 1));
    }
}

template <int kDepth>
void expand_rgb(const PngPicture& png, Samples<kDepth> samples, std::size_t width, std::uint8_t* rgba) {
    const std::array<int, 3> key = key_of(png);
    for (std::size_t x = 0; x < width; ++x, rgba += 4) {
        const std::array<int, 3> colour{samples.at(3 * x), samples.at(3 * x + 1), samples.at(3 * x + 2)};
        for (std::size_t c = 0; c < 3; ++c) rgba[c] = samples.level(colour[c]);
        rgba[3] = colour == key ? 0 : 255;
    }
}

template <int kDepth>
void expand_rgba(Samples<kDepth> samples, std::size_t width, std::uint8_t* rgba) {
    for (std::size_t i = 0; i < 4 * width; ++i) rgba[i] = samples.level(samples.at(i));
}

template <int kDepth>
Status expand_palette(const PngPicture& png, Samples<kDepth> samples, std::size_t width, int y,
                      std::uint8_t* rgba) {
    int largest = 0;
    for (std::size_t x = 0; x < width; ++x, rgba += 4) {
        const int index = samples.at(x);
        largest = std::max(largest, index);
        std::memcpy(rgba, png.palette[static_cast<std::size_t>(index)].data(), 4);
    }
    if (largest < png.palette_size) return {};
    return damaged(fmt::format("Row {} of the PNG uses colour {} of a palette that has {}.", y, largest,
                               png.palette_size));
}

template <int kDepth>
Status expand(const PngPicture& png, const std::uint8_t* row, int width, int y, std::uint8_t* rgba) {
    const Samples<kDepth> samples{row};
    const auto count = static_cast<std::size_t>(width);
    switch (png.header.colour) {
        case PngColour::Grey:
            expand_grey(png, samples, count, rgba);
            break;
        case PngColour::GreyAlpha:
            expand_grey_alpha(samples, count, rgba);
            break;
        case PngColour::Rgb:
            expand_rgb(png, samples, count, rgba);
            break;
        case PngColour::Rgba:
            expand_rgba(samples, count, rgba);
            break;
        case PngColour::Palette:
            if constexpr (kDepth <= 8) return expand_palette(png, samples, count, y, rgba);
    }
    return {};
}

}  // namespace

Status expand_row(const PngPicture& png, const std::uint8_t* samples, int width, int y, std::uint8_t* rgba) {
    switch (png.header.bit_depth) {
        case 1:
            return expand<1>(png, samples, width, y, rgba);
        case 2:
            return expand<2>(png, samples, width, y, rgba);
        case 4:
            return expand<4>(png, samples, width, y, rgba);
        case 16:
            return expand<16>(png, samples, width, y, rgba);
        default:
            return expand<8>(png, samples, width, y, rgba);
    }
}

void apply_colour_key(const PngPicture& png, std::span<std::uint8_t> rgba) {
    const std::array<int, 3> key = key_of(png);
    for (std::size_t i = 0; i + 3 < rgba.size(); i += 4) {
        if (rgba[i] == key[0] && rgba[i + 1] == key[1] && rgba[i + 2] == key[2]) rgba[i + 3] = 0;
    }
}

}  // namespace proofsheet::image
