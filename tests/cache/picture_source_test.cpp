#include "cache/picture_source.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "cache/mip_size.h"
#include "image/encode.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using namespace proofsheet::test;
using cache::Level;

namespace {

image::Pixels noise(SizePx size) {
    image::Pixels pixels(size);
    std::uint32_t value = 1;
    for (std::uint8_t& byte : pixels.bytes()) byte = static_cast<std::uint8_t>((value *= 1664525) >> 24);
    return pixels;
}

struct SourceFixture {
    TempFolder folder;
    cache::FilePictureSource source{std::size_t{64} << 20};

    cache::PictureKey write(const std::string& name, std::span<const std::byte> bytes, Level level) {
        const auto path = folder.path() / name;
        REQUIRE(write_file_atomically(path, bytes).has_value());
        return {path.native(), {}, level};
    }
    cache::PictureKey write_png(SizePx size, Level level) {
        return write("picture.png", image::encode_png(noise(size)).value(), level);
    }
};

void append(std::vector<std::byte>& to, std::initializer_list<int> bytes) {
    for (const int byte : bytes) to.push_back(std::byte(byte));
}

/// The head of a 300 x 200 JPEG after `segments` full APP1 segments; no picture data.
std::vector<std::byte> jpeg_head(int segments) {
    std::vector<std::byte> file;
    append(file, {0xFF, 0xD8});
    for (int i = 0; i < segments; ++i) {
        append(file, {0xFF, 0xE1, 0xFF, 0xFF});
        file.insert(file.end(), 65533, std::byte(0x20));
    }
    append(file, {0xFF, 0xC0, 0, 17, 8, 0, 200, 1, 44, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1});
    return file;
}

}  // namespace

TEST_CASE_FIXTURE(SourceFixture, "a full picture comes with its exact pixels and all levels") {
    const auto key = write_png({600, 70}, Level::Full);
    const auto loaded = source.load(key, {});
    REQUIRE(loaded.has_value());
    CHECK(loaded->full_size == SizePx{600, 70});
    CHECK(cache::is_mip_chain(loaded->levels));
    CHECK(loaded->bytes() == cache::mip_chain_bytes({600, 70}));
    CHECK(std::ranges::equal(loaded->levels[0].bytes(), noise({600, 70}).bytes()));
}

TEST_CASE_FIXTURE(SourceFixture, "a proxy is reduced and knows the size of its picture") {
    const auto loaded = source.load(write_png({1000, 70}, Level::Proxy), {});
    REQUIRE(loaded.has_value());
    CHECK(loaded->full_size == SizePx{1000, 70});
    CHECK(loaded->levels[0].size().longest() == cache::kProxySide);
    CHECK(cache::is_mip_chain(loaded->levels));
}

TEST_CASE_FIXTURE(SourceFixture, "a small picture is its own proxy") {
    const auto loaded = source.load(write_png({30, 20}, Level::Proxy), {});
    REQUIRE(loaded.has_value());
    CHECK(loaded->levels[0].size() == SizePx{30, 20});
}

TEST_CASE_FIXTURE(SourceFixture, "a stop that was requested before is Cancelled") {
    std::stop_source stop;
    stop.request_stop();
    const auto loaded = source.load(write_png({30, 20}, Level::Full), stop.get_token());
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().kind == ErrorKind::Cancelled);
}

TEST_CASE_FIXTURE(SourceFixture,
                  "a picture that is not admitted is Cancelled, and was asked for with what it takes") {
    const auto key = write_png({600, 70}, Level::Full);
    SizePx size;
    std::size_t bytes = 0;
    const auto loaded = source.load_admitted(key, {}, [&](SizePx s, std::size_t b) {
        size = s;
        bytes = b;
        return false;
    });
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().kind == ErrorKind::Cancelled);
    CHECK(size == SizePx{600, 70});
    CHECK(bytes > 2 * size.rgba_bytes());
}

TEST_CASE_FIXTURE(SourceFixture, "a picture above the limit is refused before it is decoded") {
    source = cache::FilePictureSource(600 * 70 * 5);
    const auto key = write_png({600, 70}, Level::Proxy);
    bool asked = false;
    const auto loaded = source.load_admitted(key, {}, [&](SizePx, std::size_t) { return asked = true; });
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().kind == ErrorKind::Unsupported);
    CHECK(loaded.error().message.find("600 x 70") != std::string::npos);
    CHECK_FALSE(asked);
}

TEST_CASE_FIXTURE(SourceFixture,
                  "a file larger than the limit is refused unread, however small its picture is") {
    source = cache::FilePictureSource(1000);
    auto file = image::encode_png(noise({10, 10})).value();
    file.resize(2000);
    const auto loaded = source.load(write("padded.png", file, Level::Full), {});
    REQUIRE_FALSE(loaded.has_value());
    CHECK(loaded.error().kind == ErrorKind::Unsupported);
}

TEST_CASE_FIXTURE(SourceFixture, "the size of a JPEG is found behind large metadata") {
    for (const int segments : {0, 1, 20}) {
        CAPTURE(segments);
        SizePx size;
        const auto key = write("picture.jpg", jpeg_head(segments), Level::Full);
        CHECK_FALSE(source.load_admitted(key, {}, [&](SizePx s, std::size_t) {
            size = s;
            return false;
        }));
        CHECK(size == SizePx{300, 200});
    }
}

TEST_CASE_FIXTURE(SourceFixture,
                  "files that are missing, empty, cut short or something else are errors in words") {
    const cache::PictureKey missing{(folder.path() / "missing.png").native(), {}, Level::Full};
    CHECK(source.load(missing, {}).error().kind == ErrorKind::NotFound);
    CHECK(source.load(write("empty.png", {}, Level::Full), {}).error().kind == ErrorKind::InvalidInput);
    const auto text = std::as_bytes(std::span("hello world, hello world", 24));
    CHECK(source.load(write("text.png", text, Level::Full), {}).error().kind == ErrorKind::Unsupported);
    auto cut = read_file(write_png({60, 70}, Level::Full).path, 1 << 20).value();
    cut.resize(cut.size() / 2);
    CHECK(source.load(write("cut.png", cut, Level::Full), {}).error().kind == ErrorKind::InvalidInput);
}
