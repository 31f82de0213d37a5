#include "store/picture_table.h"

#include "review_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

TEST_CASE_FIXTURE(ReviewFixture, "a file that was moved, renamed or copied is the same picture") {
    CHECK(remembered("/elsewhere/renamed.webp", 1) == a);
    const auto files = pictures.files_of(a);
    REQUIRE(files);
    REQUIRE(files->size() == 2);
    CHECK(files->at(0).path == "/elsewhere/renamed.webp");
    CHECK(files->at(1) == FileVersion{"/runs/a.png", {100, 1}});
}

TEST_CASE_FIXTURE(ReviewFixture, "a path whose pixels changed is another picture and inherits nothing") {
    set(a, "overall_quality", 7);
    const PictureId changed = remembered("/runs/a.png", 99, 2);
    CHECK(changed != a);
    CHECK(value(changed, "overall_quality") == kNotSet);
    CHECK(value(a, "overall_quality") == ReviewValue{7});
    CHECK(pictures.files_of(a)->empty());
}

TEST_CASE_FIXTURE(ReviewFixture,
                  "a file is known without its pixels only while path, size and time are the same") {
    const std::vector<FileVersion> versions{{"/runs/b.png", {100, 1}}, {"/runs/b.png", {101, 1}},
                                            {"/runs/b.png", {100, 2}}, {"/runs/b.png", {100, 0}},
                                            {"/runs/B.png", {100, 1}}, {"/runs/a.png", {100, 1}}};
    const auto found = pictures.find(versions);
    REQUIRE(found);
    CHECK(*found == std::vector<std::optional<PictureId>>{b, std::nullopt, std::nullopt, std::nullopt,
                                                          std::nullopt, a});
}

TEST_CASE_FIXTURE(ReviewFixture, "a content has one row in images, made when it is remembered") {
    remembered("/copy.png", 1);
    const PictureFile seen = picture_file("/runs/seen.png", 55);
    REQUIRE(pictures.recognise({&seen, 1}));
    CHECK(answer("SELECT count(*) FROM images") == "3");
    PictureFile sample = seen;
    sample.training_run = "qwen/psai4rt";
    sample.checkpoint = "4500";
    REQUIRE(pictures.remember({&sample, 1}));
    CHECK(answer("SELECT checkpoint FROM images WHERE file_path = '/runs/seen.png'") == "4500");
}

TEST_CASE_FIXTURE(ReviewFixture, "a path that is not UTF-8 is found again") {
    const PictureId odd = remembered("/runs/caf\xE9.png", 77);
    const FileVersion version{"/runs/caf\xE9.png", {100, 1}};
    CHECK(pictures.find({&version, 1})->at(0) == odd);
}

TEST_CASE_FIXTURE(ReviewFixture, "what is no hash is refused, and nothing of its batch is kept") {
    std::vector<PictureFile> files{picture_file("/runs/good.png", 200), picture_file("/runs/bad.png", 201)};
    for (const std::string& hash : {std::string(), std::string(32, 'G'), std::string(33, 'a')}) {
        files[1].pixel_hash = hash;
        const auto ids = pictures.remember(files);
        REQUIRE(!ids);
        CHECK(ids.error().kind == ErrorKind::InvalidInput);
        CHECK(ids.error().message.ends_with("/runs/bad.png"));
    }
    CHECK(*pictures.find({&files[0].version, 1})->begin() == std::nullopt);
}
