#include "sheet/plan.h"

#include <doctest/doctest.h>

#include <set>

using namespace proofsheet;
using namespace proofsheet::sheet;

namespace {

constexpr LabelRoom kLabels{30, 0, 12, 80, 6};

SheetRequest request_of(int columns, int rows, int positions, SheetPositions shown = SheetPositions::One) {
    SheetRequest request;
    request.view.columns.assign(static_cast<std::size_t>(columns), "c");
    request.view.rows.assign(static_cast<std::size_t>(rows), "r");
    request.view.positions.assign(static_cast<std::size_t>(positions), "p");
    request.positions = shown;
    request.layout = {64, 4, 10, 12, 1000, Background::Dark};
    return request;
}

SheetPlan plan_of(const SheetRequest& request, SizePx cell = {64, 48}) {
    auto plan = plan_sheet(request, cell, kLabels);
    if (!plan) FAIL(plan.error().message);
    return std::move(plan).value();
}

}  // namespace

TEST_CASE("a sheet that fits is one file as large as what is on it") {
    const auto plan = plan_of(request_of(3, 2, 1));
    REQUIRE(plan.pages.size() == 1);
    CHECK(plan.left == 10 + 80 + 6);
    CHECK(plan.top == 10 + 30 + 6 + 12 + 6);
    CHECK(plan.pages[0].size == SizePx{plan.left + 3 * 64 + 2 * 4 + 10, plan.top + 2 * 48 + 4 + 10});
    CHECK(plan.x_of(plan.pages[0], 2) == plan.left + 2 * 68);
}

TEST_CASE("slider positions side by side stand apart") {
    const auto plan = plan_of(request_of(2, 1, 3, SheetPositions::SideBySide));
    const Page& page = plan.pages[0];
    CHECK(page.columns == 6);
    CHECK(plan.column_at(page, 3) == CellColumn{1, 1});
    CHECK(plan.x_of(page, 2) == plan.left + 2 * 68 + plan.block_gap);
    CHECK(plan.x_of(page, 5) + 64 + plan.margin == page.size.width);
}

TEST_CASE("every cell is on one file, whatever the size of the files") {
    for (const int tile : {200, 300, 333, 500, 999})
        for (const int columns : {1, 2, 5, 30})
            for (const int positions : {1, 3})
                for (const auto shown :
                     {SheetPositions::One, SheetPositions::Each, SheetPositions::SideBySide}) {
                    CAPTURE(tile);
                    CAPTURE(columns);
                    auto request = request_of(columns, 17, positions, shown);
                    request.layout.tile_side = tile;
                    const auto plan = plan_of(request);
                    std::multiset<std::vector<int>> cells;
                    for (const Page& page : plan.pages) {
                        REQUIRE(page.size.longest() <= tile);
                        REQUIRE(plan.x_of(page, page.columns - 1) + plan.cell.width + plan.margin ==
                                page.size.width);
                        for (int i = 0; i < page.columns; ++i)
                            for (int row = 0; row < page.rows; ++row) {
                                const CellColumn at = plan.column_at(page, i);
                                cells.insert({at.column, page.first_row + row, at.position});
                            }
                    }
                    const int blocks = shown == SheetPositions::One ? 1 : positions;
                    REQUIRE(std::ssize(cells) == columns * 17 * blocks);
                    REQUIRE(std::set(cells.begin(), cells.end()).size() == cells.size());
                }
}

TEST_CASE("sheets without end are refused before anything is reserved") {
    const auto refused = [](SheetRequest request, SizePx cell = {64, 48}) {
        const auto plan = plan_sheet(request, cell, kLabels);
        REQUIRE_FALSE(plan);
        return plan.error().message;
    };
    CHECK(refused(request_of(2'000'000, 1, 1)).find("more than 1000 files") != std::string::npos);
    CHECK(refused(request_of(1, 2'000'000, 1)).find("more than 1000 files") != std::string::npos);
    CHECK(refused(request_of(2'000'000, 1, 100'000, SheetPositions::SideBySide)).find("1000 files") !=
          std::string::npos);
    CHECK(refused(request_of(1, 1, 1001, SheetPositions::Each)).find("1000 files") != std::string::npos);
    CHECK(refused(request_of(1, 1, 1), {2000, 48}).find("larger than a file may be") != std::string::npos);
    auto wide = request_of(200, 1, 1);
    wide.layout.tile_side = 1'000'000;
    CHECK(refused(wide, {4000, 4000}).find("MB of memory") != std::string::npos);
}
