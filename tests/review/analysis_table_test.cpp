#include "review/analysis_table.h"

#include <doctest/doctest.h>

using namespace proofsheet::review;

namespace {

TableColumn column_of(ValueKind kind, const std::vector<std::string>& cells,
                      const std::vector<std::string>& listed = {}) {
    ColumnMaker maker("key", "Title", kind, ValueUse::Facts);
    for (std::size_t i = 0; i < cells.size(); ++i) maker.set(i, cells[i]);
    return maker.finish(cells.size(), listed);
}

}  // namespace

TEST_CASE("numbers are ordered by value, and a number written twice is one value") {
    const TableColumn column = column_of(ValueKind::Number, {"30", "4", "4.0", "20"});
    CHECK(column.values == std::vector<std::string>{"4", "20", "30"});
    CHECK(column.cells == std::vector<std::int32_t>{2, 0, 0, 1});
}

TEST_CASE("seeds beyond what a double can tell apart stay apart") {
    const TableColumn column = column_of(ValueKind::Number, {"18446744073709551615", "18446744073709551614"});
    CHECK(column.cells == std::vector<std::int32_t>{1, 0});
}

TEST_CASE("texts are ordered as people sort, and choices by their worth") {
    CHECK(column_of(ValueKind::Text, {"step 10", "step 9"}).values ==
          std::vector<std::string>{"step 9", "step 10"});
    CHECK(column_of(ValueKind::Choice, {"yes", "no", "test_more"}, {"no", "test_more", "yes"}).values ==
          std::vector<std::string>{"no", "test_more", "yes"});
}

TEST_CASE("rows without a value have none, at the end of the column too") {
    const TableColumn column = column_of(ValueKind::Text, {"", "a", ""});
    CHECK(column.cells == std::vector<std::int32_t>{kNoCell, 0, kNoCell});
    CHECK(column.text(0).empty());
    CHECK(column.text(1) == "a");
}

TEST_CASE("upper case is folded in Latin, Greek and Cyrillic, and everything else stays") {
    CHECK(fold_case("ABC xyz 123") == "abc xyz 123");
    CHECK(fold_case("ÄÖÜ ÉÀ Ñ Ł Ž Š") == "äöü éà ñ ł ž š");
    CHECK(fold_case("ΑΒΓ ΩΣ") == "αβγ ωσ");
    CHECK(fold_case("ПРИВЕТ Ёж Ђ") == "привет ёж ђ");
    CHECK(fold_case("×÷ ß 日本語 🙂") == "×÷ ß 日本語 🙂");
    const std::string cut = "A\xC3";
    CHECK(fold_case(cut) == "a\xC3");
}
