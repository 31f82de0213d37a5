#include "store/review_values.h"

#include "review_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

TEST_CASE_FIXTURE(ReviewFixture, "the values of many pictures come by picture and criterion, each once") {
    set(b, "note", "soft");
    set(b, "overall_quality", 4);
    set(a, "overall_quality", 3);
    set(c, "overall_quality", 9);
    const std::vector<PictureId> wanted{b, a, b, PictureId{4711}};
    const auto found = values.of_pictures(wanted);
    REQUIRE(found);
    REQUIRE(found->size() == 3);
    CHECK(found->at(0).picture == a);
    CHECK(found->at(1).value == ReviewValue{4});
    CHECK(found->at(2).value == ReviewValue{"soft"});
    CHECK(values.of_pictures({})->empty());
}

TEST_CASE_FIXTURE(ReviewFixture, "the values of files come with the pictures that they are") {
    set(b, "overall_quality", 4);
    const std::vector<FileVersion> versions{{"/runs/new.png", {1, 1}}, {"/runs/b.png", {100, 1}}};
    const auto found = values.of_files(versions);
    REQUIRE(found);
    CHECK(found->pictures == std::vector<std::optional<PictureId>>{std::nullopt, b});
    REQUIRE(found->values.size() == 1);
    CHECK(found->values[0].value == ReviewValue{4});
}

TEST_CASE_FIXTURE(ReviewFixture, "the view image_scores has one row a picture with its scores side by side") {
    set(a, "overall_quality", 10);
    set(a, "background_score", 2);
    CHECK(answer("SELECT count(*) FROM image_scores") == "3");
    CHECK(answer("SELECT overall_quality || ' ' || background_score || ' ' || (anatomy_score IS NULL) "
                 "FROM image_scores WHERE pixel_hash = '" +
                 hash_of(1) + "'") == "10 2 1");
}

TEST_CASE_FIXTURE(ReviewFixture, "values that are not what the log says are made anew from it") {
    set(a, "overall_quality", 3);
    set(b, "note", "soft");
    const auto before = values.all();
    opened.database.connection().exec("DELETE FROM notes; UPDATE scores SET value = 9");
    CHECK(*values.all() != *values.replayed());
    REQUIRE(values.rebuild());
    CHECK(*values.all() == *before);
    check_replay();
}

TEST_CASE_FIXTURE(ReviewFixture, "a log that contradicts itself is named and changes nothing") {
    set(a, "overall_quality", 3);
    opened.database.connection().exec(
        "INSERT INTO review_events (kind, picture_id, criterion_id, before, after, happened_at, screen, "
        "blind) "
        "SELECT 'edit', picture_id, criterion_id, 7, 8, '', '', 0 FROM review_events");
    const auto replayed = values.replayed();
    REQUIRE(!replayed);
    CHECK(replayed.error().kind == ErrorKind::InvalidInput);
    CHECK(contains(replayed.error().message, "event 2"));
    CHECK(!values.rebuild());
    CHECK(value(a, "overall_quality") == ReviewValue{3});
}
