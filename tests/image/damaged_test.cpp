#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "image/decode.h"
#include "image/encode.h"
#include "image/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;
using test::Bytes;
using test::make_jpeg;
using test::make_png;
using test::make_webp;
using test::PngRecipe;
using test::test_picture;

namespace {

/// The sentence of the refusal; the test fails when the file is not refused as damaged.
std::string why_damaged(const Bytes& file) {
    const auto picture = decode(file);
    REQUIRE_FALSE(picture);
    CHECK(picture.error().kind == ErrorKind::InvalidInput);
    return picture.error().message;
}

bool says(const std::string& message, std::string_view part) {
    INFO(message);
    return message.find(part) != std::string::npos;
}

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes file;
    for (const Bytes& part : parts) file.insert(file.end(), part.begin(), part.end());
    return file;
}

void put_uint32(Bytes& file, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) file[at + i] = static_cast<std::byte>(value >> (24 - 8 * i) & 0xFF);
}

/// Replaces IHDR with one of the given fields and a CRC that fits.
Bytes with_header(Bytes file, std::uint32_t width, std::uint32_t height, int depth = 8, int colour = 2,
                  int interlace = 0) {
    Bytes data(13);
    put_uint32(data, 0, width);
    put_uint32(data, 4, height);
    data[8] = static_cast<std::byte>(depth);
    data[9] = static_cast<std::byte>(colour);
    data[12] = static_cast<std::byte>(interlace);
    std::ranges::copy(test::png_chunk("IHDR", data), file.begin() + 8);
    return file;
}

/// A PNG with this one IDAT.
Bytes png_with_data(const PngRecipe& recipe, const Bytes& data) {
    Bytes file = make_png(recipe);
    file.resize(33);
    return joined({file, test::png_chunk("IDAT", data), test::png_chunk("IEND", {})});
}

std::size_t find(const Bytes& file, std::string_view text) {
    const Bytes wanted = test::bytes_of(text);
    return static_cast<std::size_t>(std::search(file.begin(), file.end(), wanted.begin(), wanted.end()) -
                                    file.begin());
}

/// A baseline JPEG cut in its frame header to say another size.
Bytes with_frame_size(Bytes file, int width, int height) {
    const std::size_t at = find(file, "\xFF\xC0");
    file[at + 5] = static_cast<std::byte>(height >> 8);
    file[at + 6] = static_cast<std::byte>(height & 0xFF);
    file[at + 7] = static_cast<std::byte>(width >> 8);
    file[at + 8] = static_cast<std::byte>(width & 0xFF);
    return file;
}

void check_every_cut(const Bytes& file) {
    for (std::size_t length = 0; length < file.size(); ++length) {
        CAPTURE(length);
        const auto picture = decode(std::span(file).first(length));
        REQUIRE_FALSE(picture);
        const bool named =
            picture.error().kind == ErrorKind::InvalidInput || picture.error().kind == ErrorKind::Unsupported;
        CHECK(named);
        CHECK_FALSE(picture.error().message.empty());
    }
}

}  // namespace

TEST_CASE("a file cut anywhere is refused with a sentence") {
    check_every_cut(make_png({.size = {19, 11}, .colour = 3, .transparent = true, .data_chunk = 50}));
    check_every_cut(make_png({.size = {9, 9}, .colour = 6, .interlaced = true}));
    check_every_cut(make_jpeg(test_picture({24, 16}, 2), 80, 6));
    check_every_cut(make_webp(test_picture({24, 16}, 3)));
}

TEST_CASE("a cut file says that it is cut short") {
    for (Bytes file : {make_png({.size = {64, 64}}), make_jpeg(test_picture({64, 64}, 2), 80),
                       make_webp(test_picture({64, 64}, 2))}) {
        file.resize(file.size() * 3 / 4);
        CHECK(says(why_damaged(file), "cut short"));
    }
}

TEST_CASE("any changed byte is refused or decodes, and never does anything else") {
    for (const Bytes& file :
         {make_png({.size = {13, 9}, .colour = 3, .depth = 4, .transparent = true}),
          make_png({.size = {12, 12}, .colour = 2, .depth = 16, .interlaced = true}),
          make_jpeg(test_picture({24, 16}, 2), 80, 6), make_webp(test_picture({24, 16}, 3))}) {
        for (std::size_t at = 0; at < file.size(); ++at) {
            for (const int value : {0x00, 0x01, 0x7F, 0xFF}) {
                Bytes changed = file;
                changed[at] = static_cast<std::byte>(value);
                const auto picture = decode(changed, {}, {.longest_side = 4096, .pixels = 1 << 20});
                if (picture) CHECK_FALSE(picture->empty());
                if (!picture) CHECK_FALSE(picture.error().message.empty());
            }
        }
    }
}

TEST_CASE("the name of a file does not matter, its first bytes do") {
    Bytes file = make_jpeg(test_picture({8, 8}, 2), 80);
    CHECK(read_info(file)->format == PictureFormat::Jpeg);
    std::ranges::copy(test::bytes_of("\x89PNG\r\n\x1A\n"), file.begin());
    CHECK(says(why_damaged(file), "IHDR"));
}

TEST_CASE("a picture of 0 x 0 pixels is refused") {
    CHECK(says(why_damaged(with_header(make_png({}), 0, 0)), "0 x 0"));
    CHECK(says(why_damaged(with_header(make_png({}), 16, 0)), "16 x 0"));
    CHECK(says(why_damaged(with_frame_size(make_jpeg(test_picture({8, 8}, 2), 80), 0, 8)), "0 x 8"));
    CHECK(read_info(with_header(make_png({}), 0, 0)).error().kind == ErrorKind::InvalidInput);
}

TEST_CASE("a picture past the limits is refused before anything is reserved") {
    const auto huge = decode(with_header(make_png({}), 30000, 30000));
    CHECK(huge.error().kind == ErrorKind::Unsupported);
    CHECK(says(huge.error().message, "30000 x 30000"));
    CHECK(decode(with_header(make_png({}), 40000, 1)).error().kind == ErrorKind::Unsupported);
    CHECK(decode(with_frame_size(make_jpeg(test_picture({8, 8}, 2), 80), 30000, 30000)).error().kind ==
          ErrorKind::Unsupported);
    const DecodeLimits small{.longest_side = 100, .pixels = 1000};
    CHECK(decode(make_webp(test_picture({40, 40}, 2)), {}, small).error().kind == ErrorKind::Unsupported);
    CHECK(decode(make_webp(test_picture({40, 25}, 2)), {}, small));
}

TEST_CASE("data that cannot fill the picture is refused before anything is reserved") {
    CHECK(says(why_damaged(with_header(make_png({}), 14000, 14000)), "cannot hold"));
    CHECK(says(why_damaged(with_frame_size(make_jpeg(test_picture({8, 8}, 2), 80), 14000, 14000)),
               "cannot hold"));
}

TEST_CASE("a JPEG with more scans than any program writes is refused") {
    CHECK(says(why_damaged(make_jpeg(test_picture({8, 8}, 2), 80, 0, test::JpegKind::ManyScans)), "scans"));
}

TEST_CASE("a PNG header that does not exist is named") {
    CHECK(says(why_damaged(with_header(make_png({}), 16, 16, 3, 2)), "colour type 2 with 3 bits"));
    CHECK(says(why_damaged(with_header(make_png({}), 16, 16, 8, 5)), "colour type 5"));
    CHECK(says(why_damaged(with_header(make_png({}), 16, 16, 8, 2, 2)), "interlace 2"));
    CHECK(says(why_damaged(with_header(make_png({}), 0x80000000, 16)), "2147483648"));
}

TEST_CASE("a wrong checksum names the chunk") {
    Bytes file = make_png({});
    file[find(file, "IDAT") + 10] ^= std::byte{1};
    CHECK(says(why_damaged(file), "checksum of the PNG chunk 'IDAT'"));
    file = make_png({});
    file[20] ^= std::byte{1};
    CHECK(says(why_damaged(file), "'IHDR'"));
}

TEST_CASE("a wrong checksum in a chunk that decoding does not need does not matter") {
    const auto good = encode_png(test_picture({4, 4}, 2), {{"prompt", "a cat"}});
    REQUIRE(good);
    Bytes file = *good;
    file[find(file, "a cat")] = std::byte{'b'};
    CHECK(decode(file));
}

TEST_CASE("a filter type that does not exist names its row, in every kind of PNG") {
    for (const int colour : {0, 2}) {
        for (const bool interlaced : {false, true}) {
            const PngRecipe recipe{.size = {1, 24}, .colour = colour, .interlaced = interlaced};
            std::vector<std::uint8_t> filtered(24u * (colour == 2 ? 4 : 2));
            filtered[filtered.size() - (colour == 2 ? 4 : 2)] = 9;
            const std::string why = why_damaged(test::png_around(recipe, filtered));
            CHECK(says(why, "Row 23 "));
            CHECK(says(why, "filter type 9"));
        }
    }
}

TEST_CASE("a colour past the palette names its row") {
    for (const bool interlaced : {false, true}) {
        const PngRecipe recipe{
            .size = {1, 3}, .colour = 3, .depth = 4, .interlaced = interlaced, .palette_size = 5};
        const std::vector<std::uint8_t> filtered{0, 0x40, 0, 0x00, 0, 0x50};
        CHECK(says(why_damaged(test::png_around(recipe, filtered)), "colour 5 of a palette that has 5"));
    }
}

TEST_CASE("a palette that is missing, too long or broken is named") {
    Bytes file = make_png({.size = {4, 4}, .colour = 3});
    const std::size_t palette = find(file, "PLTE") - 4;
    Bytes without = file;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(palette),
                  without.begin() + static_cast<std::ptrdiff_t>(palette + 12 + 768));
    CHECK(says(why_damaged(without), "no palette"));
    const auto with_palette = [&](std::size_t bytes) {
        const Bytes head(file.begin(), file.begin() + 33);
        const Bytes rest(without.begin() + 33, without.end());
        return joined({head, test::png_chunk("PLTE", Bytes(bytes)), rest});
    };
    CHECK(says(why_damaged(with_palette(769)), "769 bytes"));
    CHECK(says(why_damaged(with_palette(257 * 3)), "771 bytes"));
    CHECK(says(why_damaged(with_palette(0)), "0 bytes"));
}

TEST_CASE("picture data of the wrong size says so") {
    const PngRecipe recipe{.size = {4, 4}};
    const std::vector<std::uint8_t> rows(4 * 13);
    CHECK(decode(png_with_data(recipe, test::zlib_of(rows))));
    CHECK(says(why_damaged(png_with_data(recipe, test::zlib_of(std::span(rows).first(51)))),
               "less than its 4 x 4"));
    CHECK(says(why_damaged(png_with_data(recipe, test::zlib_of(std::vector<std::uint8_t>(53)))),
               "more than its 4 x 4"));
    const Bytes trailing = joined({test::zlib_of(rows), Bytes(7)});
    CHECK(says(why_damaged(png_with_data(recipe, trailing)), "7 bytes after its end"));
    CHECK(
        says(why_damaged(png_with_data(recipe, test::bytes_of("not a zlib stream"))), "cannot be inflated"));
    CHECK(says(why_damaged(png_with_data(recipe, {})), "no picture data"));
}

TEST_CASE("an unknown chunk that the PNG says it needs is refused") {
    Bytes file = make_png({});
    const Bytes tail(file.begin() + 33, file.end());
    file.resize(33);
    const auto picture = decode(joined({file, test::png_chunk("ABCD", {}), tail}));
    CHECK(picture.error().kind == ErrorKind::Unsupported);
    CHECK(says(picture.error().message, "'ABCD'"));
    CHECK(decode(joined({file, test::png_chunk("abCD", {}), tail})));
}

TEST_CASE("bytes after the end of a PNG do not matter") {
    CHECK(decode(joined({make_png({}), Bytes(1000)})));
}
