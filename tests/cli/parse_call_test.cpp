#include "cli/parse_call.h"

#include <doctest/doctest.h>

#include "cli/cli_fixture.h"

using namespace proofsheet;
using namespace proofsheet::cli;
using test::complaint_about;
using test::contains;

namespace {

Call call_of(const std::vector<std::string>& arguments) {
    const auto parsed = parse_call(arguments);
    REQUIRE(std::holds_alternative<Call>(parsed));
    return std::get<Call>(parsed);
}

}  // namespace

TEST_CASE("each command is read with its arguments") {
    CHECK(call_of({}).command == Command(WindowCall{}));
    CHECK(call_of({"open", "a", "b/c.png"}).command == Command(OpenCall{{"a", "b/c.png"}}));
    CHECK(call_of({"demo"}).command == Command(DemoCall{}));
    CHECK(call_of({"demo", "there"}).command == Command(DemoCall{"there"}));
    CHECK(call_of({"scan"}).command == Command(ScanCall{}));
    CHECK(call_of({"scan", "--run", "a/b", "--json"}).command == Command(ScanCall{"a/b", OutputForm::Json}));
    CHECK(call_of({"inspect", "x.png", "--json"}).command == Command(InspectCall{"x.png", OutputForm::Json}));
    CHECK(call_of({"open", "--", "-x"}).command == Command(OpenCall{{"-x"}}));
}

TEST_CASE("common options stand before or after the command") {
    CommonOptions expected;
    expected.checkpoints = {"a", "b"};
    expected.samples = "s";
    expected.data = "d";
    expected.log_level = "debug";
    CHECK(call_of({"scan", "--checkpoints", "a", "--checkpoints", "b", "--samples", "s", "--data=d",
                   "--log-level", "debug"})
              .common == expected);
    CHECK(call_of({"--checkpoints", "a", "--checkpoints", "b", "--samples", "s", "--data", "d", "--log-level",
                   "debug", "scan"})
              .common == expected);
}

TEST_CASE("window options go with whatever opens the window") {
    WindowOptions expected;
    expected.offscreen = SizePx{1600, 1000};
    expected.scale = 1.5;
    expected.fixed_dt_ms = 16.0;
    expected.frame_log = "f.jsonl";
    expected.script = "-";
    const std::vector<std::string> options{"--offscreen", "1600x1000",   "--scale", "1.5",      "--fixed-dt",
                                           "16",          "--frame-log", "f.jsonl", "--script", "-"};
    for (const std::vector<std::string>& command : {std::vector<std::string>{}, {"demo"}, {"open", "p"}}) {
        std::vector<std::string> arguments = command;
        arguments.insert(arguments.end(), options.begin(), options.end());
        CHECK(call_of(arguments).window == expected);
    }
    CHECK(contains(complaint_about({"scan", "--scale", "1"}), "go with the window"));
    CHECK(contains(complaint_about({"inspect", "x", "--frame-log", "f"}), "go with the window"));
}

TEST_CASE("a wrong call names the option and what is allowed") {
    CHECK(contains(complaint_about({"scan", "--log-level", "loud"}),
                   "proofsheet scan: --log-level: must be trace, debug, info, warn, error or off"));
    for (const char* size :
         {"1600", "1600x", "x10", "0x0", "15x100", "16385x10", "1e3x100", "100x100x100", "-5x100"})
        CHECK(contains(complaint_about({"--script", "-", "--offscreen", size}),
                       "--offscreen: must be WIDTHxHEIGHT in pixels, each from 16 to 16384"));
    for (const char* scale : {"nan", "0", "4.1", "big", "inf", "1.5x"})
        CHECK(contains(complaint_about({"--scale", scale}), "--scale: must be a number from 0.5 to 4"));
    CHECK(contains(complaint_about({"--fixed-dt", "5"}), "--fixed-dt requires --offscreen"));
    CHECK(contains(complaint_about({"--script", "x"}), "--script requires --offscreen"));
    CHECK(contains(complaint_about({"--config", "/no/such/file"}), "--config: must be a file that exists"));
    CHECK(contains(complaint_about({"scan", "--samples"}), "--samples needs exactly one value"));
    CHECK(contains(complaint_about({"scan", "--samples", "a", "--samples", "b"}),
                   "--samples needs exactly one"));
    CHECK(contains(complaint_about({"scan", "--samples", ""}), "--samples: must not be empty"));
    CHECK(contains(complaint_about({"open"}), "PATH is required"));
    CHECK(contains(complaint_about({"inspect"}), "FILE is required"));
}

TEST_CASE("what nothing takes is answered with what there is") {
    CHECK(
        contains(complaint_about({"scam"}), "'scam' is not a command. Commands: demo, open, scan, inspect"));
    const std::string scan = complaint_about({"scan", "--jsno"});
    CHECK(contains(scan, "'--jsno' is not expected here. Options: --run, --json, "));
    CHECK(contains(scan, "--checkpoints"));
    CHECK_FALSE(contains(scan, "--offscreen"));
    CHECK(contains(complaint_about({"open", "x", "--foo"}), "--offscreen"));
    CHECK(contains(complaint_about({"inspect", "a", "b\xFF"}), "'b\xEF\xBF\xBD' is not expected here"));
}

TEST_CASE("help and version are answers, not mistakes") {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"--help"}, {"scan", "--help"}, {"--version"}}) {
        const auto parsed = parse_call(arguments);
        REQUIRE(std::holds_alternative<Answer>(parsed));
        CHECK(std::get<Answer>(parsed).status == ExitStatus::Done);
        CHECK_FALSE(std::get<Answer>(parsed).text.empty());
    }
}
