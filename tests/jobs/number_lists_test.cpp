#include "jobs/number_lists.h"

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
    CHECK(list_text(scales) == "1, 7.5, 5.1, 20");
    CHECK(*parse_number_list(list_text(scales)) == scales);
    CHECK(list_text(std::vector<int>{20, 30}) == "20, 30");
}

TEST_CASE("lists are read as people type them") {
    CHECK(*parse_whole_list("1, 4;8\n20") == std::vector<int>{1, 4, 8, 20});
    CHECK(*parse_number_list(" 1 1.25,7.0") == std::vector<double>{1, 1.25, 7});
    CHECK(*parse_seed_list("7, 420-423") == std::vector<std::uint64_t>{7, 420, 421, 422, 423});
    CHECK(parse_seed_list("18446744073709551614-18446744073709551615")->size() == 2);
    CHECK(parse_whole_list("")->empty());
    for (const char* wrong : {"a", "1.5", "99999999999"}) CHECK_FALSE(parse_whole_list(wrong));
    for (const char* wrong : {"nan", "inf", "1e999", "x"}) CHECK_FALSE(parse_number_list(wrong));
    for (const char* wrong : {"-1", "5-", "9-5", "1-1000000", "18446744073709551616"})
        CHECK_FALSE(parse_seed_list(wrong));
}

TEST_CASE("lists are written so that reading gives them back") {
    const std::vector<double> numbers{0.1, 1e-5, 7, -0.0, 1.25};
    CHECK(list_text(numbers) == "0.1, 0.00001, 7, 0, 1.25");
    CHECK(*parse_number_list(list_text(numbers)) == std::vector<double>{0.1, 1e-5, 7, 0, 1.25});
}

TEST_CASE("a dash in front is a sign, one between two numbers a range") {
    CHECK(*parse_number_list("-1, -0.5-0.5:0.5") == std::vector<double>{-1, -0.5, 0, 0.5});
    CHECK_FALSE(parse_number_list("1--2"));
    CHECK_FALSE(parse_whole_list("-20"));
}
