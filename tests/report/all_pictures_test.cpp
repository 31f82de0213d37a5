#include "report/all_pictures.h"

#include <doctest/doctest.h>

#include <numeric>

#include "report/analysis_table.h"
#include "report/gather.h"
#include "report/recorded_parameters.h"
#include "review/table_query.h"
#include "store/review_fixture.h"

using namespace proofsheet;
using namespace proofsheet::report;

namespace {

std::shared_ptr<const grid::Catalog> catalog_of(const std::string& run, const std::string& root,
                                                const std::vector<std::string>& names) {
    grid::ScanReport report;
    report.run = run;
    report.root = root;
    for (const std::string& name : names)
        report.found.push_back({{name, {100, 1}, 0}, {{"checkpoint", "500"}, {"cfg", "7"}}});
    return grid::make_catalog(report, Generation{1});
}

/// The table of these catalogs and of a real database.
struct Pictures : test::ReviewFixture {
    review::AnalysisTable table(const Catalogs& catalogs, const FactsOf& facts_of = {}) {
        const auto list = store::CriteriaTable(opened.database).list();
        REQUIRE(list);
        AnalysisTableMaker maker(active_only(*list));
        const Status done = visit_pictures(catalogs, opened.database, facts_of,
                                           [&](const PictureRow& row) { maker.add(row); });
        if (!done) FAIL(done.error().message);
        return maker.finish();
    }
    store::PictureId remember_of_run(const std::string& path, int hash, const std::string& parameters) {
        store::PictureFile seen = test::picture_file(path, hash);
        seen.training_run = "other";
        seen.checkpoint = "1500";
        seen.parameters_json = parameters;
        const auto ids = pictures.remember({&seen, 1});
        REQUIRE(ids);
        return ids->at(0);
    }
};

std::vector<std::string> paths_of(const review::AnalysisTable& table) {
    std::vector<std::string> paths;
    for (const review::TablePicture& picture : table.pictures) paths.push_back(picture.path);
    return paths;
}

std::string cell(const review::AnalysisTable& table, std::size_t row, std::string_view key) {
    const review::TableColumn* column = table.find(key);
    return column == nullptr ? "(no column)" : std::string(column->text(row));
}

}  // namespace

TEST_CASE_FIXTURE(Pictures, "scanned pictures come first, then those that only the database knows") {
    set(a, "overall_quality", 8);
    set(c, "overall_quality", 2);
    const auto all = table({catalog_of("lora", "/runs", {"a.png", "new.png"})});
    CHECK(paths_of(all) ==
          std::vector<std::string>{"/runs/a.png", "/runs/new.png", "/runs/b.png", "/runs/c.png"});
    CHECK(cell(all, 0, "overall_quality") == "8");
    CHECK(cell(all, 0, "run") == "lora");
    CHECK(cell(all, 0, "scale") == "7");
    CHECK(cell(all, 1, "overall_quality").empty());
    CHECK(cell(all, 3, "overall_quality") == "2");
    CHECK(cell(all, 3, "scored") != "");
}

TEST_CASE_FIXTURE(Pictures, "a picture that was moved is not told twice") {
    set(a, "overall_quality", 8);
    remembered("/moved/a.png", 1);
    const auto all = table({catalog_of("lora", "/moved", {"a.png"})});
    CHECK(paths_of(all) == std::vector<std::string>{"/moved/a.png", "/runs/b.png", "/runs/c.png"});
    CHECK(cell(all, 0, "overall_quality") == "8");
}

TEST_CASE_FIXTURE(Pictures, "a file that two catalogs have comes with the first") {
    const auto all =
        table({catalog_of("lora", "/runs", {"a.png"}), catalog_of("folder", "/runs", {"a.png"})});
    CHECK(cell(all, 0, "run") == "lora");
    CHECK(all.size() == 3);
}

TEST_CASE_FIXTURE(Pictures, "pictures of runs that are not open tell how they were made") {
    PictureFacts facts;
    facts.size = SizePx{512, 768};
    facts.parameters.prompt = "Лес, \"quoted\"\nsecond line";
    facts.parameters.model = "dream";
    facts.parameters.seed = 18446744073709551615u;
    facts.parameters.steps = 20.0;
    remember_of_run("/other/x.png", 9,
                    recorded_parameters({{"prompt_name", "forest"}, {"cfg", "3.5"}}, facts));
    const auto all = table({});
    REQUIRE(all.size() == 4);
    CHECK(cell(all, 3, "run") == "other");
    CHECK(cell(all, 3, "checkpoint") == "1500");
    CHECK(cell(all, 3, "prompt") == "Лес, \"quoted\" second line");
    CHECK(cell(all, 3, "model") == "dream");
    CHECK(cell(all, 3, "seed") == "18446744073709551615");
    CHECK(cell(all, 3, "size") == "512 × 768");
    CHECK(cell(all, 3, "scale") == "3.5");
    CHECK(cell(all, 3, "dim.prompt_name") == "forest");
}

TEST_CASE("recorded parameters that are none of ours add nothing") {
    for (const char* text :
         {"", "no json", "[1, 2]", "{\"dims\": 3, \"seed\": -1, \"steps\": \"x\", \"width\": 1e300}",
          "{\"width\": 99999999999, \"height\": 2}"}) {
        CAPTURE(text);
        PictureRow row;
        add_recorded(row, text);
        CHECK(row.dimensions.empty());
        CHECK(row.facts.parameters == image::GenerationParameters{});
        CHECK_FALSE(row.facts.size);
    }
}

TEST_CASE_FIXTURE(Pictures, "what a file says itself is asked where the database does not know") {
    remember_of_run("/other/x.png", 9, "{\"prompt\":\"known\"}");
    std::vector<std::string> asked;
    const auto all = table({}, [&](const PictureRow& row) {
        asked.push_back(row.path);
        PictureFacts facts;
        facts.parameters.prompt = "read";
        return facts;
    });
    CHECK(asked == std::vector<std::string>{"/runs/a.png", "/runs/b.png", "/runs/c.png"});
    CHECK(cell(all, 0, "prompt") == "read");
    CHECK(cell(all, 3, "prompt") == "known");
}

TEST_CASE_FIXTURE(Pictures, "pictures of experiments come with batch, cost and a place without a file") {
    execute(
        "INSERT INTO runs (id, batch_number, name, created_at, prompt, model_id, model_name) VALUES "
        "('r', 7, 'first try', '2026-01-01T00:00:00.000Z', 'a castle', 'm1', 'Dream')");
    execute("INSERT INTO images (id, run_id, created_at) VALUES ('i', 'r', '2026-01-01T00:00:00.000Z')");
    execute(
        "INSERT INTO configs (id, image_id, steps, scale, width, height, seed, scheduler, credit_cost_micro) "
        "VALUES ('c', 'i', 30, 7.5, 512, 512, 42, 'K_EULER', 1500000)");
    const auto all = table({});
    REQUIRE(all.size() == 4);
    const review::TableQuery query{{}, "first try", {}, {}, 0, {}, {}};
    const auto rows = review::select_rows(all, query);
    REQUIRE(rows.size() == 1);
    CHECK(all.pictures[rows[0]].path.empty());
    CHECK(all.pictures[rows[0]].name() == "i");
    CHECK(cell(all, rows[0], "batch") == "7");
    CHECK(cell(all, rows[0], "prompt") == "a castle");
    CHECK(cell(all, rows[0], "model") == "Dream");
    CHECK(cell(all, rows[0], "scheduler") == "K_EULER");
    CHECK(cell(all, rows[0], "cost") == "1.5");
}

TEST_CASE_FIXTURE(Pictures, "a table of the database is sorted by several keys, filtered and searched") {
    const auto forest = remember_of_run("/other/1.png", 11, "{\"prompt\":\"forest 100%\",\"steps\":8}");
    const auto lake = remember_of_run("/other/2.png", 12, "{\"prompt\":\"озеро\",\"steps\":30}");
    remember_of_run("/other/3.png", 13, "{\"prompt\":\"forest_1\",\"steps\":8}");
    set(forest, "overall_quality", 4);
    set(lake, "overall_quality", 9);
    set(lake, "flag", 2);
    set(a, "overall_quality", 4);
    const auto all = table({});
    review::TableQuery query;
    const auto shown = [&] {
        std::vector<std::string> paths;
        for (const auto row : review::select_rows(all, query)) paths.push_back(all.pictures[row].path);
        return paths;
    };
    query.sort = {{"overall_quality", review::SortOrder::Descending},
                  {"steps", review::SortOrder::Ascending}};
    CHECK(shown() == std::vector<std::string>{"/other/2.png", "/other/1.png", "/runs/a.png", "/other/3.png",
                                              "/runs/b.png", "/runs/c.png"});
    query.search = "ОЗЕРО";
    CHECK(shown() == std::vector<std::string>{"/other/2.png"});
    query.search = "%";
    CHECK(shown() == std::vector<std::string>{"/other/1.png"});
    query.search = "t_1";
    CHECK(shown() == std::vector<std::string>{"/other/3.png"});
    query.search.clear();
    query.flag = review::FlagFilter::Picked;
    CHECK(shown() == std::vector<std::string>{"/other/2.png"});
}
