#include "report/gather.h"

#include <doctest/doctest.h>

#include "report/csv.h"
#include "report/table_fixture.h"
#include "store/read_access.h"
#include "store/review_fixture.h"

using namespace proofsheet;
using namespace proofsheet::report;
using test::cell_of;
using test::parse_csv;

namespace {

/// The three pictures of the database and one that it has not seen.
std::shared_ptr<const grid::Catalog> catalog_of_runs() {
    grid::ScanReport report;
    report.run = "lora";
    report.root = "/runs";
    for (const char* name : {"a.png", "b.png", "c.png", "d.png"})
        report.found.push_back({{name, {100, 1}, 0}, {{"seed", name[0] == 'a' ? "1" : "2"}}});
    return grid::make_catalog(report, Generation{1});
}

PictureFacts no_facts(const PictureRow&) {
    return {};
}

std::vector<PictureRow> gathered(store::Database& database) {
    auto rows = gather_rows(*catalog_of_runs(), database, no_facts);
    if (!rows) FAIL(rows.error().message);
    return std::move(*rows);
}

}  // namespace

TEST_CASE_FIXTURE(test::ReviewFixture, "rows hold what the database says of each picture") {
    set(a, "overall_quality", 8);
    set(a, "note", std::string("good, \"really\""));
    set(b, "overall_quality", 3);
    set(b, "flag", 1);
    auto reader = store::open_for_reading(opened.database.file());
    REQUIRE(reader);
    const auto list = store::CriteriaTable(*reader).list();
    REQUIRE(list);
    const ScoreTable table{active_only(*list), gathered(*reader)};
    const auto lines = parse_csv(wide_csv(table));
    REQUIRE(lines);
    REQUIRE(lines->size() == 5);
    CHECK(cell_of(*lines, 1, "overall_quality") == "8");
    CHECK(cell_of(*lines, 1, "note") == "good, \"really\"");
    CHECK(cell_of(*lines, 1, "seed") == "1");
    CHECK(cell_of(*lines, 1, "file_path") == "/runs/a.png");
    CHECK(cell_of(*lines, 1, "scored_at") == "2026-01-01T00:00:00.123Z");
    CHECK(cell_of(*lines, 1, "score_overall") == "(no column)");
    CHECK(cell_of(*lines, 2, "overall_quality") == "3");
    CHECK(cell_of(*lines, 2, "flag") == "reject");
    CHECK(cell_of(*lines, 3, "overall_quality").empty());
    CHECK_FALSE(cell_of(*lines, 3, "image_id").empty());
    CHECK(cell_of(*lines, 4, "image_id").empty());
    CHECK(table.rows[0].values[0].since_shown == std::chrono::milliseconds(740));
}

TEST_CASE_FIXTURE(test::ReviewFixture, "what an experiment recorded comes with the picture") {
    opened.database.connection().exec(
        "INSERT INTO runs (id, batch_number, name, created_at, prompt, model_id) VALUES "
        "('r', 3, 'Portraits', '2026-01-01T00:00:00.000Z', 'a cat', 'yBG2r9O');"
        "UPDATE images SET run_id = 'r', inf_id = 'inf' WHERE file_path = '/runs/a.png';"
        "INSERT INTO configs (id, image_id, steps, scale, seed, scheduler, credit_cost_micro) SELECT "
        "'c', id, 30, 7.5, -1, 'DDIM', 450000 FROM images WHERE file_path = '/runs/a.png'");
    const std::vector<PictureRow> rows = gathered(opened.database);
    REQUIRE(rows[0].record);
    const store::ImageRecord& record = *rows[0].record;
    CHECK(record.run_name == "Portraits");
    CHECK(record.batch_number == 3);
    CHECK(record.model_id == "yBG2r9O");
    CHECK(record.inf_id == "inf");
    CHECK(record.steps == 30);
    CHECK(record.scale == 7.5);
    CHECK(record.seed == 18446744073709551615u);
    CHECK(record.scheduler == "DDIM");
    CHECK(record.credit_cost_micro == 450000);
    CHECK_FALSE(record.width);
    REQUIRE(rows[1].record);
    CHECK_FALSE(rows[1].record->run_id);
}
