#include "store/review_log.h"

#include "review_fixture.h"

using namespace proofsheet;
using namespace proofsheet::store;
using namespace proofsheet::test;

TEST_CASE_FIXTURE(ReviewFixture,
                  "the standard criteria are on, the detailed ones and the flaws can be switched on") {
    const auto active = [&](const std::string& set) {
        int count = 0;
        for (const auto& [key, criterion] : criteria_by_key())
            count += criterion.set == set && criterion.active;
        return count;
    };
    CHECK(active("standard") == 5);
    CHECK(active("detailed") == 0);
    CHECK(active("flaws") == 0);
    CHECK(criteria.at("use_again").choices == std::vector<std::string>{"no", "test_more", "yes"});
    CriteriaTable table(opened.database);
    REQUIRE(table.switch_on("detailed"));
    REQUIRE(table.switch_on("flaws"));
    REQUIRE(table.switch_off("standard"));
    CHECK(active("standard") == 0);
    CHECK(active("detailed") == 10);
    CHECK(active("flaws") == 9);
    CHECK(table.switch_on("nonsense").error().kind == ErrorKind::NotFound);
    CHECK(table.switch_off("marks").error().kind == ErrorKind::InvalidInput);
}

TEST_CASE_FIXTURE(ReviewFixture, "an edit is kept with all that is known about it") {
    ReviewEdit given = edit(a, "overall_quality", kNotSet, 8);
    given.blind = true;
    const auto event = log.apply(given);
    REQUIRE(event);
    CHECK(event->edit == given);
    const auto history = log.history(a);
    REQUIRE(history);
    REQUIRE(history->size() == 1);
    CHECK(history->at(0) == *event);
    CHECK(value(a, "overall_quality") == ReviewValue{8});
    CHECK(value(b, "overall_quality") == kNotSet);
    CHECK(answer("SELECT happened_at FROM review_events") == "2026-01-01T00:00:00.123Z");
}

TEST_CASE_FIXTURE(ReviewFixture,
                  "an edit of a value that somebody else changed is a conflict and changes nothing") {
    set(a, "overall_quality", 8);
    for (const ReviewValue& stale : {kNotSet, ReviewValue{7}}) {
        const auto event = log.apply(edit(a, "overall_quality", stale, 3));
        REQUIRE(!event);
        CHECK(event.error().kind == ErrorKind::Conflict);
        CHECK(contains(event.error().message, "it is 8 now"));
    }
    CHECK(value(a, "overall_quality") == ReviewValue{8});
    CHECK(log.history(a)->size() == 1);
}

TEST_CASE_FIXTURE(ReviewFixture, "a value that is not on the scale is refused") {
    const std::vector<std::pair<std::string, ReviewValue>> wrong{{"overall_quality", 0},
                                                                 {"overall_quality", 11},
                                                                 {"overall_quality", "8"},
                                                                 {"use_again", 4},
                                                                 {"flag", 3},
                                                                 {"favourite", 2},
                                                                 {"score_overall", 6},
                                                                 {"note", 1},
                                                                 {"note", "caf\xE9"},
                                                                 {"note", kNotSet},
                                                                 {"note", std::string(70'000, 'x')}};
    for (const auto& value : wrong) {
        CAPTURE(value.first);
        const auto event = log.apply(edit(a, value.first, kNotSet, value.second));
        REQUIRE(!event);
        CHECK(event.error().kind == ErrorKind::InvalidInput);
    }
    CHECK(values.all()->empty());
    CHECK(log.history(a)->empty());
}

TEST_CASE_FIXTURE(ReviewFixture, "a picture or a criterion that is not there is not found") {
    ReviewEdit unknown = edit(PictureId{4711}, "overall_quality", kNotSet, 3);
    CHECK(log.apply(unknown).error().kind == ErrorKind::NotFound);
    unknown = edit(a, "overall_quality", kNotSet, 3);
    unknown.criterion = CriterionId{};
    CHECK(log.apply(unknown).error().kind == ErrorKind::NotFound);
}

TEST_CASE_FIXTURE(ReviewFixture, "flags, favourites, flaws and notes are kept like scores") {
    set(a, "flag", 1);
    set(a, "favourite", 1);
    set(a, "flaw_bad_hands", 1);
    set(a, "use_again", 2);
    set(a, "note", "six fingers: \xE2\x80\xA6");
    CHECK(value(a, "note") == ReviewValue{"six fingers: \xE2\x80\xA6"});
    CHECK(answer("SELECT flag || '/' || favourite || '/' || use_again || '/' || substr(note, 1, 11) "
                 "FROM image_scores WHERE file_path = '/runs/a.png'") == "reject/1/test_more/six fingers");
    set(a, "note", "");
    set(a, "flag", kNotSet);
    CHECK(value(a, "note") == kNotSet);
    CHECK(value(a, "flag") == kNotSet);
    check_replay();
}

TEST_CASE_FIXTURE(ReviewFixture, "undo takes back the last change that stands, and redo makes it again") {
    set(a, "overall_quality", 3);
    set(b, "flag", 2);
    set(a, "overall_quality", 5);
    CHECK(undo()->edit.picture == a);
    CHECK(value(a, "overall_quality") == ReviewValue{3});
    CHECK(undo()->edit.picture == b);
    CHECK(value(b, "flag") == kNotSet);
    CHECK(redo()->edit.picture == b);
    CHECK(value(b, "flag") == ReviewValue{2});
    CHECK(redo()->edit.after == ReviewValue{5});
    CHECK(redo() == std::nullopt);
    check_replay();
    for (int i = 0; i < 3; ++i) CHECK(undo());
    CHECK(undo() == std::nullopt);
    CHECK(values.all()->empty());
    check_replay();
}

TEST_CASE_FIXTURE(ReviewFixture,
                  "after a new change there is nothing to redo, and undo passes what was taken back") {
    set(a, "overall_quality", 3);
    set(b, "overall_quality", 4);
    undo();
    set(c, "overall_quality", 5);
    CHECK(redo() == std::nullopt);
    CHECK(undo()->edit.picture == c);
    CHECK(undo()->edit.picture == a);
    CHECK(undo() == std::nullopt);
    CHECK(redo()->edit.picture == a);
    CHECK(redo()->edit.picture == c);
    CHECK(redo() == std::nullopt);
    check_replay();
}

TEST_CASE_FIXTURE(ReviewFixture, "a change that was made again can be taken back again") {
    set(a, "note", "one");
    for (int i = 0; i < 3; ++i) {
        CHECK(undo()->edit.after == kNotSet);
        CHECK(redo()->edit.after == ReviewValue{"one"});
    }
    CHECK(log.history(a)->size() == 7);
    check_replay();
}

TEST_CASE_FIXTURE(ReviewFixture, "undo and redo go on after a restart") {
    set(a, "overall_quality", 3);
    const ReviewEvent last = set(b, "overall_quality", 4);
    const auto undone = undo();
    CHECK(undone->kind == EventKind::Undo);
    CHECK(undone->reverses == last.number);
    OpenedDatabase again = open();
    ReviewLog log_again(again.database);
    const auto redone = log_again.redo({}, "grid");
    REQUIRE(redone);
    REQUIRE(redone->has_value());
    CHECK((*redone)->edit.picture == b);
    CHECK((*redone)->edit.screen == "grid");
    CHECK((*log_again.undo({}, "grid"))->edit.picture == b);
    CHECK((*log_again.undo({}, "grid"))->edit.picture == a);
}

TEST_CASE_FIXTURE(ReviewFixture, "the last scored picture is the one whose score stands") {
    CHECK(*log.last_scored() == std::nullopt);
    set(a, "overall_quality", 3);
    set(b, "anatomy_score", 4);
    set(c, "flag", 1);
    CHECK((*log.last_scored())->edit.picture == b);
    undo();
    undo();
    CHECK((*log.last_scored())->edit.picture == a);
}

TEST_CASE_FIXTURE(ReviewFixture, "rows of the log can be neither changed nor removed") {
    set(a, "overall_quality", 3);
    SQLite::Database& connection = opened.database.connection();
    CHECK_THROWS_AS(connection.exec("UPDATE review_events SET after = 9"), SQLite::Exception);
    CHECK_THROWS_AS(connection.exec("DELETE FROM review_events"), SQLite::Exception);
    check_replay();
}
