#include "grid/decimal.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace proofsheet::grid;

namespace {
Decimal number(std::string_view text) {
    const auto parsed = parse_decimal(text);
    REQUIRE_MESSAGE(parsed.has_value(), std::string(text));
    return *parsed;
}
}  // namespace

TEST_CASE("numbers that are written differently are equal") {
    for (const char* text : {"7", "7.0", "+7", "07", "7.", "70e-1", "0.7E+1", "7.000000000000000000000000"})
        CHECK_MESSAGE(number(text) == number("7"), text);
    for (const char* text : {"0", "-0", "+0.0", ".0", "0e9", "000"})
        CHECK_MESSAGE(number(text) == number("0"), text);
    CHECK(number("1e3") == number("1000"));
    CHECK(number("-1.50") == number("-15e-1"));
}

TEST_CASE("numbers ascend by value, whatever their length and sign") {
    const std::vector<std::string> ascending{"-1e99",
                                             "-100.5",
                                             "-100",
                                             "-3",
                                             "-2.5",
                                             "-0.25",
                                             "-1e-9",
                                             "0",
                                             "1e-9",
                                             "0.0999",
                                             "0.1",
                                             ".25",
                                             "2",
                                             "2.5",
                                             "10",
                                             "99.999999999999999999999999",
                                             "100",
                                             "1e10",
                                             "100000000000000000000",
                                             "1e99"};
    for (std::size_t i = 0; i < ascending.size(); ++i)
        for (std::size_t j = 0; j < ascending.size(); ++j)
            CHECK_MESSAGE((number(ascending[i]) <=> number(ascending[j])) == (i <=> j),
                          ascending[i] << " and " << ascending[j]);
}

TEST_CASE("64-bit seeds and longer numbers are told apart exactly") {
    CHECK(number("18446744073709551615") > number("18446744073709551614"));
    CHECK(number("9007199254740993") > number("9007199254740992"));
    CHECK(number("12345678901234567890123456789012345678901") >
          number("12345678901234567890123456789012345678900"));
    CHECK(number("-12345678901234567890123456789012345678901") <
          number("-12345678901234567890123456789012345678900"));
    CHECK(number("0.1234567890123456789012") < number("0.12345678901234567890121"));
}

TEST_CASE("what only looks like a number is none") {
    for (const char* text :
         {"",      "+",     "-",       ".",  "-.", "e5",  ".e5", "1e",   "1e+",      "1e5x", "1e1234567890",
          "1.2.3", "--1",   "+-1",     " 1", "1 ", "nan", "inf", "-inf", "infinity", "0x10", "1f",
          "1,5",   "1_000", "\xD9\xA1"})
        CHECK_MESSAGE(!parse_decimal(text).has_value(), text);
    CHECK_FALSE(parse_decimal(std::string_view("1\0", 2)).has_value());
}

TEST_CASE("the largest exponents still compare") {
    CHECK(number("1e999999999") > number("9e999999998"));
    CHECK(number("1e-999999999") > number("0"));
    CHECK(number("-1e999999999") < number("-1e-999999999"));
}
