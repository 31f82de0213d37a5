#include <doctest/doctest.h>

#include "cli/cli_fixture.h"

using namespace proofsheet;
using test::CliFixture;
using test::contains;

TEST_CASE_FIXTURE(CliFixture, "a wrong call writes to standard error and gives 2") {
    CHECK(run({"scan", "--foo"}) == 2);
    CHECK(out.str().empty());
    CHECK(contains(err.str(), "--foo"));
    CHECK(run({"--help"}) == 0);
    CHECK(contains(out.str(), "Usage: proofsheet"));
    CHECK(err.str().empty());
}

TEST_CASE_FIXTURE(CliFixture, "without a subcommand the window opens with the configuration") {
    write("config.yaml", "decode_threads: 3");
    launch_status = 7;
    CHECK(run({"--data", "d", "--scale", "2"}) == 7);
    REQUIRE(launched.size() == 1);
    CHECK(launched[0].configuration.config.decode_threads == 3);
    CHECK(launched[0].configuration.config.data_dir == folder.path() / "d");
    CHECK(launched[0].scale == 2.0);
    CHECK(launched[0].open.empty());
    CHECK_FALSE(launched[0].offscreen);
}

TEST_CASE_FIXTURE(CliFixture, "a configuration with mistakes is reported and the window opens all the same") {
    write("config.yaml", "decode_threads: many\nsample_dir: s\n");
    CHECK(run({}) == 0);
    REQUIRE(launched.size() == 1);
    CHECK(launched[0].configuration.config.sample_dir == folder.path() / "s");
    CHECK(contains(err.str(), "config.yaml:1: decode_threads must be a whole number"));
}

TEST_CASE_FIXTURE(CliFixture, "open takes what exists, by its absolute path") {
    write("pictures/a.png", "");
    CHECK(run({"open", "pictures", "./pictures/a.png", "--offscreen", "160x100", "--script", "-",
               "--fixed-dt", "16"}) == 0);
    REQUIRE(launched.size() == 1);
    CHECK(launched[0].open ==
          std::vector<std::filesystem::path>{folder.path() / "pictures", folder.path() / "pictures/a.png"});
    REQUIRE(launched[0].offscreen);
    CHECK(launched[0].offscreen->size == SizePx{160, 100});
    CHECK(launched[0].offscreen->script == "-");
    CHECK(launched[0].offscreen->fixed_dt->count() == 16.0);
    CHECK(run({"open", "pictures", "gone"}) == 1);
    CHECK(contains(err.str(), "There is nothing to open at"));
    CHECK(launched.size() == 1);
}

TEST_CASE_FIXTURE(CliFixture, "demo makes its data set before it opens it") {
    CHECK(run({"demo", "--data", "d"}) == 0);
    REQUIRE(demos == std::vector<std::filesystem::path>{folder.path() / "d/demo"});
    REQUIRE(launched.size() == 1);
    CHECK(launched[0].configuration.config.checkpoint_dirs ==
          std::vector<std::filesystem::path>{folder.path() / "d/demo/checkpoints"});
    CHECK(launched[0].configuration.config.sample_dir == folder.path() / "d/demo/samples");
    CHECK(contains(err.str(), "100 %"));
    CHECK(out.str().empty());
    CHECK(run({"demo", "there"}) == 0);
    CHECK(demos.back() == folder.path() / "there");
    demo_is_there = true;
    CHECK(run({"demo", "there"}) == 0);
    CHECK(err.str().empty());
    demo_error = Error{ErrorKind::Io, "The disk is full"};
    CHECK(run({"demo"}) == 1);
    CHECK(contains(err.str(), "error: The disk is full"));
    CHECK(launched.size() == 3);
}

TEST_CASE_FIXTURE(CliFixture, "output that cannot be written is a failure") {
    out.setstate(std::ios::badbit);
    CHECK(run({"--help"}) == 1);
    CHECK(contains(err.str(), "Cannot write to standard output"));
}
