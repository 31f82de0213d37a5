#include <doctest/doctest.h>

#include <algorithm>

#include "core/file_bytes.h"
#include "sheet/sheet_fixture.h"
#include "tasks/inbox.h"
#include "tasks/wake_signal.h"

using namespace proofsheet;
using namespace proofsheet::sheet;
using namespace proofsheet::test;

namespace {

/// How far the letters of the row labels may reach from their cell: they end before it.
RectPx left_of(const SheetPlan& plan, int row) {
    return {plan.margin, plan.top + row * plan.row_height(), plan.labels.row_labels, plan.cell.height};
}

RectPx above(const SheetPlan& plan, int column) {
    const int line = plan.labels.column_line;
    return {plan.x_of(plan.pages.front(), column), plan.top - plan.labels.space - line, plan.cell.width,
            line};
}

/// The colour of every cell of a page of plain pictures.
void check_cells(const image::Pixels& sheet, const SheetPlan& plan, const Page& page) {
    REQUIRE(sheet.size() == page.size);
    for (int row = 0; row < page.rows; ++row)
        for (int i = 0; i < page.columns; ++i) {
            const CellColumn at = plan.column_at(page, i);
            const Colour expected = SheetFixture::colour_of(at.column, page.first_row + row, at.position);
            const int x = plan.x_of(page, i);
            const int y = plan.top + row * plan.row_height();
            REQUIRE(colour_at(sheet, x, y) == expected);
            REQUIRE(colour_at(sheet, x + plan.cell.width - 1, y + plan.cell.height - 1) == expected);
        }
}

}  // namespace

TEST_CASE_FIXTURE(SheetFixture, "pictures as large as their cells keep every pixel") {
    for (int i = 0; i < 4; ++i)
        add(std::to_string(i) + ".png", noise_picture({32, 24}, 7u + static_cast<unsigned>(i)),
            {{"x", std::to_string(i % 2)}, {"y", std::to_string(i / 2)}});
    const auto made = request();
    write(made);
    const auto where = plan(made);
    CHECK(where.cell == SizePx{32, 24});
    const auto sheet = read_png(made.target);
    for (int i = 0; i < 4; ++i) {
        const auto original = noise_picture({32, 24}, 7u + static_cast<unsigned>(i));
        const int left = where.x_of(where.pages[0], i % 2);
        const int top = where.top + i / 2 * where.row_height();
        for (int y = 0; y < 24; ++y)
            for (int x = 0; x < 32; ++x)
                REQUIRE(colour_at(sheet, left + x, top + y) == colour_at(original, x, y));
    }
}

TEST_CASE_FIXTURE(SheetFixture, "larger pictures are averaged in linear light") {
    image::Pixels board = plain_picture({128, 128}, {0, 0, 0});
    for (int y = 0; y < 128; ++y)
        for (int x = y % 2; x < 128; x += 2) std::fill_n(board.row(y) + x * 4, 3, std::uint8_t{255});
    add("board.png", board, {{"x", "1"}});
    const auto made = request();
    write(made);
    const auto where = plan(made);
    const Colour grey = colour_at(read_png(made.target), where.left + 16, where.top + 16);
    CHECK(grey.red == doctest::Approx(188).epsilon(0.01));
}

TEST_CASE_FIXTURE(SheetFixture, "pictures of another shape fit into their cell, smaller ones stay small") {
    add("a.png", plain_picture({64, 32}, {200, 0, 0}), {{"x", "a"}});
    add("b.png", plain_picture({50, 100}, {0, 200, 0}), {{"x", "b"}});
    add("c.png", plain_picture({4, 4}, {0, 0, 200}), {{"x", "c"}});
    const auto made = request();
    write(made);
    const auto where = plan(made);
    const auto sheet = read_png(made.target);
    const auto ink = [&](int column, int x, int y, int width, int height) {
        return has_ink(sheet, {where.x_of(where.pages[0], column) + x, where.top + y, width, height},
                       palette_of(Background::Dark).ground);
    };
    REQUIRE(where.cell == SizePx{32, 16});
    CHECK(ink(0, 0, 0, 1, 1));
    CHECK_FALSE(ink(1, 0, 0, 12, 16));
    CHECK(ink(1, 12, 0, 8, 1));
    CHECK_FALSE(ink(1, 20, 0, 12, 16));
    CHECK_FALSE(ink(2, 0, 0, 14, 16));
    CHECK(ink(2, 14, 6, 1, 1));
}

TEST_CASE_FIXTURE(SheetFixture, "every column, every row and the sheet itself have a label") {
    add_grid(3, 2, 2, {32, 32});
    const auto made = request();
    const auto written = write(made);
    const auto where = plan(made);
    const auto sheet = read_png(made.target);
    const Colour ground = palette_of(Background::Dark).ground;
    for (int column = 0; column < 3; ++column) CHECK(has_ink(sheet, above(where, column), ground));
    for (int row = 0; row < 2; ++row) CHECK(has_ink(sheet, left_of(where, row), ground));
    CHECK(has_ink(sheet, {where.margin, where.margin, 60, where.labels.title}, ground));
    CHECK_FALSE(has_ink(sheet, {0, 0, sheet.size().width, where.margin}, ground));
    CHECK(written.pictures == 6);
    CHECK(written.missing == 0);
}

TEST_CASE_FIXTURE(SheetFixture, "labels of axes that nothing plays take no room") {
    add("a.png", plain_picture({32, 32}, {1, 2, 3}), {});
    const auto where = plan(request());
    CHECK(where.left == where.margin);
    CHECK(where.labels.column_line == 0);
}

TEST_CASE_FIXTURE(SheetFixture, "the given slider position is shown, each one, or all side by side") {
    add_grid(2, 2, 3, {32, 32});
    auto made = request();
    made.position = 2;
    CHECK(write(made).files == std::vector{made.target});
    check_cells(read_png(made.target), plan(made), plan(made).pages[0]);
    CHECK(plan(made).pages[0].position == 2);

    made.positions = SheetPositions::SideBySide;
    CHECK(write(made).pictures == 12);
    REQUIRE(plan(made).pages.size() == 1);
    CHECK(plan(made).pages[0].columns == 6);
    made.position = 0;
    check_cells(read_png(made.target), plan(made), plan(made).pages[0]);

    made.positions = SheetPositions::Each;
    const auto written = write(made);
    REQUIRE(written.files.size() == 3);
    CHECK(written.files[2] == out_dir() / "sheet-3.png");
    for (std::size_t i = 0; i < 3; ++i)
        check_cells(read_png(written.files[i]), plan(made), plan(made).pages[i]);
}

TEST_CASE_FIXTURE(SheetFixture, "a sheet larger than a file may be is cut between cells and loses none") {
    add_grid(7, 9, 2, {32, 32});
    auto made = request();
    made.layout.tile_side = 220;
    made.positions = SheetPositions::SideBySide;
    const auto written = write(made);
    const auto where = plan(made);
    REQUIRE(written.files.size() == where.pages.size());
    CHECK(written.files.size() > 4);
    CHECK(written.pictures == 7 * 9 * 2);
    int cells = 0;
    for (std::size_t i = 0; i < where.pages.size(); ++i) {
        CHECK(where.pages[i].size.longest() <= 220);
        check_cells(read_png(written.files[i]), where, where.pages[i]);
        cells += where.pages[i].rows * where.pages[i].columns;
    }
    CHECK(cells == 7 * 9 * 2);
    CHECK_FALSE(std::filesystem::exists(made.target));
    CHECK(files().size() == written.files.size());
}

TEST_CASE_FIXTURE(SheetFixture, "no more than one row of cells is in memory") {
    add_grid(3, 40, 1, {32, 32});
    const auto made = request();
    const auto written = write(made);
    const auto where = plan(made);
    const auto row_bytes = static_cast<std::size_t>(where.pages[0].size.width) * 3;
    CHECK(where.pages[0].size.height > 40 * 32);
    CHECK(written.band_bytes ==
          row_bytes * static_cast<std::size_t>(std::max(where.top, where.row_height())));
}

TEST_CASE_FIXTURE(SheetFixture, "pictures that share a cell are counted, and the cell says so") {
    add("a.png", plain_picture({96, 96}, {9, 99, 9}), {{"x", "1"}});
    auto made = request();
    made.layout.cell_side = 96;
    write(made);
    const auto alone = read_png(made.target);
    add("b.png", plain_picture({96, 96}, {9, 99, 9}), {{"x", "1"}});
    made.catalog = request().catalog;
    made.view = request().view;
    const auto written = write(made);
    CHECK(written.behind == 1);
    CHECK(written.pictures == 1);
    const auto shared = read_png(made.target);
    REQUIRE(shared.size() == alone.size());
    CHECK_FALSE(std::ranges::equal(shared.bytes(), alone.bytes()));
}

TEST_CASE_FIXTURE(SheetFixture, "a badge is drawn in the corner of its picture") {
    add("a.png", plain_picture({96, 96}, {9, 99, 9}), {{"x", "1"}});
    auto made = request();
    made.layout.cell_side = 96;
    made.badge = [](grid::SampleId) { return std::string("8"); };
    write(made);
    const auto where = plan(made);
    const auto sheet = read_png(made.target);
    CHECK(has_ink(sheet, {where.left + 64, where.top, 32, 32}, {9, 99, 9}));
    CHECK_FALSE(has_ink(sheet, {where.left, where.top + 32, 96, 64}, {9, 99, 9}));
}

TEST_CASE_FIXTURE(SheetFixture, "the same pictures give the same file, and a date another one") {
    add_grid(2, 2, 1, {32, 32});
    auto made = request();
    write(made);
    const auto first = *read_file(made.target, 1 << 20);
    write(made);
    CHECK(*read_file(made.target, 1 << 20) == first);
    made.title.date = "2025-03-01";
    write(made);
    CHECK(*read_file(made.target, 1 << 20) != first);
}

TEST_CASE_FIXTURE(SheetFixture, "the sheet can be written on the only thread of its pool, and without one") {
    add_grid(2, 3, 1, {32, 32});
    const auto made = request();
    std::size_t pictures = 0;
    tasks::WorkerPool none(0);
    none.submit([&](std::stop_token) { pictures += write_sheet(made, none)->pictures; });
    REQUIRE(none.run_one());
    CHECK(pictures == 6);
    tasks::Inbox<std::size_t> answers;
    tasks::WakeSignal arrived;
    {
        tasks::WorkerPool one(1);
        one.submit([&](std::stop_token) {
            answers.post(write_sheet(made, one)->pictures);
            arrived.wake();
        });
        arrived.wait(std::nullopt);
    }
    CHECK(answers.drain() == std::vector<std::size_t>{6});
}

TEST_CASE_FIXTURE(SheetFixture, "progress counts the rows of all files") {
    add_grid(2, 3, 2, {32, 32});
    auto made = request();
    made.positions = SheetPositions::Each;
    std::vector<std::size_t> done;
    tasks::WorkerPool pool(1);
    REQUIRE(write_sheet(made, pool, [&](std::size_t rows, std::size_t total) {
        CHECK(total == 6);
        done.push_back(rows);
    }));
    CHECK(done == std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6});
}
