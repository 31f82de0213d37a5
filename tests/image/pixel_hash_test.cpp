#include "image/pixel_hash.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace proofsheet;
using namespace proofsheet::image;

namespace {

Pixels filled(SizePx size, std::uint8_t value) {
    Pixels picture(size);
    std::ranges::fill(picture.bytes(), value);
    return picture;
}

}  // namespace

TEST_CASE("equal pixels have one hash, one changed sample makes another") {
    Pixels one = filled({5, 3}, 7);
    const PixelHash before = hash_pixels(one);
    CHECK(before == hash_pixels(filled({5, 3}, 7)));
    one.row(2)[19] = 8;
    CHECK(hash_pixels(one) != before);
}

TEST_CASE("the shape belongs to the hash") {
    CHECK(hash_pixels(filled({6, 2}, 7)) != hash_pixels(filled({2, 6}, 7)));
    CHECK(hash_pixels(filled({6, 2}, 7)) != hash_pixels(filled({12, 1}, 7)));
    CHECK(hash_pixels(Pixels()) == hash_pixels(Pixels()));
}

TEST_CASE("the hash of a known picture never changes, because it is stored") {
    CHECK(to_text(hash_pixels(filled({2, 1}, 255))) == "e6042115f3c7a052d8d6d4e92f5402c9");
}

TEST_CASE("a hash survives being written and read") {
    const PixelHash hash{0x0123456789ABCDEFu, 0xFEDCBA9876543210u};
    CHECK(to_text(hash) == "fedcba98765432100123456789abcdef");
    CHECK(pixel_hash_from_text("fedcba98765432100123456789ABCDEF") == hash);
    CHECK(to_text(PixelHash{1, 0}) == "00000000000000000000000000000001");
}

TEST_CASE("what is not 32 hexadecimal digits is no hash") {
    CHECK_FALSE(pixel_hash_from_text(""));
    CHECK_FALSE(pixel_hash_from_text("fedcba98765432100123456789abcde"));
    CHECK_FALSE(pixel_hash_from_text("fedcba98765432100123456789abcdef0"));
    CHECK_FALSE(pixel_hash_from_text("fedcba9876543210g123456789abcdef"));
    CHECK_FALSE(pixel_hash_from_text("-edcba9876543210 123456789abcdef"));
}
