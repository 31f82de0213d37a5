#include "image/png_chunks.h"

#include <doctest/doctest.h>

#include "support/picture_files.h"

using namespace proofsheet;
using namespace proofsheet::image;

TEST_CASE("a PNG is split into its chunks up to IEND, and what follows is not looked at") {
    auto file = test::png_with({test::text_part("Title", "one")});
    const std::size_t size = file.size();
    file.resize(size + 100);
    const auto split = split_png_chunks(file);
    REQUIRE(split);
    REQUIRE(split->chunks.size() == 4);
    CHECK(split->complete);
    CHECK(split->chunks[0].type == png_type("IHDR"));
    CHECK(split->chunks[1].type == png_type("tEXt"));
    CHECK(split->chunks[1].data.size() == 9);
    CHECK(split->chunks[1].offset == 33);
    CHECK(split->chunks[3].offset == size - 12);
}

TEST_CASE("a checksum that differs is told apart from one that fits") {
    const auto file = test::png_with({test::text_part("a", "b"), {"tEXt", std::string("a\0b", 3), 1}});
    const auto split = split_png_chunks(file);
    REQUIRE(split);
    CHECK(crc_matches(split->chunks[0]));
    CHECK(crc_matches(split->chunks[1]));
    CHECK_FALSE(crc_matches(split->chunks[2]));
    CHECK(crc_matches(split->chunks.back()));
}

TEST_CASE("a file that is cut short gives its whole chunks, wherever the cut is") {
    const auto file = test::png_with({test::text_part("Title", "one")});
    for (std::size_t size = 33; size < file.size(); ++size) {
        const auto split = split_png_chunks(std::span(file).first(size));
        REQUIRE(split);
        CHECK_FALSE(split->complete);
        CHECK(split->chunks.size() >= 1);
        CHECK(split->chunks.size() <= 3);
    }
}

TEST_CASE("a length that leads out of the file ends the list") {
    for (const std::uint32_t error : {1'000'000u, 0x7FFFFFFFu, 0xFFFFFF00u}) {
        const auto file = test::png_with({{"tEXt", std::string("a\0b", 3), 0, error}});
        const auto split = split_png_chunks(file);
        REQUIRE(split);
        CHECK_FALSE(split->complete);
        CHECK(split->chunks.size() == 1);
    }
}

TEST_CASE("what is not a PNG is unsupported, a PNG without a whole header is damaged") {
    const auto file = test::png_with({});
    CHECK(split_png_chunks({}).error().kind == ErrorKind::Unsupported);
    CHECK(split_png_chunks(std::span(file).first(7)).error().kind == ErrorKind::Unsupported);
    CHECK(split_png_chunks(test::bytes_from("GIF89a and more")).error().kind == ErrorKind::Unsupported);
    for (std::size_t size = 8; size < 33; ++size) {
        CHECK(split_png_chunks(std::span(file).first(size)).error().kind == ErrorKind::InvalidInput);
    }
}

TEST_CASE("a file of nothing but empty chunks does not fill the memory") {
    auto file = test::png_with({});
    file.resize(33 + std::size_t{12} * 1'100'000);
    std::fill(file.begin() + 33, file.end(), std::byte{0});
    const auto split = split_png_chunks(file);
    REQUIRE(split);
    CHECK(split->chunks.size() == 1'000'000);
    CHECK_FALSE(split->complete);
}
