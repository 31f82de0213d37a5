#include "image/decode.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "image/encode.h"
#include "image/jpeg_reader.h"
#include "image/picture_files.h"
#include "image/png_inflate.h"
#include "image/png_interlace.h"
#include "image/png_picture.h"
#include "image/png_rows.h"
#include "image/reduce.h"

using namespace proofsheet;
using namespace proofsheet::image;
using test::Bytes;
using test::bytes_of;
using test::largest_difference;
using test::make_jpeg;
using test::make_png;
using test::make_webp;
using test::same;
using test::test_picture;

namespace {

/// Four quarters: red, green / blue, white; 2 * `half` pixels wide and high.
Pixels quarters(int half) {
    constexpr std::uint8_t colours[4][4] = {
        {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}};
    Pixels picture({2 * half, 2 * half});
    for (int y = 0; y < 2 * half; ++y) {
        for (int x = 0; x < 2 * half; ++x) {
            std::memcpy(picture.row(y) + 4 * x, colours[(y < half ? 0 : 2) + (x < half ? 0 : 1)], 4);
        }
    }
    return picture;
}

/// Which of the colours of `quarters` each corner shows: top left, top right, bottom left, bottom right.
std::string corners(const Pixels& picture) {
    const int right = picture.size().width - 1;
    const int bottom = picture.size().height - 1;
    std::string names;
    for (const auto& [x, y] : {std::pair{0, 0}, {right, 0}, {0, bottom}, {right, bottom}}) {
        const std::uint8_t* p = picture.row(y) + 4 * x;
        names += p[0] > 200 ? (p[1] > 200 ? 'W' : 'R') : p[1] > 200 ? 'G' : 'B';
    }
    return names;
}

}  // namespace

TEST_CASE("format and size come from the first bytes") {
    const Pixels picture = test_picture({19, 7}, 2);
    CHECK(*read_info(*encode_png(picture)) == PictureInfo{PictureFormat::Png, {19, 7}});
    CHECK(*read_info(make_jpeg(picture, 90)) == PictureInfo{PictureFormat::Jpeg, {19, 7}});
    CHECK(*read_info(make_webp(picture)) == PictureInfo{PictureFormat::Webp, {19, 7}});
}

TEST_CASE("the size of a PNG is known from its first 33 bytes") {
    Bytes head = make_png({.size = {300, 200}});
    head.resize(33);
    CHECK(read_info(head)->size == SizePx{300, 200});
}

TEST_CASE("a JPEG is turned as its orientation says, whole and reduced") {
    const char* const expected[] = {"RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        CAPTURE(orientation);
        const Bytes file = make_jpeg(quarters(32), 95, orientation);
        CHECK(corners(*decode(file)) == expected[orientation - 1]);
        CHECK(corners(*decode_reduced(file, 10)) == expected[orientation - 1]);
    }
}

TEST_CASE("a sideways JPEG shows its height as width") {
    const Bytes file = make_jpeg(test_picture({40, 20}, 2), 90, 6);
    CHECK(read_info(file)->size == SizePx{20, 40});
    CHECK(decode(file)->size() == SizePx{20, 40});
    CHECK(decode_reduced(file, 10)->size() == SizePx{5, 10});
}

TEST_CASE("a JPEG comes close to the picture it was made from") {
    const Pixels picture = quarters(24);
    CHECK(largest_difference(*decode(make_jpeg(picture, 100)), picture) <= 3);
}

TEST_CASE("a progressive JPEG decodes as the plain one does") {
    const Pixels picture = test_picture({40, 24}, 2);
    const Bytes progressive = make_jpeg(picture, 90, 0, test::JpegKind::Progressive);
    CHECK(same(*decode(progressive), *decode(make_jpeg(picture, 90))));
}

TEST_CASE("a JPEG in four inks becomes RGB") {
    Pixels inks({16, 16});
    for (std::size_t i = 0; i < inks.bytes().size(); i += 4) {
        const std::uint8_t ink[4] = {255, 0, 128, 200};
        std::ranges::copy(ink, inks.bytes().begin() + static_cast<std::ptrdiff_t>(i));
    }
    const auto picture = decode(make_jpeg(inks, 100, 0, test::JpegKind::Cmyk));
    REQUIRE(picture);
    const std::uint8_t* pixel = picture->row(8) + 32;
    CHECK(std::abs(pixel[0] - 200) <= 2);
    CHECK(pixel[1] <= 2);
    CHECK(std::abs(pixel[2] - 100) <= 2);
    CHECK(pixel[3] == 255);
}

TEST_CASE("a JPEG is reduced to the size that its true size asks for, whatever scale it is decoded at") {
    for (const int side : {1, 30, 31, 32, 33, 64, 127, 128, 129, 255, 256}) {
        for (const SizePx size : {SizePx{257, 256}, SizePx{256, 255}, SizePx{129, 200}, SizePx{255, 16}}) {
            const auto reduced = decode_reduced(make_jpeg(test_picture(size, 2), 90), side);
            REQUIRE(reduced);
            CHECK(reduced->size() == fit_longest_side(size, side));
        }
    }
}

TEST_CASE("a WebP decodes to the pixels it was made from") {
    for (const std::uint32_t seed : {2u, 3u}) {
        Pixels picture = test_picture({33, 17}, seed);
        // The encoder is free to choose the colour of what is wholly transparent.
        for (std::size_t i = 3; i < picture.bytes().size(); i += 4) {
            picture.bytes()[i] = std::max<std::uint8_t>(picture.bytes()[i], 1);
        }
        CHECK(same(*decode(make_webp(picture)), picture));
    }
}

TEST_CASE("reducing while decoding gives what reducing afterwards gives") {
    for (const std::uint32_t seed : {2u, 3u}) {
        const Pixels picture = test_picture({130, 90}, seed);
        const auto png = encode_png(picture);
        REQUIRE(png);
        const Pixels expected = reduce(picture, fit_longest_side(picture.size(), 50));
        CHECK(same(*decode_reduced(*png, 50), expected));
    }
    const Bytes interlaced = make_png({.size = {61, 43}, .interlaced = true});
    CHECK(same(*decode_reduced(interlaced, 20), reduce(*decode(interlaced), {20, 14})));
}

TEST_CASE("a picture that is small enough is not reduced") {
    const Pixels picture = test_picture({20, 30}, 3);
    CHECK(same(*decode_reduced(*encode_png(picture), 30), picture));
    CHECK(same(*decode_reduced(*encode_png(picture), 512), picture));
}

TEST_CASE("an empty file and foreign formats are refused by name") {
    CHECK(decode({}).error() == Error{ErrorKind::InvalidInput, "The file is empty."});
    const auto gif = decode(bytes_of("GIF89a\x01\x01"));
    CHECK(gif.error().kind == ErrorKind::Unsupported);
    CHECK(gif.error().message.find("GIF") != std::string::npos);
    CHECK(read_info(bytes_of("hello, world")).error().kind == ErrorKind::Unsupported);
}

TEST_CASE("what nobody wants any more is not decoded") {
    std::stop_source source;
    source.request_stop();
    const Pixels picture = test_picture({8, 8}, 2);
    for (const Bytes& file : {*encode_png(picture), make_jpeg(picture, 90), make_webp(picture)}) {
        CHECK(decode(file, source.get_token()).error().kind == ErrorKind::Cancelled);
    }
}

TEST_CASE("a decode that is under way stops between bands") {
    std::stop_source source;
    for (const bool interlaced : {false, true}) {
        const Bytes file = make_png({.size = {40, 40}, .interlaced = interlaced});
        const auto png = read_png(file, {});
        REQUIRE(png);
        auto raw = inflate_png(*png);
        REQUIRE(raw);
        source.request_stop();
        DecodedRows rows(png->header.size, png->header.size);
        const ErrorKind kind = interlaced
                                   ? decode_interlaced(*png, *raw, source.get_token()).error().kind
                                   : decode_png_rows(*png, *raw, rows, source.get_token()).error().kind;
        CHECK(kind == ErrorKind::Cancelled);
    }
}

TEST_CASE("a JPEG that is under way stops between rows") {
    const Bytes file = make_jpeg(test_picture({40, 40}, 2), 90);
    std::stop_source source;
    JpegReader reader(file, source.get_token());
    REQUIRE(reader.read_header());
    REQUIRE(reader.start(1));
    std::vector<std::uint8_t> row(4 * 40);
    REQUIRE(reader.read_row(row.data()));
    source.request_stop();
    CHECK_FALSE(reader.read_row(row.data()));
    CHECK(reader.error().kind == ErrorKind::Cancelled);
}
