#include <doctest/doctest.h>

#include "cli/cli_fixture.h"
#include "cli/parse_call.h"
#include "core/file_bytes.h"
#include "image/decode.h"
#include "support/sample_tree.h"

using namespace proofsheet;
using namespace proofsheet::cli;
using test::complaint_about;
using test::contains;

namespace {

ExportSheetCall sheet_call(const std::vector<std::string>& arguments) {
    const auto parsed = parse_call(arguments);
    REQUIRE(std::holds_alternative<Call>(parsed));
    return std::get<ExportSheetCall>(std::get<Call>(parsed).command);
}

/// Three checkpoints with 2 x 2 pictures each.
struct Sheets : test::CliFixture {
    Sheets() { add_run("lora"); }

    void add_run(const std::string& name) {
        for (const char* step : {"00000500", "00001000", "00001500"}) {
            const std::string file = name + "-step" + step + ".safetensors";
            write_checkpoint("c/" + file);
            for (const char* seed : {"7", "42"})
                for (const char* prompt : {"forest", "harbour"})
                    write("s/" + file + "/prompt_name=" + prompt + "&seed=" + seed + "&_00001_.png",
                          test::png_bytes());
        }
    }
    int sheet(std::vector<std::string> more) {
        more.insert(more.begin(),
                    {"export", "sheet", "--checkpoints", "c", "--samples", "s", "--cell", "16"});
        return run(more);
    }
    SizePx size_of(const std::string& name) const {
        const auto bytes = read_file(folder.path() / name, 1 << 24);
        REQUIRE(bytes);
        const auto info = image::read_info(*bytes);
        REQUIRE(info);
        return info->size;
    }
};

}  // namespace

TEST_CASE("export sheet is read with its options") {
    CHECK(sheet_call({"export", "sheet"}).output == "contact-sheet.png");
    CHECK(sheet_call({"export", "sheet"}).layout == sheet::layout_for_cell(256));
    const auto call = sheet_call({"export",
                                  "sheet",
                                  "--run",
                                  "r",
                                  "-o",
                                  "out/A.PNG",
                                  "--slider",
                                  "500",
                                  "--x",
                                  "seed",
                                  "--y",
                                  "none",
                                  "--slider-dimension",
                                  "cfg",
                                  "--filter",
                                  "cfg=3",
                                  "--filter",
                                  "a=b=c",
                                  "--cell",
                                  "64",
                                  "--theme",
                                  "white",
                                  "--tile",
                                  "5000",
                                  "--gap",
                                  "1",
                                  "--label",
                                  "9",
                                  "--date",
                                  "--samples",
                                  "s"});
    CHECK(call.run == "r");
    CHECK(call.output == "out/A.PNG");
    CHECK(call.slider == "500");
    CHECK(call.x == "seed");
    CHECK(call.y == "none");
    CHECK(call.slider_dimension == "cfg");
    CHECK(call.filters == std::vector<std::pair<std::string, std::string>>{{"cfg", "3"}, {"a", "b=c"}});
    CHECK(call.layout == sheet::SheetLayout{64, 1, 18, 9, 5000, sheet::Background::White});
    CHECK(call.with_date);
}

TEST_CASE("wrong calls of export say which option or command and what is allowed") {
    CHECK(contains(complaint_about({"export"}), "proofsheet export: a command is missing. Commands: sheet"));
    CHECK(contains(complaint_about({"export", "cake"}), "'cake' is not a command. Commands: sheet"));
    CHECK(contains(complaint_about({"export", "sheet", "cake"}),
                   "proofsheet export sheet: 'cake' is not expected"));
    CHECK(contains(complaint_about({"export", "sheet", "--cell", "9999"}),
                   "--cell: must be a whole number from 8"));
    CHECK(contains(complaint_about({"export", "sheet", "--theme", "pink"}), "must be dark, light or white"));
    CHECK(contains(complaint_about({"export", "sheet", "-o", "a.jpg"}),
                   "must be a file name that ends with .png"));
    CHECK(contains(complaint_about({"export", "sheet", "--filter", "seed"}), "must be DIMENSION=VALUE"));
    CHECK(contains(complaint_about({"export", "sheet", "--scale", "2"}), "go with the window"));
    CHECK(contains(complaint_about({"cake"}), "Commands: demo, open, scan, inspect, bench, export"));
}

TEST_CASE_FIXTURE(Sheets, "export sheet writes the only run, and prints the file") {
    REQUIRE(sheet({}) == 0);
    const auto target = folder.path() / "contact-sheet.png";
    CHECK(out.str() == target.string() + "\n");
    CHECK(contains(err.str(), "100 %"));
    CHECK(contains(err.str(), "Pictures: 4, combinations without one: 0"));
    const SizePx one = size_of("contact-sheet.png");
    REQUIRE(sheet({"--slider", "all", "-o", "all.png"}) == 0);
    CHECK(size_of("all.png").width > one.width + 2 * 2 * 16);
}

TEST_CASE_FIXTURE(Sheets, "each slider position gets a file of its own") {
    REQUIRE(sheet({"--slider", "each", "-o", "s.png"}) == 0);
    for (const char* name : {"s-1.png", "s-2.png", "s-3.png"}) CHECK(size_of(name).width > 32);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "s.png"));
}

TEST_CASE_FIXTURE(Sheets, "roles and filters decide what stands where") {
    REQUIRE(sheet({"--x", "checkpoint", "--slider-dimension", "seed", "--slider", "7.0"}) == 0);
    CHECK(contains(err.str(), "Pictures: 6,"));
    REQUIRE(sheet({"--y", "none", "--filter", "prompt_name=forest"}) == 0);
    CHECK(contains(err.str(), "Pictures: 2,"));
    CHECK_FALSE(contains(err.str(), "are not seen"));
    REQUIRE(sheet({"--y", "none", "--x", "none"}) == 0);
    CHECK(contains(err.str(), "are not seen: 3"));
}

TEST_CASE_FIXTURE(Sheets, "names that are not there are answered with those that are") {
    CHECK(sheet({"--x", "sed"}) == 2);
    CHECK(contains(err.str(),
                   "--x: there is no dimension 'sed' here. Dimensions: checkpoint, prompt_name, seed"));
    CHECK(sheet({"--filter", "seed=8"}) == 2);
    CHECK(contains(err.str(), "--filter: 'seed' has no value '8'. Values: 7, 42"));
    CHECK(sheet({"--slider", "600"}) == 2);
    CHECK(contains(err.str(), "Positions: 500, 1000, 1500; or all, each"));
    CHECK(sheet({"--x", "seed", "--y", "seed"}) == 2);
    CHECK(contains(err.str(), "--x: 'seed' can have one role only"));
    CHECK(sheet({"--run", "lara"}) == 1);
    CHECK(contains(err.str(), "There is no training run 'lara'. Nearest: lora"));
    add_run("style");
    CHECK(sheet({}) == 2);
    CHECK(contains(err.str(), "There are 2 training runs with samples, pass --run NAME: lora, style"));
    CHECK(sheet({"--run", "style"}) == 0);
    CHECK(run({"export", "sheet"}) == 2);
}

TEST_CASE_FIXTURE(Sheets, "a sheet that cannot be written fails and says why") {
    CHECK(sheet({"-o", "no/such/folder/a.png"}) == 1);
    CHECK(contains(err.str(), "Cannot create (No such file or directory)"));
    CHECK(out.str().empty());
}
