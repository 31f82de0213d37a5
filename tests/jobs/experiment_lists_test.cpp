#include "jobs/experiment_lists.h"

#include <doctest/doctest.h>

using namespace proofsheet;
using namespace proofsheet::jobs;

TEST_CASE("a list is values and ranges, and a value that comes twice counts once") {
    CHECK(*parse_whole_list("20,30") == std::vector<int>{20, 30});
    CHECK(*parse_whole_list("20-40:5") == std::vector<int>{20, 25, 30, 35, 40});
    CHECK(*parse_whole_list(" 20-22 ; 22, 10 ") == std::vector<int>{20, 21, 22, 10});
    CHECK(*parse_whole_list("") == std::vector<int>{});
    CHECK(*parse_whole_list("10-19:4") == std::vector<int>{10, 14, 18});
}

TEST_CASE("a range of decimals ends on its end and gathers no error") {
    const auto tenths = parse_number_list("5-9:0.1");
    REQUIRE(tenths);
    CHECK(tenths->size() == 41);
    CHECK(tenths->at(1) == 5.1);
    CHECK(tenths->back() == 9);
    CHECK(*parse_number_list("7.5, 7.50, 8") == std::vector<double>{7.5, 8});
}

TEST_CASE("seeds may be repeated") {
    CHECK(*parse_seed_list("7 7 4294967295") == std::vector<std::uint64_t>{7, 7, 4294967295});
}

TEST_CASE("what is no list is quoted in the error") {
    for (const char* text : {"twenty", "20-", "-20", "20-30:", "20-30:0", "30-20", "20..30", "1e400", "nan",
                             "0x10", "1-99999999", "99999999999999999999"}) {
        CAPTURE(text);
        const auto whole = parse_whole_list(text);
        CHECK(!whole);
    }
    CHECK(parse_whole_list("20, oops").error().message.find("\"oops\"") != std::string::npos);
    CHECK(!parse_number_list("inf"));
    CHECK(!parse_number_list("1-2:nan"));
}

TEST_CASE("what a list is written as reads back") {
    const std::vector<double> scales{1, 7.5, 5.1, 20};
    CHECK(values_text(scales) == "1, 7.5, 5.1, 20");
    CHECK(*parse_number_list(values_text(scales)) == scales);
    CHECK(values_text(std::vector<int>{20, 30}) == "20, 30");
}
