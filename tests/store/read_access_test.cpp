#include "store/read_access.h"

#include <doctest/doctest.h>

#include "review_fixture.h"
#include "store/image_table.h"

using namespace proofsheet;
using namespace proofsheet::store;
using test::ReviewFixture;

namespace {

std::vector<CurrentValue> values_in(Database& database) {
    const auto values = ReviewValues(database).all();
    REQUIRE(values);
    return *values;
}

}  // namespace

TEST_CASE("a database that is not there reads like a new one, and is not made") {
    const test::TempFolder folder;
    const std::filesystem::path file = folder.path() / "none/experiments.db";
    auto reader = open_for_reading(file);
    REQUIRE(reader);
    CHECK_FALSE(std::filesystem::exists(file.parent_path()));
    CHECK(values_in(*reader).empty());
    const auto criteria = CriteriaTable(*reader).list();
    REQUIRE(criteria);
    CHECK(criteria->at(0).key == "overall_quality");
    test::put_bytes(folder.path() / "empty.db", "");
    CHECK(open_for_reading(folder.path() / "empty.db"));
    CHECK(test::bytes_of(folder.path() / "empty.db").empty());
}

TEST_CASE_FIXTURE(ReviewFixture, "a reader sees what is committed, beside a writer that goes on") {
    set(a, "overall_quality", 8);
    auto reader = open_for_reading(opened.database.file());
    REQUIRE(reader);
    CHECK(values_in(*reader).size() == 1);
    set(b, "overall_quality", 3);
    CHECK(values_in(*reader).size() == 2);
    const auto refused = ReviewLog(*reader).apply(edit(a, "overall_quality", 8, 9));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::Unsupported);
}

TEST_CASE_FIXTURE(ReviewFixture,
                  "a newer database is read; older, foreign and damaged ones are refused as they are") {
    set(a, "overall_quality", 8);
    opened.database.connection().exec("PRAGMA user_version = 1000");
    auto reader = open_for_reading(file);
    REQUIRE(reader);
    CHECK(values_in(*reader).size() == 1);
    opened.database.connection().exec("PRAGMA user_version = 0");
    CHECK(open_for_reading(file).error().message.find("An older version") == 0);
    opened.database.connection().exec("PRAGMA application_id = 5");
    CHECK(open_for_reading(file).error().message.find("This is a database of another program") == 0);
    const std::filesystem::path damaged = file.parent_path() / "damaged.db";
    test::put_bytes(damaged, std::string(5000, 'x'));
    CHECK_FALSE(open_for_reading(damaged));
    CHECK(test::bytes_of(damaged) == std::string(5000, 'x'));
}

TEST_CASE_FIXTURE(ReviewFixture, "events are found by their numbers, each once and in order") {
    const ReviewEvent first = set(a, "overall_quality", 8);
    set(a, "overall_quality", 9);
    const ReviewEvent third = set(b, "flag", 1);
    const std::vector<EventNumber> numbers{third.number, first.number, third.number, 1000};
    const auto events = log.events(numbers);
    REQUIRE(events);
    CHECK(*events == std::vector<ReviewEvent>{first, third});
    CHECK(log.events({})->empty());
}

TEST_CASE_FIXTURE(ReviewFixture, "the rows of a picture come with its experiment run, the oldest first") {
    opened.database.connection().exec(
        "INSERT INTO runs (id, batch_number, name, created_at, prompt, model_id) VALUES "
        "('r', 3, 'Portraits', '2026-01-01T00:00:00.000Z', 'a cat', 'yBG2r9O');"
        "INSERT INTO images (id, run_id, file_path, created_at, picture_id) SELECT 'old', 'r', '/x.png', "
        "'2000-01-01T00:00:00.000Z', picture_id FROM images WHERE file_path = '/runs/a.png';"
        "INSERT INTO configs (id, image_id, steps, seed, seed_known, credit_cost_micro) VALUES "
        "('c', 'old', 30, 5, 0, 450000)");
    const std::vector<PictureId> wanted{b, a, a};
    const auto records = ImageTable(opened.database).of_pictures(wanted);
    REQUIRE(records);
    REQUIRE(records->size() == 3);
    const ImageRecord& old = records->at(0);
    CHECK(old.id == "old");
    CHECK(old.picture == a);
    CHECK(old.run_name == "Portraits");
    CHECK(old.batch_number == 3);
    CHECK(old.steps == 30);
    CHECK(old.credit_cost_micro == 450000);
    CHECK_FALSE(old.seed);
    CHECK(records->at(1).file_path == "/runs/a.png");
    CHECK_FALSE(records->at(1).run_name);
    CHECK(records->at(2).picture == b);
}
