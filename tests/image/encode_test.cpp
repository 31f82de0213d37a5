#include "image/encode.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "image/decode.h"
#include "image/picture_files.h"
#include "image/png_chunks.h"

using namespace proofsheet;
using namespace proofsheet::image;
using test::same;
using test::test_picture;

namespace {

/// What each chunk between IHDR and IDAT holds, zeros shown as '|'.
std::vector<std::string> texts_of(std::span<const std::byte> file) {
    const Result<PngChunks> split = split_png_chunks(file);
    REQUIRE(split);
    std::vector<std::string> texts;
    for (const PngChunk& chunk : split->chunks) {
        CHECK(crc_matches(chunk));
        if (chunk.type != png_type("tEXt") && chunk.type != png_type("iTXt")) continue;
        std::string text(reinterpret_cast<const char*>(chunk.data.data()), chunk.data.size());
        std::ranges::replace(text, '\0', '|');
        texts.push_back(text);
    }
    return texts;
}

std::vector<std::uint32_t> chunk_types(std::span<const std::byte> file) {
    const Result<PngChunks> split = split_png_chunks(file);
    REQUIRE(split);
    std::vector<std::uint32_t> types;
    for (const PngChunk& chunk : split->chunks) types.push_back(chunk.type);
    return types;
}

}  // namespace

TEST_CASE("an encoded picture decodes to the same pixels at every compression") {
    const Pixels picture = test_picture({37, 21}, 3);
    for (const int compression : {0, 1, 4, 9}) {
        const auto file = encode_png(picture, {}, compression);
        REQUIRE(file);
        const auto back = decode(*file);
        REQUIRE(back);
        CHECK(same(*back, picture));
    }
}

TEST_CASE("dropping alpha keeps the colours and makes every pixel opaque") {
    Pixels picture = test_picture({5, 7}, 3);
    const auto file = encode_png(picture, {}, 4, PngAlpha::Drop);
    REQUIRE(file);
    const auto back = decode(*file);
    REQUIRE(back);
    for (std::size_t i = 3; i < picture.bytes().size(); i += 4) picture.bytes()[i] = 255;
    CHECK(same(*back, picture));
}

TEST_CASE("a text that fits Latin-1 is written as tEXt, any other as iTXt, both before the picture") {
    const std::vector<TextChunk> texts{
        {"prompt", "{\"a\": 1}"}, {"name", "\xC3\xA9t\xC3\xA9"}, {"sign", "\xE7\x8C\xAB"}};
    const auto file = encode_png(test_picture({2, 2}, 2), texts);
    REQUIRE(file);
    const std::vector<std::uint32_t> types = chunk_types(*file);
    CHECK(types == std::vector{png_type("IHDR"), png_type("tEXt"), png_type("tEXt"), png_type("iTXt"),
                               png_type("IDAT"), png_type("IEND")});
    CHECK(texts_of(*file) ==
          std::vector<std::string>{"prompt|{\"a\": 1}", "name|\xE9t\xE9", "sign|||||\xE7\x8C\xAB"});
}

TEST_CASE("an empty text is kept") {
    const auto file = encode_png(test_picture({2, 2}, 2), {{"empty", ""}});
    REQUIRE(file);
    CHECK(texts_of(*file) == std::vector<std::string>{"empty|"});
}

TEST_CASE("a picture without pixels and a keyword that PNG does not allow are refused") {
    CHECK(encode_png(Pixels{}).error().kind == ErrorKind::InvalidInput);
    const Pixels picture = test_picture({1, 1}, 2);
    for (const std::string keyword : {"", " a", "a ", "a  b", "a\nb"}) {
        CHECK(encode_png(picture, {{keyword, "x"}}).error().kind == ErrorKind::InvalidInput);
    }
    CHECK(encode_png(picture, {{std::string(80, 'k'), "x"}}).error().kind == ErrorKind::InvalidInput);
    CHECK(encode_png(picture, {{std::string(79, 'k'), "x"}}));
}

TEST_CASE("a text that is not UTF-8 or holds a zero byte is refused") {
    const Pixels picture = test_picture({1, 1}, 2);
    CHECK(encode_png(picture, {{"a", "\xFF"}}).error().kind == ErrorKind::InvalidInput);
    CHECK(encode_png(picture, {{"a", std::string("x\0y", 3)}}).error().kind == ErrorKind::InvalidInput);
}
