#include "image/picture_files.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include <jpeglib.h>
#include <libdeflate.h>
#include <webp/encode.h>

namespace proofsheet::test {
namespace {

void append(Bytes& bytes, std::span<const std::byte> more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
}

void append_uint32(Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::byte>(value >> shift & 0xFF));
}

int samples_of(int colour) {
    return colour == 2 ? 3 : colour == 4 ? 2 : colour == 6 ? 4 : 1;
}

int palette_size(const PngRecipe& recipe) {
    return recipe.palette_size != 0 ? recipe.palette_size : 1 << recipe.depth;
}

int paeth(int left, int up, int corner) {
    const int estimate = left + up - corner;
    const int from_left = std::abs(estimate - left);
    const int from_up = std::abs(estimate - up);
    const int from_corner = std::abs(estimate - corner);
    if (from_left <= from_up && from_left <= from_corner) return left;
    return from_up <= from_corner ? up : corner;
}

int predict(int filter, int left, int up, int corner) {
    switch (filter) {
        case 1:
            return left;
        case 2:
            return up;
        case 3:
            return (left + up) / 2;
        case 4:
            return paeth(left, up, corner);
        default:
            return 0;
    }
}

/// Filters rows and appends them with their filter bytes.
void append_filtered(const PngRecipe& recipe, const std::vector<std::vector<std::uint8_t>>& rows,
                     std::vector<std::uint8_t>& out) {
    const std::size_t step =
        std::max<std::size_t>(1, static_cast<std::size_t>(samples_of(recipe.colour)) * recipe.depth / 8);
    std::vector<std::uint8_t> above(rows.empty() ? 0 : rows[0].size());
    for (std::size_t y = 0; y < rows.size(); ++y) {
        const int filter = recipe.filters == Filters::InTurn ? static_cast<int>((y + recipe.seed) % 5)
                                                             : static_cast<int>(recipe.filters);
        out.push_back(static_cast<std::uint8_t>(filter));
        for (std::size_t i = 0; i < rows[y].size(); ++i) {
            const int left = i >= step ? rows[y][i - step] : 0;
            const int corner = i >= step ? above[i - step] : 0;
            out.push_back(static_cast<std::uint8_t>(rows[y][i] - predict(filter, left, above[i], corner)));
        }
        above = rows[y];
    }
}

/// The samples of a picture, each in its own number, [height][width * samples].
using Samples = std::vector<std::vector<std::uint16_t>>;

Samples make_samples(const PngRecipe& recipe) {
    Noise noise(recipe.seed);
    const std::uint32_t values =
        recipe.colour == 3 ? static_cast<std::uint32_t>(palette_size(recipe)) : 1u << recipe.depth;
    Samples samples(static_cast<std::size_t>(recipe.size.height));
    for (std::size_t y = 0; y < samples.size(); ++y) {
        for (int i = 0; i < recipe.size.width * samples_of(recipe.colour); ++i) {
            samples[y].push_back(static_cast<std::uint16_t>(noise.next() % values));
        }
    }
    return samples;
}

/// Every `step_x`-th pixel of every `step_y`-th row, packed as the file packs them.
std::vector<std::vector<std::uint8_t>> packed_rows(const PngRecipe& recipe, const Samples& samples,
                                                   int first_x, int first_y, int step_x, int step_y) {
    const int count = samples_of(recipe.colour);
    std::vector<std::vector<std::uint8_t>> rows;
    for (int y = first_y; y < recipe.size.height; y += step_y) {
        std::vector<std::uint8_t> row;
        int bits = 0;
        unsigned pending = 0;
        for (int x = first_x; x < recipe.size.width; x += step_x) {
            for (int c = 0; c < count; ++c) {
                pending = pending << recipe.depth | samples[y][x * count + c];
                for (bits += recipe.depth; bits >= 8; bits -= 8) {
                    row.push_back(static_cast<std::uint8_t>(pending >> (bits - 8)));
                }
            }
        }
        if (bits > 0) row.push_back(static_cast<std::uint8_t>(pending << (8 - bits)));
        if (!row.empty()) rows.push_back(std::move(row));
    }
    return rows;
}

/// The rows of the picture, pass by pass, with their filter bytes.
std::vector<std::uint8_t> filtered_rows(const PngRecipe& recipe) {
    constexpr int kPasses[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                   {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
    const Samples samples = make_samples(recipe);
    std::vector<std::uint8_t> filtered;
    if (!recipe.interlaced) {
        append_filtered(recipe, packed_rows(recipe, samples, 0, 0, 1, 1), filtered);
        return filtered;
    }
    for (const auto& pass : kPasses) {
        append_filtered(recipe, packed_rows(recipe, samples, pass[0], pass[1], pass[2], pass[3]), filtered);
    }
    return filtered;
}

Bytes header_of(const PngRecipe& recipe) {
    Bytes data;
    append_uint32(data, static_cast<std::uint32_t>(recipe.size.width));
    append_uint32(data, static_cast<std::uint32_t>(recipe.size.height));
    for (const int field : {recipe.depth, recipe.colour, 0, 0, recipe.interlaced ? 1 : 0}) {
        data.push_back(static_cast<std::byte>(field));
    }
    return data;
}

Bytes palette_of(const PngRecipe& recipe) {
    Noise noise(recipe.seed + 77);
    Bytes data;
    for (int i = 0; i < 3 * palette_size(recipe); ++i) data.push_back(std::byte{noise.byte()});
    return data;
}

/// Names the first sample of the picture as transparent, or gives half of the palette an alpha.
Bytes transparency_of(const PngRecipe& recipe) {
    Bytes data;
    if (recipe.colour == 3) {
        Noise noise(recipe.seed + 99);
        for (int i = 0; i < (palette_size(recipe) + 1) / 2; ++i) data.push_back(std::byte{noise.byte()});
        return data;
    }
    const std::vector<std::uint16_t> first = make_samples(recipe).at(0);
    for (int c = 0; c < samples_of(recipe.colour); ++c) {
        data.push_back(static_cast<std::byte>(first[c] >> 8));
        data.push_back(static_cast<std::byte>(first[c] & 0xFF));
    }
    return data;
}

void write_orientation(jpeg_compress_struct& info, int orientation) {
    const std::uint8_t exif[] = {
        'E', 'x', 'i', 'f', 0,    0, 'M', 'M', 0, 42, 0, 0, 0,
        8,   0,   1,   1,   0x12, 0, 3,   0,   0, 0,  1, 0, static_cast<std::uint8_t>(orientation),
        0,   0,   0,   0,   0,    0};
    jpeg_write_marker(&info, JPEG_APP0 + 1, exif, sizeof exif);
}

std::vector<jpeg_scan_info> scan_for_each_coefficient() {
    std::vector<jpeg_scan_info> scans{{3, {0, 1, 2, 0}, 0, 0, 0, 0}};
    for (int component = 0; component < 3; ++component) {
        for (int k = 1; k < 64; ++k) scans.push_back({1, {component, 0, 0, 0}, k, k, 0, 0});
    }
    return scans;
}

}  // namespace

image::Pixels test_picture(SizePx size, std::uint32_t seed) {
    Noise noise(seed);
    image::Pixels picture(size);
    for (int y = 0; y < size.height; ++y) {
        for (int x = 0; x < size.width; ++x) {
            std::uint8_t* pixel = picture.row(y) + 4 * x;
            pixel[0] = static_cast<std::uint8_t>(x * 255 / std::max(1, size.width - 1));
            pixel[1] = static_cast<std::uint8_t>(y * 255 / std::max(1, size.height - 1));
            pixel[2] = noise.byte();
            pixel[3] = seed % 2 == 0 ? std::uint8_t{255} : noise.byte();
        }
    }
    return picture;
}

bool same(const image::Pixels& left, const image::Pixels& right) {
    return left.size() == right.size() && std::ranges::equal(left.bytes(), right.bytes());
}

int largest_difference(const image::Pixels& left, const image::Pixels& right) {
    if (left.size() != right.size()) return 1000;
    int largest = 0;
    for (std::size_t i = 0; i < left.bytes().size(); ++i)
        largest = std::max(largest, std::abs(left.bytes()[i] - right.bytes()[i]));
    return largest;
}

Bytes bytes_of(std::string_view text) {
    const auto* data = reinterpret_cast<const std::byte*>(text.data());
    return {data, data + text.size()};
}

Bytes png_chunk(std::string_view type, std::span<const std::byte> data) {
    Bytes body = bytes_of(type);
    append(body, data);
    Bytes chunk;
    append_uint32(chunk, static_cast<std::uint32_t>(data.size()));
    append(chunk, body);
    append_uint32(chunk, libdeflate_crc32(0, body.data(), body.size()));
    return chunk;
}

Bytes zlib_of(std::span<const std::uint8_t> data) {
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(6), &libdeflate_free_compressor);
    Bytes out(libdeflate_zlib_compress_bound(compressor.get(), data.size()));
    out.resize(libdeflate_zlib_compress(compressor.get(), data.data(), data.size(), out.data(), out.size()));
    return out;
}

Bytes png_around(const PngRecipe& recipe, std::span<const std::uint8_t> filtered) {
    Bytes file = bytes_of("\x89PNG\r\n\x1A\n");
    append(file, png_chunk("IHDR", header_of(recipe)));
    if (recipe.colour == 3) append(file, png_chunk("PLTE", palette_of(recipe)));
    if (recipe.transparent) append(file, png_chunk("tRNS", transparency_of(recipe)));
    const Bytes data = zlib_of(filtered);
    const std::size_t piece = recipe.data_chunk != 0 ? recipe.data_chunk : data.size();
    for (std::size_t at = 0; at < data.size(); at += piece) {
        append(file, png_chunk("IDAT", std::span(data).subspan(at, std::min(piece, data.size() - at))));
    }
    append(file, png_chunk("IEND", {}));
    return file;
}

std::size_t filtered_bytes(const PngRecipe& recipe) {
    return filtered_rows(recipe).size();
}

Bytes make_png(const PngRecipe& recipe) {
    return png_around(recipe, filtered_rows(recipe));
}

Bytes make_jpeg(const image::Pixels& picture, int quality, int orientation, JpegKind kind) {
    jpeg_error_mgr errors;
    jpeg_compress_struct info{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* buffer = nullptr;
    unsigned long length = 0;
    jpeg_mem_dest(&info, &buffer, &length);
    info.image_width = static_cast<JDIMENSION>(picture.size().width);
    info.image_height = static_cast<JDIMENSION>(picture.size().height);
    info.input_components = 4;
    info.in_color_space = kind == JpegKind::Cmyk ? JCS_CMYK : JCS_EXT_RGBX;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    for (int c = 0; c < info.num_components; ++c)
        info.comp_info[c].h_samp_factor = info.comp_info[c].v_samp_factor = 1;
    if (kind == JpegKind::Progressive) jpeg_simple_progression(&info);
    const std::vector<jpeg_scan_info> scans = scan_for_each_coefficient();
    if (kind == JpegKind::ManyScans) {
        info.scan_info = scans.data();
        info.num_scans = static_cast<int>(scans.size());
    }
    jpeg_start_compress(&info, TRUE);
    if (orientation != 0) write_orientation(info, orientation);
    while (info.next_scanline < info.image_height) {
        auto* row = const_cast<std::uint8_t*>(picture.row(static_cast<int>(info.next_scanline)));
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    const auto* data = reinterpret_cast<const std::byte*>(buffer);
    Bytes file(data, data + length);
    std::free(buffer);
    return file;
}

Bytes make_webp(const image::Pixels& picture) {
    std::uint8_t* buffer = nullptr;
    const std::size_t length =
        WebPEncodeLosslessRGBA(picture.bytes().data(), picture.size().width, picture.size().height,
                               picture.size().width * 4, &buffer);
    const auto* data = reinterpret_cast<const std::byte*>(buffer);
    Bytes file(data, data + length);
    WebPFree(buffer);
    return file;
}

}  // namespace proofsheet::test
