#include <doctest/doctest.h>

#include <iterator>

#include "cli/cli_fixture.h"
#include "cli/parse_call.h"
#include "core/file_bytes.h"
#include "report/side_car.h"
#include "report/table_fixture.h"
#include "store/criteria_table.h"
#include "store/database.h"
#include "store/picture_table.h"
#include "store/review_log.h"
#include "support/sample_tree.h"

using namespace proofsheet;
using namespace proofsheet::cli;
using test::cell_of;
using test::complaint_about;
using test::contains;
using test::parse_csv;

namespace {

Command command_of(const std::vector<std::string>& arguments) {
    const auto parsed = parse_call(arguments);
    REQUIRE(std::holds_alternative<Call>(parsed));
    return std::get<Call>(parsed).command;
}

/// Two training runs, and a database in which pictures of them can be scored.
struct Scores : test::CliFixture {
    Scores() {
        for (const char* run : {"lora", "style"})
            for (const char* step : {"00000500", "00001000"}) {
                const std::string file = run + std::string("-step") + step + ".safetensors";
                write_checkpoint("c/" + file);
                for (const char* seed : {"7", "18446744073709551615"})
                    write("s/" + file + "/cfg=3.5&prompt_name=%3D1%2B1&seed=" + seed + "&_00001_.png",
                          test::png_bytes({{"parameters",
                                            "a cat, sitting\nSteps: 20, Sampler: Euler, CFG "
                                            "scale: 7, Seed: 1, Size: 1x1"}}));
            }
    }
    std::filesystem::path picture(const std::string& run, const std::string& seed) const {
        return folder.path() / "s" / (run + "-step00000500.safetensors") /
               ("cfg=3.5&prompt_name=%3D1%2B1&seed=" + seed + "&_00001_.png");
    }
    store::Database open() const {
        auto opened = store::open_database(folder.path() / "d/experiments.db");
        REQUIRE(opened);
        return std::move(opened->database);
    }
    /// Gives the picture a value; each picture has its own content.
    void set(store::Database& database, const std::filesystem::path& file, const std::string& key,
             review::ReviewValue value) {
        const auto stamp = stamp_of(file);
        REQUIRE(stamp);
        std::string hash = std::to_string(std::hash<std::string>()(file.native()) % 1'000'000'007);
        hash.insert(0, 32 - hash.size(), '0');
        const store::PictureFile seen{{file.native(), *stamp}, hash, {}, {}, {}};
        const auto ids = store::PictureTable(database).remember({&seen, 1});
        REQUIRE(ids);
        const auto criteria = store::CriteriaTable(database).list();
        REQUIRE(criteria);
        review::ReviewEdit edit;
        edit.picture = ids->at(0);
        for (const review::Criterion& each : *criteria)
            if (each.key == key) edit.criterion = each.id;
        edit.after = std::move(value);
        edit.when = std::chrono::system_clock::time_point(std::chrono::milliseconds(1'767'225'600'123));
        edit.screen = "review";
        REQUIRE(store::ReviewLog(database).apply(edit));
    }
    int exported(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "export");
        for (const char* more : {"--checkpoints", "c", "--samples", "s", "--data", "d"})
            arguments.emplace_back(more);
        return run(arguments);
    }
    std::vector<test::CsvLine> lines() const {
        const auto parsed = parse_csv(out.str());
        REQUIRE(parsed);
        return *parsed;
    }
    std::string text_of(const std::filesystem::path& file) const {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    std::filesystem::path side_car(const std::string& run, const std::string& seed) const {
        return picture(run, seed).native() + ".xmp";
    }
};

}  // namespace

TEST_CASE("exports of scores are read with their options") {
    CHECK(command_of({"export", "csv"}) == Command(ExportScoresCall{}));
    CHECK(command_of({"export", "csv", "--wide", "--run", "r", "-o", "a.csv"}) ==
          Command(ExportScoresCall{{"r", {}}, ScoresForm::WideCsv, "a.csv"}));
    CHECK(command_of({"export", "csv", "--long", "--folder", "f"}) ==
          Command(ExportScoresCall{{{}, "f"}, ScoresForm::LongCsv, {}}));
    CHECK(command_of({"export", "json", "--run", "r"}) ==
          Command(ExportScoresCall{{"r", {}}, ScoresForm::Json, {}}));
    CHECK(command_of({"export", "xmp", "--run", "r"}) == Command(ExportRatingsCall{{"r", {}}}));
    CHECK(contains(complaint_about({"export", "csv", "--wide", "--long"}), "excludes"));
    CHECK(contains(complaint_about({"export", "csv", "--run", "r", "--folder", "f"}), "excludes"));
    CHECK(contains(complaint_about({"export", "json", "--long"}),
                   "'--long' is not expected here. Options: --run"));
    CHECK(contains(complaint_about({"export", "xmp", "-o", "a"}), "is not expected here"));
    CHECK(contains(complaint_about({"export", "csv", "-o", ""}), "--output"));
    CHECK(contains(complaint_about({"export"}), "Commands: sheet, csv, json, xmp"));
}

TEST_CASE_FIXTURE(Scores, "csv has every picture, and the scores of those that have some") {
    {
        auto database = open();
        set(database, picture("lora", "7"), "overall_quality", 8);
        set(database, picture("lora", "7"), "note", std::string("@home, \"really\"\nyes"));
        REQUIRE(exported({"csv"}) == 0);
    }
    CHECK(contains(err.str(), "Pictures: 8, with scores, flags or notes: 1"));
    CHECK(lines().size() == 9);
    REQUIRE(exported({"csv", "--run", "lora"}) == 0);
    const auto table = lines();
    REQUIRE(table.size() == 5);
    CHECK(cell_of(table, 1, "run") == "lora");
    CHECK(cell_of(table, 1, "checkpoint") == "500");
    CHECK(cell_of(table, 1, "prompt") == "a cat, sitting");
    CHECK(cell_of(table, 1, "steps") == "20");
    CHECK(cell_of(table, 1, "scale") == "3.5");
    CHECK(cell_of(table, 1, "width") == "1");
    CHECK(cell_of(table, 1, "seed") == "18446744073709551615");
    CHECK(cell_of(table, 1, "overall_quality").empty());
    CHECK(cell_of(table, 2, "seed") == "7");
    CHECK(cell_of(table, 2, "overall_quality") == "8");
    CHECK(cell_of(table, 2, "note") == "'@home, \"really\"\nyes");
    CHECK(cell_of(table, 2, "scored_at") == "2026-01-01T00:00:00.123Z");
    CHECK(cell_of(table, 2, "file_path") == picture("lora", "7").native());
    CHECK(cell_of(table, 2, "dim.prompt_name") == "'=1+1");
    CHECK(cell_of(table, 2, "dim.sampler_name") == "Euler");
}

TEST_CASE_FIXTURE(Scores, "a scored picture whose file is gone is in the table, and gets no side-car") {
    {
        auto database = open();
        set(database, picture("lora", "7"), "overall_quality", 8);
    }
    std::filesystem::remove(picture("lora", "7"));
    REQUIRE(exported({"csv"}) == 0);
    const auto table = lines();
    CHECK(table.size() == 9);
    CHECK(cell_of(table, 8, "overall_quality") == "8");
    CHECK(cell_of(table, 8, "file_path") == picture("lora", "7").native());
    REQUIRE(exported({"xmp"}) == 0);
    CHECK_FALSE(std::filesystem::exists(side_car("lora", "7")));
}

TEST_CASE_FIXTURE(Scores, "a file gets the same table, and its path is printed") {
    REQUIRE(exported({"csv", "--long"}) == 0);
    const std::string table = out.str();
    REQUIRE(exported({"csv", "--long", "-o", "t.csv"}) == 0);
    CHECK(out.str() == (folder.path() / "t.csv").string() + "\n");
    CHECK(text_of(folder.path() / "t.csv") == table);
    CHECK(exported({"csv", "-o", "no/such/t.csv"}) == 1);
    CHECK(contains(err.str(), "Cannot create"));
}

TEST_CASE_FIXTURE(Scores, "json is one document") {
    auto database = open();
    set(database, picture("style", "7"), "use_again", 2);
    REQUIRE(exported({"json", "--run", "style"}) == 0);
    CHECK(document()["images"].size() == 4);
    CHECK(document()["images"][0]["seed"] == 18446744073709551615u);
    CHECK(document()["images"][1]["scores"]["use_again"] == "test_more");
}

TEST_CASE_FIXTURE(Scores, "without a database there are no scores, and none is made") {
    REQUIRE(exported({"csv"}) == 0);
    CHECK(lines().size() == 9);
    CHECK(cell_of(lines(), 1, "overall_quality").empty());
    CHECK_FALSE(std::filesystem::exists(folder.path() / "d/experiments.db"));
    CHECK(exported({"xmp"}) == 0);
    CHECK(out.str().empty());
    write("d/experiments.db", std::string(4096, 'x'));
    CHECK(exported({"csv"}) == 1);
    CHECK(contains(err.str(), "Cannot read the database"));
    CHECK(text_of(folder.path() / "d/experiments.db") == std::string(4096, 'x'));
}

TEST_CASE_FIXTURE(Scores, "the pictures of a folder are exported like those of a run") {
    auto database = open();
    write("pictures/a.png", test::png_bytes());
    set(database, folder.path() / "pictures/a.png", "overall_quality", 10);
    REQUIRE(run({"export", "csv", "--folder", "pictures", "--data", "d"}) == 0);
    REQUIRE(lines().size() == 2);
    CHECK(cell_of(lines(), 1, "run") == "pictures");
    CHECK(cell_of(lines(), 1, "overall_quality") == "10");
    CHECK(run({"export", "csv", "--folder", "gone"}) == 1);
    CHECK(contains(err.str(), "There is no such folder"));
}

TEST_CASE_FIXTURE(Scores, "what cannot be exported says why") {
    CHECK(run({"export", "csv"}) == 2);
    CHECK(contains(err.str(), "There is no folder to scan"));
    CHECK(exported({"json", "--run", "lara"}) == 1);
    CHECK(contains(err.str(), "There is no training run 'lara'. Nearest: lora"));
    CHECK(out.str().empty());
}

TEST_CASE_FIXTURE(Scores, "xmp writes ratings beside scored pictures alone, and merges what is there") {
    {
        auto database = open();
        set(database, picture("lora", "7"), "overall_quality", 7);
        set(database, picture("style", "7"), "flag", 1);
    }
    const std::string before =
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        "<!-- mine --><rdf:Description xmlns:dc='urn:dc' dc:creator='me'/></rdf:RDF></x:xmpmeta>";
    write(std::filesystem::relative(side_car("lora", "7"), folder.path()), before);
    std::filesystem::permissions(side_car("lora", "7"),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    REQUIRE(exported({"xmp"}) == 0);
    CHECK(out.str() == side_car("lora", "7").string() + "\n" + side_car("style", "7").string() + "\n");
    CHECK(text_of(side_car("style", "7")) == report::new_side_car(-1));
    CHECK(contains(text_of(side_car("lora", "7")), ":Rating=\"4\" xmlns:dc='urn:dc' dc:creator='me'/>"));
    CHECK(contains(text_of(side_car("lora", "7")), "<!-- mine -->"));
    CHECK(std::filesystem::status(side_car("lora", "7")).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK_FALSE(std::filesystem::exists(side_car("lora", "18446744073709551615")));
    REQUIRE(exported({"xmp"}) == 0);
    CHECK(out.str().empty());
    CHECK(contains(err.str(), "already right: 2"));
    REQUIRE(exported({"csv", "--run", "lora"}) == 0);
    CHECK(lines().size() == 5);
}

TEST_CASE_FIXTURE(Scores, "a side-car that cannot be changed safely is left alone and named") {
    {
        auto database = open();
        set(database, picture("lora", "7"), "overall_quality", 7);
        set(database, picture("style", "7"), "overall_quality", 7);
    }
    write(std::filesystem::relative(side_car("lora", "7"), folder.path()), "<broken");
    const auto other = write("other.xmp", report::new_side_car(1));
    std::filesystem::create_symlink(other, side_car("style", "7"));
    CHECK(exported({"xmp"}) == 1);
    CHECK(text_of(side_car("lora", "7")) == "<broken");
    CHECK(contains(err.str(), "This side-car was left alone, because it is not well-formed XML"));
    CHECK(contains(err.str(), "because it is a link or no file"));
    CHECK(contains(err.str(), "left alone: 2"));
    CHECK(text_of(other) == report::new_side_car(1));
}
