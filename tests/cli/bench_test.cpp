#include "cli/bench_command.h"

#include <doctest/doctest.h>

#include "bench/frames.h"
#include "cli/cli_fixture.h"

using namespace proofsheet;
using test::CliFixture;
using test::contains;

namespace {

bench::Report sample_report() {
    return {"a machine with 2 cores",
            {{"flip", "ms", 16.7, {9, 12, 8}}, {"idle", "%", 1, {0.5, 3, 2}}},
            {{"proofsheet", 15.25}, {"stb_image", 51}}};
}

struct BenchFixture : CliFixture {
    std::vector<bench::Request> requests;
    BenchFixture() {
        surroundings.measure = [this](const bench::Request& request, const bench::Tell& tell) {
            requests.push_back(request);
            tell("decoders");
            return Result<bench::Report>(sample_report());
        };
    }
};

/// One line of a frame log.
std::string line(double t_ms, int slider, int proxies, int loading, int unresolved, double input = -1) {
    std::string text = R"({"t_ms":)" + std::to_string(t_ms) +
                       R"(,"cpu_ms":1,"upload_bytes":0,"decodes_pending":0,"wanted":9,"unresolved":)" +
                       std::to_string(unresolved) + R"(,"loads":3,"slider":)" + std::to_string(slider) +
                       R"(,"edits_pending":0,"process_ms":5,"cells":{"full":0,"proxy":)" +
                       std::to_string(proxies) + R"(,"loading":)" + std::to_string(loading) +
                       R"(,"missing":0,"failed":0},"input_to_present_ms":[)";
    if (input >= 0) text += std::to_string(input);
    return text + "]}\n";
}

}  // namespace

TEST_CASE_FIXTURE(BenchFixture, "bench prints the median and the worst of all rounds as one document") {
    CHECK(run({"bench", "--json"}) == 0);
    const nlohmann::json expected = {
        {"machine", "a machine with 2 cores"},
        {"rows",
         {{{"name", "flip"}, {"unit", "ms"}, {"goal", 16.7}, {"median", 9.0}, {"worst", 12.0}, {"rounds", 3}},
          {{"name", "idle"}, {"unit", "%"}, {"goal", 1.0}, {"median", 2.0}, {"worst", 3.0}, {"rounds", 3}}}},
        {"decoders",
         {{{"name", "proofsheet"}, {"ms_per_picture", 15.25}},
          {{"name", "stb_image"}, {"ms_per_picture", 51.0}}}}};
    CHECK(document() == expected);
    CHECK(contains(err.str(), "decoders"));
}

TEST_CASE_FIXTURE(BenchFixture, "the table says which goals are reached") {
    CHECK(run({"bench"}) == 0);
    CHECK(contains(out.str(), "a machine with 2 cores"));
    CHECK(contains(out.str(), "not reached"));
    CHECK(contains(out.str(), "stb_image"));
}

TEST_CASE_FIXTURE(BenchFixture, "bench works in the data folder, on its own pictures or those of a folder") {
    CHECK(run({"bench", "--data", "d"}) == 0);
    CHECK(requests.back().folder == folder.path() / "d" / "bench");
    CHECK_FALSE(requests.back().pictures);
    std::filesystem::create_directories(folder.path() / "mine");
    CHECK(run({"bench", "mine"}) == 0);
    CHECK(requests.back().pictures == folder.path() / "mine");
    CHECK(run({"bench", "nowhere"}) == 1);
    CHECK(contains(err.str(), "nowhere"));
    CHECK(requests.size() == 2);
}

TEST_CASE_FIXTURE(BenchFixture, "what cannot be measured is a failure with its reason") {
    surroundings.measure = [](const bench::Request&, const bench::Tell&) {
        return Result<bench::Report>(Error{ErrorKind::Io, "the disk is full"});
    };
    CHECK(run({"bench", "--json"}) == 1);
    CHECK(out.str().empty());
    CHECK(contains(err.str(), "the disk is full"));
}

TEST_CASE("a frame log is read back, and tells when pictures were there") {
    const auto frames =
        bench::parse_frames(line(10, 0, 2, 2, 5) + line(20, 0, 4, 0, 5) + line(30, 0, 4, 0, 0));
    REQUIRE(frames);
    CHECK(bench::time_of_first_grid(*frames, 4) == 20);
    CHECK(bench::time_of_first_grid(*frames, 5) == -1);
    CHECK(bench::time_of_residence(*frames, 9) == 30);
    CHECK(bench::time_of_residence(*frames, 10) == -1);
}

TEST_CASE("flips are frames with another position, and a frame that shows less fell back") {
    const auto frames = bench::parse_frames(line(10, 0, 4, 0, 0) + line(20, 1, 4, 0, 0, 7.5) +
                                            line(30, 1, 3, 1, 0) + line(40, 1, 4, 0, 0));
    REQUIRE(frames);
    const auto flips = bench::flips_of(*frames);
    REQUIRE(flips.size() == 1);
    CHECK(flips[0].arrival_ms() == 12.5);
    CHECK(bench::count_fallbacks(*frames) == 1);
}

TEST_CASE("a frame log that is cut or no log is refused") {
    CHECK_FALSE(bench::parse_frames(R"({"t_ms":1,"cpu)"));
    CHECK_FALSE(bench::parse_frames("hello\n"));
    CHECK(bench::parse_frames("").value().empty());
}

TEST_CASE("of several rounds the median, the worst and a percentile are taken") {
    CHECK(bench::median({3, 1, 2}) == 2);
    CHECK(bench::median({}) == 0);
    CHECK(bench::worst({3, 1, 2}) == 3);
    std::vector<double> hundred;
    for (int i = 100; i > 0; --i) hundred.push_back(i);
    CHECK(bench::percentile(hundred, 99) == 99);
    CHECK(bench::percentile({5}, 99) == 5);
}
