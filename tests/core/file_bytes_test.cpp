#include "core/file_bytes.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstring>

#include "support/temp_folder.h"

using namespace proofsheet;

namespace {
std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }
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
