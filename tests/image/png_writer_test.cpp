#include "image/png_writer.h"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/file_bytes.h"
#include "image/decode.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using namespace proofsheet::image;

namespace {

std::vector<std::uint8_t> some_rows(SizePx size) {
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(size.area()) * 3);
    std::uint32_t noise = 1;
    for (std::uint8_t& byte : rgb)
        byte = static_cast<std::uint8_t>((noise = noise * 1664525 + 1013904223) >> 24);
    return rgb;
}

std::span<const std::uint8_t> rows(const std::vector<std::uint8_t>& rgb, int width, int first, int count) {
    const auto row = static_cast<std::size_t>(width) * 3;
    return std::span(rgb).subspan(static_cast<std::size_t>(first) * row,
                                  static_cast<std::size_t>(count) * row);
}

struct Target {
    test::TempFolder folder;
    std::filesystem::path path = folder.path() / "sheet.png";

    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }
    PngWriter writer(SizePx size) const {
        auto created = PngWriter::create(path, size);
        REQUIRE(created);
        return std::move(created).value();
    }
    void write_old() const { REQUIRE(write_file_atomically(path, std::vector{std::byte{1}})); }
};

/// Files of this process cannot grow beyond a size while it lives.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) {
        old_handler_ = ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &old_);
        const rlimit limit{bytes, old_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &old_);
        ::signal(SIGXFSZ, old_handler_);
    }

private:
    rlimit old_{};
    void (*old_handler_)(int) = nullptr;
};

}  // namespace

TEST_CASE_FIXTURE(Target, "a PNG written in bands has the rows that were given") {
    const SizePx size{37, 50};
    const auto rgb = some_rows(size);
    PngWriter png = writer(size);
    REQUIRE(png.add_rows(rows(rgb, 37, 0, 1)));
    REQUIRE(png.add_rows(rows(rgb, 37, 1, 40)));
    REQUIRE(png.add_rows({}));
    REQUIRE(png.add_rows(rows(rgb, 37, 41, 9)));
    REQUIRE(png.finish());
    REQUIRE(png.commit());
    CHECK(files() == std::vector<std::string>{"sheet.png"});
    const auto picture = decode(*read_file(path, 1 << 20));
    REQUIRE(picture);
    REQUIRE(picture->size() == size);
    for (std::size_t i = 0; i < rgb.size(); ++i) REQUIRE(picture->bytes()[i / 3 * 4 + i % 3] == rgb[i]);
}

TEST_CASE_FIXTURE(Target, "the old file stays until the new one is committed") {
    write_old();
    {
        PngWriter png = writer({2, 2});
        REQUIRE(png.add_rows(some_rows({2, 2})));
        REQUIRE(png.finish());
        CHECK(read_file(path, 10)->size() == 1);
    }
    CHECK(files() == std::vector<std::string>{"sheet.png"});
    CHECK(read_file(path, 10)->size() == 1);
}

TEST_CASE_FIXTURE(Target, "a PNG that is not complete leaves nothing") {
    {
        PngWriter png = writer({2, 3});
        REQUIRE(png.add_rows(some_rows({2, 2})));
        CHECK(png.finish().error().kind == ErrorKind::InvalidInput);
        CHECK(png.commit().error().kind == ErrorKind::InvalidInput);
    }
    CHECK(files().empty());
}

TEST_CASE_FIXTURE(Target, "too many rows and parts of rows are refused") {
    CHECK(writer({2, 2}).add_rows(some_rows({2, 3})).error().kind == ErrorKind::InvalidInput);
    CHECK(writer({2, 2}).add_rows(some_rows({1, 1})).error().kind == ErrorKind::InvalidInput);
    CHECK(PngWriter::create(path, {0, 5}).error().kind == ErrorKind::InvalidInput);
    CHECK(files().empty());
}

TEST_CASE_FIXTURE(Target, "a folder that is not there and a target that is a folder are said") {
    const auto nowhere = PngWriter::create(folder.path() / "no" / "sheet.png", {1, 1});
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().kind == ErrorKind::Io);
    CHECK(nowhere.error().message.find("No such file or directory") != std::string::npos);
    std::filesystem::create_directory(path);
    PngWriter png = writer({1, 1});
    REQUIRE(png.add_rows(some_rows({1, 1})));
    REQUIRE(png.finish());
    CHECK(png.commit().error().kind == ErrorKind::Io);
}

TEST_CASE_FIXTURE(Target, "a full disk is an error and keeps the old file") {
    write_old();
    const SizePx size{1000, 2000};
    const auto rgb = some_rows(size);
    Status added;
    {
        const FileSizeLimit limit(100'000);
        PngWriter png = writer(size);
        added = png.add_rows(rgb);
        CHECK_FALSE(png.finish());
    }
    REQUIRE_FALSE(added);
    CHECK(added.error().kind == ErrorKind::Io);
    CHECK(added.error().message.find("File too large") != std::string::npos);
    CHECK(files() == std::vector<std::string>{"sheet.png"});
    CHECK(read_file(path, 10)->size() == 1);
}

TEST_CASE_FIXTURE(Target, "a very high picture needs no memory for all of it") {
    PngWriter png = writer({1, 1'000'000});
    const std::vector<std::uint8_t> band(3 * 1000, 7);
    for (int i = 0; i < 1000; ++i) REQUIRE(png.add_rows(band));
    REQUIRE(png.finish());
    REQUIRE(png.commit());
    const auto info = read_info(*read_file(path, 1 << 24));
    REQUIRE(info);
    CHECK(info->size == SizePx{1, 1'000'000});
}
