#include "core/file_bytes.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstring>

#include "core/new_file.h"
#include "support/temp_folder.h"

using namespace proofsheet;

namespace {
std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}
}  // namespace

TEST_CASE("a file written atomically reads back and leaves no part file") {
    const test::TempFolder folder;
    const auto path = folder.path() / "a.bin";
    REQUIRE(write_file_atomically(path, bytes_of("hello")));
    const auto read = read_file(path, 100);
    REQUIRE(read);
    CHECK(read->size() == 5);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "a.bin.part"));
}

TEST_CASE("what is not a regular file is refused without waiting for it") {
    const test::TempFolder folder;
    CHECK(read_file(folder.path(), 100).error().kind == ErrorKind::Unsupported);
    const auto pipe = folder.path() / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    CHECK(read_file(pipe, 100).error().kind == ErrorKind::Unsupported);
    CHECK(read_file(folder.path() / "none", 100).error().kind == ErrorKind::NotFound);
}

TEST_CASE("a file over the limit is refused before it is read") {
    const test::TempFolder folder;
    const auto path = folder.path() / "a.bin";
    REQUIRE(write_file_atomically(path, bytes_of("hello")));
    CHECK(read_file(path, 4).error().kind == ErrorKind::Unsupported);
    CHECK(read_file_head(path, 4)->size() == 4);
}

TEST_CASE("a new file never takes the place of something that is there, a broken link included") {
    const test::TempFolder folder;
    const auto path = folder.path() / "a.bin";
    REQUIRE(write_new_file(path, bytes_of("first")));
    CHECK(write_new_file(path, bytes_of("second")).error().kind == ErrorKind::Conflict);
    CHECK(read_file(path, 100)->size() == 5);
    const auto link = folder.path() / "link.bin";
    std::filesystem::create_symlink("nowhere", link);
    CHECK(write_new_file(link, bytes_of("third")).error().kind == ErrorKind::Conflict);
    CHECK(std::filesystem::is_symlink(link));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "a.bin.part"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "link.bin.part"));
}

TEST_CASE("a part file that is a link is not followed") {
    const test::TempFolder folder;
    const auto outside = folder.path() / "outside.txt";
    REQUIRE(write_file_atomically(outside, bytes_of("mine")));
    std::filesystem::create_symlink(outside, folder.path() / "a.bin.part");
    CHECK_FALSE(write_new_file(folder.path() / "a.bin", bytes_of("other")));
    CHECK(read_file(outside, 100)->size() == 4);
}
