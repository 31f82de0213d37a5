#include "report/scores_json.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "report/table_fixture.h"

using namespace proofsheet;
using nlohmann::json;

TEST_CASE("the document has criteria and pictures, numbers as numbers") {
    const json document = json::parse(report::scores_json(test::small_table()));
    REQUIRE(document["criteria"].size() == 5);
    CHECK(document["criteria"][0]["key"] == "overall_quality");
    CHECK(document["criteria"][0]["maximum"] == 10);
    CHECK(document["criteria"][1]["choices"] == json({"no", "test_more", "yes"}));
    REQUIRE(document["images"].size() == 2);
    const json& full = document["images"][0];
    CHECK(full["run"] == "lora");
    CHECK(full["seed"].is_number_unsigned());
    CHECK(full["seed"] == 18446744073709551615u);
    CHECK(full["scale"] == -1.5);
    CHECK(full["steps"] == 20);
    CHECK(full["prompt"] == "a cat, \"quoted\"\nsecond line");
    CHECK(full["scores"] == json({{"overall_quality", 9},
                                  {"use_again", "yes"},
                                  {"flag", "pick"},
                                  {"favourite", 1},
                                  {"note", "-hands, ok"}}));
    CHECK(full["scored_at"] == "2026-01-01T00:00:00.123Z");
    CHECK(full["dims"] == json({{"prompt_name", "=1+1"}, {"sampler_name", "euler"}}));
    const json& empty = document["images"][1];
    CHECK(empty["scores"] == json::object());
    CHECK(empty["file_path"] == "/s/lora-500/\xEF\xBF\xBD.png");
    CHECK_FALSE(empty.contains("seed"));
}

TEST_CASE("what is no number, or more than one can hold, stays text") {
    report::ScoreTable table = test::small_table();
    for (const char* seed : {"18446744073709551616", "1e999", "nan", "inf", "7a"}) {
        table.rows[0].dimensions = {{"seed", seed}};
        CHECK(json::parse(report::scores_json(table))["images"][0]["seed"] == seed);
    }
    CHECK(json::parse(report::scores_json({}))["images"].empty());
}
